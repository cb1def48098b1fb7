//! `deliver`: how long a message takes from the visitor to the agent's stream, while thousands of
//! other streams are silent.

use super::acknowledged::{RATE, WRITERS};
use super::load::{Sent, acknowledgements, at_rate, client, writers};
use super::samples::Samples;
use super::table::Row;
use super::{Bench, idle};
use crate::agent::Agent;
use crate::http::Stream;
use crate::say;
use crate::server::{OPEN_DOORS, Server, in_folder};
use porthole_shared::inbox::ticket::TeamUpdate;
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::block_in_place;
use tokio::time::{Instant, timeout};

/// How many messages each visitor sends.
const MESSAGES: usize = 160;
/// How long the last message may take to arrive.
const PATIENCE: Duration = Duration::from_secs(20);

/// When each message arrived, by its number.
type Arrivals = HashMap<usize, Instant>;

/// Measures.
///
/// # Errors
/// It could not be measured.
pub async fn run(bench: &Bench) -> Result<Vec<Row>, String> {
    let (server, _folder) = block_in_place(|| in_folder(&bench.binary, OPEN_DOORS))?;
    let visitors = writers(
        (server.address, &server.token),
        (WRITERS, MESSAGES),
        &bench.random,
    );
    let visitors = visitors.await?;
    say::note(&format!("deliver: opening {} streams …", bench.streams));
    let audience = idle::visitors(&server, bench.streams, &bench.random).await?;
    let mut arrivals = listen(&server).await?;
    say::note("deliver: 1,000 messages a second …");
    let sent = at_rate(visitors, RATE).await?;
    let is_whole = |arrivals: &Arrivals| arrivals.len() >= sent.len();
    match timeout(PATIENCE, arrivals.wait_for(is_whole)).await {
        Ok(Ok(_)) => {}
        Ok(Err(_)) => return Err("the agent's stream broke".to_owned()),
        Err(_) => return Err("not every message arrived".to_owned()),
    }
    audience.check()?;
    let delivered = delivery(&sent, &arrivals.borrow());
    let acknowledged = acknowledgements(&sent);
    let what = format!("visitor to agent with {} idle streams, p99", bench.streams);
    let (p99, limit) = (delivered.percentile(99), 2.0 * acknowledged.percentile(99));
    Ok(vec![
        Row::new("deliver", what, p99, "ms")
            .beside("acknowledged, p99", acknowledged.percentile(99))
            .target("<= 2 x", p99 <= limit),
        Row::new("deliver", "the same, p50", delivered.percentile(50), "ms")
            .beside("acknowledged, p50", acknowledged.percentile(50)),
    ])
}

fn delivery(sent: &[Sent], arrivals: &Arrivals) -> Samples {
    let times = sent
        .iter()
        .filter_map(|one| Some(*arrivals.get(&one.number)? - one.at));
    Samples::new(times.collect())
}

/// An agent who notes when each message arrives.
async fn listen(server: &Server) -> Result<watch::Receiver<Arrivals>, String> {
    let say = |error: crate::client::Failure| error.to_string();
    let mut agent = Agent::sign_in(client(server.address, 0))
        .await
        .map_err(say)?;
    let latest = agent.list().await.map_err(say)?.latest;
    let stream = agent.live(latest).await.map_err(say)?;
    let (arrived, arrivals) = watch::channel(Arrivals::new());
    tokio::spawn(note(stream, arrived));
    Ok(arrivals)
}

async fn note(mut stream: Stream, arrived: watch::Sender<Arrivals>) {
    while let Ok(events) = stream.next().await {
        let now = Instant::now();
        for event in events {
            let update: TeamUpdate = serde_json::from_str(&event.data).unwrap_or_default();
            let numbers = update.entries.iter().filter_map(|entry| {
                let number = entry.text.rsplit(' ').next()?;
                number.parse().ok()
            });
            arrived.send_modify(|arrivals| {
                for number in numbers {
                    arrivals.entry(number).or_insert(now);
                }
            });
        }
    }
}
