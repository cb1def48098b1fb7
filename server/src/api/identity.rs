//! Who a visitor is: `PUT` and `DELETE /api/v1/widget/identity`, and the same within `boot`.

use crate::app::App;
use crate::domain::identity::{IdentitySecret, prove, purpose};
use crate::domain::session::session_life;
use crate::domain::workspace::Workspace;
use crate::error::ApiError;
use crate::extract::{Holder, Payload, Visitor, bearer};
use crate::store::{NewIdentity, SealedSecret};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use porthole_shared::any::Any;
use porthole_shared::error::ErrorCode;
use porthole_shared::identity::{Claim, IdentityMode, IdentityRequest, Traits};
use porthole_shared::session::BootReply;

/// Takes what the page says and proves of the visitor, for this session. What is not proven is
/// said of whoever the session is of.
pub async fn put(
    State(app): State<App>,
    Holder(visitor): Holder,
    headers: HeaderMap,
    Payload(request): Payload<IdentityRequest>,
) -> Result<Json<BootReply>, ApiError> {
    let Visitor {
        session,
        token_hash,
        workspace,
        ..
    } = visitor;
    let (new, warnings) = read(&app, &workspace, &request.identity).await?;
    let now = app.clock.now();
    if new.proven.is_none() {
        session.check(workspace.identity_mode(), now)?;
    }
    let device_id = session.device_id.clone();
    let ended = || ApiError::Unauthenticated(ErrorCode::SessionInvalid);
    let holding = app.store.identify(session, token_hash, new).await?;
    let holding = holding.ok_or_else(ended)?;
    Ok(Json(BootReply {
        session_token: bearer(&headers).ok_or_else(ended)?.to_owned(),
        expires_at: holding.expires_at,
        life: session_life(&workspace.settings),
        device_id,
        profile: holding.profile,
        update: holding.update,
        identity: holding.identity,
        warnings,
    }))
}

/// Leaves the person: the session is the browser's own again.
pub async fn clear(
    State(app): State<App>,
    Holder(visitor): Holder,
) -> Result<StatusCode, ApiError> {
    let now = app.clock.now();
    app.store
        .clear_identity(visitor.session, visitor.token_hash, now)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reads and checks what a page says of its visitor. A proof that is there and wrong is refused;
/// where the workspace looks at none, it is passed over. The second part is what was left out.
///
/// # Errors
/// A proof is wrong or stale, or a field cannot be used.
pub(super) async fn read(
    app: &App,
    workspace: &Workspace,
    given: &Any,
) -> Result<(NewIdentity, Vec<String>), ApiError> {
    let now = app.clock.now();
    let mut new = NewIdentity {
        proven: None,
        said: Traits::default(),
        join: workspace.settings.join_anonymous,
        person: app.random.id(now),
        now,
    };
    if *given == Any::Null {
        return Ok((new, Vec::new()));
    }
    let refused = |(field, message)| ApiError::Invalid(field, message);
    let claim = Claim::read(given).map_err(refused)?;
    let mut warnings = claim.warnings.clone();
    if workspace.identity_mode() != IdentityMode::Off {
        let secrets = secrets(app, workspace).await?;
        let audiences = [workspace.id.as_str(), &workspace.public_token];
        new.proven = prove(&claim, &secrets, &audiences, now)?;
    }
    if let Some(proven) = &new.proven {
        warnings.extend(proven.warnings.iter().cloned());
    }
    let is_proven = new.proven.is_some();
    new.said = Traits {
        user_id: claim.user_id.filter(|_| !is_proven),
        ..claim.traits
    };
    Ok((new, warnings))
}

/// The secrets of a workspace, opened. One that does not open proves nothing, which the log tells.
async fn secrets(app: &App, workspace: &Workspace) -> Result<Vec<IdentitySecret>, ApiError> {
    let sealed = app.store.identity_secrets(workspace.id.clone()).await?;
    let open = |sealed: SealedSecret| {
        let purpose = purpose(&workspace.id, sealed.form);
        match app.vault.open(&purpose, &sealed.sealed) {
            Ok(secret) => Some(IdentitySecret {
                id: sealed.id,
                form: sealed.form,
                secret,
            }),
            Err(error) => {
                tracing::error!(%error, form = sealed.form.as_str(), "an identity secret does not open");
                None
            }
        }
    };
    Ok(sealed.into_iter().filter_map(open).collect())
}
