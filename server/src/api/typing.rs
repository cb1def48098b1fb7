//! `POST /api/v1/widget/typing`: the visitor is typing.

use crate::app::App;
use crate::domain::change::Topic;
use crate::error::ApiError;
use crate::extract::{Payload, Visitor};
use crate::live::Passing;
use axum::extract::State;
use axum::http::StatusCode;
use porthole_shared::live::Typing;
use porthole_shared::ticket::{Author, Side, TypingRequest};

/// Tells the team. Nothing of it is stored.
pub async fn typing(
    State(app): State<App>,
    visitor: Visitor,
    Payload(request): Payload<TypingRequest>,
) -> Result<StatusCode, ApiError> {
    let session = visitor.session;
    let ticket = app.store.ticket_of(session.visitor_id, request.ticket);
    let ticket = ticket.await?.ok_or(ApiError::NotFound)?;
    let author = Author {
        side: Side::Visitor,
        name: String::new(),
    };
    let typing = Typing { ticket, author };
    app.hub
        .pass(&Topic::Team(session.workspace_id), Passing::Typing(typing));
    Ok(StatusCode::NO_CONTENT)
}
