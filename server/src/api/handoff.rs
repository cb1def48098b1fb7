//! Handing a visitor over to the chat page in another tab, for pages that allow neither
//! WebAssembly nor frames.

use crate::app::App;
use crate::domain::secret;
use crate::error::ApiError;
use crate::extract::{Payload, Visitor, admit, check_enabled};
use crate::store::{Redeemed, Redemption};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use porthole_shared::id::{DEVICE_KEY_DIGITS, HANDOFF_CODE_DIGITS, is_hex};
use porthole_shared::session::{HandoffRequest, RedeemHandoff};

/// Keeps a code of the page. The page makes it, because the link has to be whole at the click
/// and cannot wait for an answer.
pub async fn offer(
    State(app): State<App>,
    visitor: Visitor,
    Payload(request): Payload<HandoffRequest>,
) -> Result<StatusCode, ApiError> {
    check_hex("code", &request.code, HANDOFF_CODE_DIGITS)?;
    let hash = secret::hash(&request.code);
    let now = app.clock.now();
    app.store
        .add_handoff(visitor.session.device_id, hash, now)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a browser one of the visitor's who made the code.
pub async fn redeem(
    State(app): State<App>,
    headers: HeaderMap,
    Payload(request): Payload<RedeemHandoff>,
) -> Result<StatusCode, ApiError> {
    let workspace = admit(&app, &request.token, &headers)?;
    check_enabled(&workspace)?;
    check_hex("device_key", &request.device_key, DEVICE_KEY_DIGITS)?;
    check_hex("code", &request.code, HANDOFF_CODE_DIGITS)?;
    let now = app.clock.now();
    let redeemed = app
        .store
        .redeem_handoff(Redemption {
            workspace: workspace.id.clone(),
            code_hash: secret::hash(&request.code),
            key_hash: secret::hash(&request.device_key),
            device_id: app.random.id(now),
            now,
        })
        .await?;
    match redeemed {
        Redeemed::Joined => Ok(StatusCode::NO_CONTENT),
        Redeemed::NoSuchCode => Err(ApiError::NotFound),
        Redeemed::Occupied => Err(ApiError::Conflict),
    }
}

fn check_hex(field: &'static str, text: &str, digits: usize) -> Result<(), ApiError> {
    if is_hex(text, digits) {
        return Ok(());
    }
    let message = format!("It is {digits} lower-case hex digits.");
    Err(ApiError::Invalid(field, message))
}
