//! The pages that the server itself gives out: the inbox's shell, the demo, and the chat on a page
//! of its own.

pub mod chat;
pub mod preview;
pub mod unsubscribe;

use crate::app::App;
use crate::domain::workspace::Workspace;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};

/// What the inbox may load: our own files, and WASM.
const INBOX_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; connect-src 'self'; img-src 'self' data:; manifest-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'";
/// The demo is a customer's page under a strict policy: the widget needs no more than this.
const DEMO_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

const DEMO: &str = include_str!("../../templates/demo.html");
const DEMO_OFF: &str = include_str!("../../templates/demo_off.html");
const DEMO_STYLE: &str = include_str!("../../templates/demo.css");
const CHAT_OFF_STYLE: &str = concat!(
    include_str!("../../../style/core.css"),
    include_str!("../../templates/chat_off.css")
);
const NO_FRONT_END: &str = "This build of Porthole carries no front end. \
     Build one with `cargo xtask bundle`, or name a bundle's directory in PORTHOLE_ASSETS.\n";

/// `GET /` and `GET /inbox/...`: the inbox's shell, which finds out by itself what to show.
pub async fn inbox(State(app): State<App>, headers: HeaderMap) -> Response {
    match app.assets.respond("inbox.html", &headers) {
        Some(page) => protected(&app, page, INBOX_POLICY),
        None => (StatusCode::SERVICE_UNAVAILABLE, NO_FRONT_END).into_response(),
    }
}

/// `GET /demo`: a pretend customer's page with the widget of the first workspace.
pub async fn demo(State(app): State<App>) -> Response {
    let is_on = |workspace: &Workspace| {
        workspace.settings.conversations_enabled && workspace.settings.widget_enabled
    };
    let page = match app.workspaces.first() {
        Some(workspace) if is_on(&workspace) => DEMO.replace("{{token}}", &workspace.public_token),
        _ => DEMO_OFF.to_owned(),
    };
    protected(&app, Html(page).into_response(), DEMO_POLICY)
}

/// `GET /demo.css`
pub async fn demo_style() -> Response {
    style(DEMO_STYLE)
}

/// `GET /chat_off.css`: for the page that says that there is no chat.
pub async fn chat_off_style() -> Response {
    style(CHAT_OFF_STYLE)
}

fn style(sheet: &'static str) -> Response {
    let content_type = (header::CONTENT_TYPE, "text/css; charset=utf-8");
    ([content_type], sheet).into_response()
}

/// A page of ours with all that browsers can be told to forbid. A policy that is no header value
/// forbids everything.
fn protected(app: &App, mut page: Response, policy: &str) -> Response {
    let headers = page.headers_mut();
    let policy = HeaderValue::from_str(policy).unwrap_or(HeaderValue::from_static(
        "default-src 'none'; frame-ancestors 'none'",
    ));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CACHE_CONTROL, "no-cache");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    if app.public_url.starts_with("https:") {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    headers.remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    headers.remove("cross-origin-resource-policy");
    headers.remove("timing-allow-origin");
    page
}
