//! Who has too many of something open loses the oldest, not the newest: a browser that moves from
//! network to network leaves connections behind that only look alive.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// What each key has open, the oldest first. Remembers nobody who has nothing open.
type Open<K> = HashMap<K, VecDeque<(u64, oneshot::Sender<()>)>>;

/// Keeps the newest few of each key.
#[derive(Debug)]
pub(super) struct Newest<K: Eq + Hash> {
    open: Arc<Mutex<(u64, Open<K>)>>,
}

/// Something open, until this is dropped.
#[derive(Debug)]
pub(super) struct Turn<K: Eq + Hash> {
    key: K,
    number: u64,
    open: Arc<Mutex<(u64, Open<K>)>>,
    over: oneshot::Receiver<()>,
}

impl<K: Copy + Eq + Hash> Newest<K> {
    pub(super) fn new() -> Self {
        Self {
            open: Arc::default(),
        }
    }

    /// Opens one more. Of more than `most` the oldest are over.
    pub(super) fn open(&self, key: K, most: usize) -> Turn<K> {
        let (ends, over) = oneshot::channel();
        let mut open = lock(&self.open);
        open.0 += 1;
        let number = open.0;
        let turns = open.1.entry(key).or_default();
        turns.push_back((number, ends));
        while turns.len() > most {
            // Whoever waits at the other end hears of it by this.
            turns.pop_front();
        }
        drop(open);
        Turn {
            key,
            number,
            open: Arc::clone(&self.open),
            over,
        }
    }
}

impl<K: Eq + Hash> Turn<K> {
    /// Ready once this is over.
    pub(super) async fn over(&mut self) {
        // The other end is never used, only dropped.
        let _ = (&mut self.over).await;
    }
}

impl<K: Eq + Hash> Drop for Turn<K> {
    fn drop(&mut self) {
        let mut open = lock(&self.open);
        if let Some(turns) = open.1.get_mut(&self.key) {
            turns.retain(|(number, _)| *number != self.number);
            if turns.is_empty() {
                open.1.remove(&self.key);
            }
        }
    }
}

fn lock<K>(open: &Mutex<(u64, Open<K>)>) -> MutexGuard<'_, (u64, Open<K>)> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_oldest_goes_and_nobody_is_remembered() {
        let newest = Newest::new();
        let mut first = newest.open("ada", 2);
        let second = newest.open("ada", 2);
        let other = newest.open("bob", 2);
        assert!(
            first
                .over
                .try_recv()
                .is_err_and(|error| error == oneshot::error::TryRecvError::Empty)
        );
        let third = newest.open("ada", 2);
        first.over().await;
        drop(second);
        let fourth = newest.open("ada", 2);
        assert_eq!(lock(&newest.open).1["ada"].len(), 2);
        drop((first, third, fourth, other));
        assert!(lock(&newest.open).1.is_empty());
    }
}
