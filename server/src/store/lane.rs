//! The order in which the writer takes what is queued: whoever waits for an answer first, bulk
//! work when nobody does.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// How long bulk work lets others go first. After that one piece of it runs between two batches,
/// so that a busy server cleans up too.
const PATIENCE: Duration = Duration::from_millis(100);

/// How urgent a write is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// Somebody waits for the answer.
    Now,
    /// Clean-up and the like, in pieces of a few milliseconds.
    Bulk,
}

/// The writer's end of the queue.
pub(super) struct Lanes<T> {
    queue: Receiver<(Lane, T)>,
    bulk: VecDeque<(Instant, T)>,
}

impl<T> Lanes<T> {
    pub(super) fn new(queue: Receiver<(Lane, T)>) -> Self {
        Self {
            queue,
            bulk: VecDeque::new(),
        }
    }

    /// What is to be done next; waits for it, but no longer than `rest`.
    pub(super) fn next(&mut self, rest: Duration) -> Result<(Lane, T), RecvTimeoutError> {
        let is_overdue = |(since, _): &(Instant, T)| since.elapsed() >= PATIENCE;
        if !self.bulk.front().is_some_and(is_overdue)
            && let Some(urgent) = self.try_urgent()
        {
            return Ok((Lane::Now, urgent));
        }
        match self.bulk.pop_front() {
            Some((_, bulk)) => Ok((Lane::Bulk, bulk)),
            None => self.queue.recv_timeout(rest),
        }
    }

    /// What somebody waits for already.
    pub(super) fn try_urgent(&mut self) -> Option<T> {
        while let Ok((lane, item)) = self.queue.try_recv() {
            match lane {
                Lane::Now => return Some(item),
                Lane::Bulk => self.bulk.push_back((Instant::now(), item)),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::sync_channel;

    #[test]
    fn bulk_work_lets_others_go_first_but_not_for_ever() {
        let (sender, queue) = sync_channel(10);
        let mut lanes = Lanes::new(queue);
        for item in [
            (Lane::Bulk, "tidy"),
            (Lane::Now, "hello"),
            (Lane::Now, "hi"),
        ] {
            sender.send(item).unwrap();
        }
        assert_eq!(lanes.next(Duration::ZERO), Ok((Lane::Now, "hello")));
        lanes.bulk[0].0 -= PATIENCE;
        assert_eq!(lanes.next(Duration::ZERO), Ok((Lane::Bulk, "tidy")));
        assert_eq!(lanes.next(Duration::ZERO), Ok((Lane::Now, "hi")));
        assert_eq!(
            lanes.next(Duration::ZERO),
            Err(RecvTimeoutError::Timeout),
            "nothing is left"
        );
        drop(sender);
        assert_eq!(
            lanes.next(Duration::ZERO),
            Err(RecvTimeoutError::Disconnected)
        );
    }
}
