//! What members write: replies, notes, and that they are typing.

use crate::api::attachment;
use crate::app::App;
use crate::domain::change::Topic;
use crate::error::ApiError;
use crate::extract::{Member, Payload, Segment};
use crate::live::Passing;
use crate::store::NewEntry;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::{MENTION_LIMIT, WriteReply, WriteRequest};
use porthole_shared::live::Typing;
use porthole_shared::ticket::{Author, Side};

/// Answers the visitor.
pub async fn reply(
    State(app): State<App>,
    member: Member,
    Segment(ticket): Segment<TicketId>,
    Payload(request): Payload<WriteRequest>,
) -> Result<Json<WriteReply>, ApiError> {
    if !request.mentions.is_empty() {
        let message = "Only a note mentions somebody.";
        return Err(ApiError::Invalid("mentions", message.to_owned()));
    }
    let message = new_entry(&app, member, ticket, request)?;
    let mut reply = app.store.answer(message).await??;
    app.link(&mut reply.entry.attachments);
    Ok(Json(reply))
}

/// Adds an internal note.
pub async fn note(
    State(app): State<App>,
    member: Member,
    Segment(ticket): Segment<TicketId>,
    Payload(request): Payload<WriteRequest>,
) -> Result<Json<WriteReply>, ApiError> {
    let note = new_entry(&app, member, ticket, request)?;
    let mut reply = app.store.add_note(note).await??;
    app.link(&mut reply.entry.attachments);
    Ok(Json(reply))
}

fn new_entry(
    app: &App,
    member: Member,
    ticket: TicketId,
    request: WriteRequest,
) -> Result<NewEntry, ApiError> {
    let now = app.clock.now();
    let mut mentions = request.mentions;
    mentions.sort();
    mentions.dedup();
    if mentions.len() > MENTION_LIMIT {
        let message = format!("Mention {MENTION_LIMIT} members at the most.");
        return Err(ApiError::Invalid("mentions", message));
    }
    let attachments = attachment::parse(request.attachments)?;
    Ok(NewEntry {
        workspace: member.row.workspace,
        member: member.row.me.id,
        member_name: member.row.me.name,
        ticket,
        client_id: request
            .client_id
            .check()
            .map_err(|message| ApiError::Invalid("client_id", message))?,
        body: attachment::parse_text(&request.text, &attachments)?,
        mentions,
        attachments,
        id: app.random.id(now),
        now,
    })
}

/// Tells the visitor that somebody is typing.
pub async fn typing(
    State(app): State<App>,
    member: Member,
    Segment(ticket): Segment<TicketId>,
) -> Result<StatusCode, ApiError> {
    let visitor = app.store.visitor_of(member.row.workspace, ticket.clone());
    let visitor = visitor.await?.ok_or(ApiError::NotFound)?;
    let author = Author {
        side: Side::Team,
        name: member.row.me.name,
    };
    let typing = Typing { ticket, author };
    app.hub
        .pass(&Topic::Visitor(visitor), Passing::Typing(typing));
    Ok(StatusCode::NO_CONTENT)
}
