//! Two workspaces with people in them, and something in the first one that others must not see.

use crate::support::TestApp;
use axum::http::Method;
use porthole_server::domain::password;
use porthole_server::domain::workspace::Workspace;
use porthole_server::random::Random;
use porthole_server::store::{NewMember, NewMemberSession, NewWorkspace};
use porthole_shared::id::{MemberId, WorkspaceId, to_hex};
use porthole_shared::inbox::member::Role;
use porthole_shared::text::{EmailAddress, PersonName};
use porthole_shared::time::{DAY, HOUR};
use serde_json::json;

/// What only the visitor and the team of the first workspace may read.
pub(super) const SECRETS: &[&str] = &[
    "a message that is secret",
    "an answer that is secret",
    "a note that is secret",
    "Grace Hopper",
    "grace@visitor.example",
    "https://shop.example/secret",
];
/// What of it a visitor may never read, not even their own.
pub(super) const TEAM_SECRETS: &[&str] = &["a note that is secret", "ada@team.example"];
/// The password of the first workspace's owner.
pub(super) const PASSWORD: &str = "correct horse";

/// Everybody's credentials, and what they are about.
pub(super) struct World {
    pub(super) app: TestApp,
    pub(super) public_token: String,
    pub(super) first: WorkspaceId,
    pub(super) visitor: String,
    pub(super) other_visitor: String,
    pub(super) foreign_visitor: String,
    pub(super) expired_visitor: String,
    pub(super) logged_out_visitor: String,
    pub(super) owner: String,
    pub(super) admin: String,
    pub(super) agent: String,
    pub(super) foreign_owner: String,
    pub(super) expired_member: String,
    pub(super) signed_out_member: String,
    /// The visitor's ticket.
    pub(super) ticket: String,
    /// Another one of the same visitor.
    pub(super) sibling: String,
    /// The number of its first message.
    pub(super) seq: i64,
}

impl World {
    pub(super) async fn new() -> Self {
        let app = TestApp::start().await;
        let first = app.app.workspaces.first().unwrap().id.clone();
        let public_token = app.token();
        let second = second_workspace(&app).await;
        let expired_visitor = app.visitor().await.token;
        app.pass(25 * HOUR);
        let visitor = app.visitor().await;
        let sent = visitor
            .post(
                "messages",
                &json!({
                    "client_id": "1".repeat(32), "client_ticket_id": "2".repeat(32), "text": SECRETS[0],
                    "profile": { "name": SECRETS[3], "email": SECRETS[4] },
                    "page": { "url": SECRETS[5] },
                }),
            )
            .send()
            .await
            .ok();
        let sibling = visitor.write("Something else").await;
        let other = app.visitor().await;
        other.write("Hello from somebody else").await;
        let foreign = app
            .boot_with("pub_second", &to_hex(&Random.bytes::<32>()))
            .await;
        foreign.write("Hello from elsewhere").await;
        let logged_out = app.visitor().await;
        logged_out.post("logout", &json!({})).send().await.ok();
        let ticket = sent["ticket"]["id"].as_str().unwrap().to_owned();
        let owner = member(&app, &first, "ada@team.example", Role::Owner).await;
        let as_owner = crate::support::Agent {
            app: &app,
            cookie: session(&app, &owner, DAY).await,
        };
        as_owner.reply(&ticket, SECRETS[1]).await;
        as_owner.note(&ticket, SECRETS[2]).await;
        let admin = member(&app, &first, "bob@team.example", Role::Admin).await;
        let agent = member(&app, &first, "eve@team.example", Role::Agent).await;
        let foreign_owner = member(&app, &second, "zoe@other.example", Role::Owner).await;
        let signed_out = session(&app, &agent, DAY).await;
        let sign_out = app
            .inbox(Method::DELETE, "session")
            .header("cookie", &signed_out);
        sign_out.send().await.ok();
        let world = Self {
            public_token,
            first: first.clone(),
            visitor: visitor.token.clone(),
            other_visitor: other.token.clone(),
            foreign_visitor: foreign.token.clone(),
            expired_visitor,
            logged_out_visitor: logged_out.token.clone(),
            owner: as_owner.cookie.clone(),
            admin: session(&app, &admin, DAY).await,
            agent: session(&app, &agent, DAY).await,
            foreign_owner: session(&app, &foreign_owner, DAY).await,
            expired_member: session(&app, &owner, 0).await,
            signed_out_member: signed_out,
            ticket,
            sibling: sibling["ticket"]["id"].as_str().unwrap().to_owned(),
            seq: sent["message"]["seq"].as_i64().unwrap(),
            app,
        };
        // From now on only the shop's pages carry the chat.
        for id in [first, second] {
            open(&world.app, id).await;
        }
        world
    }

    /// The same world once more, for a call that ends something.
    pub(super) async fn copy(&self) -> Self {
        Self {
            app: self.app.copy().await,
            public_token: self.public_token.clone(),
            first: self.first.clone(),
            visitor: self.visitor.clone(),
            other_visitor: self.other_visitor.clone(),
            foreign_visitor: self.foreign_visitor.clone(),
            expired_visitor: self.expired_visitor.clone(),
            logged_out_visitor: self.logged_out_visitor.clone(),
            owner: self.owner.clone(),
            admin: self.admin.clone(),
            agent: self.agent.clone(),
            foreign_owner: self.foreign_owner.clone(),
            expired_member: self.expired_member.clone(),
            signed_out_member: self.signed_out_member.clone(),
            ticket: self.ticket.clone(),
            sibling: self.sibling.clone(),
            seq: self.seq,
        }
    }
}

async fn second_workspace(app: &TestApp) -> WorkspaceId {
    let now = app.app.clock.now();
    let new = NewWorkspace {
        id: Random.id(now),
        name: "Second".to_owned(),
        public_token: "pub_second".to_owned(),
        now: now.plus(1),
    };
    let id = new.id.clone();
    assert!(app.app.store.add_workspace(new).await.unwrap());
    change(app, id.clone(), |workspace| {
        workspace.settings.conversations_enabled = true;
        workspace.settings.widget_enabled = true;
    })
    .await;
    id
}

async fn open(app: &TestApp, id: WorkspaceId) {
    change(app, id, |workspace| {
        workspace.settings.allowed_domains = vec!["shop.example".to_owned()];
    })
    .await;
}

async fn change(
    app: &TestApp,
    id: WorkspaceId,
    change: impl FnOnce(&mut Workspace) + Send + 'static,
) {
    let change = |workspace: &mut Workspace| {
        change(workspace);
        Ok::<(), ()>(())
    };
    let changed = app.app.store.change_workspace(id, change).await;
    changed.unwrap().unwrap().unwrap();
    app.app.workspaces.reload(&app.app.store).await.unwrap();
}

async fn member(app: &TestApp, workspace: &WorkspaceId, email: &str, role: Role) -> MemberId {
    let now = app.app.clock.now();
    let new = NewMember {
        id: Random.id(now),
        workspace: workspace.clone(),
        email: EmailAddress::parse(email).unwrap(),
        name: PersonName::parse("Ada").unwrap(),
        role,
        password_hash: match role {
            Role::Owner => password::hash(PASSWORD, Random.bytes()),
            _ => String::new(),
        },
        now,
    };
    let id = new.id.clone();
    assert!(app.app.store.add_member(new).await.unwrap());
    id
}

/// The cookie of a session that lasts so long.
async fn session(app: &TestApp, member: &MemberId, life: i64) -> String {
    let (now, token) = (app.app.clock.now(), Random.secret(""));
    let new = NewMemberSession {
        token_hash: token.hash,
        expires_at: now.plus(life),
        now,
    };
    let added = app.app.store.add_member_session(member.clone(), new);
    added.await.unwrap();
    format!("porthole_member={}", token.text)
}
