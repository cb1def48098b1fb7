//! Identity verification: its mode and its secrets. For owners and admins.

use super::session::require_admin;
use crate::app::App;
use crate::domain::identity::{new_secret, purpose};
use crate::domain::workspace::Workspace;
use crate::error::ApiError;
use crate::extract::{Member, Payload, Segment};
use crate::store::NewSecret;
use axum::Json;
use axum::extract::State;
use porthole_shared::identity::{IdentityForm, IdentityMode, check_secret};
use porthole_shared::inbox::identity::{
    AddSecret, AddedSecret, IdentityPage, SaveIdentity, SecretRow,
};
use std::convert::Infallible;
use std::sync::Arc;

/// What the page shows.
pub async fn show(State(app): State<App>, member: Member) -> Result<Json<IdentityPage>, ApiError> {
    require_admin(&member)?;
    page(&app, &member).await.map(Json)
}

/// Saves how proofs are taken.
pub async fn save(
    State(app): State<App>,
    member: Member,
    Payload(request): Payload<SaveIdentity>,
) -> Result<Json<IdentityPage>, ApiError> {
    require_admin(&member)?;
    if request.mode == IdentityMode::Unknown {
        let message = "Choose off, optional or required.";
        return Err(ApiError::Invalid("mode", message.to_owned()));
    }
    let change = move |workspace: &mut Workspace| -> Result<(), Infallible> {
        workspace.settings.identity_mode = request.mode;
        workspace.settings.join_anonymous = request.join_anonymous;
        Ok(())
    };
    let workspace = member.row.workspace.clone();
    app.store.change_workspace(workspace, change).await?;
    app.workspaces.reload(&app.store).await?;
    page(&app, &member).await.map(Json)
}

/// Makes a secret or takes one along, and shows it this once.
pub async fn add_secret(
    State(app): State<App>,
    member: Member,
    Payload(request): Payload<AddSecret>,
) -> Result<Json<AddedSecret>, ApiError> {
    require_admin(&member)?;
    if request.form == IdentityForm::Unknown {
        let message = "Choose user_hash, email_hash or token.";
        return Err(ApiError::Invalid("form", message.to_owned()));
    }
    let secret = match request.secret {
        Some(secret) => {
            check_secret(&secret).map_err(|message| ApiError::Invalid("secret", message))?;
            secret
        }
        None => new_secret(app.random.bytes()),
    };
    let workspace = workspace(&app, &member)?;
    let now = app.clock.now();
    let purpose = purpose(&workspace.id, request.form);
    let new = NewSecret {
        id: app.random.id(now),
        workspace: workspace.id.clone(),
        form: request.form,
        sealed: app.vault.seal(&purpose, secret.as_bytes()),
        now,
    };
    app.store.add_identity_secret(new).await?;
    app.workspaces.reload(&app.store).await?;
    let page = page(&app, &member).await?;
    Ok(Json(AddedSecret { secret, page }))
}

/// Retires a secret: whoever was proven by it has to be proven anew.
pub async fn retire_secret(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<String>,
) -> Result<Json<IdentityPage>, ApiError> {
    require_admin(&member)?;
    let workspace = member.row.workspace.clone();
    if !app.store.retire_identity_secret(workspace, id).await? {
        return Err(ApiError::NotFound);
    }
    app.workspaces.reload(&app.store).await?;
    page(&app, &member).await.map(Json)
}

fn workspace(app: &App, member: &Member) -> Result<Arc<Workspace>, ApiError> {
    let workspace = app.workspaces.by_id(&member.row.workspace);
    workspace.ok_or(ApiError::NotFound)
}

async fn page(app: &App, member: &Member) -> Result<IdentityPage, ApiError> {
    let workspace = workspace(app, member)?;
    let sealed = app.store.identity_secrets(workspace.id.clone()).await?;
    let secrets = sealed.into_iter().map(|sealed| {
        let purpose = purpose(&workspace.id, sealed.form);
        SecretRow {
            broken: app.vault.open(&purpose, &sealed.sealed).is_err(),
            id: sealed.id,
            form: sealed.form,
            created_at: sealed.created_at,
        }
    });
    Ok(IdentityPage {
        mode: workspace.settings.identity_mode,
        join_anonymous: workspace.settings.join_anonymous,
        audience: workspace.id.as_str().to_owned(),
        secrets: secrets.collect(),
    })
}
