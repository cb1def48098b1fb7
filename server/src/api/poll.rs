//! `POST /api/v1/widget/poll`: what changed, for browsers that no stream reaches.

use super::listen::Heard;
use super::live::listen;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Payload, Visitor};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use porthole_shared::live::{LiveRequest, Update};
use std::time::Duration;

/// The longest wait: proxies cut answers that come later than half a minute.
const LONGEST: Duration = Duration::from_secs(25);

/// Answers as soon as there is something to tell, and with an empty update after a heartbeat and
/// a quarter, 25 seconds at the most.
pub async fn poll(
    State(app): State<App>,
    visitor: Visitor,
    Payload(request): Payload<LiveRequest>,
) -> Result<Response, ApiError> {
    let mut listener = listen(&app, visitor, request.since);
    Ok(
        match listener.hear(LONGEST.min(app.heartbeat * 5 / 4)).await? {
            Heard::Changes(data) | Heard::Passing(data) => {
                let json = HeaderValue::from_static("application/json");
                ([(header::CONTENT_TYPE, json)], data).into_response()
            }
            Heard::Quiet => Json(Update {
                latest: listener.since,
                ..Update::default()
            })
            .into_response(),
            Heard::End(pause) => {
                let seconds = HeaderValue::from(pause.div_ceil(1_000));
                let refusal = ApiError::Unavailable.into_response();
                ([(header::RETRY_AFTER, seconds)], refusal).into_response()
            }
        },
    )
}
