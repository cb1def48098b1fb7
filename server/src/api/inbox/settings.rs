//! The settings page: read, save, regenerate the public token.

use super::session::require_admin;
use crate::app::{App, new_public_token};
use crate::domain::workspace::{Workspace, snippet};
use crate::error::ApiError;
use crate::extract::{Member, Payload};
use axum::Json;
use axum::extract::State;
use porthole_shared::inbox::settings::{SaveSettings, SettingsPage};
use porthole_shared::text::PersonName;
use std::convert::Infallible;

/// All that the page shows.
pub async fn show(State(app): State<App>, member: Member) -> Result<Json<SettingsPage>, ApiError> {
    let workspace = app.workspaces.by_id(&member.row.workspace);
    page(&app, workspace.as_deref())
}

/// Saves the page; nothing is saved if one field is refused.
pub async fn save(
    State(app): State<App>,
    member: Member,
    Payload(request): Payload<SaveSettings>,
) -> Result<Json<SettingsPage>, ApiError> {
    require_admin(&member)?;
    let name =
        PersonName::parse(&request.workspace_name).map_err(ApiError::text("workspace_name"))?;
    let settings = request
        .settings
        .check()
        .map_err(|(field, message)| ApiError::Invalid(field, message))?;
    let change = move |workspace: &mut Workspace| -> Result<(), Infallible> {
        name.as_str().clone_into(&mut workspace.name);
        // These have pages of their own, and this one may be older.
        let mail = std::mem::take(&mut workspace.settings.mail);
        let identity = (
            workspace.settings.identity_mode,
            workspace.settings.join_anonymous,
        );
        workspace.settings = settings;
        workspace.settings.mail = mail;
        (
            workspace.settings.identity_mode,
            workspace.settings.join_anonymous,
        ) = identity;
        Ok(())
    };
    let saved = app
        .store
        .change_workspace(member.row.workspace, change)
        .await?;
    app.workspaces.reload(&app.store).await?;
    let saved = saved.and_then(Result::ok);
    page(&app, saved.as_ref())
}

/// Replaces the public token: every chat stops at once, and pages must carry the new one.
pub async fn regenerate(
    State(app): State<App>,
    member: Member,
) -> Result<Json<SettingsPage>, ApiError> {
    require_admin(&member)?;
    let token = new_public_token(app.random);
    let saved = app
        .store
        .regenerate_token(member.row.workspace, token)
        .await?;
    app.workspaces.reload(&app.store).await?;
    page(&app, saved.as_ref())
}

fn page(app: &App, workspace: Option<&Workspace>) -> Result<Json<SettingsPage>, ApiError> {
    let workspace = workspace.ok_or(ApiError::NotFound)?;
    Ok(Json(SettingsPage {
        workspace_name: workspace.name.clone(),
        public_token: workspace.public_token.clone(),
        public_url: app.public_url.to_string(),
        snippet: snippet(&app.public_url, &workspace.public_token),
        settings: workspace.settings.clone(),
    }))
}
