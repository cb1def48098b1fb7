//! The calls to the server. Only this file fetches.

mod upload;

pub(crate) use upload::Upload;

use crate::{
    host::{Sure as _, ring, wait, window},
    json::JsJson,
};
use porthole_shared::{
    error::{ErrorBody, ErrorCode, ErrorDetail},
    wire::{Value, Wire},
};
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestCredentials, RequestInit, Response};

/// How long a call may take, in milliseconds.
pub(crate) const PATIENCE: i32 = 20_000;
/// The longest time that the server may ask to be left alone, in seconds.
const LONGEST_RESPITE: i32 = 300;
/// What the server answers where a session token is no good.
const UNAUTHORIZED: u16 = 401;

/// Why a call brought nothing.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// No answer of the server: offline, cut, too slow, or something in between answered.
    Unreachable,
    /// The server refused.
    Refused(u16, ErrorDetail),
}

impl Failure {
    /// What the server called it.
    pub(crate) fn code(&self) -> ErrorCode {
        match self {
            Self::Unreachable => ErrorCode::Unavailable,
            Self::Refused(_, detail) => detail.code,
        }
    }

    /// Whether the same call may succeed later.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable => true,
            Self::Refused(status, _) => matches!(status, 401 | 408 | 429 | 500..),
        }
    }

    /// Whether the session token is no good any more, and a new one is.
    pub(crate) fn ends_session(&self) -> bool {
        matches!(self, Self::Refused(UNAUTHORIZED, detail) if detail.code != ErrorCode::TokenInvalid)
    }
}

/// The server's API for visitors.
pub(crate) struct Api {
    base: String,
    respite: Cell<i32>,
}

impl Api {
    /// The API at this origin.
    pub(crate) fn new(origin: &str) -> Self {
        Self {
            base: String::from(origin) + "/api/v1/widget/",
            respite: Cell::new(0),
        }
    }

    /// For how many milliseconds the server asked to be left alone with its last refusal; 0 if it
    /// did not.
    pub(crate) fn take_respite(&self) -> i32 {
        self.respite.take()
    }

    /// Posts JSON and reads the JSON of the answer.
    pub(crate) async fn post(
        &self,
        path: &str,
        body: &str,
        token: Option<&str>,
    ) -> Result<JsJson, Failure> {
        let deadline = Deadline::new(PATIENCE);
        let response = self.open(path, body, token, &deadline).await?;
        Ok(parse(&text_of(&response).await?))
    }

    /// Posts JSON and gives the answer as soon as it begins.
    pub(crate) async fn open(
        &self,
        path: &str,
        body: &str,
        token: Option<&str>,
        deadline: &Deadline,
    ) -> Result<Response, Failure> {
        let mut headers = JsJson::object();
        headers.set("content-type", JsJson::text("application/json"));
        if let Some(token) = token {
            headers.set(
                "authorization",
                JsJson::text(&(String::from("Bearer ") + token)),
            );
        }
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_headers(&headers.0);
        init.set_body(&body.into());
        init.set_credentials(RequestCredentials::Omit);
        init.set_signal(Some(&deadline.controller.signal()));
        let url = self.base.clone() + path;
        let response: Response = wait(&window().fetch_with_str_and_init(&url, &init))
            .await
            .map_err(|_| Failure::Unreachable)?
            .unchecked_into();
        if response.ok() {
            return Ok(response);
        }
        // A proxy's refusal counts as well as the server's own.
        let seconds = response.headers().get("retry-after").ok().flatten();
        let seconds: i32 = seconds.and_then(|text| text.parse().ok()).unwrap_or(0);
        self.respite.set(seconds.clamp(0, LONGEST_RESPITE) * 1_000);
        Err(refusal(&response).await)
    }
}

/// The text of an answer.
pub(crate) async fn text_of(response: &Response) -> Result<String, Failure> {
    let text = response.text().map_err(|_| Failure::Unreachable)?;
    let text = wait(&text).await.map_err(|_| Failure::Unreachable)?;
    text.as_string().ok_or(Failure::Unreachable)
}

/// Reads why the server refused. An answer without a reason is not from our server.
async fn refusal(response: &Response) -> Failure {
    let text = text_of(response).await.unwrap_or_default();
    refusal_of(response.status(), &text)
}

fn refusal_of(status: u16, text: &str) -> Failure {
    let body = ErrorBody::read(&parse(text));
    if body.error.message.is_empty() {
        return Failure::Unreachable;
    }
    Failure::Refused(status, body.error)
}

/// Reads JSON; what is none (the empty body of a 204) reads as an object without fields.
fn parse(text: &str) -> JsJson {
    let parsed = js_sys::JSON::parse(text);
    parsed.map_or_else(|_| JsJson::object(), JsJson)
}

/// Ends a call that takes too long.
pub(crate) struct Deadline {
    controller: AbortController,
    alarm: Closure<dyn FnMut()>,
    timer: Cell<Option<i32>>,
}

impl Deadline {
    /// A deadline in some milliseconds.
    pub(crate) fn new(milliseconds: i32) -> Self {
        let controller = AbortController::new().sure("every browser with WebAssembly has it");
        let aborting = controller.clone();
        let deadline = Self {
            controller,
            alarm: Closure::new(move || aborting.abort()),
            timer: Cell::new(None),
        };
        deadline.set(milliseconds);
        deadline
    }

    /// Begins the time anew.
    pub(crate) fn set(&self, milliseconds: i32) {
        self.clear();
        let timer = ring(self.alarm.as_ref().unchecked_ref(), milliseconds);
        self.timer.set(timer);
    }

    /// Ends the call from elsewhere.
    pub(crate) fn controller(&self) -> AbortController {
        self.controller.clone()
    }

    /// Whether the call was ended.
    pub(crate) fn is_over(&self) -> bool {
        self.controller.signal().aborted()
    }

    fn clear(&self) {
        if let Some(timer) = self.timer.take() {
            window().clear_timeout_with_handle(timer);
        }
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        self.clear();
    }
}
