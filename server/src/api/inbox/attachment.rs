//! Files that members bring, and the addresses of those in their workspace's conversations.

use crate::api::attachment::{link_of, place, receive};
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Caller, Member, Payload};
use crate::store::Uploader;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use porthole_shared::attachment::{Attachment, FileLink, FileLinkRequest};

/// Takes a file of a member.
pub async fn upload(
    State(app): State<App>,
    member: Member,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Attachment>, ApiError> {
    let _place = place(&app, &caller)?;
    let uploader = Uploader::Member(member.row.me.id);
    receive(&app, member.row.workspace, uploader, &headers, body).await
}

/// Gives an address for a file of the workspace's conversations.
pub async fn link(
    State(app): State<App>,
    member: Member,
    Payload(request): Payload<FileLinkRequest>,
) -> Result<Json<FileLink>, ApiError> {
    let (workspace, file) = (member.row.workspace, request.file);
    let may = app
        .store
        .may_member_open(workspace, member.row.me.id, file.clone());
    if !may.await? {
        return Err(ApiError::NotFound);
    }
    Ok(Json(link_of(&app, &file)))
}
