//! `/unsubscribe/{workspace}/{code}`: the page, and the one click (RFC 8058), that stop mails. Looking
//! at the page stops nothing, because programs look at every link in a mail.

use super::protected;
use crate::app::App;
use crate::domain::language::{Language, Words};
use crate::domain::unsubscribe::{self, Blocked};
use crate::domain::workspace::Workspace;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use porthole_shared::id::WorkspaceId;
use std::sync::Arc;

const PAGE: &str = include_str!("../../templates/unsubscribe.html");
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'";
/// What a shared cache has to look at besides the address.
const BY_LANGUAGE: [(HeaderName, &str); 1] = [(header::VARY, "accept-language")];

/// What stands behind `/unsubscribe/`.
type Place = Result<Path<(WorkspaceId, String)>, PathRejection>;

/// Asks whether it is meant.
pub async fn show(State(app): State<App>, place: Place, headers: HeaderMap) -> Response {
    let words = words(&headers);
    match meant(&app, place).await {
        Some((workspace, _)) => {
            let text = words
                .unsubscribe_text
                .replace("{workspace}", &workspace.name);
            let form = format!(
                "<form method=\"post\"><button>{}</button></form>",
                escape(&words.unsubscribe_button)
            );
            page(&app, &headers, &words.unsubscribe_title, &text, &form)
        }
        None => unknown(&app, &headers),
    }
}

/// Stops the mails.
pub async fn stop(State(app): State<App>, place: Place, headers: HeaderMap) -> Response {
    let Some((workspace, blocked)) = meant(&app, place).await else {
        return unknown(&app, &headers);
    };
    let id = workspace.id.clone();
    if let Err(error) = app.store.block_mail(id, blocked, app.clock.now()).await {
        tracing::error!(%error, "somebody could not stop their mails");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let words = words(&headers);
    let text = words
        .unsubscribed_text
        .replace("{workspace}", &workspace.name);
    page(&app, &headers, &words.unsubscribed_title, &text, "")
}

/// Whose mails are meant, and which; `None` if nobody here signed the link.
async fn meant(app: &App, place: Place) -> Option<(Arc<Workspace>, Blocked)> {
    let Path((id, code)) = place.ok()?;
    let workspace = app.workspaces.by_id(&id)?;
    let key = app.store.mail_key(app.random.bytes()).await.ok()?;
    let blocked = unsubscribe::read(&key, &workspace.id, &code)?;
    Some((workspace, blocked))
}

fn unknown(app: &App, headers: &HeaderMap) -> Response {
    let words = words(headers);
    let mut page = page(
        app,
        headers,
        &words.unsubscribe_wrong_title,
        &words.unsubscribe_wrong_text,
        "",
    );
    *page.status_mut() = StatusCode::NOT_FOUND;
    page
}

fn page(app: &App, headers: &HeaderMap, title: &str, text: &str, form: &str) -> Response {
    let language = language(headers);
    let page = PAGE
        .replace("{{language}}", language.tag())
        .replace("{{direction}}", &language.words().direction)
        .replace("{{title}}", &escape(title))
        .replace("{{form}}", form)
        .replace("{{text}}", &escape(text));
    protected(app, (BY_LANGUAGE, Html(page)).into_response(), POLICY)
}

fn words(headers: &HeaderMap) -> &'static Words {
    language(headers).words()
}

fn language(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE);
    let accepted = accepted.and_then(|header| Language::accepted(header.to_str().ok()?));
    accepted.unwrap_or(Language::ENGLISH)
}

/// A text as it stands in markup.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
