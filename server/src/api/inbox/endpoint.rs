//! Webhooks and channels of Slack that rules send to.

use super::session::require_admin;
use crate::app::App;
use crate::domain::automation::endpoint::{secret_purpose, url_purpose};
use crate::domain::automation::payload::{self, WorkspaceName};
use crate::domain::automation::signature::SECRET_PREFIX;
use crate::domain::automation::slack;
use crate::domain::outgoing::target::Target;
use crate::error::ApiError;
use crate::extract::{Member, Payload, Segment};
use crate::store::{EndpointRefusal, NewEndpoint, NewTest};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use porthole_shared::id::EndpointId;
use porthole_shared::inbox::automation::delivery::Delivery;
use porthole_shared::inbox::automation::endpoint::{
    ENDPOINT_LIMIT, EndpointKind, EndpointList, MadeEndpoint, SaveEndpoint,
};

/// All of the workspace, by name.
pub async fn list(State(app): State<App>, member: Member) -> Result<Json<EndpointList>, ApiError> {
    require_admin(&member)?;
    let endpoints = app.store.endpoints(member.row.workspace).await?;
    Ok(Json(EndpointList { endpoints }))
}

/// Adds one. A webhook's secret is told this once.
pub async fn add(
    State(app): State<App>,
    member: Member,
    Payload(request): Payload<SaveEndpoint>,
) -> Result<Json<MadeEndpoint>, ApiError> {
    require_admin(&member)?;
    let SaveEndpoint { kind, name, url } = check(request)?;
    let now = app.clock.now();
    let id: EndpointId = app.random.id(now);
    let (shown, url) = sealed_address(&app, &id, &url.unwrap_or_default())?;
    let secret = (kind == EndpointKind::Webhook).then(|| app.random.secret(SECRET_PREFIX).text);
    let seal = |secret: &String| app.vault.seal(&secret_purpose(&id), secret.as_bytes());
    let new = NewEndpoint {
        kind,
        name,
        shown,
        url,
        secret: secret.as_ref().map(seal),
        id,
    };
    let added = app.store.add_endpoint(member.row.workspace, new, now);
    let endpoint = added.await??;
    Ok(Json(MadeEndpoint { endpoint, secret }))
}

/// Gives one another name or address.
pub async fn change(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<EndpointId>,
    Payload(request): Payload<SaveEndpoint>,
) -> Result<Json<MadeEndpoint>, ApiError> {
    require_admin(&member)?;
    let SaveEndpoint { name, url, .. } = check(request)?;
    let address = url.map(|url| sealed_address(&app, &id, &url)).transpose()?;
    let changed = app
        .store
        .change_endpoint(member.row.workspace, id, name, address)
        .await?;
    let endpoint = changed.ok_or(ApiError::NotFound)?;
    Ok(Json(MadeEndpoint {
        endpoint,
        secret: None,
    }))
}

/// Gives a webhook another secret, which is told this once. The one before is void at once.
pub async fn renew_secret(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<EndpointId>,
) -> Result<Json<MadeEndpoint>, ApiError> {
    require_admin(&member)?;
    let secret = app.random.secret(SECRET_PREFIX).text;
    let sealed = app.vault.seal(&secret_purpose(&id), secret.as_bytes());
    let changed = app
        .store
        .change_endpoint_secret(member.row.workspace, id, sealed)
        .await?;
    let endpoint = changed.ok_or(ApiError::NotFound)?;
    Ok(Json(MadeEndpoint {
        endpoint,
        secret: Some(secret),
    }))
}

/// Deletes one that no rule sends to.
pub async fn delete(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<EndpointId>,
) -> Result<StatusCode, ApiError> {
    require_admin(&member)?;
    app.store
        .delete_endpoint(member.row.workspace, id)
        .await??;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends something to try one out.
pub async fn test(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<EndpointId>,
) -> Result<Json<Delivery>, ApiError> {
    require_admin(&member)?;
    let now = app.clock.now();
    let workspace = WorkspaceName {
        id: member.row.workspace,
        name: member.row.me.workspace_name,
        public_url: app.public_url.to_string(),
    };
    let delivery = app.random.id(now);
    let test = NewTest {
        webhook: payload::test(&delivery, &workspace, now),
        slack: slack::test(&workspace.name),
        id: delivery,
        now,
    };
    let written = app.store.test_endpoint(workspace.id, id, test).await?;
    app.deliveries.notify_one();
    Ok(Json(written.ok_or(ApiError::NotFound)?))
}

fn check(request: SaveEndpoint) -> Result<SaveEndpoint, ApiError> {
    request
        .check()
        .map_err(|(path, message)| ApiError::InvalidPart(path, message))
}

/// How an address is shown, and it, sealed.
fn sealed_address(app: &App, id: &EndpointId, url: &str) -> Result<(String, Vec<u8>), ApiError> {
    let target =
        Target::parse(url).map_err(|message| ApiError::Invalid("url", message.to_owned()))?;
    let sealed = app.vault.seal(&url_purpose(id), url.as_bytes());
    Ok((target.shown(), sealed))
}

impl From<EndpointRefusal> for ApiError {
    fn from(refusal: EndpointRefusal) -> Self {
        match refusal {
            EndpointRefusal::NoSuchEndpoint => Self::NotFound,
            EndpointRefusal::TooMany => Self::Invalid(
                "name",
                format!("There are {ENDPOINT_LIMIT} already. Delete one that nobody needs."),
            ),
            EndpointRefusal::Used(rule) => Self::Invalid(
                "id",
                format!(
                    "The rule \u{201c}{rule}\u{201d} sends to it. Change or delete that rule first."
                ),
            ),
        }
    }
}
