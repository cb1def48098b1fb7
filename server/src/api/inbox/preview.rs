//! A look at settings that are not saved: the real widget shows them on our own page.

use super::session::require_admin;
use crate::app::App;
use crate::domain::workspace::{PREVIEW_TOKEN_PREFIX, Workspace};
use crate::error::ApiError;
use crate::extract::{Member, Payload};
use axum::Json;
use axum::extract::State;
use porthole_shared::id::to_hex;
use porthole_shared::inbox::settings::{PreviewReply, PreviewSettings};
use porthole_shared::settings::WorkspaceSettings;
use porthole_shared::text::PersonName;

/// Keeps the settings in memory, under the token of an earlier preview or a fresh one. Where the
/// chat may appear, and whether it is on, is not looked at: the preview always shows it.
pub async fn keep(
    State(app): State<App>,
    member: Member,
    Payload(request): Payload<PreviewSettings>,
) -> Result<Json<PreviewReply>, ApiError> {
    require_admin(&member)?;
    let name =
        PersonName::parse(&request.workspace_name).map_err(ApiError::text("workspace_name"))?;
    let settings = WorkspaceSettings {
        allowed_domains: Vec::new(),
        conversations_enabled: true,
        widget_enabled: true,
        ..request.settings
    };
    let settings = settings
        .check()
        .map_err(|(field, message)| ApiError::Invalid(field, message))?;
    let now = app.clock.now();
    let me = &member.row.me.id;
    let token = if app.previews.is_of(me, &request.token, now) {
        request.token
    } else {
        format!(
            "{PREVIEW_TOKEN_PREFIX}{}",
            to_hex(&app.random.bytes::<16>())
        )
    };
    let workspace = Workspace {
        id: member.row.workspace,
        name: name.as_str().to_owned(),
        public_token: token.clone(),
        settings,
        // Nobody is anybody in a preview.
        has_identity_secret: false,
    };
    app.previews.keep(me, workspace, now);
    Ok(Json(PreviewReply { token }))
}
