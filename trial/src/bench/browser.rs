//! `page` and `open`: what a page view costs, and how long a click takes, in a real browser
//! (`e2e/bench`).

use super::Bench;
use super::table::Row;
use crate::folder::Folder;
use crate::server::{OPEN_DOORS, in_folder, limited};
use serde::Deserialize;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::task::block_in_place;
use tokio::time::sleep;

/// How long the browser may take.
const TIME: Duration = Duration::from_secs(120);

/// What was measured of a page view.
#[derive(Debug, Deserialize)]
struct Page {
    /// How many requests went to the server.
    requests: f64,
    /// The longest task of the main thread, in milliseconds; 0 where none was longer than 50.
    longest_task: f64,
    /// The sum of layout shifts.
    shift: f64,
    /// How many things are stored.
    stored: f64,
}

/// What was measured of a click.
#[derive(Debug, Deserialize)]
struct Open {
    /// The median from click to focused composer, in milliseconds.
    median: f64,
    /// The slowest.
    slowest: f64,
}

/// Measures one of the two.
///
/// # Errors
/// It could not be measured.
pub async fn run(bench: &Bench, part: &str) -> Result<Vec<Row>, String> {
    let text = measure(bench, part).await?;
    let wrong = |error: serde_json::Error| format!("the browser told {text}: {error}");
    if part == "page" {
        let page: Page = serde_json::from_str(&text).map_err(wrong)?;
        return Ok(vec![
            Row::new("page", "requests of a page view", page.requests, "").at_most(2.0),
            Row::new(
                "page",
                "longest main-thread task over 50 ms",
                page.longest_task,
                "ms",
            )
            .target("none", page.longest_task <= 50.0),
            Row::new("page", "layout shift", page.shift, "").at_most(0.0),
            Row::new("page", "things stored", page.stored, "").at_most(0.0),
        ]);
    }
    let open: Open = serde_json::from_str(&text).map_err(wrong)?;
    Ok(vec![
        Row::new(
            "open",
            "click to focused composer, warm, 4x throttled, median",
            open.median,
            "ms",
        )
        .at_most(300.0),
        Row::new("open", "the same, slowest", open.slowest, "ms"),
    ])
}

async fn measure(bench: &Bench, part: &str) -> Result<String, String> {
    let tools = bench.browsers.as_ref().ok_or("Playwright is not named")?;
    let (server, _data) = block_in_place(|| in_folder(&bench.binary, OPEN_DOORS))?;
    let folder = Folder::new()?;
    let told = folder.path().join("told.json");
    let mut command = limited(&tools.playwright);
    command
        .args(["test", "--config", "bench.config.ts", part])
        .current_dir(&tools.folder)
        .env("BENCH_SERVER", format!("http://{}", server.address))
        .env("BENCH_TOKEN", &server.token)
        .env("BENCH_TOLD", &told)
        .stdin(Stdio::null())
        .stdout(Stdio::from(std::io::stderr()));
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let deadline = Instant::now() + TIME;
    // The configuration bounds it too: this is for a Playwright that hangs.
    while child
        .try_wait()
        .map_err(|error| error.to_string())?
        .is_none()
    {
        if Instant::now() > deadline {
            let _ = child.kill();
        }
        sleep(Duration::from_millis(50)).await;
    }
    std::fs::read_to_string(&told).map_err(|_| format!("the browser did not measure {part}"))
}
