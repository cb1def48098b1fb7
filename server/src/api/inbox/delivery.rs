//! The log of what was sent to webhooks and to Slack.

use super::session::require_admin;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Member, Parameters, Segment};
use crate::store::RedeliverRefusal;
use axum::Json;
use axum::extract::State;
use porthole_shared::id::{DeliveryId, EndpointId};
use porthole_shared::inbox::automation::delivery::{Delivery, DeliveryDetail, DeliveryList};
use serde::Deserialize;

/// Which part of the log is asked for.
#[derive(Debug, Deserialize)]
pub struct DeliveryQuery {
    endpoint: Option<EndpointId>,
    before: Option<DeliveryId>,
}

/// The parameters of the log.
pub const PARAMETERS: &[&str] = &["endpoint", "before"];

/// A page of the log, the newest first.
pub async fn list(
    State(app): State<App>,
    member: Member,
    Parameters(query): Parameters<DeliveryQuery>,
) -> Result<Json<DeliveryList>, ApiError> {
    require_admin(&member)?;
    let deliveries = app
        .store
        .deliveries(member.row.workspace, query.endpoint, query.before);
    Ok(Json(deliveries.await?))
}

/// One with its body.
pub async fn show(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<DeliveryId>,
) -> Result<Json<DeliveryDetail>, ApiError> {
    require_admin(&member)?;
    let found = app.store.delivery(member.row.workspace, id).await?;
    Ok(Json(found.ok_or(ApiError::NotFound)?))
}

/// Sends one once more, with the same id and body.
pub async fn redeliver(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<DeliveryId>,
) -> Result<Json<Delivery>, ApiError> {
    require_admin(&member)?;
    let now = app.clock.now();
    let sent = app.store.redeliver(member.row.workspace, id, now).await?;
    app.deliveries.notify_one();
    Ok(Json(sent.ok_or(ApiError::NotFound)??))
}

impl From<RedeliverRefusal> for ApiError {
    fn from(refusal: RedeliverRefusal) -> Self {
        let message = match refusal {
            RedeliverRefusal::Waiting => "It is on its way already.",
            RedeliverRefusal::NoEndpoint => "The endpoint was deleted.",
        };
        Self::Invalid("id", message.to_owned())
    }
}
