//! `start`: from the start of the process to the first answer.

use super::Bench;
use super::grown::grown;
use super::load::client;
use super::samples::Samples;
use super::table::Row;
use crate::server::{OPEN_DOORS, Server, in_folder};
use std::time::Instant;
use tokio::task::block_in_place;

/// How often it is started.
const RUNS: usize = 9;

/// Measures.
///
/// # Errors
/// It could not be measured.
pub async fn run(bench: &Bench) -> Result<Vec<Row>, String> {
    let (mut server, folder) = block_in_place(|| in_folder(&bench.binary, OPEN_DOORS))?;
    let empty = measure(&mut server).await?;
    let mut rows = vec![
        Row::new(
            "start",
            "cold start to the first answer, empty database, median",
            empty.percentile(50),
            "ms",
        )
        .at_most(200.0),
    ];
    drop((server, folder));
    let mut grown = grown(bench, bench.tickets, bench.messages).await?;
    let large = measure(&mut grown.server).await?;
    let data = std::fs::metadata(grown.server.data().join("porthole.db"));
    let bytes = data.map_err(|error| error.to_string())?.len();
    let what = format!("the same with a database of {} MB", bytes / 1_000_000);
    let row = Row::new("start", what, large.percentile(50), "ms");
    rows.push(row.beside("empty", empty.percentile(50)).at_most(200.0));
    Ok(rows)
}

async fn measure(server: &mut Server) -> Result<Samples, String> {
    let mut times = Vec::new();
    for _ in 0..RUNS {
        block_in_place(|| server.stop())?;
        let start = Instant::now();
        block_in_place(|| server.start())?;
        let path = format!("/api/v1/widget/config?token={}", server.token);
        let mut client = client(server.address, 0);
        let request = client.prepare("GET", &path, &());
        let answer = client.send(&request).await;
        answer.map_err(|error| error.to_string())?;
        times.push(start.elapsed());
    }
    Ok(Samples::new(times))
}
