//! The benches' command: `porthole-bench [part…] [--json FILE] [--streams N] [--tickets N] [--messages N]`.
//! `cargo xtask bench` builds it and says where the server and Playwright are.

use porthole_trial::bench::grown::MESSAGES;
use porthole_trial::bench::{Bench, PARTS, floor_http, run, table};
use porthole_trial::faults::browsers::Tools;
use porthole_trial::options::Options;
use porthole_trial::random::Random;
use porthole_trial::say;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

/// How long one part may take.
const PART_TIME: Duration = Duration::from_secs(600);

fn main() -> ExitCode {
    let runtime = Runtime::new().map_err(|error| format!("the runtime cannot start: {error}"));
    match runtime.and_then(|runtime| runtime.block_on(command())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            say::note(&message);
            ExitCode::FAILURE
        }
    }
}

async fn command() -> Result<(), String> {
    if std::env::args().nth(1).as_deref() == Some(floor_http::WORD) {
        return floor_http::serve().await;
    }
    let mut terminate = signal(SignalKind::terminate()).map_err(|error| error.to_string())?;
    tokio::select! {
        told = benches() => told,
        _ = tokio::signal::ctrl_c() => Err("stopped".to_owned()),
        _ = terminate.recv() => Err("stopped".to_owned()),
    }
}

async fn benches() -> Result<(), String> {
    let mut options = Options::new(std::env::args().skip(1));
    let file: Option<PathBuf> = options.value("--json")?;
    let tickets = options.value("--tickets")?.unwrap_or(100_000);
    let bench = Bench {
        binary: path("PORTHOLE_BIN")?,
        browsers: match (path("PORTHOLE_E2E"), path("PORTHOLE_PLAYWRIGHT")) {
            (Ok(folder), Ok(playwright)) => Some(Tools { folder, playwright }),
            _ => None,
        },
        streams: options.value("--streams")?.unwrap_or(10_000),
        tickets,
        messages: options.value("--messages")?.unwrap_or(tickets * MESSAGES),
        random: Random::new(options.value("--seed")?.unwrap_or(1)),
    };
    let mut rows = Vec::new();
    let mut failures = Vec::new();
    for part in options.words(PARTS)? {
        say::note(&format!("{part} …"));
        let told = tokio::time::timeout(PART_TIME, run(&bench, part)).await;
        match told.unwrap_or_else(|_| Err("took too long".to_owned())) {
            Ok(more) => rows.extend(more),
            Err(message) => failures.push(format!("{part}: {message}")),
        }
    }
    say::line(&table::markdown(&rows));
    if let Some(file) = file {
        let text = format!("{:#}\n", table::to_json(&rows));
        std::fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    match failures.is_empty() {
        true => Ok(()),
        false => Err(failures.join("\n")),
    }
}

fn path(variable: &str) -> Result<PathBuf, String> {
    let set = std::env::var_os(variable).map(PathBuf::from);
    set.ok_or_else(|| format!("{variable} is not set: run `cargo xtask bench`"))
}
