//! `POST /api/v1/widget/sync`: what changed, and a page of a ticket's messages if asked for.

use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Payload, Visitor};
use axum::Json;
use axum::extract::State;
use porthole_shared::live::{SyncRequest, Update};

/// Answers with what changed since the number that the browser knows.
pub async fn sync(
    State(app): State<App>,
    visitor: Visitor,
    Payload(request): Payload<SyncRequest>,
) -> Result<Json<Update>, ApiError> {
    let visitor = visitor.session.visitor_id;
    let mut update = match request.ticket {
        Some(ticket) => app
            .store
            .visitor_update_with_page(visitor, request.since, ticket, request.before)
            .await?
            .ok_or(ApiError::NotFound)?,
        None => app.store.visitor_update(visitor, request.since).await?,
    };
    app.link_messages(&mut update.messages);
    Ok(Json(update))
}
