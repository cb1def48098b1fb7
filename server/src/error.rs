//! The one error of the API and how it is answered.

use crate::domain::identity::Refused;
use crate::domain::session::IdentityBar;
use crate::store::{Refusal, StoreError};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use porthole_shared::error::{ErrorBody, ErrorCode, ErrorDetail};
use porthole_shared::text::TextError;

/// Why a request is not answered with a success.
#[derive(Debug)]
pub enum ApiError {
    /// There is no such thing, or it belongs to somebody else: the answer is the same.
    NotFound,
    /// This address does not take this method.
    MethodNotAllowed,
    /// The caller is not who they would have to be: nobody signed in, or a dead token.
    Unauthenticated(ErrorCode),
    /// The caller may not do this, and why.
    Forbidden(ErrorCode),
    /// A field has a value that is not allowed.
    Invalid(&'static str, String),
    /// The same of a part of a list, named by its path.
    InvalidPart(String, String),
    /// The body is not JSON, or a field (named by its path) has the wrong type.
    InvalidBody(Option<String>, String),
    /// The body is larger than this call takes.
    BodyTooLarge,
    /// The body did not arrive in time.
    Slow,
    /// The file is larger than 20 MB.
    FileTooLarge,
    /// A file of this kind is not taken, and why.
    FileType(&'static str),
    /// There is no room for files on the disk.
    StorageFull,
    /// Something else already has this id.
    Conflict,
    /// Too many requests; try again after some seconds.
    TooMany(u32),
    /// The disk is full or the server is shutting down.
    Unavailable,
    /// Something failed; the cause goes to the log and to nobody else.
    Internal(String),
}

impl ApiError {
    /// Refuses a text, under the name of its field.
    pub fn text(field: &'static str) -> impl Fn(TextError) -> Self {
        move |error| Self::Invalid(field, error.to_string())
    }

    /// Tells the log what the caller is not told.
    pub fn log(&self) {
        if let Self::Internal(cause) = self {
            tracing::error!(%cause, "a request failed");
        }
    }

    /// The body of the answer.
    #[must_use]
    pub fn body(&self) -> ErrorBody {
        let (_, code, message) = self.parts();
        let field = match self {
            Self::Invalid(field, _) => Some((*field).to_owned()),
            Self::InvalidPart(path, _) => Some(path.clone()),
            Self::InvalidBody(field, _) => field.clone(),
            Self::Forbidden(ErrorCode::IdentificationRequired) => Some("profile.email".to_owned()),
            _ => None,
        };
        ErrorBody {
            error: ErrorDetail {
                code,
                message,
                field,
            },
        }
    }

    fn parts(&self) -> (StatusCode, ErrorCode, String) {
        let (status, code, message) = match self {
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                ErrorCode::NotFound,
                "There is no such thing here.",
            ),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                ErrorCode::MethodNotAllowed,
                "This address does not take this method.",
            ),
            Self::Unauthenticated(code) => {
                (StatusCode::UNAUTHORIZED, *code, unauthenticated(*code))
            }
            Self::Forbidden(code) => (StatusCode::FORBIDDEN, *code, forbidden(*code)),
            Self::Invalid(_, message) | Self::InvalidPart(_, message) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                ErrorCode::InvalidField,
                message.as_str(),
            ),
            Self::InvalidBody(_, message) => (
                StatusCode::BAD_REQUEST,
                ErrorCode::InvalidBody,
                message.as_str(),
            ),
            Self::BodyTooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                ErrorCode::BodyTooLarge,
                "The request is larger than 256 KiB.",
            ),
            Self::FileTooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                ErrorCode::FileTooLarge,
                "This file is too large: 20 MB at the most.",
            ),
            Self::FileType(message) => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                ErrorCode::FileTypeRefused,
                *message,
            ),
            Self::StorageFull => (
                StatusCode::INSUFFICIENT_STORAGE,
                ErrorCode::StorageFull,
                "There is no room for files right now. Messages without files still arrive.",
            ),
            Self::Slow => (
                StatusCode::REQUEST_TIMEOUT,
                ErrorCode::InvalidBody,
                "The body did not arrive within 30 seconds.",
            ),
            Self::Conflict => (
                StatusCode::CONFLICT,
                ErrorCode::Conflict,
                "Something else already has this id.",
            ),
            Self::TooMany(_) => (
                StatusCode::TOO_MANY_REQUESTS,
                ErrorCode::TooMany,
                "Too many requests. Wait a moment and try again.",
            ),
            Self::Unavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                ErrorCode::Unavailable,
                "This cannot be stored right now. Try again in a moment.",
            ),
            Self::Internal(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                ErrorCode::Internal,
                "Something failed on the server. Try again; the server's log says more.",
            ),
        };
        (status, code, message.to_owned())
    }
}

fn unauthenticated(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::TokenInvalid => {
            "This public token is not valid. Copy the current one from the settings, under Installation."
        }
        ErrorCode::SessionInvalid => "The session has ended. Boot again.",
        ErrorCode::IdentityExpired => "The proof of who you are has ended. Bring a fresh one.",
        _ => "Sign in first.",
    }
}

fn forbidden(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::DomainNotAllowed => "This site is not in the list of allowed domains.",
        ErrorCode::ConversationsDisabled => "Conversations are switched off.",
        ErrorCode::WidgetDisabled => "The widget is switched off.",
        ErrorCode::IdentificationRequired => "Enter your e-mail address first.",
        ErrorCode::IdentityRequired => {
            "Sign in to this site first: nobody chats here without a proof of who they are."
        }
        ErrorCode::IdentityInvalid => {
            "The proof of who this visitor is does not match. It has to be made on the server, with this workspace's secret of that form."
        }
        ErrorCode::IdentityExpired => {
            "The proof of who this visitor is has ended. Bring a fresh one."
        }
        _ => "You may not do this.",
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.log();
        let (status, _, _) = self.parts();
        let mut response = (status, Json(without_nulls(&self.body()))).into_response();
        if let Self::TooMany(seconds) = self {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// An error names a field only where one has to change.
fn without_nulls(body: &ErrorBody) -> serde_json::Value {
    let mut error = serde_json::json!({ "code": body.error.code, "message": body.error.message });
    if let Some(field) = &body.error.field {
        error["field"] = field.as_str().into();
    }
    serde_json::json!({ "error": error })
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => {
                tracing::error!("the disk is full: nothing can be stored until there is room");
                Self::Unavailable
            }
            StoreError::Disk(error) => {
                tracing::error!(%error, "the disk failed: nothing can be stored until it works again");
                Self::Unavailable
            }
            StoreError::Undone | StoreError::Closed => Self::Unavailable,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<IdentityBar> for ApiError {
    fn from(bar: IdentityBar) -> Self {
        match bar {
            IdentityBar::Ended => Self::Unauthenticated(ErrorCode::SessionInvalid),
            IdentityBar::Required => Self::Forbidden(ErrorCode::IdentityRequired),
            IdentityBar::Expired => Self::Unauthenticated(ErrorCode::IdentityExpired),
        }
    }
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Wrong => Self::Forbidden(ErrorCode::IdentityInvalid),
            Refused::Stale => Self::Forbidden(ErrorCode::IdentityExpired),
            Refused::Claim((field, message)) => Self::Invalid(field, message),
        }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NoSuchTicket => Self::NotFound,
            Refusal::ClientIdTaken => Self::Conflict,
            Refusal::SessionOver => Self::Unauthenticated(ErrorCode::SessionInvalid),
            Refusal::NoSuchFile => Self::Invalid(
                "attachments",
                "A file is not there any more. Attach it again.".to_owned(),
            ),
            Refusal::NoSuchMember => Self::Invalid(
                "mentions",
                "Somebody who is mentioned is not of this team.".to_owned(),
            ),
            Refusal::EmailRequired => Self::Forbidden(ErrorCode::IdentificationRequired),
        }
    }
}
