//! What every handler has at hand.

use crate::assets::Assets;
use crate::clock::Clock;
use crate::domain::change::Notice;
use crate::domain::file_link::LinkKey;
use crate::domain::language::Language;
use crate::domain::network::Networks;
use crate::domain::widget_config::widget_config;
use crate::domain::workspace::{FIRST_NAME, PUBLIC_TOKEN_PREFIX, Workspace};
use crate::encoding::Packed;
use crate::files::Files;
use crate::limit::{LimitConfig, Limits};
use crate::live::{Hub, Presences};
use crate::mail::Mailer;
use crate::metrics::{Readers, Requests};
use crate::outgoing::Outgoing;
use crate::preview::Previews;
use crate::random::Random;
use crate::store::{NewWorkspace, Store, StoreError};
use crate::vault::{KEY, KeyError, Vault};
use porthole_shared::attachment::Attachment;
use porthole_shared::id::{WorkspaceId, to_hex};
use porthole_shared::inbox::ticket::Entry;
use porthole_shared::ticket::Message;
use std::path::Path;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::{Notify, Semaphore};

/// The parts of the server. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Store,
    /// Opens the secrets that are in it.
    pub vault: Vault,
    /// What is in the files that people attach.
    pub files: Files,
    /// Signs the addresses that open files.
    pub link_key: LinkKey,
    /// Who listens.
    pub hub: Hub,
    /// Who of the team is in which ticket.
    pub presences: Presences,
    /// Told whenever something was written.
    pub written: Arc<Notify>,
    /// The time.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// The workspaces, in memory: the configuration that every page asks for touches no disk.
    pub workspaces: Workspaces,
    /// The settings that somebody is trying out.
    pub previews: Previews,
    /// How much each caller may ask for.
    pub limits: Limits,
    /// The proxies that are believed when they name the caller.
    pub trusted_proxies: Arc<Networks>,
    /// The requests that were answered.
    pub requests: Requests,
    /// Who may read the figures about this process.
    pub metrics_readers: Readers,
    /// When somebody last began to look whether the database can be written, and whether it could.
    pub readiness: Arc<tokio::sync::Mutex<Option<(Instant, bool)>>>,
    /// Hashing a password takes 19 MiB and tens of milliseconds on purpose: a few at a time.
    pub hashing: Arc<Semaphore>,
    /// The front ends.
    pub assets: Arc<Assets>,
    /// The address at which browsers reach this server, without a slash at the end.
    pub public_url: Arc<str>,
    /// How long the change log is kept, in milliseconds.
    pub keep_changes: i64,
    /// How long a stream may be silent.
    pub heartbeat: Duration,
    /// Told when a job may be due before the runner looks again by itself.
    pub jobs: Arc<Notify>,
    /// Where mails go.
    pub mailer: Arc<Mailer>,
    /// There is a mail server; without one mails are files.
    pub has_mail_server: bool,
    /// Told when a mail was put into the queue.
    pub mails: Arc<Notify>,
    /// Told when something happened that a rule waits for.
    pub events: Arc<Notify>,
    /// Told when there is something to deliver.
    pub deliveries: Arc<Notify>,
    /// Calls other servers.
    pub outgoing: Outgoing,
}

/// What the server starts with.
pub struct Parts<'a> {
    /// Where the database is.
    pub data_dir: &'a Path,
    /// Where the key of its secrets is, if not in there.
    pub secret_key_file: Option<&'a Path>,
    /// The time.
    pub clock: Clock,
    /// The front ends.
    pub assets: Assets,
    /// The address at which browsers reach this server.
    pub public_url: String,
    /// How much each caller may ask for.
    pub limits: LimitConfig,
    /// The proxies that are believed when they name the caller.
    pub trusted_proxies: Networks,
    /// How long the change log is kept, in milliseconds.
    pub keep_changes: i64,
    /// Who may read the figures about this process.
    pub metrics_readers: Readers,
    /// How long a stream may be silent.
    pub heartbeat: Duration,
    /// Where mails go.
    pub mailer: Mailer,
    /// Calls other servers.
    pub outgoing: Outgoing,
}

impl App {
    /// Opens the database, makes the first workspace if there is none, and starts to listen to
    /// what is committed.
    ///
    /// # Errors
    /// A sentence: the data directory, the database or the key of its secrets cannot be used.
    pub async fn start(parts: Parts<'_>) -> Result<Self, String> {
        let hub = Hub::default();
        let (sender, notices) = unbounded_channel();
        let committed = hub.clone();
        let written = Arc::new(Notify::new());
        let wake = Arc::clone(&written);
        let mails = Arc::new(Notify::new());
        let post = Arc::clone(&mails);
        let events = Arc::new(Notify::new());
        let happened = Arc::clone(&events);
        let store = Store::open(parts.data_dir, move |notice| {
            wake.notify_one();
            match notice {
                Notice::Touched(topics) => topics.iter().for_each(|topic| committed.touch(topic)),
                Notice::Mails => post.notify_one(),
                Notice::Events => happened.notify_one(),
                // Nobody listens any more only while the server is shutting down.
                other => drop(sender.send(other.clone())),
            }
        });
        let store = store.map_err(sentence)?;
        ensure_workspace(&store, &parts.clock)
            .await
            .map_err(sentence)?;
        let link_key = store.link_key(Random.bytes()).await.map_err(sentence)?;
        let app = Self {
            files: Files::of(parts.data_dir),
            link_key: LinkKey::new(link_key),
            workspaces: Workspaces::load(&store).await.map_err(sentence)?,
            vault: load_vault(&store, parts.data_dir, parts.secret_key_file).await?,
            previews: Previews::default(),
            store,
            hub,
            presences: Presences::default(),
            written,
            random: Random,
            limits: Limits::new(parts.limits),
            requests: Requests::new(parts.clock.now()),
            metrics_readers: parts.metrics_readers,
            trusted_proxies: Arc::new(parts.trusted_proxies),
            clock: parts.clock,
            readiness: Arc::default(),
            hashing: Arc::new(Semaphore::new(2)),
            assets: Arc::new(parts.assets),
            public_url: parts.public_url.trim_end_matches('/').into(),
            keep_changes: parts.keep_changes,
            heartbeat: parts.heartbeat,
            jobs: Arc::default(),
            has_mail_server: matches!(parts.mailer, Mailer::Smtp(_)),
            mailer: Arc::new(parts.mailer),
            mails,
            events,
            deliveries: Arc::default(),
            outgoing: parts.outgoing,
        };
        tokio::spawn(follow(app.clone(), notices));
        Ok(app)
    }
}

impl App {
    /// Adds the addresses that open files from now on.
    pub fn link<'a>(&self, files: impl IntoIterator<Item = &'a mut Attachment>) {
        let now = self.clock.now();
        for file in files {
            file.url = self.link_key.link(&file.id, now);
        }
    }

    /// Adds the addresses of the files of messages.
    pub fn link_messages(&self, messages: &mut [Message]) {
        self.link(
            messages
                .iter_mut()
                .flat_map(|message| &mut message.attachments),
        );
    }

    /// Adds the addresses of the files of messages and notes.
    pub fn link_entries(&self, entries: &mut [Entry]) {
        self.link(entries.iter_mut().flat_map(|entry| &mut entry.attachments));
    }
}

/// The vault of an installation, whose key is made at the first start.
///
/// # Errors
/// A sentence: the key is missing, another one, or cannot be read or written.
pub async fn load_vault(
    store: &Store,
    data_dir: &Path,
    key_file: Option<&Path>,
) -> Result<Vault, String> {
    let path = key_file.map_or_else(|| data_dir.join(KEY), Path::to_owned);
    let known = store.vault_key().await.map_err(sentence)?;
    let vault = Vault::load(&path, known).map_err(|error| error.to_string())?;
    if known.is_some() {
        return Ok(vault);
    }
    let kept = store.keep_vault_key(vault.fingerprint()).await;
    if kept.map_err(sentence)? == vault.fingerprint() {
        Ok(vault)
    } else {
        Err(KeyError::Other(path).to_string())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err takes")]
fn sentence(error: StoreError) -> String {
    error.to_string()
}

/// Makes the first workspace if there is none.
///
/// # Errors
/// The store failed.
pub async fn ensure_workspace(store: &Store, clock: &Clock) -> Result<(), StoreError> {
    let now = clock.now();
    let new = NewWorkspace {
        id: Random.id(now),
        name: FIRST_NAME.to_owned(),
        public_token: new_public_token(Random),
        now,
    };
    store.ensure_workspace(new).await.map(drop)
}

/// A new public token: `pub_` and 32 hex digits.
#[must_use]
pub fn new_public_token(random: Random) -> String {
    format!("{PUBLIC_TOKEN_PREFIX}{}", to_hex(&random.bytes::<16>()))
}

/// Reads the workspaces again whenever they changed, here or in another process.
async fn follow(app: App, mut notices: UnboundedReceiver<Notice>) {
    while notices.recv().await.is_some() {
        if let Err(error) = app.workspaces.reload(&app.store).await {
            tracing::error!(%error, "the workspaces could not be read again");
        }
        app.hub.touch_all();
    }
}

/// A workspace and its public configuration in each language, made when a page asks for it first.
#[derive(Debug)]
struct Known {
    workspace: Arc<Workspace>,
    configs: [OnceLock<Packed>; Language::COUNT],
}

/// The workspaces, in memory.
#[derive(Clone, Debug)]
pub struct Workspaces {
    list: Arc<RwLock<Vec<Arc<Known>>>>,
    /// Held while they are read, so that an older reading never replaces a newer one.
    reading: Arc<tokio::sync::Mutex<()>>,
}

impl Workspaces {
    async fn load(store: &Store) -> Result<Self, StoreError> {
        let workspaces = Self {
            list: Arc::default(),
            reading: Arc::default(),
        };
        workspaces.reload(store).await?;
        Ok(workspaces)
    }

    /// Reads them again.
    ///
    /// # Errors
    /// The store failed; what was known stays.
    pub async fn reload(&self, store: &Store) -> Result<(), StoreError> {
        let _reading = self.reading.lock().await;
        let list = store
            .workspaces()
            .await?
            .into_iter()
            .map(|workspace| {
                Arc::new(Known {
                    workspace: Arc::new(workspace),
                    configs: [const { OnceLock::new() }; Language::COUNT],
                })
            })
            .collect();
        *self.list.write().unwrap_or_else(PoisonError::into_inner) = list;
        Ok(())
    }

    /// The workspace of a public token.
    #[must_use]
    pub fn by_token(&self, token: &str) -> Option<Arc<Workspace>> {
        self.find(|workspace| workspace.public_token == token)
    }

    /// The workspace of an id.
    #[must_use]
    pub fn by_id(&self, id: &WorkspaceId) -> Option<Arc<Workspace>> {
        self.find(|workspace| workspace.id == *id)
    }

    /// The workspace that this installation began with.
    #[must_use]
    pub fn first(&self) -> Option<Arc<Workspace>> {
        self.find(|_| true)
    }

    /// The public configuration of a workspace, as every page gets it in this language.
    ///
    /// # Panics
    /// Never: the configuration is plain data.
    #[must_use]
    pub fn config(&self, workspace: &Arc<Workspace>, language: Language) -> Packed {
        let make = || {
            let config = widget_config(workspace, language);
            Packed::new(serde_json::to_vec(&config).expect("plain data becomes JSON"))
        };
        // A configuration belongs to the very reading of the settings that it was made from.
        self.known(|known| Arc::ptr_eq(known, workspace))
            .map_or_else(make, |known| {
                known.configs[language.index()].get_or_init(make).clone()
            })
    }

    fn find(&self, wanted: impl Fn(&Workspace) -> bool) -> Option<Arc<Workspace>> {
        let known = self.known(|workspace| wanted(workspace))?;
        Some(Arc::clone(&known.workspace))
    }

    fn known(&self, wanted: impl Fn(&Arc<Workspace>) -> bool) -> Option<Arc<Known>> {
        let list = self.list.read().unwrap_or_else(PoisonError::into_inner);
        list.iter().find(|known| wanted(&known.workspace)).cloned()
    }
}
