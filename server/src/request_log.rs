//! One line for each request at the level debug: method, route, status and time, and an id that
//! the answer carries. The same is counted for `/metrics`.
//! The route stands for the address, so that no token or id in an address reaches the log.

use crate::metrics::Requests;
use crate::random::Random;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use porthole_shared::id::to_hex;
use std::time::Instant;
use tracing::Instrument as _;

/// The header that carries the id of a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Runs a request and records it.
pub async fn record(State(requests): State<Requests>, request: Request, next: Next) -> Response {
    let id = to_hex(&Random.bytes::<8>());
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "(none)".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", %id, %method, route);
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let duration = began.elapsed();
    requests.record(&method, &route, response.status(), duration);
    span.in_scope(|| {
        let status = response.status().as_u16();
        let milliseconds = duration.as_millis();
        tracing::debug!(status, milliseconds, "answered");
    });
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
