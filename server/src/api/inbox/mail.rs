//! The e-mail page of the settings: who mails come from, who hears of new tickets, what is in the
//! queue, and whether a mail arrives at all. Nothing of what mails say.

use super::session::require_admin;
use crate::app::App;
use crate::domain::mail::{Cause, sender};
use crate::domain::workspace::Workspace;
use crate::error::ApiError;
use crate::extract::{Member, Payload, Segment};
use crate::store::NewMail;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use porthole_shared::id::MailId;
use porthole_shared::inbox::mail::{MailPage, MailTest, SaveMail, SaveMailMembers};
use porthole_shared::mail::MailSettings;
use porthole_shared::text::EmailAddress;
use std::convert::Infallible;

/// All that the page shows.
pub async fn show(State(app): State<App>, member: Member) -> Result<Json<MailPage>, ApiError> {
    require_admin(&member)?;
    page(&app, &member).await
}

/// Saves who mails come from, and how long recovery links work.
pub async fn save(
    State(app): State<App>,
    member: Member,
    Payload(request): Payload<SaveMail>,
) -> Result<Json<MailPage>, ApiError> {
    require_admin(&member)?;
    let mail = request
        .settings
        .check()
        .map_err(|(field, message)| ApiError::Invalid(field, message))?;
    let change = move |workspace: &mut Workspace| -> Result<(), Infallible> {
        workspace.settings.mail = mail;
        Ok(())
    };
    app.store
        .change_workspace(member.row.workspace.clone(), change)
        .await?;
    app.workspaces.reload(&app.store).await?;
    page(&app, &member).await
}

/// Says who gets a mail for each new ticket.
pub async fn choose(
    State(app): State<App>,
    member: Member,
    Payload(request): Payload<SaveMailMembers>,
) -> Result<Json<MailPage>, ApiError> {
    require_admin(&member)?;
    let workspace = member.row.workspace.clone();
    app.store
        .choose_notified(workspace, request.members)
        .await?;
    page(&app, &member).await
}

/// Sends the member a mail. What becomes of it shows in the queue.
pub async fn test(State(app): State<App>, member: Member) -> Result<Json<MailTest>, ApiError> {
    require_admin(&member)?;
    let now = app.clock.now();
    let recipient = EmailAddress::parse(&member.row.me.email).map_err(ApiError::text("email"))?;
    let id: MailId = app.random.id(now);
    let new = NewMail {
        id: id.clone(),
        workspace: member.row.workspace,
        cause: Cause::Test,
        recipient: Some(recipient),
        run_at: now,
        now,
    };
    app.store.queue_mail(new).await?;
    Ok(Json(MailTest { id }))
}

/// Tries a mail that failed, or waits, once more now.
pub async fn retry(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<MailId>,
) -> Result<StatusCode, ApiError> {
    require_admin(&member)?;
    let workspace = member.row.workspace;
    let found = app.store.retry_mail(workspace, id, app.clock.now());
    if found.await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::NotFound)
    }
}

async fn page(app: &App, member: &Member) -> Result<Json<MailPage>, ApiError> {
    let id = &member.row.workspace;
    let workspace = app.workspaces.by_id(id).ok_or(ApiError::NotFound)?;
    let mut bare = (*workspace).clone();
    bare.settings.mail = MailSettings::initial();
    let (name, address) = sender(&bare, &app.public_url);
    let mut page = app.store.mail_page(id.clone()).await?;
    page.settings = workspace.settings.mail.clone();
    page.usual_name = name;
    page.usual_address = address;
    page.as_files = !app.has_mail_server;
    Ok(Json(page))
}
