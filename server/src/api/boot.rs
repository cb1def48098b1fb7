//! Sessions of visitors: boot, refresh, log-out.

use super::identity;
use crate::app::App;
use crate::domain::secret;
use crate::domain::session::{session_end, session_life};
use crate::error::ApiError;
use crate::extract::{Holder, Payload, Visitor, admit, check_enabled, check_workspace};
use crate::limit::Kind;
use crate::store::{Boot, NewBoot, Renewal};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use porthole_shared::error::ErrorCode;
use porthole_shared::id::{DEVICE_KEY_DIGITS, SESSION_TOKEN_PREFIX, is_hex};
use porthole_shared::identity::IdentityMode;
use porthole_shared::session::{BootReply, BootRequest, RefreshReply};

/// Gives a browser a session. A new device key makes a new visitor.
pub async fn boot(
    State(app): State<App>,
    headers: HeaderMap,
    Payload(request): Payload<BootRequest>,
) -> Result<Json<BootReply>, ApiError> {
    let workspace = admit(&app, &request.token, &headers)?;
    check_enabled(&workspace)?;
    check_workspace(&app, &workspace, Kind::Start)?;
    if !is_hex(&request.device_key, DEVICE_KEY_DIGITS) {
        let message = format!("A device key is {DEVICE_KEY_DIGITS} lower-case hex digits.");
        return Err(ApiError::Invalid("device_key", message));
    }
    let now = app.clock.now();
    let (identity, warnings) = identity::read(&app, &workspace, &request.identity).await?;
    if identity.proven.is_none() && workspace.identity_mode() == IdentityMode::Required {
        return Err(ApiError::Forbidden(ErrorCode::IdentityRequired));
    }
    let token = app.random.secret(SESSION_TOKEN_PREFIX);
    let expires_at = session_end(&workspace.settings, now);
    let Boot { device_id, holding } = app
        .store
        .boot(NewBoot {
            workspace: workspace.id.clone(),
            public_token: request.token,
            key_hash: secret::hash(&request.device_key),
            token_hash: token.hash,
            expires_at,
            device_id: app.random.id(now),
            visitor_id: app.random.id(now),
            identity,
            now,
        })
        .await?
        .ok_or(ApiError::Unauthenticated(ErrorCode::TokenInvalid))?;
    Ok(Json(BootReply {
        session_token: token.text,
        expires_at,
        life: session_life(&workspace.settings),
        device_id,
        profile: holding.profile,
        update: holding.update,
        identity: holding.identity,
        warnings,
    }))
}

/// Gives the session a fresh token.
pub async fn refresh(
    State(app): State<App>,
    visitor: Visitor,
) -> Result<Json<RefreshReply>, ApiError> {
    let now = app.clock.now();
    let token = app.random.secret(SESSION_TOKEN_PREFIX);
    let settings = &visitor.workspace.settings;
    let expires_at = session_end(settings, now);
    let renewal = Renewal {
        before: visitor.token_hash,
        token_hash: token.hash,
        expires_at,
        now,
    };
    if !app.store.refresh(visitor.session, renewal).await? {
        return Err(ApiError::Unauthenticated(ErrorCode::SessionInvalid));
    }
    Ok(Json(RefreshReply {
        session_token: token.text,
        expires_at,
        life: session_life(settings),
    }))
}

/// Forgets this browser: its key and its tokens open nothing any more.
pub async fn log_out(
    State(app): State<App>,
    Holder(visitor): Holder,
) -> Result<StatusCode, ApiError> {
    app.store.log_out(visitor.session).await?;
    Ok(StatusCode::NO_CONTENT)
}
