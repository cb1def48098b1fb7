//! `POST /api/v1/inbox/tickets/{id}/merge`: two tickets of a visitor become one.

use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Member, Payload, Segment};
use crate::store::MergeRefusal;
use axum::Json;
use axum::extract::State;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::{MergeRequest, TeamTicket};

/// Merges a ticket into another one, and answers with that.
pub async fn merge(
    State(app): State<App>,
    member: Member,
    Segment(source): Segment<TicketId>,
    Payload(request): Payload<MergeRequest>,
) -> Result<Json<TeamTicket>, ApiError> {
    let now = app.clock.now();
    let merged = app
        .store
        .merge_tickets(member.row.workspace, source, request.into, now)
        .await?;
    Ok(Json(merged.ok_or(ApiError::NotFound)??))
}

impl From<MergeRefusal> for ApiError {
    fn from(refusal: MergeRefusal) -> Self {
        let (field, message) = match refusal {
            MergeRefusal::Itself => ("into", "A ticket cannot be merged into itself.".to_owned()),
            MergeRefusal::NoSuchTarget => ("into", "There is no such ticket.".to_owned()),
            MergeRefusal::OtherVisitor => (
                "into",
                "Only tickets of the same visitor can be merged.".to_owned(),
            ),
            MergeRefusal::Merged(number) => (
                "id",
                format!("This ticket was merged into #{number} already."),
            ),
            MergeRefusal::TargetMerged(number) => (
                "into",
                format!("That ticket was merged into #{number}: choose that one."),
            ),
        };
        Self::Invalid(field, message)
    }
}
