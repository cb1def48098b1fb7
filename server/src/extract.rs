//! Who is calling and what they sent: typed extractors.

use crate::app::App;
use crate::domain::nesting::{DEEPEST, is_shallow};
use crate::domain::page_origin::{PageHeaders, PageOrigin};
use crate::domain::secret;
use crate::domain::session::VisitorSession;
use crate::domain::workspace::{PREVIEW_TOKEN_PREFIX, Workspace};
use crate::error::ApiError;
use crate::limit::Kind;
use crate::store::MemberRow;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, COOKIE, HeaderMap, ORIGIN, REFERER, USER_AGENT};
use axum::http::request::Parts;
use porthole_shared::error::ErrorCode;
use porthole_shared::id::SESSION_TOKEN_PREFIX;
use porthole_shared::inbox::member::INBOX_HEADER;
use serde::de::DeserializeOwned;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// The largest body of a call, in bytes.
pub const BODY_LIMIT: usize = 256 * 1024;
/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);
/// The name of the member's cookie.
pub const MEMBER_COOKIE: &str = "porthole_member";

/// What the gate found out of a call, for its handler.
#[derive(Clone, Copy, Debug)]
pub struct Passed {
    /// The caller's address.
    pub address: IpAddr,
    /// Nothing says that the call went through a proxy.
    pub is_direct: bool,
    /// What the call draws on.
    pub kind: Kind,
}

/// A JSON body.
pub struct Payload<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Payload<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let bytes = tokio::time::timeout(BODY_TIME, Bytes::from_request(request, app))
            .await
            .map_err(|_| ApiError::Slow)?
            .map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => ApiError::BodyTooLarge,
                _ => ApiError::InvalidBody(None, "The body was cut off.".to_owned()),
            })?;
        // Every body is an object; serde would take an array for one too, field by field.
        if bytes.trim_ascii_start().first() != Some(&b'{') {
            let message = "The body is not a JSON object.".to_owned();
            return Err(ApiError::InvalidBody(None, message));
        }
        if !is_shallow(&bytes) {
            let message = format!("The body is nested deeper than {DEEPEST} levels.");
            return Err(ApiError::InvalidBody(None, message));
        }
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let path = error.path().to_string();
            let field = (path != ".").then_some(path);
            ApiError::InvalidBody(
                field,
                format!("The body cannot be read: {}.", error.inner()),
            )
        })?;
        json.end().map_err(|error| {
            ApiError::InvalidBody(None, format!("The body cannot be read: {error}."))
        })?;
        Ok(Self(value))
    }
}

/// The parameters of the query.
pub struct Parameters<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Parameters<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        let read = Query::try_from_uri(&parts.uri);
        read.map(|Query(value)| Self(value)).map_err(|rejection| {
            ApiError::InvalidBody(None, format!("The query cannot be read: {rejection}."))
        })
    }
}

/// The part of the path that names something. What cannot be a name names nothing.
pub struct Segment<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Segment<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let read = Path::<T>::from_request_parts(parts, app).await;
        read.map(|Path(value)| Self(value))
            .map_err(|_| ApiError::NotFound)
    }
}

/// A visitor with a living session, on a page that the workspace allows.
pub struct Visitor {
    /// Whose session it is.
    pub session: VisitorSession,
    /// The SHA-256 of the session's token.
    pub token_hash: [u8; 32],
    /// The workspace.
    pub workspace: Arc<Workspace>,
    /// The page.
    pub page: PageOrigin,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let Holder(visitor) = Holder::from_request_parts(parts, app).await?;
        let mode = visitor.workspace.identity_mode();
        visitor.session.check(mode, app.clock.now())?;
        Ok(visitor)
    }
}

/// The same, whoever they have to prove to be: for calls that change or end that.
pub struct Holder(pub Visitor);

impl FromRequestParts<App> for Holder {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let ended = || ApiError::Unauthenticated(ErrorCode::SessionInvalid);
        let token = bearer(&parts.headers).ok_or_else(ended)?;
        let token_hash = secret::hash(token);
        let found = app.store.session(token_hash, app.clock.now()).await?;
        let session = found.ok_or_else(ended)?;
        let workspace = app
            .workspaces
            .by_id(&session.workspace_id)
            .ok_or_else(ended)?;
        let page = page_origin(app, &parts.headers);
        check_open(&workspace, &page)?;
        let kind = passed(parts).map_or(Kind::Free, |passed| passed.kind);
        check_workspace(app, &workspace, kind)?;
        Ok(Self(Visitor {
            session,
            token_hash,
            workspace,
            page,
        }))
    }
}

/// The workspace of a public token, if the calling page may use it. Its switches are for the
/// caller to look at.
///
/// # Errors
/// The token is unknown or that of a preview, or the page's origin is not in the list.
pub fn admit(app: &App, token: &str, headers: &HeaderMap) -> Result<Arc<Workspace>, ApiError> {
    if token.starts_with(PREVIEW_TOKEN_PREFIX) {
        let message = "This is a preview. Nothing is sent from it.";
        return Err(ApiError::Invalid("token", message.to_owned()));
    }
    let workspace = app
        .workspaces
        .by_token(token)
        .ok_or(ApiError::Unauthenticated(ErrorCode::TokenInvalid))?;
    check_origin(&workspace, &page_origin(app, headers))?;
    Ok(workspace)
}

/// Whether the workspace has calls of this kind left, and counts this one.
///
/// # Errors
/// It has not; says when it has.
pub fn check_workspace(app: &App, workspace: &Workspace, kind: Kind) -> Result<(), ApiError> {
    let counted = app.limits.workspace(&workspace.id, kind, app.clock.now());
    counted.map_err(ApiError::TooMany)
}

/// The page that calls.
#[must_use]
pub fn page_origin(app: &App, headers: &HeaderMap) -> PageOrigin {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let headers = PageHeaders {
        origin: text(ORIGIN.as_str()),
        referer: text(REFERER.as_str()),
        fetch_site: text("sec-fetch-site"),
    };
    PageOrigin::read(headers, &app.public_url)
}

/// Whether visitors on this page can chat now.
///
/// # Errors
/// They cannot; says why.
pub fn check_open(workspace: &Workspace, page: &PageOrigin) -> Result<(), ApiError> {
    refuse(workspace.settings.why_not(is_listed(workspace, page)))
}

/// A page that is not in the list learns what keeps the chat away first; the others learn that
/// of their configuration.
fn check_origin(workspace: &Workspace, page: &PageOrigin) -> Result<(), ApiError> {
    if is_listed(workspace, page) {
        return Ok(());
    }
    refuse(workspace.settings.why_not(false))
}

fn is_listed(workspace: &Workspace, page: &PageOrigin) -> bool {
    page.is_allowed(&workspace.settings.allowed_domains)
}

fn refuse(reason: Option<ErrorCode>) -> Result<(), ApiError> {
    reason.map_or(Ok(()), |code| Err(ApiError::Forbidden(code)))
}

/// Whether the chat is switched on.
///
/// # Errors
/// It is not; says which switch.
pub fn check_enabled(workspace: &Workspace) -> Result<(), ApiError> {
    refuse(workspace.settings.why_not(true))
}

/// A member who is signed in, calling from our own pages.
pub struct Member {
    /// The member.
    pub row: MemberRow,
    /// The SHA-256 of the session's token.
    pub token_hash: [u8; 32],
}

impl FromRequestParts<App> for Member {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        FromInbox::check(&parts.headers)?;
        let nobody = || ApiError::Unauthenticated(ErrorCode::Unauthenticated);
        let token = cookie(&parts.headers, MEMBER_COOKIE).ok_or_else(nobody)?;
        let token_hash = secret::hash(token);
        let found = app
            .store
            .member_by_session(token_hash, app.clock.now())
            .await?;
        let row = found.ok_or_else(nobody)?;
        Ok(Self { row, token_hash })
    }
}

/// A call of the inbox by somebody who need not be signed in. A foreign page cannot make it: the
/// custom header would need a preflight, and none is granted.
pub struct FromInbox;

impl FromInbox {
    fn check(headers: &HeaderMap) -> Result<(), ApiError> {
        if headers.contains_key(INBOX_HEADER) {
            Ok(())
        } else {
            Err(ApiError::Forbidden(ErrorCode::Forbidden))
        }
    }
}

impl FromRequestParts<App> for FromInbox {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        Self::check(&parts.headers).map(|()| Self)
    }
}

/// The address that a call of the API comes from, for limits.
pub struct Caller(pub IpAddr);

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        let missing = || ApiError::Internal("a call that did not pass the gate".to_owned());
        passed(parts)
            .map(|passed| Self(passed.address))
            .ok_or_else(missing)
    }
}

fn passed(parts: &Parts) -> Option<Passed> {
    parts.extensions.get().copied()
}

/// The `User-Agent` header.
#[must_use]
pub fn user_agent(headers: &HeaderMap) -> &str {
    headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// The session token of a visitor.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let token = headers
        .get(AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")?;
    token.starts_with(SESSION_TOKEN_PREFIX).then_some(token)
}

/// A cookie of the request.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}
