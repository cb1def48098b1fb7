//! The server is restarted under many streams: all come back, and each sees what comes after.

use super::listener::{Listener, Shown};
use super::talker::{boot, insist, parse};
use super::tally::{Tally, Trail};
use super::{Report, Trial};
use crate::client::Client;
use crate::random::Random;
use crate::server::{OPEN_DOORS, Server, in_folder};
use crate::visitor::Visitor;
use crate::{database, say};
use porthole_shared::ticket::SendReply;
use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::{JoinSet, block_in_place};
use tokio::time::{Instant, timeout};

/// How long a client waits for an answer: all come at once.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long all may take to see a message.
const BACK: Duration = Duration::from_secs(90);
/// How many messages everybody writes: before, after a stop, and after a crash.
const ROUNDS: u32 = 3;

/// Runs it.
///
/// # Errors
/// It could not be carried through.
pub async fn run(trial: &Trial) -> Result<Report, String> {
    let streams = if trial.is_full { 2_000 } else { 300 };
    let mut report = Report::default();
    let (mut server, _folder) = block_in_place(|| in_folder(&trial.binary, OPEN_DOORS))?;
    let mut audience = Audience::gather(&server, streams, &trial.random).await?;
    let first = audience.round(0).await?;
    block_in_place(|| server.stop().and_then(|()| server.start()))?;
    let stopped = audience.round(1).await?;
    block_in_place(|| {
        server.kill();
        server.start()
    })?;
    let killed = audience.round(2).await?;
    report.notes.push(format!(
        "{streams} streams: everybody wrote and saw it in {first:.1} s at first, {stopped:.1} s after a stop, {killed:.1} s after a crash"
    ));
    let tally = audience.count(&server)?;
    let name = format!("restart under {streams} streams");
    report.rows.push((name, tally));
    block_in_place(|| server.stop())?;
    block_in_place(|| super::check(&server, &mut report));
    Ok(report)
}

struct Audience {
    people: Vec<Person>,
    /// They listen until the audience is gone.
    _listening: JoinSet<Result<(), String>>,
}

struct Person {
    visitor: Visitor,
    random: Random,
    acknowledged: Arc<AtomicU32>,
    shown: watch::Receiver<Shown>,
}

impl Audience {
    async fn gather(server: &Server, streams: usize, random: &Random) -> Result<Self, String> {
        let mut joining = JoinSet::new();
        for index in 0..streams {
            let random = random.of("audience", index);
            let (address, token) = (server.address, server.token.clone());
            joining.spawn(async move {
                let make = || {
                    let from = Ipv4Addr::new(127, 0, 1, (index % 4) as u8 + 1);
                    let client = Client::new(address, PATIENCE).from(from);
                    Visitor::new(client, &token, random.of("visitor", 0))
                };
                let (mut visitor, mut random) = (make(), random.of("boot", 0));
                let since = boot(&mut visitor, &mut random).await?.update.latest;
                let listener = Listener::new(make(), since, random.of("listener", 0));
                Ok::<_, String>((visitor, random, listener))
            });
        }
        let mut people = Vec::new();
        let mut listening = JoinSet::new();
        while let Some(joined) = joining.join_next().await {
            let (visitor, random, listener) = joined.map_err(|error| error.to_string())??;
            let acknowledged = Arc::new(AtomicU32::new(0));
            let count = Arc::clone(&acknowledged);
            people.push(Person {
                visitor,
                random,
                acknowledged,
                shown: listener.watch(),
            });
            listening.spawn(listener.run(move || count.load(Ordering::Relaxed)));
        }
        Ok(Self {
            people,
            _listening: listening,
        })
    }

    /// Everybody writes a message and sees it; gives the seconds until the last one did.
    async fn round(&mut self, number: u32) -> Result<f64, String> {
        say::note(&format!("round {number} of {ROUNDS} …"));
        let start = Instant::now();
        let mut rounds = JoinSet::new();
        for (index, mut person) in self.people.drain(..).enumerate() {
            rounds.spawn(async move {
                person.write(index, number).await?;
                Ok::<_, String>((index, person))
            });
        }
        let mut people = Vec::new();
        while let Some(done) = rounds.join_next().await {
            people.push(done.map_err(|error| error.to_string())??);
        }
        // Their places are their names.
        people.sort_by_key(|(index, _)| *index);
        self.people = people.into_iter().map(|(_, person)| person).collect();
        Ok(start.elapsed().as_secs_f64())
    }

    fn count(&self, server: &Server) -> Result<Tally, String> {
        let texts = database::texts(server.data())?;
        let mut stored: HashMap<&str, Vec<u32>> = HashMap::new();
        for (name, number) in texts.iter().filter_map(|text| parse(text)) {
            stored.entry(name).or_default().push(number);
        }
        let mut tally = Tally::default();
        for (index, person) in self.people.iter().enumerate() {
            tally.add(&Trail {
                sent: ROUNDS,
                acknowledged: person.acknowledged.load(Ordering::Relaxed),
                stored: stored.remove(name(index).as_str()).unwrap_or_default(),
                shown: person.shown.borrow().values().copied().collect(),
            });
        }
        Ok(tally)
    }
}

impl Person {
    async fn write(&mut self, index: usize, number: u32) -> Result<(), String> {
        let message = self.visitor.compose(format!("{} {number}", name(index)));
        let (visitor, random) = (&mut self.visitor, &mut self.random);
        let _: SendReply = insist(visitor, random, "messages", &message).await?;
        self.acknowledged.fetch_add(1, Ordering::Relaxed);
        let is_there = |shown: &Shown| shown.values().any(|seen| *seen == number);
        // Whoever does not see it has lost it: that is counted in the end.
        let _ = timeout(BACK, self.shown.wait_for(is_there)).await;
        Ok(())
    }
}

fn name(index: usize) -> String {
    format!("stream{index}")
}
