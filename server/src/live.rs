//! The hub: tells streams that there is something to read. It is a hint, the change log is the
//! truth; a hint that comes late or twice changes nothing.

mod presence;
mod signal;

pub use presence::Presences;
pub use signal::{Mark, Passing, Signal};

use crate::domain::change::Topic;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// The hub. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Hub {
    board: Arc<Mutex<Board>>,
}

#[derive(Debug, Default)]
struct Board {
    topics: HashMap<Topic, watch::Sender<Signal>>,
    /// How many listened when the hub was closed; `None` while it is open.
    dismissed: Option<usize>,
}

/// A place among the listeners of a topic, given up when dropped.
#[derive(Debug)]
pub struct Subscription {
    /// Changes whenever there is something to read; ends when the server shuts down.
    pub signals: watch::Receiver<Signal>,
    topic: Topic,
    hub: Hub,
}

impl Hub {
    /// Listens to a topic from now on.
    #[must_use]
    pub fn subscribe(&self, topic: Topic) -> Subscription {
        let mut board = self.lock();
        let signals = if board.dismissed.is_some() {
            watch::Sender::new(Signal::default()).subscribe()
        } else {
            let sender = board.topics.entry(topic.clone()).or_default();
            sender.subscribe()
        };
        drop(board);
        Subscription {
            signals,
            topic,
            hub: self.clone(),
        }
    }

    /// There is something new for a topic.
    pub fn touch(&self, topic: &Topic) {
        if let Some(sender) = self.lock().topics.get(topic) {
            sender.send_modify(Signal::change);
        }
    }

    /// There may be something new for everybody.
    pub fn touch_all(&self) {
        for sender in self.lock().topics.values() {
            sender.send_modify(Signal::change);
        }
    }

    /// Something passes by. Nothing of it is kept.
    pub fn pass(&self, topic: &Topic, passing: Passing) {
        if let Some(sender) = self.lock().topics.get(topic) {
            sender.send_modify(|signal| signal.pass(passing));
        }
    }

    /// Ends every stream, also those that come later; their browsers come back to whoever
    /// serves next.
    pub fn close(&self) {
        let mut board = self.lock();
        let listeners = board.topics.values().map(watch::Sender::receiver_count);
        let listeners = listeners.sum();
        board.dismissed.get_or_insert(listeners);
        board.topics.clear();
    }

    /// How many listen now: visitors, and members of the team.
    #[must_use]
    pub fn listeners(&self) -> (usize, usize) {
        let (mut visitors, mut team) = (0, 0);
        for (topic, sender) in &self.lock().topics {
            match topic {
                Topic::Visitor(_) => visitors += sender.receiver_count(),
                Topic::Team(_) => team += sender.receiver_count(),
            }
        }
        (visitors, team)
    }

    fn lock(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Subscription {
    /// How many listened, this one included, when the server shut down.
    #[must_use]
    pub fn dismissed(&self) -> usize {
        self.hub.lock().dismissed.unwrap_or_default()
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let topics = &mut self.hub.lock().topics;
        // This receiver still counts.
        if topics
            .get(&self.topic)
            .is_some_and(|sender| sender.receiver_count() <= 1)
        {
            topics.remove(&self.topic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use porthole_shared::id::VisitorId;

    fn topic(name: &str) -> Topic {
        Topic::Visitor(VisitorId::from(name.to_owned()))
    }

    #[tokio::test]
    async fn only_listeners_of_the_topic_hear_of_it() {
        let hub = Hub::default();
        let mut ada = hub.subscribe(topic("ada"));
        let bob = hub.subscribe(topic("bob"));
        hub.touch(&topic("ada"));
        ada.signals.changed().await.unwrap();
        assert_eq!(ada.signals.borrow().heard().changes, 1);
        assert!(!bob.signals.has_changed().unwrap());
    }

    #[tokio::test]
    async fn nobody_is_remembered_and_closing_ends_all() {
        let hub = Hub::default();
        let first = hub.subscribe(topic("ada"));
        let mut second = hub.subscribe(topic("ada"));
        drop(first);
        assert_eq!(hub.lock().topics.len(), 1);
        hub.close();
        assert!(second.signals.changed().await.is_err());
        assert_eq!(second.dismissed(), 1);
        drop(second);
        assert!(hub.subscribe(topic("bob")).signals.changed().await.is_err());
        assert!(hub.lock().topics.is_empty());
    }
}
