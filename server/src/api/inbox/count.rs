//! `GET /api/v1/inbox/counts`: how many tickets there are of what.

use crate::app::App;
use crate::error::ApiError;
use crate::extract::Member;
use axum::Json;
use axum::extract::State;
use porthole_shared::inbox::count::TicketCounts;

/// How many tickets are in each view, and of the active ones by what they are filtered by.
pub async fn show(State(app): State<App>, member: Member) -> Result<Json<TicketCounts>, ApiError> {
    let counts = app
        .store
        .ticket_counts(member.row.workspace, member.row.me.id);
    Ok(Json(counts.await?))
}
