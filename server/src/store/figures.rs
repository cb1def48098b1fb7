//! What the store tells about itself.

use super::row::find;
use super::{Store, StoreError, change};
use crate::histogram::{BATCHES, Counted, DURATIONS, Histogram};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

/// What the writer has done until now.
#[derive(Debug)]
pub struct Figures {
    waiting: AtomicUsize,
    messages: AtomicU64,
    failures: AtomicU64,
    batches: Histogram,
    commits: Histogram,
}

impl Figures {
    pub(super) fn new() -> Self {
        Self {
            waiting: AtomicUsize::new(0),
            messages: AtomicU64::new(0),
            failures: AtomicU64::new(0),
            batches: Histogram::new(BATCHES),
            commits: Histogram::new(DURATIONS),
        }
    }

    /// A write joined the queue.
    pub(super) fn queued(&self) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
    }

    /// A write left the queue.
    pub(super) fn taken(&self) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }

    /// A transaction with so many writes and so many messages is on disk.
    pub(super) fn committed(&self, writes: usize, messages: u64, duration: Duration) {
        self.messages.fetch_add(messages, Ordering::Relaxed);
        self.batches
            .record(u64::try_from(writes).unwrap_or(u64::MAX));
        let microseconds = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        self.commits.record(microseconds);
    }

    /// A transaction could not be committed.
    pub(super) fn failed(&self) {
        self.failures.fetch_add(1, Ordering::Relaxed);
    }

    /// How many writes wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// How many messages were stored. One that comes again is not stored again.
    #[must_use]
    pub fn messages(&self) -> u64 {
        self.messages.load(Ordering::Relaxed)
    }

    /// How many transactions could not be committed.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    /// How many writes shared a transaction.
    #[must_use]
    pub fn batches(&self) -> Counted {
        self.batches.counted()
    }

    /// How long commits took, in microseconds.
    #[must_use]
    pub fn commits(&self) -> Counted {
        self.commits.counted()
    }
}

/// What stands in the database.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measured {
    /// The size of the database in bytes, what waits beside it to be moved into it left out.
    pub database_bytes: i64,
    /// The oldest number of the change log.
    pub oldest_change: i64,
    /// Its newest number.
    pub newest_change: i64,
    /// How many jobs there are that did not fail.
    pub jobs_waiting: i64,
    /// How many jobs failed and are tried again.
    pub jobs_failing: i64,
}

impl Store {
    /// What the writer has done until now.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        &self.inner.figures
    }

    /// Looks at the database, at the cost of a few look-ups.
    ///
    /// # Errors
    /// The store failed.
    pub async fn measure(&self) -> Result<Measured, StoreError> {
        self.read(|connection| {
            let number = |sql: &str| -> Result<i64, StoreError> {
                let found = find(connection, sql, [], |row| row.get::<_, Option<i64>>(0))?;
                Ok(found.flatten().unwrap_or_default())
            };
            Ok(Measured {
                database_bytes: number("PRAGMA page_count")? * number("PRAGMA page_size")?,
                oldest_change: number("SELECT min(seq) FROM change")?,
                newest_change: change::newest(connection)?,
                jobs_waiting: number("SELECT count(*) FROM job WHERE attempts = 0")?,
                jobs_failing: number("SELECT count(*) FROM job WHERE attempts > 0")?,
            })
        })
        .await
    }
}
