//! The only place that knows SQL. One file per noun; no SQL type in a signature.
//!
//! Writes of all callers go through one thread, which puts all that are waiting into one
//! transaction, so that they share one write to the disk (`writer.rs`). Reads use a small pool.

mod attachment;
mod batch;
mod canned;
mod change;
mod check;
mod clean_up;
mod content;
mod copy;
mod count;
mod delivery;
mod device;
mod endpoint;
mod entry;
mod figures;
mod handoff;
mod identity_secret;
mod idle;
mod index;
mod job;
mod join;
mod lane;
mod mail;
mod mail_block;
mod mail_page;
mod member;
mod mention;
mod merge;
mod message;
mod note;
mod notify;
mod person;
#[cfg(debug_assertions)]
mod plan;
mod reader;
mod recovery;
mod reply;
mod row;
mod rule;
mod rule_event;
mod rule_run;
mod search;
mod send;
mod session;
mod setup_link;
mod share;
mod snooze;
mod sqlite;
mod tag;
mod team_ticket;
mod ticket;
mod ticket_change;
mod ticket_list;
mod ticket_way;
mod update;
mod vault_key;
mod visitor;
mod workspace;
mod writer;

pub use attachment::{NewAttachment, StoredFile, Uploader};
pub use canned::CannedRefusal;
pub use check::Soundness;
pub use content::Content;
pub use delivery::{DueDelivery, NewTest, RedeliverRefusal, Tried};
pub use device::{Boot, NewBoot};
pub use endpoint::{EndpointRefusal, NewEndpoint};
pub use entry::NewEntry;
pub use figures::{Figures, Measured};
pub use handoff::{Redeemed, Redemption};
pub use identity_secret::{NewSecret, SealedSecret};
pub use job::DueJob;
pub use mail::{MailOutcome, NewMail, TakenMail};
pub use member::{MemberRow, NewMember, NewMemberSession};
pub use merge::MergeRefusal;
pub use notify::{ReplyNews, ReplyTurn, TicketNews};
pub use person::NewIdentity;
pub use rule::RuleRefusal;
pub use rule_run::Evaluating;
pub use search::{SearchCursor, SearchPage};
pub use send::{NewMessage, Place, Refusal};
pub use session::{Holding, Renewal};
pub use ticket::TicketRead;
pub use ticket_change::{ChangeRefusal, TicketChange};
pub use ticket_list::{TicketFilter, TicketPage};
pub use visitor::NewProfile;
pub use workspace::NewWorkspace;

use crate::domain::change::Notice;
use lane::Lane;
use reader::Readers;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use writer::{Writer, Written};

/// Why the store could not do something.
#[derive(Debug)]
pub enum StoreError {
    /// The database said no.
    Sqlite(rusqlite::Error),
    /// The disk is full. Nothing of the write was kept.
    Full,
    /// The disk could not be read or written. Nothing of the write was kept.
    Disk(rusqlite::Error),
    /// The write was undone because another one of its batch failed; it can be tried again.
    Undone,
    /// The store is shutting down.
    Closed,
    /// What stands in the database cannot be understood.
    Corrupt(String),
    /// The data directory, or the database in it, cannot be used.
    Directory(PathBuf, String),
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(error) => write!(f, "the database failed: {error}"),
            Self::Full => f.write_str("the disk is full"),
            Self::Disk(error) => write!(f, "the disk failed: {error}"),
            Self::Undone => f.write_str("the write was undone with its batch"),
            Self::Closed => f.write_str("the store is closed"),
            Self::Corrupt(what) => write!(f, "the database holds something unexpected: {what}"),
            Self::Directory(path, error) => {
                write!(
                    f,
                    "the data directory {} cannot be used: {error}",
                    path.display()
                )
            }
        }
    }
}

impl std::error::Error for StoreError {}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            Some(rusqlite::ErrorCode::SystemIoFailure) => Self::Disk(error),
            _ => Self::Sqlite(error),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    writer: Writer,
    figures: Arc<Figures>,
    readers: Readers,
}

impl Store {
    /// Opens the database of a data directory, makes both if they are missing, and brings the
    /// database to this version. `on_commit` is called on the writer's thread after each commit
    /// that is on disk.
    ///
    /// # Errors
    /// The directory cannot be made or written, or the database cannot be opened.
    pub fn open(
        data_dir: &Path,
        on_commit: impl Fn(&Notice) + Send + 'static,
    ) -> Result<Self, StoreError> {
        let path = sqlite::prepare(data_dir)?;
        let connection = sqlite::open_for_writing(&path)?;
        let readers = Readers::open(&path)?;
        let figures = Arc::new(Figures::new());
        Ok(Self {
            inner: Arc::new(Inner {
                writer: Writer::start(connection, Box::new(on_commit), Arc::clone(&figures)),
                figures,
                readers,
            }),
        })
    }

    /// Where a data directory's database is, or would be.
    #[must_use]
    pub fn path(data_dir: &Path) -> PathBuf {
        data_dir.join(sqlite::DATABASE)
    }

    /// Whether a data directory holds a database.
    #[must_use]
    pub fn exists(data_dir: &Path) -> bool {
        Self::path(data_dir).exists()
    }

    /// Whether the database can be read and written now.
    ///
    /// # Errors
    /// Whatever stands in the way.
    pub async fn check(&self) -> Result<(), StoreError> {
        self.read(|connection| Ok(connection.query_row("SELECT 1", [], |_| Ok(()))?))
            .await?;
        self.write(|written| {
            // SQLite spares itself a write that changes nothing, so something has to change.
            let sql = "UPDATE pulse SET beat = beat + 1 WHERE id = 1";
            row::execute(written.connection, sql, []).map(drop)
        })
        .await
    }

    /// Finishes the writes that are queued and closes the file, with everything in it. What is
    /// asked later is refused.
    pub async fn close(&self) {
        self.inner.readers.close().await;
        let inner = Arc::clone(&self.inner);
        // A thread that cannot be waited for ends with the process.
        let _ = tokio::task::spawn_blocking(move || inner.writer.close()).await;
    }

    /// Runs a write. Returns once it is on disk.
    async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Written<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.inner.writer.run(Lane::Now, change).await
    }

    /// Runs a piece of bulk work of a few milliseconds, in a transaction of its own and behind
    /// those that somebody waits for.
    async fn write_in_bulk<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Written<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.inner.writer.run(Lane::Bulk, change).await
    }

    /// Runs a read of one row by its key, where it is asked for.
    async fn glance<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.inner.readers.glance(query).await
    }

    /// Runs a read, off the asynchronous threads.
    async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.inner.readers.run(query).await
    }
}
