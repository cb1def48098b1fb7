//! The one writer: a thread that takes all queued writes into one transaction (a savepoint
//! each), makes them durable with one write to the disk, and then acknowledges all of them.

use super::StoreError;
use crate::domain::change::{Notice, Topic};
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// The most writes of one transaction.
const BATCH_LIMIT: usize = 256;
/// The most writes that wait. More are refused, so that a stalled disk fills no memory.
const QUEUE_LIMIT: usize = 4096;
/// How long a transaction stays open for more writes.
const BATCH_TIME: Duration = Duration::from_millis(2);
/// How often an idle writer looks whether another process wrote.
const FOREIGN_CHECK: Duration = Duration::from_secs(1);

/// Called after each commit that is on disk.
pub(super) type OnCommit = Box<dyn Fn(&Notice) + Send>;

/// A write under way: the connection, and what it changes for whom.
pub(super) struct Written<'a> {
    pub(super) connection: &'a Connection,
    topics: &'a mut Vec<Topic>,
    workspaces: &'a mut bool,
}

impl Written<'_> {
    /// Those who listen to this are told once the write is on disk.
    pub(super) fn touch(&mut self, topic: Topic) {
        if !self.topics.contains(&topic) {
            self.topics.push(topic);
        }
    }

    /// Settings, tokens or sessions changed: all who keep them in memory are told.
    pub(super) fn touch_workspaces(&mut self) {
        *self.workspaces = true;
    }
}

/// Runs the write and keeps its result until the commit. Says whether it succeeded.
type Write = Box<dyn FnOnce(&mut Written<'_>) -> (bool, Acknowledge) + Send>;
/// Tells the caller how the commit went.
type Acknowledge = Box<dyn FnOnce(Result<(), StoreError>)>;

/// The queue into the writer's thread. The thread ends when the queue is dropped or closed.
pub(super) struct Writer {
    queue: Mutex<Option<SyncSender<Write>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, on_commit: OnCommit) -> Self {
        let (queue, writes) = sync_channel(QUEUE_LIMIT);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || Batches::new(connection, on_commit).run(&writes))
            .expect("the operating system gives one more thread");
        Self {
            queue: Mutex::new(Some(queue)),
            thread: Mutex::new(Some(thread)),
        }
    }

    /// Finishes what is queued and closes the connection. Blocks until that is done.
    pub(super) fn close(&self) {
        self.queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        // A writer that panicked has said so already.
        let _ = thread.map(JoinHandle::join);
    }

    fn queue(&self) -> Option<SyncSender<Write>> {
        self.queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(super) async fn run<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut Written<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (sender, receiver) = oneshot::channel();
        let write: Write = Box::new(move |written| {
            let result = change(written);
            let succeeded = result.is_ok();
            let acknowledge: Acknowledge = Box::new(move |commit| {
                // A write that failed by itself has its own error to tell. A caller that went
                // away hears nothing; what it wrote stays written.
                let _ = sender.send(result.and_then(|value| commit.map(|()| value)));
            });
            (succeeded, acknowledge)
        });
        let queue = self.queue().ok_or(StoreError::Closed)?;
        queue.try_send(write).map_err(|_| StoreError::Closed)?;
        drop(queue);
        receiver.await.unwrap_or(Err(StoreError::Closed))
    }
}

struct Batches {
    connection: Connection,
    on_commit: OnCommit,
    data_version: i64,
}

/// What the writes of one transaction leave behind.
#[derive(Default)]
struct Batch {
    acknowledges: Vec<Acknowledge>,
    topics: Vec<Topic>,
    workspaces: bool,
}

impl Batches {
    fn new(connection: Connection, on_commit: OnCommit) -> Self {
        let mut batches = Self {
            connection,
            on_commit,
            data_version: 0,
        };
        batches.data_version = batches.read_data_version();
        batches
    }

    fn run(mut self, writes: &Receiver<Write>) {
        loop {
            match writes.recv_timeout(FOREIGN_CHECK) {
                Ok(first) => self.run_batch(first, writes),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.notice_foreign_writes();
        }
    }

    fn run_batch(&mut self, first: Write, writes: &Receiver<Write>) {
        let mut batch = Batch::default();
        if let Err(error) = self.connection.execute_batch("BEGIN IMMEDIATE") {
            tracing::error!(%error, "a transaction could not begin");
            // Dropping a write tells its caller that the store cannot be used now. Those behind
            // it would only wait as long for the same.
            writes.try_iter().for_each(drop);
            return;
        }
        let began = Instant::now();
        let mut next = Some(first);
        while let Some(write) = next {
            self.run_one(write, &mut batch);
            if self.connection.is_autocommit() {
                return batch.finish(&Err(StoreError::Undone));
            }
            let has_room = batch.acknowledges.len() < BATCH_LIMIT && began.elapsed() < BATCH_TIME;
            next = has_room.then(|| writes.try_recv().ok()).flatten();
        }
        self.commit(batch);
    }

    fn run_one(&self, write: Write, batch: &mut Batch) {
        if let Err(error) = self.connection.execute_batch("SAVEPOINT one") {
            // Dropping the write tells its caller that the store cannot be used now.
            tracing::error!(%error, "a savepoint could not begin");
            return;
        }
        let mut topics = Vec::new();
        let mut workspaces = false;
        let mut written = Written {
            connection: &self.connection,
            topics: &mut topics,
            workspaces: &mut workspaces,
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| write(&mut written)));
        let succeeded = outcome.as_ref().is_ok_and(|(succeeded, _)| *succeeded);
        let end = if succeeded {
            "RELEASE one"
        } else {
            "ROLLBACK TO one; RELEASE one"
        };
        // An error may have made SQLite undo the whole batch already; `run_batch` looks.
        let ended = self.connection.execute_batch(end);
        if let (false, Err(error)) = (self.connection.is_autocommit(), ended) {
            tracing::error!(%error, "a savepoint could not end");
        }
        if succeeded {
            batch.topics.extend(topics);
            batch.workspaces |= workspaces;
        }
        if let Ok((_, acknowledge)) = outcome {
            batch.acknowledges.push(acknowledge);
        }
    }

    fn commit(&mut self, batch: Batch) {
        if let Err(error) = self.connection.execute_batch("COMMIT") {
            tracing::error!(%error, "a transaction could not be committed");
            if !self.connection.is_autocommit() {
                let _ = self.connection.execute_batch("ROLLBACK");
            }
            return batch.finish(&Err(StoreError::from(error)));
        }
        if batch.workspaces {
            (self.on_commit)(&Notice::Workspaces);
        }
        if !batch.topics.is_empty() {
            (self.on_commit)(&Notice::Touched(batch.topics.clone()));
        }
        batch.finish(&Ok(()));
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
        self.connection
            .query_row("PRAGMA data_version", [], |row| row.get(0))
            .unwrap_or_default()
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
