//! Tickets, as the team works on them.

use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Member, Parameters, Payload, Segment};
use crate::store::{TicketChange, TicketPage, TicketRead};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::{
    TeamReadRequest, TeamTicket, TicketDetail, TicketList, TicketPatch, TicketView,
};
use porthole_shared::ticket::TicketStatus;
use serde::Deserialize;

/// The query of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    view: Option<String>,
    before: Option<String>,
}

/// The query of a ticket.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DetailQuery {
    before: Option<i64>,
}

/// A page of the list, newest first.
pub async fn list(
    State(app): State<App>,
    member: Member,
    Parameters(query): Parameters<ListQuery>,
) -> Result<Json<TicketList>, ApiError> {
    let view = query
        .view
        .as_deref()
        .map_or(TicketView::Active, TicketView::from_word);
    if view == TicketView::Unknown {
        return Err(ApiError::Invalid(
            "view",
            "Choose active, resolved, suspicious or all.".to_owned(),
        ));
    }
    let before = query
        .before
        .map(|cursor| cursor.parse())
        .transpose()
        .map_err(|_| {
            ApiError::Invalid("before", "Use the cursor of the page before.".to_owned())
        })?;
    let page = TicketPage { view, before };
    Ok(Json(
        app.store.team_tickets(member.row.workspace, page).await?,
    ))
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
    let detail = found.ok_or(ApiError::NotFound)?;
    Ok(Json(TicketDetail { presence, ..detail }))
}

/// Changes a ticket.
pub async fn change(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<TicketId>,
    Payload(patch): Payload<TicketPatch>,
) -> Result<Json<TeamTicket>, ApiError> {
    let change = TicketChange {
        status: patch.status,
        suspicious: patch.suspicious,
    };
    let is_empty = change.status.is_none() && change.suspicious.is_none();
    if is_empty || change.status == Some(TicketStatus::Unknown) {
        let message = "Choose new, open, pending, on_hold or resolved.";
        return Err(ApiError::Invalid("status", message.to_owned()));
    }
    let now = app.clock.now();
    let changed = app
        .store
        .change_ticket(member.row.workspace, id, change, now)
        .await?;
    changed.map(Json).ok_or(ApiError::NotFound)
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
