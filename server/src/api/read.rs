//! `POST /api/v1/widget/read`: the visitor has seen a ticket.

use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Payload, Visitor};
use crate::store::TicketRead;
use axum::extract::State;
use axum::http::StatusCode;
use porthole_shared::ticket::ReadRequest;

/// Marks a ticket as seen up to a message number.
pub async fn read(
    State(app): State<App>,
    visitor: Visitor,
    Payload(request): Payload<ReadRequest>,
) -> Result<StatusCode, ApiError> {
    let read = TicketRead {
        ticket: request.ticket,
        seq: request.seq,
        now: app.clock.now(),
    };
    if app
        .store
        .read_by_visitor(visitor.session.visitor_id, read)
        .await?
    {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::NotFound)
    }
}
