//! `ack`: how long a message takes until it is acknowledged, at 1,000 messages a second.

use super::Bench;
use super::floor_http;
use super::floor_store::Floor;
use super::load::{acknowledgements, at_rate, writers};
use super::samples::Samples;
use super::table::Row;
use crate::folder::Folder;
use crate::say;
use crate::server::{OPEN_DOORS, Server, in_folder};
use std::path::Path;
use std::time::Duration;
use tokio::task::block_in_place;

/// Messages a second.
pub const RATE: u32 = 1_000;
/// How many visitors share the rate, each on a connection of its own.
pub const WRITERS: usize = 64;
/// How many messages each of them sends.
const MESSAGES: usize = 160;
/// How long the floor is measured, before and after.
const FLOOR_TIME: Duration = Duration::from_secs(4);

/// Measures.
///
/// # Errors
/// It could not be measured.
pub async fn run(bench: &Bench) -> Result<Vec<Row>, String> {
    let bare = Commits::install(bench)?;
    let (server, _folder) = block_in_place(|| in_folder(&bench.binary, OPEN_DOORS))?;
    let visitors = writers(
        (server.address, &server.token),
        (WRITERS, MESSAGES),
        &bench.random,
    );
    let visitors = visitors.await?;
    let before = block_in_place(|| bare.measure())?;
    say::note("ack: 1,000 messages a second …");
    let acknowledged = acknowledgements(&at_rate(visitors, RATE).await?);
    let after = block_in_place(|| bare.measure())?;
    let http = bare_http(bench, &server).await?;
    let floor = |hundredths| {
        let sum: f64 = before.percentile(hundredths) + after.percentile(hundredths);
        sum / 2.0
    };
    let (p50, p99) = (acknowledged.percentile(50), acknowledged.percentile(99));
    Ok(vec![
        Row::new(
            "ack",
            "message acknowledged, 1,000 a second, p50",
            p50,
            "ms",
        )
        .beside("bare fsync commit", floor(50))
        .target("<= 2 x + 1 ms", p50 <= 2.0 * floor(50) + 1.0),
        Row::new("ack", "the same, p99", p99, "ms")
            .beside("bare fsync commit", floor(99))
            .target("<= 5 x", p99 <= 5.0 * floor(99)),
        Row::new(
            "ack",
            "bare axum route at the same rate, p50",
            http.percentile(50),
            "ms",
        ),
        Row::new("ack", "the same, p99", http.percentile(99), "ms"),
    ])
}

/// The same load on a route with nothing behind it.
async fn bare_http(bench: &Bench, server: &Server) -> Result<Samples, String> {
    let place = (server.address, server.token.as_str());
    let random = bench.random.of("bare", 0);
    let mut visitors = writers(place, (WRITERS, MESSAGES / 4), &random).await?;
    let floor = block_in_place(floor_http::Floor::start)?;
    for visitor in &mut visitors {
        visitor.turn_to(floor.address);
    }
    Ok(acknowledgements(&at_rate(visitors, RATE).await?))
}

/// A bare database on the same disk.
#[derive(Debug)]
pub struct Commits {
    folder: Folder,
}

impl Commits {
    /// Lets a server make the database, with one conversation in it, and stops it.
    ///
    /// # Errors
    /// It could not.
    pub fn install(bench: &Bench) -> Result<Self, String> {
        let (mut server, folder) = block_in_place(|| in_folder(&bench.binary, OPEN_DOORS))?;
        let place = (server.address, server.token.clone());
        let random = bench.random.of("floor", 0);
        let runtime = tokio::runtime::Handle::current();
        block_in_place(|| runtime.block_on(writers((place.0, &place.1), (1, 0), &random)))?;
        block_in_place(|| server.stop())?;
        Ok(Self { folder })
    }

    /// Where it is.
    #[must_use]
    pub fn data(&self) -> std::path::PathBuf {
        let folder: &Path = self.folder.path();
        folder.join("data")
    }

    fn measure(&self) -> Result<Samples, String> {
        Floor::open(&self.data())?.commits(FLOOR_TIME)
    }
}
