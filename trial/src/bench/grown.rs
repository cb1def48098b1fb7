//! Installations with many tickets, which have been indexed.

use super::Bench;
use crate::database;
use crate::folder::Folder;
use crate::say;
use crate::seed::{Size, seed};
use crate::server::{OPEN_DOORS, Server, in_folder};
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::task::block_in_place;

/// How many tickets a small one has, with ten messages each.
pub const SMALL: usize = 1_000;
/// How many messages a ticket has where nothing else is said.
pub const MESSAGES: usize = 10;
/// The moment at which everything has happened.
const NOW: i64 = 1_790_000_000_000;
/// How long filling the indexes may take.
const PATIENCE: Duration = Duration::from_secs(400);

/// A server with many tickets, and where its data are.
pub struct Grown {
    /// It.
    pub server: Server,
    /// Goes with it.
    pub folder: Folder,
    /// How long the server took to index what was there, beside its calls.
    pub indexed: Duration,
}

/// Makes one.
///
/// # Errors
/// It could not be filled, or was not indexed in time.
pub async fn grown(bench: &Bench, tickets: usize, messages: usize) -> Result<Grown, String> {
    say::note(&format!(
        "filling a database with {} tickets and {} messages …",
        say::thousands(tickets as u64),
        say::thousands(messages as u64)
    ));
    let size = Size {
        tickets,
        messages: Some(messages),
        now: NOW,
    };
    let (mut server, folder) = block_in_place(|| in_folder(&bench.binary, OPEN_DOORS))?;
    let began = block_in_place(|| {
        server.stop()?;
        seed(server.data(), &size, &bench.random)?;
        server.start()?;
        Ok::<_, String>(Instant::now())
    })?;
    while is_behind(server.data())? {
        if began.elapsed() > PATIENCE {
            return Err("the indexes were not filled in time".to_owned());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let indexed = began.elapsed();
    while is_merging(server.data())? {
        if began.elapsed() > PATIENCE {
            return Err("the indexes were not merged in time".to_owned());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(Grown {
        server,
        folder,
        indexed,
    })
}

/// Whether anything is not indexed yet.
fn is_behind(data: &Path) -> Result<bool, String> {
    let connection = database::open(data)?;
    let behind = connection.query_row(
        "SELECT visitor IS NOT NULL OR EXISTS (SELECT 1 FROM person_queue)
             OR EXISTS (SELECT 1 FROM message WHERE seq > entry)
             OR EXISTS (SELECT 1 FROM note WHERE seq > entry)
         FROM search_state",
        [],
        |row| row.get(0),
    );
    behind.map_err(|error| format!("the state of the search: {error}"))
}

/// Whether the segments of the indexes are not merged yet, which happens once all are filled.
fn is_merging(data: &Path) -> Result<bool, String> {
    let connection = database::open(data)?;
    let sql = "SELECT merging OR merged < entry FROM search_state";
    let merging = connection.query_row(sql, [], |row| row.get(0));
    merging.map_err(|error| format!("the state of the search: {error}"))
}
