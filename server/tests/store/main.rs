//! The story that every engine has to tell: what is acknowledged is kept, once and in order.

#![expect(clippy::unwrap_used, reason = "a test may panic: that is how it fails")]

mod backup;
mod clean_up;
mod migration;

use porthole_server::domain::change::{Notice, Topic};
use porthole_server::domain::secret;
use porthole_server::domain::session::VisitorSession;
use porthole_server::domain::user_agent::Browser;
use porthole_server::domain::workspace::Workspace;
use porthole_server::random::Random;
use porthole_server::store::{
    NewBoot, NewIdentity, NewMessage, NewProfile, NewWorkspace, Place, Store, StoreError,
};
use porthole_shared::id::{ClientId, WorkspaceId, to_hex};
use porthole_shared::identity::Traits;
use porthole_shared::session::PageContext;
use porthole_shared::text::MessageBody;
use porthole_shared::time::Timestamp;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

const NOW: Timestamp = Timestamp(1_800_000_000_000);

struct Engine {
    store: Store,
    notices: Arc<Mutex<Vec<Notice>>>,
    workspace: WorkspaceId,
    dir: TempDir,
}

async fn engine() -> Engine {
    let dir = tempfile::tempdir().unwrap();
    let notices = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&notices);
    let store = Store::open(dir.path(), move |notice| {
        seen.lock().unwrap().push(notice.clone());
    })
    .unwrap();
    let workspace: WorkspaceId = Random.id(NOW);
    let new = NewWorkspace {
        id: workspace.clone(),
        name: "Acme".to_owned(),
        public_token: "pub_1".to_owned(),
        now: NOW,
    };
    assert!(store.ensure_workspace(new).await.unwrap());
    Engine {
        store,
        notices,
        workspace,
        dir,
    }
}

impl Engine {
    async fn visitor(&self) -> VisitorSession {
        let token_hash = Random.bytes();
        let boot = NewBoot {
            workspace: self.workspace.clone(),
            public_token: "pub_1".to_owned(),
            key_hash: secret::hash(&to_hex(&Random.bytes::<32>())),
            token_hash,
            expires_at: NOW.plus(1_000),
            device_id: Random.id(NOW),
            visitor_id: Random.id(NOW),
            identity: nobody(),
            now: NOW,
        };
        self.store.boot(boot).await.unwrap().unwrap();
        self.store.session(token_hash, NOW).await.unwrap().unwrap()
    }

    fn message(&self, session: &VisitorSession, conversation: &ClientId, text: &str) -> NewMessage {
        NewMessage {
            session: session.clone(),
            client_id: client_id(),
            place: Place::Conversation(conversation.clone(), Random.id(NOW)),
            attachments: Vec::new(),
            body: MessageBody::parse(text).unwrap(),
            profile: NewProfile::default(),
            page: PageContext::default(),
            browser: Browser::default(),
            join: true,
            require_email: false,
            suspicious: false,
            id: Random.id(NOW),
            now: NOW,
        }
    }
}

/// Nothing is said or proven of the visitor.
fn nobody() -> NewIdentity {
    NewIdentity {
        proven: None,
        said: Traits::default(),
        join: true,
        person: Random.id(NOW),
        now: NOW,
    }
}

fn client_id() -> ClientId {
    to_hex(&Random.bytes::<16>()).into()
}

#[tokio::test]
async fn many_writes_at_once_are_all_kept_in_order() {
    let engine = engine().await;
    let session = engine.visitor().await;
    let conversation = client_id();
    let sends = (0..500).map(|n| {
        engine
            .store
            .send(engine.message(&session, &conversation, &n.to_string()))
    });
    let replies = futures_util::future::join_all(sends).await;
    let mut sent: Vec<_> = replies
        .into_iter()
        .map(|reply| reply.unwrap().unwrap().message)
        .map(|message| (message.seq, message.text))
        .collect();
    sent.sort();

    // Another process, after a crash: what was acknowledged is on disk.
    let reopened = Store::open(engine.dir.path(), |_| {}).unwrap();
    let mut kept = Vec::new();
    let mut since = sent[0].0 - 1;
    // From 0 a browser would get tickets alone; the log is read from just before the first.
    since = since.max(1);
    loop {
        let update = reopened
            .visitor_update(session.visitor_id.clone(), since)
            .await
            .unwrap();
        kept.extend(
            update
                .messages
                .into_iter()
                .map(|message| (message.seq, message.text)),
        );
        since = update.latest;
        if !update.more {
            break;
        }
    }
    assert_eq!(
        kept,
        sent.into_iter()
            .filter(|(seq, _)| *seq > 1)
            .collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn listeners_are_told_after_the_commit() {
    let engine = engine().await;
    let session = engine.visitor().await;
    engine.notices.lock().unwrap().clear();
    engine
        .store
        .send(engine.message(&session, &client_id(), "Hi"))
        .await
        .unwrap()
        .unwrap();
    let told = engine.notices.lock().unwrap().clone();
    let topics = vec![
        Topic::Team(engine.workspace.clone()),
        Topic::Visitor(session.visitor_id),
    ];
    assert_eq!(told, [Notice::Touched(topics)]);
}

#[tokio::test]
async fn a_write_of_another_process_is_noticed() {
    let engine = engine().await;
    let other = Store::open(engine.dir.path(), |_| {}).unwrap();
    engine.notices.lock().unwrap().clear();
    let workspace = other.workspaces().await.unwrap().remove(0);
    let rename = |workspace: &mut Workspace| {
        "Renamed".clone_into(&mut workspace.name);
        Ok::<(), ()>(())
    };
    other
        .change_workspace(workspace.id, rename)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !engine.notices.lock().unwrap().contains(&Notice::Foreign) {
        assert!(std::time::Instant::now() < deadline, "nothing was noticed");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(engine.store.workspaces().await.unwrap()[0].name, "Renamed");
}

#[tokio::test]
async fn the_first_workspace_is_made_once_and_starts_off() {
    let engine = engine().await;
    let again = NewWorkspace {
        id: Random.id(NOW),
        name: "Second".to_owned(),
        public_token: "pub_2".to_owned(),
        now: NOW,
    };
    assert!(!engine.store.ensure_workspace(again).await.unwrap());
    let workspaces = engine.store.workspaces().await.unwrap();
    assert_eq!(workspaces.len(), 1);
    assert!(!workspaces[0].settings.widget_enabled);
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    drop(Store::open(dir.path(), |_| {}).unwrap());
    let connection = rusqlite::Connection::open(dir.path().join("porthole.db")).unwrap();
    connection
        .pragma_update(None, "user_version", 9_999)
        .unwrap();
    let error = Store::open(dir.path(), |_| {}).err().unwrap();
    assert!(matches!(&error, StoreError::Corrupt(_)));
    assert!(error.to_string().contains("newer version"));
}

#[tokio::test]
async fn readers_survive_callers_that_go_away() {
    let engine = engine().await;
    let session = engine.visitor().await;
    for _ in 0..50 {
        let reads = (0..8).map(|_| engine.store.visitor_update(session.visitor_id.clone(), 0));
        // Polled once and dropped, as a handler is when its client goes away.
        let all = futures_util::future::join_all(reads);
        let _ = tokio::time::timeout(std::time::Duration::ZERO, all).await;
        engine
            .store
            .visitor_update(session.visitor_id.clone(), 0)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_replaced_token_boots_nobody() {
    let engine = engine().await;
    let workspace = engine.workspace.clone();
    engine
        .store
        .regenerate_token(workspace.clone(), "pub_2".to_owned())
        .await
        .unwrap();
    let boot = NewBoot {
        workspace,
        public_token: "pub_1".to_owned(),
        key_hash: [1; 32],
        token_hash: [2; 32],
        expires_at: NOW.plus(1_000),
        device_id: Random.id(NOW),
        visitor_id: Random.id(NOW),
        identity: nobody(),
        now: NOW,
    };
    assert!(engine.store.boot(boot).await.unwrap().is_none());
    assert!(engine.store.session([2; 32], NOW).await.unwrap().is_none());
}

#[tokio::test]
async fn a_closed_store_refuses_and_keeps_everything_in_one_file() {
    let engine = engine().await;
    let session = engine.visitor().await;
    engine
        .store
        .send(engine.message(&session, &client_id(), "Hi"))
        .await
        .unwrap()
        .unwrap();
    engine.store.close().await;
    assert!(matches!(
        engine.store.workspaces().await,
        Err(StoreError::Closed)
    ));
    assert!(!engine.dir.path().join("porthole.db-wal").exists());
    let reopened = Store::open(engine.dir.path(), |_| {}).unwrap();
    let update = reopened
        .visitor_update(session.visitor_id, 0)
        .await
        .unwrap();
    assert_eq!(update.tickets[0].preview, "Hi");
}
