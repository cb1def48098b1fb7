//! The benches: section by section, each figure beside its target and beside a floor or a rival
//! that was measured in the same run. Machines are shared and noisy: it is the ratio that counts.

pub mod acknowledged;
pub mod browser;
pub mod delivered;
pub mod durable;
pub mod floor_http;
pub mod floor_store;
pub mod grown;
pub mod growth;
pub mod idle;
pub mod load;
pub mod samples;
pub mod search;
pub mod size;
pub mod start;
pub mod table;

use crate::faults::browsers::Tools;
use crate::random::Random;
use std::path::PathBuf;
use table::Row;

/// What the benches work with.
#[derive(Debug)]
pub struct Bench {
    /// The server's program, as shipped.
    pub binary: PathBuf,
    /// The repository's `e2e` folder and Playwright's command.
    pub browsers: Option<Tools>,
    /// How many idle streams.
    pub streams: usize,
    /// How many tickets the large database has.
    pub tickets: usize,
    /// How many messages it has.
    pub messages: usize,
    /// For ids and keys.
    pub random: Random,
}

/// The parts, in the order in which they run.
pub const PARTS: &[&str] = &[
    "size", "page", "open", "ack", "deliver", "durable", "idle", "start", "growth", "search",
];

/// Runs one of [`PARTS`].
///
/// # Errors
/// It could not be measured.
pub async fn run(bench: &Bench, part: &str) -> Result<Vec<Row>, String> {
    match part {
        "size" => size::run(),
        "page" | "open" => browser::run(bench, part).await,
        "ack" => acknowledged::run(bench).await,
        "deliver" => delivered::run(bench).await,
        "durable" => durable::run(bench).await,
        "idle" => idle::run(bench).await,
        "start" => start::run(bench).await,
        "growth" => growth::run(bench).await,
        _ => search::run(bench).await,
    }
}
