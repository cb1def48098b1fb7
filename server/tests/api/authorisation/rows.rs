//! A row for each route: what it asks of its callers, and a call that is right in all else.

use super::caller::{Caller, Rights};
use super::world::{PASSWORD, World};
use crate::support::client_id;
use axum::http::Method;
use porthole_server::random::Random;
use porthole_shared::id::to_hex;
use porthole_shared::settings::WorkspaceSettings;
use serde_json::{Value, json};

/// What a call may speak of.
pub(super) struct Subject<'a> {
    pub(super) world: &'a World,
    pub(super) caller: Caller,
    /// The ticket that is named.
    pub(super) ticket: String,
}

impl Subject<'_> {
    fn public_token(&self) -> String {
        self.caller.public_token(self.world)
    }
}

/// The query, and the body.
type Sample = (String, Value);

/// What is known of a route.
pub(super) struct Row {
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) rights: Rights,
    /// The status when all is well.
    pub(super) fine: u16,
    /// The call ends a session or the like: it is made in a world of its own.
    pub(super) ends: bool,
    pub(super) sample: fn(&Subject<'_>) -> Sample,
}

fn row(method: Method, path: &'static str, rights: Rights, fine: u16) -> Row {
    Row {
        method,
        path,
        rights,
        fine,
        ends: false,
        sample: |_| (String::new(), Value::Null),
    }
}

impl Row {
    fn ending(self) -> Self {
        Self { ends: true, ..self }
    }

    fn body(self, sample: fn(&Subject<'_>) -> Sample) -> Self {
        Self { sample, ..self }
    }
}

fn plain(body: Value) -> Sample {
    (String::new(), body)
}

fn entry() -> Sample {
    plain(json!({ "client_id": client_id(), "text": "Hello" }))
}

fn rule() -> Value {
    json!({
        "name": "Nothing", "event": "idle", "idle_hours": 1,
        "actions": [{ "kind": "priority", "word": "low" }],
    })
}

/// Every route. One that is missing here fails the test.
#[rustfmt::skip]
pub(super) fn rows() -> Vec<Row> {
    use Method as M;
    use Rights as R;
    vec![
        row(M::GET, "/healthz", R::Anybody, 200),
        row(M::GET, "/readyz", R::Anybody, 200),
        // From this machine; `metrics.rs` tells who else.
        row(M::GET, "/metrics", R::Anybody, 200),
        row(M::GET, "/api/v1/openapi.json", R::Anybody, 200),

        row(M::GET, "/api/v1/widget/config", R::PublicToken, 200).body(|s| (format!("?token={}", s.public_token()), Value::Null)),
        row(M::POST, "/api/v1/widget/boot", R::PublicToken, 200)
            .body(|s| plain(json!({ "token": s.public_token(), "device_key": to_hex(&Random.bytes::<32>()) }))),
        row(M::POST, "/api/v1/widget/refresh", R::Session, 200).ending(),
        row(M::POST, "/api/v1/widget/logout", R::Session, 204).ending(),
        row(M::PUT, "/api/v1/widget/identity", R::Session, 200).body(|_| plain(json!({ "identity": { "company": "Acme" } }))),
        row(M::DELETE, "/api/v1/widget/identity", R::Session, 204),
        row(M::POST, "/api/v1/widget/handoff", R::Session, 204).body(|_| plain(json!({ "code": to_hex(&Random.bytes::<32>()) }))),
        // Nobody made this code: `handoff.rs` tells of those that somebody made.
        row(M::POST, "/api/v1/widget/handoff/redeem", R::PublicToken, 404).body(|s| plain(json!({
            "token": s.public_token(), "device_key": to_hex(&Random.bytes::<32>()), "code": to_hex(&Random.bytes::<32>()),
        }))),
        row(M::POST, "/api/v1/widget/recovery", R::PublicToken, 204)
            .body(|s| plain(json!({ "token": s.public_token(), "email": format!("{}@b.example", client_id()) }))),
        row(M::POST, "/api/v1/widget/recovery/redeem", R::Session, 200).body(|_| plain(json!({ "token": client_id() }))),
        row(M::POST, "/api/v1/widget/sync", R::TicketOfVisitor, 200).body(|s| plain(json!({ "since": 1, "ticket": s.ticket }))),
        row(M::POST, "/api/v1/widget/messages", R::TicketOfVisitor, 200)
            .body(|s| plain(json!({ "client_id": client_id(), "ticket": s.ticket, "text": "Hello" }))),
        row(M::POST, "/api/v1/widget/files", R::Session, 200).body(|_| plain(json!({ "a": 1 }))),
        // Nobody has brought this file: `attachment.rs` tells of those that somebody has.
        row(M::POST, "/api/v1/widget/files/link", R::Session, 404).body(|_| plain(json!({ "file": client_id() }))),
        // Nor did the server sign this address.
        row(M::GET, "/api/v1/widget/files/{signed}", R::Anybody, 404),
        row(M::POST, "/api/v1/widget/read", R::TicketOfVisitor, 204).body(|s| plain(json!({ "ticket": s.ticket, "seq": s.world.seq }))),
        row(M::POST, "/api/v1/widget/typing", R::TicketOfVisitor, 204).body(|s| plain(json!({ "ticket": s.ticket }))),
        row(M::POST, "/api/v1/widget/live", R::Session, 200).body(|_| plain(json!({ "since": 1 }))),
        row(M::POST, "/api/v1/widget/poll", R::Session, 200).body(|_| plain(json!({ "since": 1 }))),

        row(M::GET, "/api/v1/inbox/state", R::Header, 200),
        // The link is void: somebody owns this installation.
        row(M::POST, "/api/v1/inbox/setup", R::Header, 422).body(|_| plain(json!({
            "link": "0".repeat(64), "name": "Eve", "email": "eve@evil.example", "password": PASSWORD,
            "workspace_name": "Mine now", "enable": true,
        }))),
        row(M::POST, "/api/v1/inbox/session", R::Header, 200)
            .body(|_| plain(json!({ "email": "zoe@other.example", "password": PASSWORD }))),
        row(M::DELETE, "/api/v1/inbox/session", R::Member, 204).ending(),
        row(M::GET, "/api/v1/inbox/tickets", R::Member, 200).body(|_| ("?view=all".to_owned(), Value::Null)),
        row(M::GET, "/api/v1/inbox/counts", R::Member, 200),
        row(M::GET, "/api/v1/inbox/tickets/{id}", R::TicketOfTeam, 200),
        row(M::PATCH, "/api/v1/inbox/tickets/{id}", R::TicketOfTeam, 200).body(|_| plain(json!({ "status": "pending" }))),
        // Tickets of others are left out: `bulk.rs` tells of it.
        row(M::POST, "/api/v1/inbox/tickets/bulk", R::Member, 200)
            .body(|s| plain(json!({ "tickets": [s.ticket], "patch": { "priority": "low" } }))),
        row(M::POST, "/api/v1/inbox/tickets/{id}/merge", R::TicketOfTeam, 200).ending()
            .body(|s| plain(json!({ "into": s.world.sibling }))),
        row(M::POST, "/api/v1/inbox/tickets/{id}/messages", R::TicketOfTeam, 200).body(|_| entry()),
        row(M::POST, "/api/v1/inbox/tickets/{id}/notes", R::TicketOfTeam, 200).body(|_| entry()),
        row(M::POST, "/api/v1/inbox/files", R::Member, 200).body(|_| plain(json!({ "a": 1 }))),
        row(M::POST, "/api/v1/inbox/files/link", R::Member, 404).body(|_| plain(json!({ "file": client_id() }))),
        row(M::POST, "/api/v1/inbox/tickets/{id}/read", R::TicketOfTeam, 204).body(|s| plain(json!({ "seq": s.world.seq }))),
        row(M::POST, "/api/v1/inbox/tickets/{id}/typing", R::TicketOfTeam, 204),
        row(M::POST, "/api/v1/inbox/tickets/{id}/presence", R::TicketOfTeam, 204).body(|_| plain(json!({ "doing": "viewing" }))),
        row(M::GET, "/api/v1/inbox/search", R::Member, 200).body(|_| ("?q=secret%20grace".to_owned(), Value::Null)),
        row(M::GET, "/api/v1/inbox/canned", R::Member, 200),
        row(M::POST, "/api/v1/inbox/canned", R::Member, 200).body(|_| plain(json!({ "title": "Hours", "shortcut": client_id(), "text": "Nine to five" }))),
        // There is none of this id: `canned.rs` tells of those that are somebody's.
        row(M::PUT, "/api/v1/inbox/canned/{id}", R::Member, 404).body(|_| plain(json!({ "title": "Hours", "shortcut": client_id(), "text": "Nine to five" }))),
        row(M::DELETE, "/api/v1/inbox/canned/{id}", R::Member, 404),
        row(M::GET, "/api/v1/inbox/rules", R::Settings, 200),
        row(M::POST, "/api/v1/inbox/rules", R::Settings, 200).body(|_| plain(json!({ "definition": rule() }))),
        // The rules of the workspace are others: `rule.rs` tells of their order.
        row(M::PUT, "/api/v1/inbox/rules/order", R::Settings, 422).body(|_| plain(json!({ "rules": ["nothing"] }))),
        row(M::GET, "/api/v1/inbox/rules/runs", R::Settings, 200),
        // There is none of these ids: `rule.rs` and `webhook.rs` tell of those that are somebody's.
        row(M::PUT, "/api/v1/inbox/rules/{id}", R::Settings, 404).body(|_| plain(json!({ "definition": rule() }))),
        row(M::DELETE, "/api/v1/inbox/rules/{id}", R::Settings, 404),
        row(M::GET, "/api/v1/inbox/endpoints", R::Settings, 200),
        row(M::POST, "/api/v1/inbox/endpoints", R::Settings, 200)
            .body(|_| plain(json!({ "kind": "slack", "name": "Chat", "url": "https://hooks.slack.com/services/x" }))),
        row(M::PUT, "/api/v1/inbox/endpoints/{id}", R::Settings, 404).body(|_| plain(json!({ "kind": "slack", "name": "Chat" }))),
        row(M::DELETE, "/api/v1/inbox/endpoints/{id}", R::Settings, 404),
        row(M::POST, "/api/v1/inbox/endpoints/{id}/secret", R::Settings, 404),
        row(M::POST, "/api/v1/inbox/endpoints/{id}/test", R::Settings, 404),
        row(M::GET, "/api/v1/inbox/deliveries", R::Settings, 200),
        row(M::GET, "/api/v1/inbox/deliveries/{id}", R::Settings, 404),
        row(M::POST, "/api/v1/inbox/deliveries/{id}/redeliver", R::Settings, 404),
        row(M::POST, "/api/v1/inbox/live", R::Member, 200).body(|_| plain(json!({ "since": 1 }))),
        row(M::GET, "/api/v1/inbox/members", R::Member, 200),
        row(M::GET, "/api/v1/inbox/mail", R::Settings, 200),
        row(M::PUT, "/api/v1/inbox/mail", R::Settings, 200).ending()
            .body(|_| plain(json!({ "settings": WorkspaceSettings::initial().mail }))),
        row(M::PUT, "/api/v1/inbox/mail/members", R::Settings, 200).body(|_| plain(json!({ "members": [] }))),
        row(M::POST, "/api/v1/inbox/mail/test", R::Settings, 200),
        // There is none of this id: `notify.rs` tells of those that are somebody's.
        row(M::POST, "/api/v1/inbox/mail/{id}/retry", R::Settings, 404),
        row(M::GET, "/api/v1/inbox/settings", R::Member, 200),
        row(M::PUT, "/api/v1/inbox/settings", R::Settings, 200).ending().body(|_| plain(json!({
            "workspace_name": "Renamed", "settings": WorkspaceSettings::initial(),
        }))),
        row(M::GET, "/api/v1/inbox/identity", R::Settings, 200),
        row(M::PUT, "/api/v1/inbox/identity", R::Settings, 200).body(|_| plain(json!({ "mode": "optional", "join_anonymous": true }))),
        row(M::POST, "/api/v1/inbox/identity/secrets", R::Settings, 200).body(|_| plain(json!({ "form": "token" }))),
        // There is none of this id: `identity_settings.rs` tells of those that are somebody's.
        row(M::DELETE, "/api/v1/inbox/identity/secrets/{id}", R::Settings, 404).ending(),
        row(M::PUT, "/api/v1/inbox/settings/preview", R::Settings, 200).body(|_| plain(json!({
            "token": "", "workspace_name": "Tried out", "settings": WorkspaceSettings::initial(),
        }))),
        row(M::POST, "/api/v1/inbox/settings/regenerate", R::Settings, 200).ending(),
    ]
}
