//! `growth`: whether everyday calls stay as fast when there are a hundred times more tickets.

use super::Bench;
use super::grown::{MESSAGES, SMALL, grown};
use super::load::client;
use super::samples::Samples;
use super::table::Row;
use crate::agent::Agent;
use crate::say;
use crate::server::Server;
use crate::visitor::Visitor;
use std::time::{Duration, Instant};

/// How often each call is measured.
const ROUNDS: usize = 200;
/// The calls, in the order in which they are made.
const CALLS: [&str; 6] = ["list", "counts", "search", "open", "boot", "send"];
/// What is searched for, in turn: a word of many, the beginning of one, two words. Each fills a page
/// of the small database too.
const QUERIES: [&str; 3] = ["order%20", "deliv", "order%20refund%20"];

/// Measures, small and large in turn, so that a busy machine disturbs both alike.
///
/// # Errors
/// It could not be measured.
pub async fn run(bench: &Bench) -> Result<Vec<Row>, String> {
    let small = grown(bench, SMALL, SMALL * MESSAGES).await?;
    let large = grown(bench, bench.tickets, bench.messages).await?;
    let mut callers = [
        Caller::new(&small.server, bench).await?,
        Caller::new(&large.server, bench).await?,
    ];
    for _ in 0..ROUNDS {
        for caller in &mut callers {
            caller.round().await?;
        }
    }
    let [small_times, large_times] = callers.map(|caller| caller.times.map(Samples::new));
    let [tickets, few] = [bench.tickets, SMALL].map(|tickets| say::thousands(tickets as u64));
    let mut rows: Vec<Row> = CALLS
        .iter()
        .zip(small_times.iter().zip(&large_times))
        .map(|(name, (small, large))| {
            let (floor, figure) = (small.percentile(50), large.percentile(50));
            let what = format!("{name} with {tickets} tickets, p50");
            Row::new("growth", what, figure, "ms")
                .beside(format!("{few} tickets"), floor)
                .target("<= 1.5 x", figure <= 1.5 * floor)
        })
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "some millions")]
    let speed = bench.messages as f64 / large.indexed.as_secs_f64();
    let what = "messages indexed for the search, beside the server's calls";
    rows.push(Row::new("growth", what, speed.round(), "/s"));
    Ok(rows)
}

/// Somebody who makes the everyday calls.
struct Caller {
    agent: Agent,
    visitor: Visitor,
    /// A ticket among those in the middle of the list.
    ticket: String,
    rounds: usize,
    times: [Vec<Duration>; CALLS.len()],
}

impl Caller {
    async fn new(server: &Server, bench: &Bench) -> Result<Self, String> {
        let agent = Agent::sign_in(client(server.address, 0)).await;
        let mut agent = agent.map_err(|error| error.to_string())?;
        let list = agent.list().await.map_err(|error| error.to_string())?;
        let ticket = list.tickets.get(list.tickets.len() / 2);
        let ticket = ticket.ok_or("the list is empty")?;
        Ok(Self {
            ticket: ticket.id.as_str().to_owned(),
            agent,
            visitor: Visitor::new(
                client(server.address, 1),
                &server.token,
                bench.random.of("growth", 0),
            ),
            rounds: 0,
            times: Default::default(),
        })
    }

    async fn round(&mut self) -> Result<(), String> {
        let query = QUERIES[self.rounds % QUERIES.len()];
        self.rounds += 1;
        let reads = [
            "tickets".to_owned(),
            "counts".to_owned(),
            format!("search?q={query}"),
            format!("tickets/{}", self.ticket),
        ];
        for (index, path) in reads.iter().enumerate() {
            let begins = Instant::now();
            self.agent
                .get(path)
                .await
                .map_err(|error| format!("{path}: {error}"))?;
            self.times[index].push(begins.elapsed());
        }
        let begins = Instant::now();
        let booted = self.visitor.boot().await;
        booted.map_err(|error| error.to_string())?;
        self.times[4].push(begins.elapsed());
        let message = self.visitor.compose("One more".to_owned());
        let begins = Instant::now();
        let sent = self.visitor.send(&message).await;
        sent.map_err(|error| error.to_string())?;
        self.times[5].push(begins.elapsed());
        Ok(())
    }
}
