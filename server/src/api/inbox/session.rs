//! Signing in and out.

use crate::app::App;
use crate::domain::password;
use crate::domain::session::MEMBER_SESSION_LIFE;
use crate::error::ApiError;
use crate::extract::{Caller, FromInbox, MEMBER_COOKIE, Member, Payload};
use crate::store::NewMemberSession;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use porthole_shared::error::ErrorCode;
use porthole_shared::id::MemberId;
use porthole_shared::inbox::member::{InboxState, Me, SignInRequest};
use porthole_shared::text::EmailAddress;
use porthole_shared::time::SECOND;
use std::sync::Arc;

/// The answer to a call that signs in.
pub type SignedIn = (
    AppendHeaders<[(header::HeaderName, HeaderValue); 1]>,
    Json<Me>,
);

/// Says where the inbox stands; needs nobody to be signed in.
pub async fn state(
    State(app): State<App>,
    _: FromInbox,
    member: Result<Member, ApiError>,
) -> Result<Json<InboxState>, ApiError> {
    let me = match member {
        Ok(member) => Some(member.row.me),
        Err(ApiError::Unauthenticated(_)) => None,
        Err(other) => return Err(other),
    };
    Ok(Json(InboxState {
        setup_needed: me.is_none() && !app.store.has_members().await?,
        me,
    }))
}

/// Signs in.
pub async fn sign_in(
    State(app): State<App>,
    _: FromInbox,
    Caller(caller): Caller,
    Payload(request): Payload<SignInRequest>,
) -> Result<SignedIn, ApiError> {
    let email = EmailAddress::parse(&request.email).map_err(ApiError::text("email"))?;
    let now = app.clock.now();
    app.limits
        .sign_in(caller, email.as_str(), now)
        .map_err(ApiError::TooMany)?;
    let row = app.store.member_by_email(email).await?;
    let hash = row.as_ref().map(|row| row.password_hash.clone());
    let fits = on_slow_thread(&app, move || {
        password::verify(&request.password, hash.as_deref())
    })
    .await?;
    match row {
        Some(row) if fits => start_session(&app, row.me).await,
        _ => Err(ApiError::Invalid(
            "password",
            "The e-mail address or the password is wrong.".to_owned(),
        )),
    }
}

/// Signs out.
pub async fn sign_out(
    State(app): State<App>,
    member: Member,
) -> Result<impl IntoResponse, ApiError> {
    app.store
        .end_member_session(member.row.workspace, member.token_hash)
        .await?;
    let cookie = cookie(&app, "", 0)?;
    Ok((
        StatusCode::NO_CONTENT,
        AppendHeaders([(header::SET_COOKIE, cookie)]),
    ))
}

/// Gives a member a session and its cookie.
///
/// # Errors
/// The store failed.
pub async fn start_session(app: &App, me: Me) -> Result<SignedIn, ApiError> {
    let now = app.clock.now();
    let token = app.random.secret("");
    let session = NewMemberSession {
        token_hash: token.hash,
        expires_at: now.plus(MEMBER_SESSION_LIFE),
        now,
    };
    app.store
        .add_member_session(MemberId::clone(&me.id), session)
        .await?;
    let cookie = cookie(app, &token.text, MEMBER_SESSION_LIFE / SECOND)?;
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Json(me)))
}

/// The cookie is for our own pages alone: no script reads it, no foreign page sends it.
fn cookie(app: &App, token: &str, seconds: i64) -> Result<HeaderValue, ApiError> {
    let secure = if app.public_url.starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    HeaderValue::from_str(&format!(
        "{MEMBER_COOKIE}={token}; Path=/api/v1/inbox; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}"
    ))
    .map_err(|error| ApiError::Internal(error.to_string()))
}

/// Runs what takes long on purpose beside the threads that serve requests, a few at a time.
///
/// # Errors
/// The server is shutting down, or the thread was lost.
pub async fn on_slow_thread<T: Send + 'static>(
    app: &App,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ApiError> {
    let permit = Arc::clone(&app.hashing).acquire_owned().await;
    let permit = permit.map_err(|_| ApiError::Unavailable)?;
    let task = tokio::task::spawn_blocking(move || {
        let result = work();
        drop(permit);
        result
    });
    task.await
        .map_err(|error| ApiError::Internal(error.to_string()))
}

/// Settings are for owners and admins.
///
/// # Errors
/// The member's role does not allow it.
pub fn require_admin(member: &Member) -> Result<(), ApiError> {
    use porthole_shared::inbox::member::Role;
    match member.row.me.role {
        Role::Owner | Role::Admin => Ok(()),
        Role::Agent | Role::Unknown => Err(ApiError::Forbidden(ErrorCode::Forbidden)),
    }
}
