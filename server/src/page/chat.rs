//! `GET /chat/{token}`: the messenger on a page of its own, and the frame that stands in for it
//! on pages whose policy forbids WebAssembly.

use super::{NO_FRONT_END, protected};
use crate::app::App;
use crate::domain::frame::frame_ancestors;
use crate::domain::language::Language;
use crate::domain::widget_config::widget_config;
use crate::domain::workspace::Workspace;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use serde::Deserialize;
use std::sync::Arc;

/// All that the page needs, and no more: it is the proof that the messenger makes no markup of
/// texts and needs no inline script or style.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; \
     form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
/// What a shared cache has to look at besides the address.
const BY_LANGUAGE: [(HeaderName, &str); 1] = [(header::VARY, "accept-language")];
const NOT_FOUND: &str = include_str!("../../templates/chat_off.html");

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChatQuery {
    /// The origin of the page that shows this in a frame; missing where it is a page of its own.
    parent: Option<String>,
    /// The language that was chosen where the visitor comes from; missing, the browser's counts.
    lang: String,
}

/// Answers with the page, or with one that says that there is no chat here.
pub async fn show(
    State(app): State<App>,
    token: Result<Path<String>, PathRejection>,
    query: Result<Query<ChatQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let Query(ChatQuery { parent, lang }) = query.unwrap_or_default();
    let language = language(&lang, &headers);
    let workspace = token
        .ok()
        .and_then(|Path(token)| app.workspaces.by_token(&token))
        .filter(|workspace| is_there(workspace, parent.is_some()));
    let Some(workspace) = workspace else {
        let page = (
            StatusCode::NOT_FOUND,
            BY_LANGUAGE,
            Html(not_found(language)),
        )
            .into_response();
        return protected(
            &app,
            page,
            &policy(Some("frame-ancestors 'none'".to_owned())),
        );
    };
    let Some(page) = page(&app, &workspace, language) else {
        return (StatusCode::SERVICE_UNAVAILABLE, NO_FRONT_END).into_response();
    };
    match parent {
        Some(parent) => framed(&app, page, &workspace, &parent),
        None => protected(
            &app,
            page,
            &policy(Some("frame-ancestors 'none'".to_owned())),
        ),
    }
}

fn is_there(workspace: &Arc<Workspace>, framed: bool) -> bool {
    let settings = &workspace.settings;
    settings.conversations_enabled && settings.widget_enabled && (framed || settings.chat_page)
}

/// What the link or the frame asks for, else what the browser prefers, else English.
fn language(asked: &str, headers: &HeaderMap) -> Language {
    let accepted = || {
        let header = headers.get(header::ACCEPT_LANGUAGE)?;
        Language::accepted(header.to_str().ok()?)
    };
    Language::of(asked)
        .or_else(accepted)
        .unwrap_or(Language::ENGLISH)
}

/// The page that says that there is no chat.
fn not_found(language: Language) -> String {
    let words = language.words();
    spoken(NOT_FOUND, language)
        .replace("{{title}}", &words.chat_off_title)
        .replace("{{heading}}", &words.chat_off_heading)
        .replace("{{text}}", &words.chat_off_text)
}

/// A page that says which language it is in.
fn spoken(template: &str, language: Language) -> String {
    template
        .replace("{{language}}", language.tag())
        .replace("{{direction}}", &language.words().direction)
}

/// The page with the workspace's name and configuration in it. The configuration is data, which
/// no policy keeps from being read, and saves the page a request.
fn page(app: &App, workspace: &Workspace, language: Language) -> Option<Response> {
    let template = app.assets.text("chat.html")?;
    let config = serde_json::to_string(&widget_config(workspace, language)).ok()?;
    let page = spoken(template, language)
        .replace("{{needs_script}}", &language.words().chat_needs_script)
        .replace("{{title}}", &escape(workspace.title()))
        .replace("{{config}}", &config.replace('<', "\\u003c"));
    Some((BY_LANGUAGE, Html(page)).into_response())
}

/// The page for a frame. Pages that are isolated (COEP) show only frames that are so too.
fn framed(app: &App, page: Response, workspace: &Workspace, parent: &str) -> Response {
    let ancestors = frame_ancestors(&workspace.settings.allowed_domains, parent);
    let mut page = protected(app, page, &policy(ancestors));
    let headers = page.headers_mut();
    headers.remove(header::X_FRAME_OPTIONS);
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set("cross-origin-embedder-policy", "require-corp");
    set("cross-origin-resource-policy", "cross-origin");
    page
}

fn policy(ancestors: Option<String>) -> String {
    [Some(POLICY.to_owned()), ancestors]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; ")
}

/// A text as it stands in markup.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn a_name_makes_no_markup() {
        assert_eq!(
            escape("</title><b a=\"&\">"),
            "&lt;/title&gt;&lt;b a=&quot;&amp;&quot;&gt;"
        );
    }
}
