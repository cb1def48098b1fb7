//! `GET /api/v1/inbox/members`: who is of the team.

use crate::app::App;
use crate::error::ApiError;
use crate::extract::Member;
use axum::Json;
use axum::extract::State;
use porthole_shared::inbox::member::MemberList;

/// Everybody of the team, by name.
pub async fn list(State(app): State<App>, member: Member) -> Result<Json<MemberList>, ApiError> {
    Ok(Json(app.store.members(member.row.workspace).await?))
}
