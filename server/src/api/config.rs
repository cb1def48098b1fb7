//! `GET /api/v1/widget/config`: what every page that carries the widget asks for.

use crate::app::App;
use crate::domain::widget_config::widget_config;
use crate::error::ApiError;
use crate::etag;
use crate::extract::{Parameters, admit};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

/// The query of the call.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConfigQuery {
    /// The public token.
    token: String,
}

/// Answers with the public configuration. Kept by browsers and asked again by its tag, so that
/// a change is seen at the next page view and costs a few bytes otherwise.
pub async fn show(
    State(app): State<App>,
    Parameters(query): Parameters<ConfigQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let workspace = admit(&app, &query.token, &headers)?;
    let config = widget_config(&workspace);
    let body =
        serde_json::to_vec(&config).map_err(|error| ApiError::Internal(error.to_string()))?;
    let tag = etag::of(&body);
    let is_known = etag::is_known(&headers, &tag);
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Json(config).into_response()
    };
    response.headers_mut().insert(header::ETAG, tag);
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=0, must-revalidate"),
    );
    Ok(response)
}
