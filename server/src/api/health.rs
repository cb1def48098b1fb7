//! `GET /healthz` and `GET /readyz`, for whoever watches over the process.

use crate::app::App;
use crate::error::ApiError;
use axum::extract::State;

/// The process is alive.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The database can be read and written.
pub async fn ready(State(app): State<App>) -> Result<&'static str, ApiError> {
    app.store.check().await?;
    Ok("ok\n")
}
