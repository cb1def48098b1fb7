//! A visitor's eyes: what the stream shows, over every gap.

use super::talker::{boot, insist, parse, recover};
use crate::random::Random;
use crate::visitor::Visitor;
use porthole_shared::live::{SyncRequest, Update};
use porthole_shared::ticket::Message;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// How long a stream may be silent while something is missing that was acknowledged.
const STALE: Duration = Duration::from_secs(3);

/// What is shown: the number of the message in the order of the database, and in its author's.
pub type Shown = BTreeMap<i64, u32>;

/// Somebody who listens.
#[derive(Debug)]
pub struct Listener {
    visitor: Visitor,
    since: i64,
    random: Random,
    shown: watch::Sender<Shown>,
}

impl Listener {
    /// Listens as a visitor to what comes after a change.
    #[must_use]
    pub fn new(visitor: Visitor, since: i64, random: Random) -> Self {
        Self {
            visitor,
            since,
            random,
            shown: watch::Sender::default(),
        }
    }

    /// What is shown, now and later.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Shown> {
        self.shown.subscribe()
    }

    /// Listens until the task is dropped. `acknowledged` tells how many messages have to come.
    ///
    /// # Errors
    /// The server refused the stream for good.
    pub async fn run(mut self, acknowledged: impl Fn() -> u32) -> Result<(), String> {
        boot(&mut self.visitor, &mut self.random).await?;
        let mut attempt = 0;
        loop {
            match self.visitor.live(self.since).await {
                Ok(mut stream) => {
                    attempt = 0;
                    loop {
                        let is_missing = (self.shown.borrow().len() as u32) < acknowledged();
                        match timeout(STALE, stream.next()).await {
                            Ok(Ok(events)) => {
                                for event in events {
                                    self.take(&event.data).await?;
                                }
                            }
                            Ok(Err(_)) => break,
                            Err(_) if is_missing => break,
                            Err(_) => {}
                        }
                    }
                }
                Err(failure) => {
                    recover(&mut self.visitor, failure, attempt, &mut self.random).await?;
                }
            }
            attempt += 1;
        }
    }

    async fn take(&mut self, data: &str) -> Result<(), String> {
        let update: Update = serde_json::from_str(data)
            .map_err(|error| format!("the stream told what is not JSON: {error}"))?;
        self.since = self.since.max(update.latest);
        if update.reset {
            let history = history(&mut self.visitor, &mut self.random).await?;
            self.shown.send_replace(history);
            return Ok(());
        }
        self.shown
            .send_modify(|shown| show(shown, &update.messages));
        Ok(())
    }
}

fn show(shown: &mut Shown, messages: &[Message]) {
    for message in messages {
        if let Some((_, number)) = parse(&message.text) {
            shown.insert(message.seq, number);
        }
    }
}

/// What a visitor is shown who comes back: every ticket, page by page.
///
/// # Errors
/// The server refused it for good.
pub async fn history(visitor: &mut Visitor, random: &mut Random) -> Result<Shown, String> {
    let mut shown = Shown::new();
    let update = boot(visitor, random).await?.update;
    for ticket in update.tickets {
        let mut request = SyncRequest {
            since: update.latest,
            ticket: Some(ticket.id),
            before: None,
        };
        loop {
            let page: Update = insist(visitor, random, "sync", &request).await?;
            show(&mut shown, &page.messages);
            let first = page.messages.first().map(|message| message.seq);
            match first {
                Some(_) if page.earlier => request.before = first,
                _ => break,
            }
        }
    }
    Ok(shown)
}
