//! Tickets, as the team works on them.

use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Member, Parameters, Payload, Segment};
use crate::store::TicketRead;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::{TeamReadRequest, TicketDetail};
use serde::Deserialize;

/// The query of a ticket.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DetailQuery {
    before: Option<i64>,
}

/// A ticket with its conversation.
pub async fn show(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<TicketId>,
    Parameters(query): Parameters<DetailQuery>,
) -> Result<Json<TicketDetail>, ApiError> {
    let presence = app
        .presences
        .others(&id, &member.row.me.id, app.clock.now());
    let found = app
        .store
        .team_ticket(member.row.workspace, id, query.before)
        .await?;
    let mut detail = found.ok_or(ApiError::NotFound)?;
    app.link_entries(&mut detail.entries);
    Ok(Json(TicketDetail { presence, ..detail }))
}

/// Marks a ticket as seen by the team.
pub async fn read(
    State(app): State<App>,
    member: Member,
    Segment(ticket): Segment<TicketId>,
    Payload(request): Payload<TeamReadRequest>,
) -> Result<StatusCode, ApiError> {
    let read = TicketRead {
        ticket,
        seq: request.seq,
        now: app.clock.now(),
    };
    if app.store.read_by_team(member.row.workspace, read).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::NotFound)
    }
}
