//! `search`: how long what is typed takes to be found, by kind, beside a small database.

use super::Bench;
use super::grown::{MESSAGES, SMALL, grown};
use super::load::client;
use super::samples::Samples;
use super::table::Row;
use crate::agent::Agent;
use crate::say;
use std::time::{Duration, Instant};

/// How often each query is asked.
const ROUNDS: usize = 100;

/// Kinds of queries, and two or three of each as they stand in a URL.
const QUERIES: &[(&str, &[&str])] = &[
    ("a common word", &["order%20", "thanks%20", "parcel%20"]),
    ("the beginning of a word", &["deliv", "ord", "th"]),
    (
        "two common words",
        &["order%20refund%20", "thanks%20parcel%20"],
    ),
    (
        "two words that are never together",
        &["orchard%20accountant%20", "outlook%20birthday%20"],
    ),
    (
        "a phrase",
        &["%22thank%20you%20so%20much%22", "%22return%20label%22"],
    ),
    ("a rare word", &["depotx%20", "A-123456%20", "A-654321%20"]),
    ("the number of a ticket", &["%23500", "77"]),
    (
        "a person",
        &["schr%C3%B6der", "olivia%20bennett", "%E4%BD%90%E8%97%A4"],
    ),
    (
        "signs without spaces",
        &["%E5%BF%98%E3%82%8C", "%E6%B3%A8%E6%96%87%E7%95%AA%E5%8F%B7"],
    ),
];

/// Measures, small and large in turn.
///
/// # Errors
/// It could not be measured.
pub async fn run(bench: &Bench) -> Result<Vec<Row>, String> {
    let small = grown(bench, SMALL, SMALL * MESSAGES).await?;
    let large = grown(bench, bench.tickets, bench.messages).await?;
    let mut agents = Vec::new();
    for server in [&small.server, &large.server] {
        let agent = Agent::sign_in(client(server.address, 0)).await;
        agents.push(agent.map_err(|error| error.to_string())?);
    }
    let few = format!("{} tickets", say::thousands(SMALL as u64));
    let mut rows = Vec::new();
    for (kind, queries) in QUERIES {
        let mut times = [Vec::new(), Vec::new()];
        for round in 0..ROUNDS {
            let query = queries[round % queries.len()];
            for (agent, times) in agents.iter_mut().zip(&mut times) {
                times.push(ask(agent, query).await?);
            }
        }
        let [small, large] = times.map(Samples::new);
        for hundredths in [50, 95] {
            let (floor, figure) = (small.percentile(hundredths), large.percentile(hundredths));
            let what = format!(
                "{kind} among {} messages, p{hundredths}",
                say::thousands(bench.messages as u64)
            );
            let row = Row::new("search", what, figure, "ms").beside(few.clone(), floor);
            rows.push(match hundredths {
                50 => row.target("<= 1.5 x", figure <= 1.5 * floor),
                _ => row,
            });
        }
    }
    Ok(rows)
}

async fn ask(agent: &mut Agent, query: &str) -> Result<Duration, String> {
    let begins = Instant::now();
    let found = agent.get(&format!("search?q={query}")).await;
    found.map_err(|error| format!("{query}: {error}"))?;
    Ok(begins.elapsed())
}
