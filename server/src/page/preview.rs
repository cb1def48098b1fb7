//! `GET /inbox/preview`: a pretend page with the real widget on it, for a frame of the settings
//! page. Which preview it shows, the page around tells it.

use super::{protected, style};
use crate::app::App;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse as _, Response};

/// As strict as the demo. The sandbox takes the origin away: what somebody types here is kept
/// nowhere, and nothing that the inbox keeps can be read.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts";
const PAGE: &str = include_str!("../../templates/preview.html");
const SCRIPT: &str = include_str!("../../templates/preview.js");
const STYLE: &str = include_str!("../../templates/preview.css");

/// The page.
pub async fn show(State(app): State<App>) -> Response {
    let mut page = protected(&app, Html(PAGE).into_response(), POLICY);
    let same = HeaderValue::from_static("SAMEORIGIN");
    page.headers_mut().insert(header::X_FRAME_OPTIONS, same);
    page
}

/// `GET /inbox/preview.js`
pub async fn script() -> Response {
    let content_type = (header::CONTENT_TYPE, "text/javascript; charset=utf-8");
    ([content_type], SCRIPT).into_response()
}

/// `GET /inbox/preview.css`
pub async fn sheet() -> Response {
    style(STYLE)
}
