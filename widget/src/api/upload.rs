//! Sends a file, and tells how far it is. Not by `fetch`, which tells nothing on the way.

use super::{Api, Failure, parse, refusal_of};
use crate::{
    host::{Sure as _, wait},
    json::JsJson,
};
use js_sys::Promise;
use porthole_shared::attachment::FILE_NAME_HEADER;
use wasm_bindgen::prelude::*;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// A file on its way.
#[derive(Clone)]
pub(crate) struct Upload(XmlHttpRequest);

impl Upload {
    /// One that has not begun.
    pub(crate) fn new() -> Self {
        Self(XmlHttpRequest::new().sure("every browser has it"))
    }

    /// Ends it.
    pub(crate) fn end(&self) {
        // What has not begun or is over cannot be ended.
        let _ = self.0.abort();
    }
}

impl Api {
    /// Posts a file. `tell` hears which part of it has gone.
    pub(crate) async fn upload(
        &self,
        Upload(request): &Upload,
        file: &File,
        token: &str,
        tell: Box<dyn FnMut(f64)>,
    ) -> Result<JsJson, Failure> {
        // None of these fails for an address and headers of ours.
        let _ = request.open("POST", &(self.base.clone() + "files"));
        let name = js_sys::encode_uri_component(&file.name());
        for (header, value) in [
            ("authorization", String::from("Bearer ") + token),
            (FILE_NAME_HEADER, name.into()),
        ] {
            let _ = request.set_request_header(header, &value);
        }
        let mut tell = tell;
        let told = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
            tell(event.loaded() / event.total().max(1.0));
        });
        let upload = request.upload().sure("a request has an upload");
        upload.set_onprogress(Some(told.as_ref().unchecked_ref()));
        let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
        let _ = request.send_with_opt_blob(Some(file));
        wait(&ended).await.ok();
        upload.set_onprogress(None);
        let text = request.response_text().ok().flatten().unwrap_or_default();
        match request.status() {
            Ok(200) => Ok(parse(&text)),
            Ok(status) => Err(refusal_of(status, &text)),
            Err(_) => Err(Failure::Unreachable),
        }
    }

    /// The whole address of something that the server gave without its own.
    pub(crate) fn address(&self, path: &str) -> String {
        let origin = self.base.trim_end_matches("/api/v1/widget/");
        String::from(origin) + path
    }
}
