//! The one writer: a queue into a thread that puts all waiting writes into one transaction
//! (`batch.rs`), makes them durable with one write to the disk, and then acknowledges all of them.

use super::batch::Batches;
use super::lane::{Lane, Lanes};
use super::{Figures, StoreError};
use crate::domain::change::{Notice, Topic};
use rusqlite::Connection;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// The most writes that wait. More are refused, so that a stalled disk fills no memory.
const QUEUE_LIMIT: usize = 4096;

/// Called after each commit that is on disk.
pub(super) type OnCommit = Box<dyn Fn(&Notice) + Send>;

/// A write under way: the connection, and what it changes for whom.
pub(super) struct Written<'a> {
    pub(super) connection: &'a Connection,
    pub(super) topics: Vec<Topic>,
    pub(super) workspaces: bool,
    pub(super) messages: u64,
    pub(super) mails: bool,
    pub(super) events: bool,
}

impl Written<'_> {
    /// Those who listen to this are told once the write is on disk.
    pub(super) fn touch(&mut self, topic: Topic) {
        if !self.topics.contains(&topic) {
            self.topics.push(topic);
        }
    }

    /// A message was stored that was not there before.
    pub(super) fn count_message(&mut self) {
        self.messages += 1;
    }

    /// A mail was put into the queue: whoever sends mails is told.
    pub(super) fn touch_mails(&mut self) {
        self.mails = true;
    }

    /// Something happened that a rule waits for: whoever runs the rules is told.
    pub(super) fn touch_events(&mut self) {
        self.events = true;
    }

    /// Settings, tokens or sessions changed: all who keep them in memory are told.
    pub(super) fn touch_workspaces(&mut self) {
        self.workspaces = true;
    }
}

/// Runs the write and keeps its result until the commit. Says whether it succeeded.
pub(super) type Write = Box<dyn FnOnce(&mut Written<'_>) -> (bool, Acknowledge) + Send>;
/// Tells the caller how the commit went.
pub(super) type Acknowledge = Box<dyn FnOnce(Result<(), StoreError>)>;

/// The queue into the writer's thread. The thread ends when the queue is dropped or closed.
pub(super) struct Writer {
    queue: Mutex<Option<SyncSender<(Lane, Write)>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    figures: Arc<Figures>,
}

impl Writer {
    pub(super) fn start(
        connection: Connection,
        on_commit: OnCommit,
        figures: Arc<Figures>,
    ) -> Self {
        let batches = Batches::new(connection, on_commit, Arc::clone(&figures));
        let (queue, writes) = sync_channel(QUEUE_LIMIT);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || batches.run(Lanes::new(writes)))
            .expect("the operating system gives one more thread");
        Self {
            queue: Mutex::new(Some(queue)),
            thread: Mutex::new(Some(thread)),
            figures,
        }
    }

    /// Finishes what is queued and closes the connection. Blocks until that is done. Bulk work
    /// that has not begun is left for the next start.
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

    fn queue(&self) -> Option<SyncSender<(Lane, Write)>> {
        self.queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(super) async fn run<T: Send + 'static>(
        &self,
        lane: Lane,
        change: impl FnOnce(&mut Written<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let waiting = Waiting::begin(&self.figures);
        let (write, receiver) = pack(move |written| {
            drop(waiting);
            change(written)
        });
        let queue = self.queue().ok_or(StoreError::Closed)?;
        queue
            .try_send((lane, write))
            .map_err(|_| StoreError::Closed)?;
        drop(queue);
        receiver.await.unwrap_or(Err(StoreError::Closed))
    }
}

/// A write that waits in the queue, until this is dropped.
struct Waiting(Arc<Figures>);

impl Waiting {
    fn begin(figures: &Arc<Figures>) -> Self {
        figures.queued();
        Self(Arc::clone(figures))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.taken();
    }
}

/// A write for the queue, and where its result will be told.
pub(super) fn pack<T: Send + 'static>(
    change: impl FnOnce(&mut Written<'_>) -> Result<T, StoreError> + Send + 'static,
) -> (Write, oneshot::Receiver<Result<T, StoreError>>) {
    let (sender, receiver) = oneshot::channel();
    let write: Write = Box::new(move |written| {
        let result = change(written);
        let succeeded = result.is_ok();
        let acknowledge: Acknowledge = Box::new(move |commit| {
            // A write that failed by itself has its own error to tell. A caller that went away
            // hears nothing; what it wrote stays written.
            let _ = sender.send(result.and_then(|value| commit.map(|()| value)));
        });
        (succeeded, acknowledge)
    });
    (write, receiver)
}
