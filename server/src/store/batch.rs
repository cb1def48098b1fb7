//! The writer's thread: many writes, one transaction, one write to the disk.

use super::lane::{Lane, Lanes};
use super::writer::{Acknowledge, OnCommit, Write, Written};
use super::{Figures, StoreError};
use crate::domain::change::{Notice, Topic};
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

/// The most writes of one transaction.
const BATCH_LIMIT: usize = 256;
/// How long a transaction stays open for more writes. Only for those that wait already: whoever
/// is alone is committed at once. Several times as long as a commit takes: were it shorter, those
/// who wait would wait for many commits instead of one.
const BATCH_TIME: Duration = Duration::from_millis(20);
/// How often an idle writer looks whether another process wrote.
const FOREIGN_CHECK: Duration = Duration::from_secs(1);

/// The writer's thread.
pub(super) struct Batches {
    connection: Connection,
    on_commit: OnCommit,
    figures: Arc<Figures>,
    data_version: i64,
    /// How long a transaction stays open; a test that tells of one batch gives it all the time.
    pub(super) time: Duration,
}

/// What the writes of one transaction leave behind.
#[derive(Default)]
struct Batch {
    acknowledges: Vec<Acknowledge>,
    topics: Vec<Topic>,
    workspaces: bool,
    messages: u64,
    mails: bool,
    events: bool,
}

impl Batches {
    pub(super) fn new(connection: Connection, on_commit: OnCommit, figures: Arc<Figures>) -> Self {
        let mut batches = Self {
            connection,
            on_commit,
            figures,
            data_version: 0,
            time: BATCH_TIME,
        };
        batches.data_version = batches.read_data_version();
        batches
    }

    pub(super) fn run(mut self, mut lanes: Lanes<Write>) {
        loop {
            match lanes.next(FOREIGN_CHECK) {
                Ok((lane, first)) => self.run_batch(lane, first, &mut lanes),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.notice_foreign_writes();
        }
    }

    fn run_batch(&mut self, lane: Lane, first: Write, lanes: &mut Lanes<Write>) {
        if let Err(error) = self.begin() {
            tracing::error!(%error, "a transaction could not begin");
            // Dropping a write tells its caller that the store cannot be used now. Those behind
            // it would only wait as long for the same.
            while lanes.try_urgent().is_some() {}
            return;
        }
        let mut batch = Batch::default();
        let began = Instant::now();
        let mut next = Some(first);
        while let Some(write) = next {
            if let Err(error) = self.run_one(write, &mut batch) {
                return self.undo(batch, &error);
            }
            let has_room = lane == Lane::Now
                && batch.acknowledges.len() < BATCH_LIMIT
                && began.elapsed() < self.time;
            next = has_room.then(|| lanes.try_urgent()).flatten();
        }
        self.commit(batch);
    }

    fn begin(&self) -> Result<(), StoreError> {
        // The disk may have refused even to roll the last one back.
        if !self.connection.is_autocommit() {
            self.execute("ROLLBACK")?;
        }
        self.execute("BEGIN IMMEDIATE")
    }

    /// Runs a write in a savepoint of its own. One that fails undoes itself alone.
    ///
    /// # Errors
    /// The transaction cannot go on: SQLite undid all of it, or it cannot be told any more what
    /// of it holds.
    fn run_one(&self, write: Write, batch: &mut Batch) -> Result<(), StoreError> {
        self.execute("SAVEPOINT one")?;
        let mut written = Written {
            connection: &self.connection,
            topics: Vec::new(),
            workspaces: false,
            messages: 0,
            mails: false,
            events: false,
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| write(&mut written)));
        let succeeded = outcome.as_ref().is_ok_and(|(succeeded, _)| *succeeded);
        let Written {
            topics,
            workspaces,
            messages,
            mails,
            events,
            ..
        } = written;
        // A panic has told its caller already, by dropping the other end.
        batch
            .acknowledges
            .extend(outcome.ok().map(|(_, acknowledge)| acknowledge));
        // A full disk and the like may make SQLite undo the whole transaction, this savepoint and
        // those before it included. What ran after that would stand for itself.
        if self.connection.is_autocommit() {
            return Err(StoreError::Undone);
        }
        if succeeded {
            batch.topics.extend(topics);
            batch.workspaces |= workspaces;
            batch.messages += messages;
            batch.mails |= mails;
            batch.events |= events;
        } else {
            self.execute("ROLLBACK TO one")?;
        }
        self.execute("RELEASE one")
    }

    fn commit(&mut self, batch: Batch) {
        let began = Instant::now();
        if let Err(error) = self.execute("COMMIT") {
            return self.undo(batch, &error);
        }
        let writes = batch.acknowledges.len();
        self.figures
            .committed(writes, batch.messages, began.elapsed());
        if batch.workspaces {
            (self.on_commit)(&Notice::Workspaces);
        }
        if batch.mails {
            (self.on_commit)(&Notice::Mails);
        }
        if batch.events {
            (self.on_commit)(&Notice::Events);
        }
        if !batch.topics.is_empty() {
            (self.on_commit)(&Notice::Touched(batch.topics.clone()));
        }
        batch.finish(&Ok(()));
    }

    /// Nothing of the batch holds, and nothing of it is acknowledged.
    fn undo(&self, batch: Batch, error: &StoreError) {
        self.figures.failed();
        tracing::error!(%error, writes = batch.acknowledges.len(), "a transaction was undone");
        if !self.connection.is_autocommit()
            && let Err(error) = self.execute("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
        let told = match error {
            StoreError::Full => StoreError::Full,
            _ => StoreError::Undone,
        };
        batch.finish(&Err(told));
    }

    /// A write of another process (`porthole admin`) changes the file's data version; our own
    /// writes do not.
    fn notice_foreign_writes(&mut self) {
        let version = self.read_data_version();
        if version != self.data_version {
            self.data_version = version;
            (self.on_commit)(&Notice::Foreign);
        }
    }

    fn read_data_version(&self) -> i64 {
        let read = self.connection.prepare_cached("PRAGMA data_version");
        read.and_then(|mut read| read.query_row([], |row| row.get(0)))
            .unwrap_or_default()
    }

    fn execute(&self, sql: &str) -> Result<(), StoreError> {
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }
}

impl Batch {
    fn finish(self, commit: &Result<(), StoreError>) {
        for acknowledge in self.acknowledges {
            acknowledge(match commit {
                Ok(()) => Ok(()),
                Err(StoreError::Full) => Err(StoreError::Full),
                Err(_) => Err(StoreError::Undone),
            });
        }
    }
}

#[cfg(test)]
mod tests;
