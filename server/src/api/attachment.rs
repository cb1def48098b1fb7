//! Files of visitors: `POST /api/v1/widget/files` brings one, a message takes it, and
//! `GET /api/v1/widget/files/{signed}` gives it to whoever has its address.

use crate::app::App;
use crate::domain::attachment::Refused;
use crate::domain::file_name;
use crate::error::ApiError;
use crate::extract::{Caller, Payload, Segment, Visitor};
use crate::files::Lost;
use crate::limit::Arrival;
use crate::store::{NewAttachment, StoreError, Uploader};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use porthole_shared::attachment::{
    ATTACHMENT_LIMIT, Attachment, FILE_LIMIT, FILE_NAME_HEADER, FileLink, FileLinkRequest, FileType,
};
use porthole_shared::id::{AttachmentId, WorkspaceId};
use porthole_shared::text::MessageBody;

/// How many seconds somebody waits who has too many files waiting.
const WAITING_RETRY: u32 = 600;
/// Nothing that is in a file may run, load or be framed, whoever opens it.
const POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";
/// For as long as its address lives at the most.
const CACHE: &str = "private, max-age=300, immutable";

/// Takes a file of a visitor.
pub async fn upload(
    State(app): State<App>,
    visitor: Visitor,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Attachment>, ApiError> {
    let _place = place(&app, &caller)?;
    let session = visitor.session;
    let uploader = Uploader::Visitor(session.visitor_id);
    receive(&app, session.workspace_id, uploader, &headers, body).await
}

/// Only so many files of one address are on their way at once.
pub(in crate::api) fn place(app: &App, caller: &Caller) -> Result<Arrival, ApiError> {
    app.limits.arrival(caller.0).map_err(ApiError::TooMany)
}

/// Gives an address for a file of the visitor's conversations.
pub async fn link(
    State(app): State<App>,
    visitor: Visitor,
    Payload(request): Payload<FileLinkRequest>,
) -> Result<Json<FileLink>, ApiError> {
    let (visitor, file) = (visitor.session.visitor_id, request.file);
    if !app.store.may_visitor_open(visitor, file.clone()).await? {
        return Err(ApiError::NotFound);
    }
    Ok(Json(link_of(&app, &file)))
}

/// An address for a file that the caller may open.
pub(in crate::api) fn link_of(app: &App, file: &AttachmentId) -> FileLink {
    FileLink {
        url: app.link_key.link(file, app.clock.now()),
    }
}

/// Gives a file to whoever has an address that opens it.
pub async fn show(
    State(app): State<App>,
    Segment(signed): Segment<String>,
) -> Result<Response, ApiError> {
    let opened = app.link_key.open(&signed, app.clock.now());
    let id = opened.ok_or(ApiError::NotFound)?;
    let file = app.store.attachment(id.clone()).await?;
    let file = file.ok_or(ApiError::NotFound)?;
    let content = app.files.open(&id).await.map_err(|error| {
        ApiError::Internal(format!("the file {} cannot be read: {error}", id.as_str()))
    })?;
    let mut response = Body::from_stream(content).into_response();
    let headers = response.headers_mut();
    let mut set = |name, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, content_type(file.kind));
    set(header::CACHE_CONTROL, CACHE);
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::REFERRER_POLICY, "no-referrer");
    let policy = header::HeaderName::from_static("cross-origin-resource-policy");
    set(policy, "cross-origin");
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(file.size));
    // A name that is no header value does not come about: the header is ASCII.
    let disposition = HeaderValue::from_str(&file_name::disposition(&file.name));
    let disposition = disposition.unwrap_or(HeaderValue::from_static("attachment"));
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    Ok(response)
}

fn content_type(kind: FileType) -> &'static str {
    match kind {
        FileType::Text => "text/plain; charset=utf-8",
        FileType::Csv => "text/csv; charset=utf-8",
        FileType::Unknown => "application/octet-stream",
        other => other.as_str(),
    }
}

/// Takes a file: its content is the body, its name a header. It waits for a message for a day.
pub(in crate::api) async fn receive(
    app: &App,
    workspace: WorkspaceId,
    uploader: Uploader,
    headers: &HeaderMap,
    body: Body,
) -> Result<Json<Attachment>, ApiError> {
    let said: Option<u64> = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok());
    if said.is_some_and(|length| length > FILE_LIMIT) {
        return Err(ApiError::FileTooLarge);
    }
    let name = headers.get(FILE_NAME_HEADER);
    let name = file_name::read(name.map_or(b"", HeaderValue::as_bytes));
    let now = app.clock.now();
    let id: AttachmentId = app.random.id(now);
    let new = NewAttachment {
        id: id.clone(),
        workspace,
        uploader,
        now,
    };
    if !app.store.begin_attachment(new).await.map_err(full)? {
        return Err(ApiError::TooMany(WAITING_RETRY));
    }
    let received = app.files.receive(&id, name, body.into_data_stream()).await;
    let file = match received {
        Ok(file) => file,
        Err(lost) => {
            app.store.forget_attachment(id).await?;
            return Err(refusal(lost));
        }
    };
    let stored = app.store.finish_attachment(id.clone(), file.clone()).await;
    if !stored.map_err(full)? {
        return Err(ApiError::Slow);
    }
    let FileLink { url } = link_of(app, &id);
    Ok(Json(Attachment {
        id,
        name: file.name.as_str().to_owned(),
        r#type: file.kind,
        size: file.size,
        width: file.dimensions.map(|(width, _)| width),
        height: file.dimensions.map(|(_, height)| height),
        url,
    }))
}

/// A full disk is said to be one: files are what there is no room for.
fn full(error: StoreError) -> ApiError {
    match error {
        StoreError::Full => ApiError::StorageFull,
        other => other.into(),
    }
}

fn refusal(lost: Lost) -> ApiError {
    match lost {
        Lost::Refused(Refused::Empty) => ApiError::FileType("This file is empty."),
        Lost::Refused(Refused::TooLarge) => ApiError::FileTooLarge,
        Lost::Refused(Refused::Kind) => ApiError::FileType(
            "Files of this kind cannot be sent. Send png, jpg, gif, webp, pdf, txt, csv, json, zip or mp4.",
        ),
        Lost::Refused(Refused::Disguised) => ApiError::FileType(
            "What is in this file does not fit its name. Check what its name ends with.",
        ),
        Lost::Cut => ApiError::InvalidBody(None, "The file was cut off.".to_owned()),
        Lost::Slow => ApiError::Slow,
        Lost::Full => {
            tracing::error!("the disk is full: no files can be taken until there is room");
            ApiError::StorageFull
        }
        Lost::Disk(error) => {
            tracing::error!(%error, "a file cannot be written");
            ApiError::Unavailable
        }
    }
}

/// The files that are to come with a message, each once.
///
/// # Errors
/// There are too many.
pub(in crate::api) fn parse(ids: Vec<AttachmentId>) -> Result<Vec<AttachmentId>, ApiError> {
    let mut each: Vec<AttachmentId> = Vec::new();
    for id in ids {
        if !each.contains(&id) {
            each.push(id);
        }
        if each.len() > ATTACHMENT_LIMIT {
            let message = format!("Attach {ATTACHMENT_LIMIT} files at the most.");
            return Err(ApiError::Invalid("attachments", message));
        }
    }
    Ok(each)
}

/// The text of a message, which may be empty where files come with it.
///
/// # Errors
/// It is blank without files, or too long.
pub(in crate::api) fn parse_text(
    text: &str,
    files: &[AttachmentId],
) -> Result<MessageBody, ApiError> {
    let parsed = if files.is_empty() {
        MessageBody::parse(text)
    } else {
        MessageBody::beside_files(text)
    };
    parsed.map_err(ApiError::text("text"))
}
