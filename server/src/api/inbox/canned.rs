//! Canned replies: every member uses and keeps them.

use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Member, Payload, Segment};
use crate::store::CannedRefusal;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use porthole_shared::id::CannedId;
use porthole_shared::inbox::canned::{CANNED_LIMIT, CannedList, CannedReply, SaveCanned};

/// All of the workspace, by title.
pub async fn list(State(app): State<App>, member: Member) -> Result<Json<CannedList>, ApiError> {
    let replies = app.store.canned_replies(member.row.workspace).await?;
    Ok(Json(CannedList { replies }))
}

/// Adds one.
pub async fn add(
    State(app): State<App>,
    member: Member,
    Payload(request): Payload<SaveCanned>,
) -> Result<Json<CannedReply>, ApiError> {
    let SaveCanned {
        title,
        shortcut,
        text,
    } = check(request)?;
    let now = app.clock.now();
    let new = CannedReply {
        id: app.random.id(now),
        title,
        shortcut,
        text,
    };
    let added = app.store.add_canned(member.row.workspace, new, now).await?;
    Ok(Json(added?))
}

/// Changes one.
pub async fn change(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<CannedId>,
    Payload(request): Payload<SaveCanned>,
) -> Result<Json<CannedReply>, ApiError> {
    let now = app.clock.now();
    let changed = app
        .store
        .change_canned(member.row.workspace, id, check(request)?, now);
    Ok(Json(changed.await??))
}

/// Deletes one.
pub async fn delete(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<CannedId>,
) -> Result<StatusCode, ApiError> {
    if app.store.delete_canned(member.row.workspace, id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::NotFound)
    }
}

fn check(request: SaveCanned) -> Result<SaveCanned, ApiError> {
    request
        .check()
        .map_err(|(field, message)| ApiError::Invalid(field, message))
}

impl From<CannedRefusal> for ApiError {
    fn from(refusal: CannedRefusal) -> Self {
        match refusal {
            CannedRefusal::NoSuchReply => Self::NotFound,
            CannedRefusal::ShortcutTaken => {
                let message = "Another canned reply has this shortcut. Choose another one.";
                Self::Invalid("shortcut", message.to_owned())
            }
            CannedRefusal::TooMany => {
                let message = format!(
                    "There are {CANNED_LIMIT} canned replies already. Delete one that nobody uses."
                );
                Self::Invalid("title", message)
            }
        }
    }
}
