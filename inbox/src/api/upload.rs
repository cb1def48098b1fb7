//! Sends a file, and tells how far it is. Not by `fetch`, which tells nothing on the way.

use super::{Answer, BASE, Failure, encoded};
use js_sys::Promise;
use porthole_shared::attachment::{Attachment, FILE_NAME_HEADER};
use porthole_shared::error::ErrorBody;
use porthole_shared::inbox::member::INBOX_HEADER;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// A file on its way.
#[derive(Clone)]
pub(crate) struct Upload(XmlHttpRequest);

impl Upload {
    /// One that has not begun; nothing where the browser cannot do it.
    pub(crate) fn new() -> Option<Self> {
        XmlHttpRequest::new().ok().map(Self)
    }

    /// Ends it.
    pub(crate) fn end(&self) {
        // What has not begun or is over cannot be ended.
        let _ = self.0.abort();
    }
}

/// Takes a file to the server. `tell` hears which part of it has gone.
pub(crate) async fn upload(
    Upload(request): &Upload,
    file: &File,
    mut tell: impl FnMut(f64) + 'static,
) -> Answer<Attachment> {
    let url = format!("{BASE}/files");
    // None of these fails for an address and headers of ours.
    let _ = request.open("POST", &url);
    let _ = request.set_request_header(INBOX_HEADER, "1");
    let _ = request.set_request_header(FILE_NAME_HEADER, &encoded(&file.name()));
    let told = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        tell(event.loaded() / event.total().max(1.0));
    });
    let Ok(upload) = request.upload() else {
        return Err(Failure::Unreachable);
    };
    upload.set_onprogress(Some(told.as_ref().unchecked_ref()));
    let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    let _ = request.send_with_opt_blob(Some(file));
    let _ = JsFuture::from(ended).await;
    upload.set_onprogress(None);
    let text = request.response_text().ok().flatten().unwrap_or_default();
    if request.status() == Ok(200) {
        return serde_json::from_str(&text).map_err(|_| Failure::Unreachable);
    }
    match serde_json::from_str::<ErrorBody>(&text) {
        Ok(body) if !body.error.message.is_empty() => Err(Failure::Refused(body.error)),
        _ => Err(Failure::Unreachable),
    }
}
