//! Recovering tickets in another browser. What is asked for becomes a mail in the queue, whether or
//! not the address is known: the answer, its time and its statements are the same.

use crate::app::App;
use crate::domain::mail::Cause;
use crate::domain::recovery::return_page;
use crate::domain::secret;
use crate::error::ApiError;
use crate::extract::{Caller, Payload, Visitor, admit, check_enabled, page_origin};
use crate::store::NewMail;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use porthole_shared::recovery::{RecoveryRequest, RedeemRecovery, RedeemReply};
use porthole_shared::text::{EmailAddress, truncate};

/// After how many seconds to come again who asked too often for an address.
const ASK_AGAIN: u32 = 3_600;
/// The longest language tag that is kept.
const LANGUAGE_LIMIT: usize = 35;

/// Asks for a link.
pub async fn ask(
    State(app): State<App>,
    headers: HeaderMap,
    Payload(request): Payload<RecoveryRequest>,
) -> Result<StatusCode, ApiError> {
    let workspace = admit(&app, &request.token, &headers)?;
    check_enabled(&workspace)?;
    let email = EmailAddress::parse(&request.email).map_err(ApiError::text("email"))?;
    let page = page_origin(&app, &headers);
    let now = app.clock.now();
    let new = NewMail {
        id: app.random.id(now),
        workspace: workspace.id.clone(),
        cause: Cause::Recovery {
            page: return_page(&request.page, &page, &workspace.settings.allowed_domains),
            language: truncate(&request.language, LANGUAGE_LIMIT),
        },
        recipient: Some(email),
        run_at: now,
        now,
    };
    if app.store.ask_recovery(new).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::TooMany(ASK_AGAIN))
    }
}

/// Uses a link up.
pub async fn redeem(
    State(app): State<App>,
    Caller(address): Caller,
    visitor: Visitor,
    Payload(request): Payload<RedeemRecovery>,
) -> Result<Json<RedeemReply>, ApiError> {
    let now = app.clock.now();
    let counted = app.limits.recovery(address, now);
    counted.map_err(ApiError::TooMany)?;
    let hash = secret::hash(&request.token);
    let reply = app.store.redeem_recovery(visitor.session, hash, now);
    Ok(Json(reply.await?))
}
