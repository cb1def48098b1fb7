//! The only place that fetches: one function per call of `/api/v1/inbox/`.

mod upload;

pub(crate) use upload::{Upload, upload};

use crate::{host, words};
use gloo_net::http::{Method, RequestBuilder, Response};
use js_sys::Reflect;
use leptos::prelude::window;
use porthole_shared::attachment::{FileLink, FileLinkRequest};
use porthole_shared::error::{ErrorBody, ErrorCode, ErrorDetail};
use porthole_shared::id::{AttachmentId, CannedId, MailId, TicketId};
use porthole_shared::inbox::canned::{CannedList, CannedReply, SaveCanned};
use porthole_shared::inbox::count::TicketCounts;
use porthole_shared::inbox::mail::{MailPage, MailTest, SaveMail, SaveMailMembers};
use porthole_shared::inbox::member::{
    INBOX_HEADER, InboxState, Me, MemberList, SetupRequest, SignInRequest,
};
use porthole_shared::inbox::presence::{Doing, PresenceRequest};
use porthole_shared::inbox::search::SearchResults;
use porthole_shared::inbox::settings::{PreviewReply, PreviewSettings, SaveSettings, SettingsPage};
use porthole_shared::inbox::ticket::{
    BulkReply, BulkRequest, EntryKind, MergeRequest, TeamReadRequest, TeamTicket, TicketDetail,
    TicketList, TicketPatch, WriteReply, WriteRequest,
};
use porthole_shared::live::LiveRequest;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;

/// The language of the server's own sentences.
const ENGLISH: &str = "en";
const BASE: &str = "/api/v1/inbox";

/// Why a call brought nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Failure {
    /// The server did not answer, or with something that is not from Porthole.
    Unreachable,
    /// The server said why.
    Refused(ErrorDetail),
}

impl Failure {
    /// The reason as a sentence to show.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::Unreachable => words::entry().unreachable.to_owned(),
            Self::Refused(detail) if host::language() == ENGLISH => detail.message.clone(),
            Self::Refused(detail) => translated(detail).to_owned(),
        }
    }

    /// The field that has to change.
    pub(crate) fn field(&self) -> Option<&str> {
        match self {
            Self::Unreachable => None,
            Self::Refused(detail) => detail.field.as_deref(),
        }
    }

    /// Whether the session is over.
    pub(crate) fn ends_session(&self) -> bool {
        matches!(self, Self::Refused(detail) if detail.code == ErrorCode::Unauthenticated)
    }
}

/// The reason in the language of the inbox. The server says it more exactly, but in English; what
/// a field takes is said beside the field.
fn translated(detail: &ErrorDetail) -> &'static str {
    let words = words::refusal();
    match detail.code {
        ErrorCode::InvalidField if detail.field.as_deref() == Some("password") => {
            words.wrong_sign_in
        }
        ErrorCode::InvalidField | ErrorCode::IdentificationRequired => words.invalid_field,
        ErrorCode::InvalidBody | ErrorCode::MethodNotAllowed => words.invalid_body,
        ErrorCode::BodyTooLarge => words.body_too_large,
        ErrorCode::FileTooLarge => words.file_too_large,
        ErrorCode::FileTypeRefused => words.file_type_refused,
        ErrorCode::StorageFull => words.storage_full,
        ErrorCode::Unauthenticated | ErrorCode::SessionInvalid | ErrorCode::TokenInvalid => {
            words.unauthenticated
        }
        ErrorCode::NotFound => words.not_found,
        ErrorCode::Conflict => words.conflict,
        ErrorCode::TooMany => words.too_many,
        ErrorCode::Unavailable => words.unavailable,
        ErrorCode::Internal | ErrorCode::Unknown => words.internal,
        _ => words.forbidden,
    }
}

/// What a call brings.
pub(crate) type Answer<T> = Result<T, Failure>;

/// Who is signed in, and whether anybody owns this installation.
pub(crate) async fn state() -> Answer<InboxState> {
    ask(Method::GET, "/state").await
}

/// Creates the owner and signs in.
pub(crate) async fn setup(request: &SetupRequest) -> Answer<Me> {
    tell(Method::POST, "/setup", request).await
}

/// Signs in.
pub(crate) async fn sign_in(request: &SignInRequest) -> Answer<Me> {
    tell(Method::POST, "/session", request).await
}

/// Signs out.
pub(crate) async fn sign_out() -> Answer<()> {
    answer(builder(Method::DELETE, "/session").send().await)
        .await
        .map(drop)
}

/// A page of the ticket list, as the pairs of a query narrow it.
pub(crate) async fn tickets(
    pairs: &[(&'static str, String)],
    before: Option<&str>,
) -> Answer<TicketList> {
    ask(Method::GET, &format!("/tickets{}", query(pairs, before))).await
}

/// A page of what a search found.
pub(crate) async fn search(
    pairs: &[(&'static str, String)],
    before: Option<&str>,
) -> Answer<SearchResults> {
    ask(Method::GET, &format!("/search{}", query(pairs, before))).await
}

/// How many tickets each view has.
pub(crate) async fn counts() -> Answer<TicketCounts> {
    ask(Method::GET, "/counts").await
}

/// Changes many tickets in the same way.
pub(crate) async fn bulk(request: &BulkRequest) -> Answer<BulkReply> {
    tell(Method::POST, "/tickets/bulk", request).await
}

/// A ticket and the newest page of its conversation, or the page before entry `before`.
pub(crate) async fn ticket(id: &TicketId, before: Option<i64>) -> Answer<TicketDetail> {
    let path = match before {
        Some(seq) => format!("{}?before={seq}", ticket_path(id)),
        None => ticket_path(id),
    };
    ask(Method::GET, &path).await
}

/// Changes a ticket.
pub(crate) async fn patch(id: &TicketId, patch: &TicketPatch) -> Answer<TeamTicket> {
    tell(Method::PATCH, &ticket_path(id), patch).await
}

/// Writes a reply or a note.
pub(crate) async fn write(
    id: &TicketId,
    kind: EntryKind,
    request: &WriteRequest,
) -> Answer<WriteReply> {
    tell(Method::POST, &written_path(id, kind), request).await
}

/// Writes a reply or a note while the page goes away. Nobody is there for the answer.
pub(crate) fn write_and_leave(id: &TicketId, kind: EntryKind, request: &WriteRequest) {
    send_and_leave("POST", &written_path(id, kind), request);
}

/// Changes a ticket while the page goes away.
pub(crate) fn patch_and_leave(id: &TicketId, patch: &TicketPatch) {
    send_and_leave("PATCH", &ticket_path(id), patch);
}

/// A new address of a file.
pub(crate) async fn file_link(file: AttachmentId) -> Answer<FileLink> {
    tell(Method::POST, "/files/link", &FileLinkRequest { file }).await
}

/// Says that the team has seen a ticket up to this entry.
pub(crate) async fn read(id: &TicketId, seq: i64) -> Answer<()> {
    let path = format!("{}/read", ticket_path(id));
    send(Method::POST, &path, &TeamReadRequest { seq })
        .await
        .map(drop)
}

/// Says that the team is typing a reply.
pub(crate) async fn typing(id: &TicketId) -> Answer<()> {
    let path = format!("{}/typing", ticket_path(id));
    send(Method::POST, &path, &serde_json::json!({}))
        .await
        .map(drop)
}

/// Everybody of the team.
pub(crate) async fn members() -> Answer<MemberList> {
    ask(Method::GET, "/members").await
}

/// All canned replies.
pub(crate) async fn canned() -> Answer<CannedList> {
    ask(Method::GET, "/canned").await
}

/// Says what this member does in a ticket.
pub(crate) async fn presence(id: &TicketId, doing: Doing) -> Answer<()> {
    let path = format!("{}/presence", ticket_path(id));
    send(Method::POST, &path, &PresenceRequest { doing })
        .await
        .map(drop)
}

/// Says that the member has left a ticket, while the page goes away.
pub(crate) fn presence_and_leave(id: &TicketId) {
    let path = format!("{}/presence", ticket_path(id));
    send_and_leave("POST", &path, &PresenceRequest { doing: Doing::Left });
}

/// Moves everything that is in a ticket into another one of its visitor, and gives that one.
pub(crate) async fn merge(id: &TicketId, into: &TicketId) -> Answer<TeamTicket> {
    let path = format!("{}/merge", ticket_path(id));
    let request = MergeRequest { into: into.clone() };
    tell(Method::POST, &path, &request).await
}

/// Opens the stream of changes.
pub(crate) async fn live(since: i64, abort: &web_sys::AbortSignal) -> Answer<Response> {
    let request = builder(Method::POST, "/live")
        .abort_signal(Some(abort))
        .json(&LiveRequest { since })
        .map_err(|_| Failure::Unreachable)?;
    answer(request.send().await).await
}

/// All that the settings page shows.
pub(crate) async fn settings() -> Answer<SettingsPage> {
    ask(Method::GET, "/settings").await
}

/// Saves the settings page.
pub(crate) async fn save_settings(request: &SaveSettings) -> Answer<SettingsPage> {
    tell(Method::PUT, "/settings", request).await
}

/// Lets the preview show settings that are not saved.
pub(crate) async fn preview(request: &PreviewSettings) -> Answer<PreviewReply> {
    tell(Method::PUT, "/settings/preview", request).await
}

/// Replaces the public token.
pub(crate) async fn regenerate() -> Answer<SettingsPage> {
    tell(Method::POST, "/settings/regenerate", &serde_json::json!({})).await
}

/// The e-mail page.
pub(crate) async fn mail() -> Answer<MailPage> {
    ask(Method::GET, "/mail").await
}

/// Saves who mails come from.
pub(crate) async fn save_mail(request: &SaveMail) -> Answer<MailPage> {
    tell(Method::PUT, "/mail", request).await
}

/// Says who gets a mail for each new ticket.
pub(crate) async fn save_mail_members(request: &SaveMailMembers) -> Answer<MailPage> {
    tell(Method::PUT, "/mail/members", request).await
}

/// Sends a mail to whoever is signed in.
pub(crate) async fn test_mail() -> Answer<MailTest> {
    tell(Method::POST, "/mail/test", &serde_json::json!({})).await
}

/// Tries a mail once more.
pub(crate) async fn retry_mail(id: &MailId) -> Answer<()> {
    let path = format!("/mail/{}/retry", encoded(id.as_str()));
    send(Method::POST, &path, &serde_json::json!({}))
        .await
        .map(drop)
}

/// Adds a canned reply.
pub(crate) async fn add_canned(request: &SaveCanned) -> Answer<CannedReply> {
    tell(Method::POST, "/canned", request).await
}

/// Changes a canned reply.
pub(crate) async fn change_canned(id: &CannedId, request: &SaveCanned) -> Answer<CannedReply> {
    tell(Method::PUT, &canned_path(id), request).await
}

/// Deletes a canned reply.
pub(crate) async fn delete_canned(id: &CannedId) -> Answer<()> {
    let deleted = builder(Method::DELETE, &canned_path(id)).send().await;
    answer(deleted).await.map(drop)
}

fn canned_path(id: &CannedId) -> String {
    format!("/canned/{}", encoded(id.as_str()))
}

fn builder(method: Method, path: &str) -> RequestBuilder {
    RequestBuilder::new(&format!("{BASE}{path}"))
        .method(method)
        .header(INBOX_HEADER, "1")
}

fn ticket_path(id: &TicketId) -> String {
    format!("/tickets/{}", encoded(id.as_str()))
}

fn written_path(id: &TicketId, kind: EntryKind) -> String {
    let noun = if kind == EntryKind::Note {
        "notes"
    } else {
        "messages"
    };
    format!("{}/{noun}", ticket_path(id))
}

/// Sends what has to arrive after its page is gone. Browsers take 64 KiB of such requests at a
/// time; what is beyond that, and what fails, is sent by the next page.
fn send_and_leave<B: Serialize>(method: &str, path: &str, body: &B) {
    let Ok(body) = serde_json::to_string(body) else {
        return;
    };
    let init = web_sys::RequestInit::new();
    init.set_method(method);
    init.set_body(&JsValue::from_str(&body));
    // web-sys does not know this one yet; setting it cannot fail on a plain object.
    let _ = Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE);
    let Ok(request) = web_sys::Request::new_with_str_and_init(&format!("{BASE}{path}"), &init)
    else {
        return;
    };
    let headers = request.headers();
    for (name, value) in [(INBOX_HEADER, "1"), ("content-type", "application/json")] {
        // Both are names and values that every browser takes.
        let _ = headers.set(name, value);
    }
    let _ = window().fetch_with_request(&request);
}

/// Pairs as the query of an address, with the question mark; nothing where there are none.
pub(crate) fn query(pairs: &[(&'static str, String)], before: Option<&str>) -> String {
    let all = pairs.iter().map(|(name, value)| (*name, value.as_str()));
    let all = all.chain(before.map(|before| ("before", before)));
    let parts: Vec<String> = all
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("?{}", parts.join("&"))
    }
}

fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

async fn ask<T: DeserializeOwned>(method: Method, path: &str) -> Answer<T> {
    parsed(answer(builder(method, path).send().await).await?).await
}

async fn tell<B: Serialize, T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &B,
) -> Answer<T> {
    parsed(send(method, path, body).await?).await
}

async fn send<B: Serialize>(method: Method, path: &str, body: &B) -> Answer<Response> {
    let request = builder(method, path)
        .json(body)
        .map_err(|_| Failure::Unreachable)?;
    answer(request.send().await).await
}

async fn parsed<T: DeserializeOwned>(response: Response) -> Answer<T> {
    response.json().await.map_err(|_| Failure::Unreachable)
}

async fn answer(sent: Result<Response, gloo_net::Error>) -> Answer<Response> {
    let response = sent.map_err(|_| Failure::Unreachable)?;
    if response.ok() {
        return Ok(response);
    }
    match response.json::<ErrorBody>().await {
        Ok(body) if !body.error.message.is_empty() => Err(Failure::Refused(body.error)),
        // A proxy in between answered with a page of its own.
        _ => Err(Failure::Unreachable),
    }
}
