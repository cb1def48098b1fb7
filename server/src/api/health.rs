//! `GET /healthz` and `GET /readyz`, for whoever watches over the process.

use crate::app::App;
use crate::error::ApiError;
use axum::extract::State;
use std::time::Instant;

/// The process is alive.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The database can be read and written. Finding out takes a write, and anybody may ask, so those who
/// ask at once share one that begins after they asked.
pub async fn ready(State(app): State<App>) -> Result<&'static str, ApiError> {
    let asked_at = Instant::now();
    let mut last = app.readiness.lock().await;
    match *last {
        Some((began_at, is_ready)) if began_at >= asked_at => {
            return is_ready.then_some("ok\n").ok_or(ApiError::Unavailable);
        }
        _ => {}
    }
    let began_at = Instant::now();
    let checked = app.store.check().await;
    *last = Some((began_at, checked.is_ok()));
    checked?;
    Ok("ok\n")
}
