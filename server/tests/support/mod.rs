//! A server on a temporary database, with a clock that the test moves, and the people who use it.

pub(crate) mod mail;
pub(crate) mod receiver;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use porthole_server::app::{App, Parts};
use porthole_server::assets::Assets;
use porthole_server::clock::Clock;
use porthole_server::domain::network::Networks;
use porthole_server::limit::LimitConfig;
use porthole_server::mail::Mailer;
use porthole_server::metrics::Readers;
use porthole_server::outgoing::Outgoing;
use porthole_server::random::Random;
use porthole_server::router::router;
use porthole_server::store::{NewMember, NewMemberSession, NewWorkspace};
use porthole_shared::id::{WorkspaceId, to_hex};
use porthole_shared::inbox::member::Role;
use porthole_shared::settings::WorkspaceSettings;
use porthole_shared::text::{EmailAddress, PersonName};
use porthole_shared::time::DAY;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tower::ServiceExt as _;

/// The time at which every test begins.
pub(crate) const BEGINNING: i64 = 1_800_000_000_000;

/// How long a server under test keeps the change log, in milliseconds.
pub(crate) const KEEP_CHANGES: i64 = 30 * DAY;

/// How long a stream may be silent. Tests that wait for it take as long.
pub(crate) const HEARTBEAT: Duration = Duration::from_millis(200);

/// A server under test.
pub(crate) struct TestApp {
    pub(crate) app: App,
    router: Router,
    clock: Arc<AtomicI64>,
    pub(crate) dir: TempDir,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
    pub(crate) json: Value,
}

impl Reply {
    /// The reply, which must be a success.
    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.json);
        self.json
    }

    /// The reply, which must be this refusal.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!(
            (self.status.as_u16(), self.json["error"]["code"].as_str()),
            (status, Some(code)),
            "{}",
            self.json
        );
        assert!(
            self.json["error"]["message"]
                .as_str()
                .is_some_and(|text| text.len() > 5)
        );
        self.json["error"].clone()
    }
}

/// A request to be.
pub(crate) struct Call<'a> {
    app: &'a TestApp,
    request: axum::http::request::Builder,
    body: Body,
}

impl Call<'_> {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// Comes over a connection from this address.
    pub(crate) fn from(mut self, address: &str) -> Self {
        let peer = SocketAddr::new(address.parse().unwrap(), 50_000);
        self.request = self.request.extension(ConnectInfo(peer));
        self
    }

    pub(crate) fn origin(self, origin: &str) -> Self {
        self.header("origin", origin)
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn json(mut self, body: &Value) -> Self {
        self.body = Body::from(body.to_string());
        self.header("content-type", "application/json")
    }

    pub(crate) fn raw(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Body::from(body.into());
        self
    }

    pub(crate) async fn send(self) -> Reply {
        let request = self.request.body(self.body).unwrap();
        let response = self.app.router.clone().oneshot(request).await.unwrap();
        let (parts, mut body) = response.into_parts();
        let streams = parts
            .headers
            .get("content-type")
            .is_some_and(|kind| kind == "text/event-stream");
        let bytes = if streams {
            // A stream has no end; what it begins with is its answer.
            body.frame().await.unwrap().unwrap().into_data().unwrap()
        } else {
            body.collect().await.unwrap().to_bytes()
        };
        let json = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        Reply {
            status: parts.status,
            headers: parts.headers,
            bytes,
            json,
        }
    }

    /// Opens a stream.
    pub(crate) async fn stream(self) -> Events {
        let request = self.request.body(self.body).unwrap();
        let response = self.app.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Events {
            body: response.into_body(),
        }
    }
}

/// The events of a stream.
pub(crate) struct Events {
    body: Body,
}

impl Events {
    /// The next piece as it stands on the wire; `None` at the end.
    pub(crate) async fn piece(&mut self) -> Option<String> {
        let frame = self.body.frame().await?.unwrap().into_data().unwrap();
        Some(String::from_utf8(frame.to_vec()).unwrap())
    }

    /// The name and data of the next event, comments and the first one left out; `None` at the
    /// end.
    pub(crate) async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            let text = self.piece().await?;
            let field = |name: &str| {
                text.lines()
                    .find_map(|line| line.strip_prefix(name).map(str::to_owned))
            };
            if let (Some(event), Some(data)) = (field("event: "), field("data: "))
                && event != "open"
            {
                return Some((event, serde_json::from_str(&data).unwrap()));
            }
        }
    }

    /// The data of the next event, which must be an update.
    pub(crate) async fn update(&mut self) -> Value {
        let (event, data) = self.next().await.expect("the stream goes on");
        assert_eq!(event, "update", "{data}");
        data
    }
}

impl TestApp {
    /// A server whose chat is switched on.
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// A server whose chat is switched on, with some parts of its own.
    pub(crate) async fn start_with(change: impl FnOnce(&mut Parts<'_>)) -> Self {
        let app = Self::start_fresh(change).await;
        app.set(|settings| {
            settings.conversations_enabled = true;
            settings.widget_enabled = true;
        })
        .await;
        app
    }

    /// The same, with a page for the chat.
    pub(crate) async fn start_with_front_end() -> Self {
        let bundle = tempfile::tempdir().unwrap();
        let page = "<html lang=\"{{language}}\" dir=\"{{direction}}\"><title>{{title}}</title><script type=\"application/json\">{{config}}</script>";
        std::fs::write(bundle.path().join("chat.html"), page).unwrap();
        std::fs::create_dir(bundle.path().join("assets")).unwrap();
        let assets = Assets::read(bundle.path()).unwrap();
        Self::start_with(|parts| parts.assets = assets).await
    }

    /// A server as it is at its first start.
    pub(crate) async fn start_new() -> Self {
        Self::start_fresh(|_| {}).await
    }

    async fn start_fresh(change: impl FnOnce(&mut Parts<'_>)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self::start_in(dir, BEGINNING, change).await
    }

    /// The same server once more, with everything that is in it now.
    pub(crate) async fn copy(&self) -> Self {
        let (dir, now) = (tempfile::tempdir().unwrap(), self.app.clock.now());
        let file = dir.path().join("porthole.db");
        porthole_server::backup::backup(self.dir.path(), None, &file, now).unwrap();
        Self::start_in(dir, now.0, |_| {}).await
    }

    async fn start_in(dir: TempDir, now: i64, change: impl FnOnce(&mut Parts<'_>)) -> Self {
        let clock = Arc::new(AtomicI64::new(now));
        let mut parts = Parts {
            data_dir: dir.path(),
            secret_key_file: None,
            clock: Clock::Set(Arc::clone(&clock)),
            assets: Assets::default(),
            public_url: "http://chat.example".to_owned(),
            limits: LimitConfig::default(),
            trusted_proxies: Networks::default(),
            keep_changes: KEEP_CHANGES,
            heartbeat: HEARTBEAT,
            metrics_readers: Readers::ThisMachine,
            mailer: Mailer::Files(dir.path().join("mail")),
            outgoing: Outgoing::new(true),
        };
        change(&mut parts);
        let app = App::start(parts).await.unwrap();
        Self {
            router: router(app.clone()),
            app,
            clock,
            dir,
        }
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, milliseconds: i64) {
        self.clock.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Changes the settings of the workspace.
    pub(crate) async fn set(&self, change: impl FnOnce(&mut WorkspaceSettings)) {
        let workspace = self.app.workspaces.first().unwrap();
        let mut settings = workspace.settings.clone();
        change(&mut settings);
        let save = move |workspace: &mut porthole_server::domain::workspace::Workspace| {
            workspace.settings = settings;
            Ok::<(), ()>(())
        };
        let saved = self
            .app
            .store
            .change_workspace(workspace.id.clone(), save)
            .await;
        saved.unwrap().unwrap().unwrap();
        self.app.workspaces.reload(&self.app.store).await.unwrap();
    }

    pub(crate) fn token(&self) -> String {
        self.app.workspaces.first().unwrap().public_token.clone()
    }

    pub(crate) fn call(&self, method: Method, path: &str) -> Call<'_> {
        let request = Request::builder().method(method).uri(path);
        Call {
            app: self,
            request,
            body: Body::empty(),
        }
    }

    pub(crate) fn get(&self, path: &str) -> Call<'_> {
        self.call(Method::GET, path)
    }

    pub(crate) fn post(&self, path: &str) -> Call<'_> {
        self.call(Method::POST, path)
    }

    /// A call of the inbox by somebody who is not signed in.
    pub(crate) fn inbox(&self, method: Method, path: &str) -> Call<'_> {
        self.call(method, &format!("/api/v1/inbox/{path}"))
            .header("x-porthole-inbox", "1")
    }

    /// A new browser with a session.
    pub(crate) async fn visitor(&self) -> Visitor<'_> {
        let device_key = to_hex(&Random.bytes::<32>());
        self.boot(&device_key).await
    }

    /// A browser that comes back with its key.
    pub(crate) async fn boot(&self, device_key: &str) -> Visitor<'_> {
        self.boot_with(&self.token(), device_key).await
    }

    /// A browser on a page that carries this public token.
    pub(crate) async fn boot_with(&self, token: &str, device_key: &str) -> Visitor<'_> {
        let body = json!({ "token": token, "device_key": device_key });
        let reply = self
            .post("/api/v1/widget/boot")
            .json(&body)
            .send()
            .await
            .ok();
        self.holding(device_key, reply)
    }

    /// A browser with what a call gave it.
    pub(crate) fn holding(&self, device_key: &str, reply: Value) -> Visitor<'_> {
        Visitor {
            app: self,
            token: reply["session_token"].as_str().unwrap().to_owned(),
            device_key: device_key.to_owned(),
            boot: reply,
        }
    }

    /// What the database promises holds.
    #[track_caller]
    pub(crate) fn is_sound(&self) {
        let path = porthole_server::store::Store::path(self.dir.path());
        let soundness = porthole_server::store::Store::check_file(&path).unwrap();
        assert_eq!(soundness.findings, Vec::<String>::new());
    }

    /// The owner, set up with the first-run link and signed in.
    pub(crate) async fn owner(&self) -> Agent<'_> {
        let link = self.app.random.secret("");
        self.app
            .store
            .renew_setup_link(link.hash, self.app.clock.now())
            .await
            .unwrap();
        let body = json!({
            "link": link.text, "name": "Ada", "email": "ada@team.example",
            "password": "correct horse", "workspace_name": "Acme", "enable": true,
        });
        let reply = self.inbox(Method::POST, "setup").json(&body).send().await;
        Agent {
            app: self,
            cookie: cookie_of(&reply),
        }
    }
}

impl TestApp {
    /// The owner again, after a session that is over.
    pub(crate) async fn sign_in(&self) -> Agent<'_> {
        let body = json!({ "email": "ada@team.example", "password": "correct horse" });
        let reply = self.inbox(Method::POST, "session").json(&body).send().await;
        Agent {
            app: self,
            cookie: cookie_of(&reply),
        }
    }
}

impl TestApp {
    /// Another member of the team, an agent, signed in.
    pub(crate) async fn colleague(&self, name: &str) -> Agent<'_> {
        let workspace = self.app.workspaces.first().unwrap().id.clone();
        self.member(workspace, name, Role::Agent).await
    }

    /// The owner of another workspace, signed in.
    pub(crate) async fn second_owner(&self) -> Agent<'_> {
        let now = self.app.clock.now().plus(1);
        let new = NewWorkspace {
            id: Random.id(now),
            name: "Second".to_owned(),
            public_token: "pub_second".to_owned(),
            now,
        };
        let id = new.id.clone();
        assert!(self.app.store.add_workspace(new).await.unwrap());
        self.app.workspaces.reload(&self.app.store).await.unwrap();
        self.member(id, "Zoe", Role::Owner).await
    }

    async fn member(&self, workspace: WorkspaceId, name: &str, role: Role) -> Agent<'_> {
        let (now, token) = (self.app.clock.now(), Random.secret(""));
        let new = NewMember {
            id: Random.id(now),
            workspace,
            email: EmailAddress::parse(&format!("{name}@team.example")).unwrap(),
            name: PersonName::parse(name).unwrap(),
            role,
            password_hash: String::new(),
            now,
        };
        let id = new.id.clone();
        assert!(self.app.store.add_member(new).await.unwrap());
        let session = NewMemberSession {
            token_hash: token.hash,
            expires_at: now.plus(DAY),
            now,
        };
        let added = self.app.store.add_member_session(id, session);
        added.await.unwrap();
        Agent {
            app: self,
            cookie: format!("porthole_member={}", token.text),
        }
    }
}

/// The cookie that a reply sets.
pub(crate) fn cookie_of(reply: &Reply) -> String {
    let cookie = reply
        .headers
        .get(header::SET_COOKIE)
        .unwrap()
        .to_str()
        .unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

/// A random client id.
pub(crate) fn client_id() -> String {
    to_hex(&Random.bytes::<16>())
}

/// A browser of a visitor.
pub(crate) struct Visitor<'a> {
    app: &'a TestApp,
    pub(crate) token: String,
    pub(crate) device_key: String,
    pub(crate) boot: Value,
}

impl Visitor<'_> {
    pub(crate) fn post(&self, call: &str, body: &Value) -> Call<'_> {
        self.call(Method::POST, call, body)
    }

    pub(crate) fn call(&self, method: Method, call: &str, body: &Value) -> Call<'_> {
        self.app
            .call(method, &format!("/api/v1/widget/{call}"))
            .bearer(&self.token)
            .json(body)
    }

    /// Writes the first message of a new conversation.
    pub(crate) async fn write(&self, text: &str) -> Value {
        let body =
            json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": text });
        self.post("messages", &body).send().await.ok()
    }

    /// Writes another message into a ticket.
    pub(crate) async fn write_in(&self, ticket: &str, text: &str) -> Value {
        let body = json!({ "client_id": client_id(), "ticket": ticket, "text": text });
        self.post("messages", &body).send().await.ok()
    }

    pub(crate) async fn sync(&self, since: i64) -> Value {
        self.post("sync", &json!({ "since": since }))
            .send()
            .await
            .ok()
    }

    pub(crate) async fn live(&self, since: i64) -> Events {
        self.post("live", &json!({ "since": since })).stream().await
    }
}

/// A member who is signed in.
pub(crate) struct Agent<'a> {
    pub(crate) app: &'a TestApp,
    pub(crate) cookie: String,
}

impl Agent<'_> {
    pub(crate) fn call(&self, method: Method, path: &str) -> Call<'_> {
        self.app.inbox(method, path).header("cookie", &self.cookie)
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.call(Method::GET, path).send().await.ok()
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Call<'_> {
        self.call(Method::POST, path).json(body)
    }

    pub(crate) async fn reply(&self, ticket: &str, text: &str) -> Value {
        let body = json!({ "client_id": client_id(), "text": text });
        self.post(&format!("tickets/{ticket}/messages"), &body)
            .send()
            .await
            .ok()
    }

    pub(crate) async fn note(&self, ticket: &str, text: &str) -> Value {
        let body = json!({ "client_id": client_id(), "text": text });
        self.post(&format!("tickets/{ticket}/notes"), &body)
            .send()
            .await
            .ok()
    }
}
