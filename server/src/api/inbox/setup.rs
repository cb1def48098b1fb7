//! `POST /api/v1/inbox/setup`: the first-run link creates the owner.

use super::session::{SignedIn, on_slow_thread, start_session};
use crate::app::App;
use crate::domain::{password, secret};
use crate::error::ApiError;
use crate::extract::{Caller, FromInbox, Payload};
use crate::store::NewMember;
use axum::extract::State;
use porthole_shared::inbox::member::{Role, SetupRequest, check_password};
use porthole_shared::text::{EmailAddress, PersonName};

/// Creates the owner, names the workspace and switches the chat on if that was asked for.
pub async fn set_up(
    State(app): State<App>,
    _: FromInbox,
    Caller(caller): Caller,
    Payload(request): Payload<SetupRequest>,
) -> Result<SignedIn, ApiError> {
    let now = app.clock.now();
    app.limits.set_up(caller, now).map_err(ApiError::TooMany)?;
    let email = EmailAddress::parse(&request.email).map_err(ApiError::text("email"))?;
    let name = PersonName::parse(&request.name).map_err(ApiError::text("name"))?;
    let workspace_name =
        PersonName::parse(&request.workspace_name).map_err(ApiError::text("workspace_name"))?;
    check_password(&request.password).map_err(|message| ApiError::Invalid("password", message))?;
    let workspace = app.workspaces.first().ok_or(ApiError::Unavailable)?;
    let salt = app.random.bytes();
    let owner = NewMember {
        id: app.random.id(now),
        workspace: workspace.id.clone(),
        email: email.clone(),
        name,
        role: Role::Owner,
        password_hash: on_slow_thread(&app, move || password::hash(&request.password, salt))
            .await?,
        now,
    };
    let name = workspace_name.as_str().to_owned();
    let link = secret::hash(&request.link);
    let redeemed = app
        .store
        .redeem_setup_link(link, owner, name, request.enable);
    if !redeemed.await? {
        let message = "This link was used, or is too old. Restart Porthole for a new one.";
        return Err(ApiError::Invalid("link", message.to_owned()));
    }
    app.workspaces.reload(&app.store).await?;
    let row = app
        .store
        .member_by_email(email)
        .await?
        .ok_or(ApiError::Unavailable)?;
    start_session(&app, row.me).await
}
