//! The visitors who use the API: each writes, and each listens.

use super::listener::{Listener, Shown, history};
use super::talker::{Script, boot, talk};
use super::tally::Trail;
use crate::client::Client;
use crate::random::Random;
use crate::server::Server;
use crate::visitor::Visitor;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// How long a client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long everything may take to be shown once the network is good again.
const CALM: Duration = Duration::from_secs(60);

/// The crowd.
#[derive(Debug, Default)]
pub struct Crowd {
    members: Vec<Member>,
    talking: JoinSet<Result<(), String>>,
    listening: JoinSet<Result<(), String>>,
}

#[derive(Debug)]
struct Member {
    script: Arc<Script>,
    visitor: Option<Visitor>,
    again: Visitor,
    random: Random,
    acknowledged: Arc<AtomicU32>,
    shown: watch::Receiver<Shown>,
}

impl Crowd {
    /// One more, who will write so many messages over a time through the proxy.
    ///
    /// # Errors
    /// The server refused them.
    pub async fn join(
        &mut self,
        server: &Server,
        proxy: SocketAddr,
        (count, duration): (u32, Duration),
        (index, random): (usize, &Random),
    ) -> Result<(), String> {
        let make = |address| {
            let client = Client::new(address, PATIENCE);
            Visitor::new(client, &server.token, random.of("visitor", index))
        };
        let mut visitor = make(proxy);
        let since = boot(&mut visitor, &mut random.of("boot", index)).await?;
        let since = since.update.latest;
        let listener = Listener::new(make(proxy), since, random.of("listener", index));
        let acknowledged = Arc::new(AtomicU32::new(0));
        let shown = listener.watch();
        let known = Arc::clone(&acknowledged);
        self.listening
            .spawn(listener.run(move || known.load(Ordering::Relaxed)));
        self.members.push(Member {
            script: Arc::new(Script {
                name: format!("api{index}"),
                count,
                duration,
                length: 60,
            }),
            visitor: Some(visitor),
            again: make(server.address),
            random: random.of("talker", index),
            acknowledged,
            shown,
        });
        Ok(())
    }

    /// Lets everybody write.
    pub fn start(&mut self) {
        for member in &mut self.members {
            let Some(visitor) = member.visitor.take() else {
                continue;
            };
            let script = Arc::clone(&member.script);
            let acknowledged = Arc::clone(&member.acknowledged);
            let random = member.random.clone();
            self.talking
                .spawn(async move { talk(visitor, &script, acknowledged, random).await });
        }
    }

    /// Waits until everything is acknowledged.
    ///
    /// # Errors
    /// The server refused something for good.
    pub async fn finish_talking(&mut self) -> Result<(), String> {
        while let Some(done) = self.talking.join_next().await {
            done.map_err(|error| error.to_string())??;
        }
        Ok(())
    }

    /// Waits until everything is shown, and looks again as one does who comes back. Gives
    /// what is shown to whom; what is stored is not known here.
    ///
    /// # Errors
    /// Who comes back is shown something else.
    pub async fn finish_listening(mut self) -> Result<Vec<(String, Trail)>, String> {
        let mut trails = Vec::new();
        for mut member in std::mem::take(&mut self.members) {
            let count = member.script.count;
            let is_whole = |shown: &Shown| shown.len() >= count as usize;
            // What is missing then is counted as lost.
            let _ = timeout(CALM, member.shown.wait_for(is_whole)).await;
            let shown = member.shown.borrow().clone();
            if history(&mut member.again, &mut member.random).await? != shown {
                let name = &member.script.name;
                return Err(format!("{name} is shown something else after coming back"));
            }
            let trail = Trail {
                sent: count,
                acknowledged: member.acknowledged.load(Ordering::Relaxed),
                stored: Vec::new(),
                shown: shown.into_values().collect(),
            };
            trails.push((member.script.name.clone(), trail));
        }
        self.listening.abort_all();
        Ok(trails)
    }
}
