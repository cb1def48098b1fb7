//! `POST /api/v1/inbox/tickets/{id}/presence`: what a member does in a ticket now.

use crate::app::App;
use crate::domain::change::Topic;
use crate::error::ApiError;
use crate::extract::{Member, Payload, Segment};
use crate::live::Passing;
use axum::extract::State;
use axum::http::StatusCode;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::presence::{Doing, Presence, PresenceRequest};

/// Tells the others of the team. Nothing of it is stored.
pub async fn say(
    State(app): State<App>,
    member: Member,
    Segment(ticket): Segment<TicketId>,
    Payload(request): Payload<PresenceRequest>,
) -> Result<StatusCode, ApiError> {
    let workspace = member.row.workspace;
    let known = app
        .store
        .visitor_of(workspace.clone(), ticket.clone())
        .await?;
    known.ok_or(ApiError::NotFound)?;
    if request.doing == Doing::Unknown {
        let message = "Choose viewing, typing or left.";
        return Err(ApiError::Invalid("doing", message.to_owned()));
    }
    let presence = Presence {
        ticket,
        member: member.row.me.id,
        name: member.row.me.name,
        doing: request.doing,
    };
    app.presences.say(presence.clone(), app.clock.now());
    app.hub
        .pass(&Topic::Team(workspace), Passing::Presence(presence));
    Ok(StatusCode::NO_CONTENT)
}
