//! `durable`: how many messages a second are stored when visitors write as fast as they can.

use super::Bench;
use super::acknowledged::Commits;
use super::floor_http;
use super::floor_store::Floor;
use super::load::{saturate, writers};
use super::table::Row;
use crate::say;
use crate::server::{OPEN_DOORS, in_folder};
use std::time::Duration;
use tokio::task::block_in_place;

/// How many visitors write at once.
const WRITERS: usize = 256;
/// How many messages each has ready: more than can be sent in the time.
const MESSAGES: usize = 1_200;
/// How long they write.
const TIME: Duration = Duration::from_secs(5);
/// How long the floor is measured, before and after.
const FLOOR_TIME: Duration = Duration::from_secs(3);

/// Measures.
///
/// # Errors
/// It could not be measured.
pub async fn run(bench: &Bench) -> Result<Vec<Row>, String> {
    let bare = Commits::install(bench)?;
    let measure = || block_in_place(|| Floor::open(&bare.data())?.rate(FLOOR_TIME));
    let (server, _folder) = block_in_place(|| in_folder(&bench.binary, OPEN_DOORS))?;
    let place = (server.address, server.token.as_str());
    let visitors = writers(place, (WRITERS, MESSAGES), &bench.random).await?;
    let mut for_floor =
        writers(place, (WRITERS, MESSAGES * 3), &bench.random.of("bare", 0)).await?;
    let before = measure()?;
    say::note("durable: as fast as it goes …");
    let rate = saturate(visitors, TIME).await?;
    let after = measure()?;
    let floor = block_in_place(floor_http::Floor::start)?;
    for visitor in &mut for_floor {
        visitor.turn_to(floor.address);
    }
    let http = saturate(for_floor, TIME / 2).await?;
    let bare = f64::midpoint(before, after);
    // One after the other on a shared processor: what can be left of both at the most.
    let both = 1.0 / (1.0 / bare + 1.0 / http);
    Ok(vec![
        Row::new("durable", "durable messages a second", rate, "/s")
            .beside("bare group-commit loop", bare)
            .target(">= 0.7 x", rate >= 0.7 * bare),
        Row::new("durable", "bare axum route under the same load", http, "/s"),
        Row::new(
            "durable",
            "bare loop and bare route, one after the other",
            both,
            "/s",
        ),
    ])
}
