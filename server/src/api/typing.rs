//! `POST /api/v1/widget/typing`: the visitor is typing.

use crate::app::App;
use crate::domain::change::Topic;
use crate::error::ApiError;
use crate::extract::{Payload, Visitor};
use axum::extract::State;
use axum::http::StatusCode;
use porthole_shared::ticket::{Author, Side, TypingRequest};

/// Tells the team. Nothing of it is stored.
pub async fn typing(
    State(app): State<App>,
    visitor: Visitor,
    Payload(request): Payload<TypingRequest>,
) -> Result<StatusCode, ApiError> {
    let session = visitor.session;
    let is_own = app
        .store
        .is_ticket_of(session.visitor_id, request.ticket.clone());
    if !is_own.await? {
        return Err(ApiError::NotFound);
    }
    let author = Author {
        side: Side::Visitor,
        name: String::new(),
    };
    app.hub
        .type_in(&Topic::Team(session.workspace_id), request.ticket, author);
    Ok(StatusCode::NO_CONTENT)
}
