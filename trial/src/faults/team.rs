//! The team's eyes: an agent who listens, straight to the server, over every restart.

use super::Report;
use crate::agent::Agent;
use crate::client::Client;
use porthole_shared::inbox::ticket::TeamUpdate;
use std::collections::HashSet;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// How long the agent waits for an answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long everything may take to be shown.
const CALM: Duration = Duration::from_secs(60);

/// The numbers and texts of the messages that were seen.
type Seen = HashSet<(i64, String)>;

/// What the team has seen, now and later.
#[derive(Debug)]
pub struct Team {
    seen: watch::Receiver<Seen>,
}

impl Team {
    /// Signs in and listens until this is dropped.
    ///
    /// # Errors
    /// The server refused it.
    pub async fn watch(address: SocketAddr) -> Result<Self, String> {
        let signing_in = Agent::sign_in(Client::new(address, PATIENCE));
        let agent = signing_in.await.map_err(|error| error.to_string())?;
        let (shown, seen) = watch::channel(Seen::new());
        tokio::spawn(listen(agent, shown));
        Ok(Self { seen })
    }

    /// Checks that the team sees as much as is stored, each message once.
    pub async fn tell(mut self, report: &mut Report) {
        let stored: u64 = report.rows.iter().map(|(_, tally)| tally.stored).sum();
        let is_whole = |seen: &Seen| seen.len() as u64 >= stored;
        let in_time = timeout(CALM, self.seen.wait_for(is_whole)).await.is_ok();
        let seen = self.seen.borrow();
        let texts: HashSet<&str> = seen.iter().map(|(_, text)| text.as_str()).collect();
        let (all, distinct) = (seen.len(), texts.len());
        report.check(in_time && all as u64 == stored && distinct == all, || {
            format!("the team saw {all} messages, {distinct} of them distinct")
        });
        let note = format!("the team's stream showed {all} messages");
        report.notes.push(note);
    }
}

async fn listen(agent: Agent, shown: watch::Sender<Seen>) {
    let mut since = 1;
    while !shown.is_closed() {
        let Ok(mut stream) = agent.live(since).await else {
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        while let Ok(events) = stream.next().await {
            for event in events {
                let update: TeamUpdate = serde_json::from_str(&event.data).unwrap_or_default();
                since = since.max(update.latest);
                let entries = update.entries.into_iter();
                shown.send_modify(|seen| seen.extend(entries.map(|entry| (entry.seq, entry.text))));
            }
        }
    }
}
