//! Who listens to what changes: reads it from the change log, and waits for the next hint.

use crate::domain::reconnect;
use crate::error::ApiError;
use crate::live::{Mark, Passing, Subscription};
use crate::random::Random;
use crate::store::StoreError;
use std::future::Future;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// After which time a session is looked at again that should have been over.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// What a listener is told next.
pub struct News {
    /// An update, as JSON; `None` if there is nothing to tell.
    pub data: Option<String>,
    /// The number of the last change that is part of it.
    pub latest: i64,
    /// There is more to read at once.
    pub more: bool,
}

/// Whose changes are told.
pub trait Feed: Send + Sync + 'static {
    /// What changed since a number.
    ///
    /// # Errors
    /// The session is over, or the store failed; a stream tells why and ends.
    fn changes(&self, since: i64) -> impl Future<Output = Result<News, ApiError>> + Send;

    /// An update with what passes by; `None` if nothing of it is for this listener.
    ///
    /// # Errors
    /// It cannot be written.
    fn passing(&self, passing: Vec<Passing>, since: i64) -> Result<Option<String>, ApiError>;
}

/// Writes an update as JSON.
///
/// # Errors
/// It cannot be written.
pub fn to_data<T: serde::Serialize>(update: &T) -> Result<String, ApiError> {
    serde_json::to_string(update).map_err(|error| ApiError::from(StoreError::from(error)))
}

/// Somebody who knows what changed up to a number, and wants to hear what comes after it.
pub struct Listener<F> {
    feed: F,
    subscription: Subscription,
    /// Up to which change.
    pub since: i64,
    heard: Mark,
    must_read: bool,
    /// When to look whether the session still lives, if nothing happens before.
    look_at: Option<Instant>,
}

/// What a listener hears.
pub enum Heard {
    /// An update with what changed, as JSON.
    Changes(String),
    /// An update with what passes by, as JSON: who is typing, who is in a ticket.
    Passing(String),
    /// Nothing, for as long as it wanted to wait.
    Quiet,
    /// The server stops. To be asked again after so many milliseconds.
    End(u32),
}

impl<F: Feed> Listener<F> {
    /// Listens from now on; `since` is the number of the last change that is known.
    pub fn new(feed: F, mut subscription: Subscription, since: i64) -> Self {
        // What was told before is read from the change log; who typed before is over.
        let heard = subscription.signals.borrow_and_update().heard();
        Self {
            feed,
            subscription,
            since,
            heard,
            must_read: true,
            look_at: None,
        }
    }

    /// The session ends after this time, unless something else ends it before.
    #[must_use]
    pub fn for_a_session_of(self, life: Duration) -> Self {
        Self {
            look_at: Some(Instant::now() + life),
            ..self
        }
    }

    /// What comes next, waiting for it as long as this.
    ///
    /// # Errors
    /// The session is over, or the store failed.
    pub async fn hear(&mut self, patience: Duration) -> Result<Heard, ApiError> {
        let until = Instant::now() + patience;
        loop {
            while std::mem::take(&mut self.must_read) {
                let news = self.feed.changes(self.since).await?;
                self.since = news.latest;
                self.must_read = news.more;
                if let Some(data) = news.data {
                    return Ok(Heard::Changes(data));
                }
            }
            let signals = &mut self.subscription.signals;
            let wake = self.look_at.map_or(until, |look_at| look_at.min(until));
            let passing = match timeout_at(wake, signals.changed()).await {
                Err(_) if self.must_look() => continue,
                Err(_) => return Ok(Heard::Quiet),
                Ok(Err(_)) => return Ok(Heard::End(self.pause())),
                Ok(Ok(())) => self.take_signal(),
            };
            if !passing.is_empty()
                && let Some(data) = self.feed.passing(passing, self.since)?
            {
                return Ok(Heard::Passing(data));
            }
        }
    }

    /// Takes note of a signal, and gives what passed by.
    fn take_signal(&mut self) -> Vec<Passing> {
        let signal = self.subscription.signals.borrow_and_update();
        let heard = signal.heard();
        let passing = signal.passed_since(self.heard);
        self.must_read = heard.changes != self.heard.changes;
        self.heard = heard;
        passing
    }

    /// Whether it is time to look whether the session still lives. It is looked again later, in
    /// case the clock was set back.
    fn must_look(&mut self) -> bool {
        let now = Instant::now();
        self.must_read = self.look_at.is_some_and(|look_at| look_at <= now);
        if self.must_read {
            self.look_at = Some(now + LOOK_AGAIN);
        }
        self.must_read
    }

    /// After how many milliseconds to come back to a server that stops, so that not all do in the
    /// same instant.
    fn pause(&self) -> u32 {
        Random.below(reconnect::window(self.subscription.dismissed()))
    }
}
