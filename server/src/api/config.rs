//! `GET /api/v1/widget/config`: what every page that carries the widget asks for.

use crate::app::App;
use crate::domain::language::Language;
use crate::domain::look::Look;
use crate::domain::workspace::Workspace;
use crate::error::ApiError;
use crate::extract::{Parameters, admit, check_enabled};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

/// The query of the call.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConfigQuery {
    /// The public token.
    token: String,
    /// The language that the visitor reads; English where it is unknown.
    lang: String,
}

/// Answers with the public configuration, or says why there is no chat on this page. Kept by browsers and asked again by its tag, so that
/// a change is seen at the next page view and costs a few bytes otherwise.
pub async fn show(
    State(app): State<App>,
    Parameters(query): Parameters<ConfigQuery>,
    Parameters(look): Parameters<Look>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let workspace = match app.previews.find(&query.token, app.clock.now()) {
        Some(preview) => preview,
        None => {
            let workspace = admit(&app, &query.token, &headers)?;
            check_enabled(&workspace)?;
            workspace
        }
    };
    let workspace = with_look(workspace, look)?;
    let language = Language::of(&query.lang).unwrap_or(Language::ENGLISH);
    let config = app.workspaces.config(&workspace, language);
    let mut response = config.respond(&headers, "application/json");
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=0, must-revalidate"),
    );
    Ok(response)
}

/// The workspace in the look that the page asks for.
fn with_look(workspace: Arc<Workspace>, look: Look) -> Result<Arc<Workspace>, ApiError> {
    if look.is_own() {
        return Ok(workspace);
    }
    let settings = look
        .put_on(&workspace.settings)
        .map_err(|(field, sentence)| ApiError::Invalid(field, sentence))?;
    let dressed = Workspace::clone(&workspace);
    Ok(Arc::new(Workspace {
        settings,
        ..dressed
    }))
}
