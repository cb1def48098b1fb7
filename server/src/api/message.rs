//! `POST /api/v1/widget/messages`: a visitor writes.

use super::attachment;
use crate::app::App;
use crate::domain::user_agent;
use crate::error::ApiError;
use crate::extract::{Payload, Visitor, user_agent as header};
use crate::store::{NewMessage, NewProfile, Place};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use porthole_shared::session::{PageContext, Profile};
use porthole_shared::text::{EmailAddress, PersonName, truncate};
use porthole_shared::ticket::{SendReply, SendRequest};

/// The longest part of a page's context that is kept, in characters.
const CONTEXT_LIMIT: usize = 2_000;

/// Stores a message exactly once and answers when it is on disk.
pub async fn send(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Payload(request): Payload<SendRequest>,
) -> Result<Json<SendReply>, ApiError> {
    let now = app.clock.now();
    let profile = request.profile.unwrap_or_default();
    let attachments = attachment::parse(request.attachments)?;
    let message = NewMessage {
        client_id: request
            .client_id
            .check()
            .map_err(|message| ApiError::Invalid("client_id", message))?,
        place: match (request.ticket, request.client_ticket_id) {
            (Some(ticket), _) => Place::Ticket(ticket),
            (None, client_id) => Place::Conversation(
                client_id
                    .unwrap_or_default()
                    .check()
                    .map_err(|message| ApiError::Invalid("client_ticket_id", message))?,
                app.random.id(now),
            ),
        },
        body: attachment::parse_text(&request.text, &attachments)?,
        attachments,
        // Nobody sees the field. The answer is the same: whoever laid it out learns nothing.
        suspicious: is_given(profile.website.as_deref()),
        profile: parse_profile(profile)?,
        page: bounded(&request.page),
        browser: user_agent::parse(header(&headers)),
        join: visitor.workspace.settings.join_anonymous,
        require_email: visitor.workspace.settings.require_email,
        session: visitor.session,
        id: app.random.id(now),
        now,
    };
    let mut reply = app.store.send(message).await??;
    app.link(&mut reply.message.attachments);
    Ok(Json(reply))
}

fn is_given(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

/// What is left empty stays unknown.
fn parse_profile(profile: Profile) -> Result<NewProfile, ApiError> {
    let given = |text: Option<String>| text.filter(|text| is_given(Some(text)));
    Ok(NewProfile {
        email: given(profile.email)
            .map(|email| EmailAddress::parse(&email))
            .transpose()
            .map_err(ApiError::text("profile.email"))?,
        name: given(profile.name)
            .map(|name| PersonName::parse(&name))
            .transpose()
            .map_err(ApiError::text("profile.name"))?,
    })
}

/// A page may have an address of any length; what is kept for the team has an end.
fn bounded(page: &PageContext) -> PageContext {
    let cut = |text: &str| truncate(text, CONTEXT_LIMIT);
    PageContext {
        url: cut(&page.url),
        title: cut(&page.title),
        referrer: cut(&page.referrer),
        language: cut(&page.language),
        time_zone: cut(&page.time_zone),
        screen: cut(&page.screen),
        widget_version: cut(&page.widget_version),
    }
}
