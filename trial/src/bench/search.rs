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

/// Kinds of queries, and two or three of each as they stand in a URL. Each finds as much in the small
/// database as in the large one: a full page, one ticket, or none.
const QUERIES: &[(&str, &[&str])] = &[
    ("a common word", &["order%20", "thanks%20", "parcel%20"]),
    ("the beginning of a word", &["deliv", "ord", "sh"]),
    (
        "two common words",
        &["order%20refund%20", "thanks%20carrier%20"],
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
    (
        "the number of one ticket",
        &["%23500%20", "%23999%20", "%23512%20"],
    ),
    ("a number that many begin with", &["%2312", "99"]),
    ("a person", &["hoffmann", "dubois", "%E4%BD%90%E8%97%A4"]),
    (
        "the address of a person",
        &["noah.fischer@web.example", "mia.srensen@web.example"],
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
        let [there, here] = found(&mut agents, queries).await?;
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
            let row = Row::new("search", what, figure, "ms");
            rows.push(match hundredths {
                _ if there != here => {
                    row.beside(format!("{few}: {there:?} found, not {here:?}"), floor)
                }
                50 => row
                    .beside(few.clone(), floor)
                    .target("<= 1.5 x", figure <= 1.5 * floor),
                _ => row.beside(few.clone(), floor),
            });
        }
    }
    Ok(rows)
}

/// How many tickets the first page of each query tells, in the small database and the large one. What
/// finds more in one of them is more work there and has no target.
async fn found(agents: &mut [Agent], queries: &[&str]) -> Result<[Vec<usize>; 2], String> {
    let mut found = [Vec::new(), Vec::new()];
    for (agent, found) in agents.iter_mut().zip(&mut found) {
        for query in queries {
            let results = agent.search(query).await;
            let results = results.map_err(|error| format!("{query}: {error}"))?;
            found.push(results.hits.len());
        }
    }
    Ok(found)
}

async fn ask(agent: &mut Agent, query: &str) -> Result<Duration, String> {
    let begins = Instant::now();
    let found = agent.get(&format!("search?q={query}")).await;
    found.map_err(|error| format!("{query}: {error}"))?;
    Ok(begins.elapsed())
}
