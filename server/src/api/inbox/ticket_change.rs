//! What the team changes of tickets.

use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Member, Payload, Segment};
use crate::store::{ChangeRefusal, TicketChange};
use axum::Json;
use axum::extract::State;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::tag::Tag;
use porthole_shared::inbox::ticket::{
    BULK_LIMIT, BulkReply, BulkRequest, Priority, SNOOZE_LIMIT, TAG_LIMIT, TeamTicket, TicketPatch,
};
use porthole_shared::ticket::TicketStatus;
use porthole_shared::time::Timestamp;

/// Changes a ticket.
pub async fn change(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<TicketId>,
    Payload(patch): Payload<TicketPatch>,
) -> Result<Json<TeamTicket>, ApiError> {
    let now = app.clock.now();
    if patch == TicketPatch::default() {
        return Err(invalid("status", "Say what is to change."));
    }
    let change = parse(patch, now)?;
    let sleeps = change.snoozed_until.is_some();
    let changed = app
        .store
        .change_ticket(member.row.workspace, id, change, now)
        .await?;
    if sleeps {
        app.jobs.notify_one();
    }
    Ok(Json(changed.ok_or(ApiError::NotFound)??))
}

/// Changes many tickets in the same way, all or none.
pub async fn change_many(
    State(app): State<App>,
    member: Member,
    Payload(request): Payload<BulkRequest>,
) -> Result<Json<BulkReply>, ApiError> {
    let BulkRequest {
        tickets,
        patch,
        read,
    } = request;
    if !(1..=BULK_LIMIT).contains(&tickets.len()) {
        let message = format!("Name 1 to {BULK_LIMIT} tickets.");
        return Err(ApiError::Invalid("tickets", message));
    }
    if patch == TicketPatch::default() && !read {
        return Err(invalid("patch", "Say what is to change."));
    }
    let now = app.clock.now();
    let change = parse(patch, now)?;
    let sleeps = change.snoozed_until.is_some();
    let workspace = member.row.workspace;
    let changed = app
        .store
        .change_tickets(workspace, tickets, change, read, now)
        .await?;
    if sleeps {
        app.jobs.notify_one();
    }
    Ok(Json(BulkReply { tickets: changed? }))
}

/// Checks what is to change.
fn parse(patch: TicketPatch, now: Timestamp) -> Result<TicketChange, ApiError> {
    if patch.status == Some(TicketStatus::Unknown) {
        return Err(invalid(
            "status",
            "Choose new, open, pending, on_hold or resolved.",
        ));
    }
    if patch.priority == Some(Priority::Unknown) {
        return Err(invalid(
            "priority",
            "Choose none, low, medium, high or urgent.",
        ));
    }
    check_snooze(&patch, now)?;
    Ok(TicketChange {
        status: patch.status,
        suspicious: patch.suspicious,
        priority: patch.priority,
        assignee: patch.assignee,
        snoozed_until: patch.snoozed_until,
        add_tags: tags("add_tags", &patch.add_tags)?,
        remove_tags: tags("remove_tags", &patch.remove_tags)?,
    })
}

fn check_snooze(patch: &TicketPatch, now: Timestamp) -> Result<(), ApiError> {
    let Some(until) = patch.snoozed_until.filter(|until| until.0 != 0) else {
        return Ok(());
    };
    if until <= now {
        return Err(invalid("snoozed_until", "Choose a time that is to come."));
    }
    if until > now.plus(SNOOZE_LIMIT) {
        return Err(invalid("snoozed_until", "Choose a time within a year."));
    }
    if patch.status == Some(TicketStatus::Resolved) {
        let message = "What is resolved does not sleep: choose one of the two.";
        return Err(invalid("snoozed_until", message));
    }
    Ok(())
}

fn tags(field: &'static str, texts: &[String]) -> Result<Vec<Tag>, ApiError> {
    if texts.len() > TAG_LIMIT {
        let message = format!("Name at most {TAG_LIMIT} tags.");
        return Err(ApiError::Invalid(field, message));
    }
    let tags = texts.iter().map(|text| Tag::parse(text));
    tags.collect::<Result<_, _>>()
        .map_err(|message| ApiError::Invalid(field, message))
}

fn invalid(field: &'static str, message: &str) -> ApiError {
    ApiError::Invalid(field, message.to_owned())
}

impl From<ChangeRefusal> for ApiError {
    fn from(refusal: ChangeRefusal) -> Self {
        match refusal {
            ChangeRefusal::NoSuchMember => invalid("assignee", "Choose somebody of the team."),
            ChangeRefusal::TooManyTags(number) => Self::Invalid(
                "add_tags",
                format!("A ticket has at most {TAG_LIMIT} tags, and #{number} would have more."),
            ),
            ChangeRefusal::Merged(number) => Self::Invalid(
                "id",
                format!("This ticket was merged into #{number}: change that one."),
            ),
        }
    }
}
