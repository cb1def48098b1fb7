//! The fault suite's command: `porthole-faults [story…] [--full] [--seed N]`. `cargo xtask test
//! faults` builds it and says where the server and Playwright are.

use porthole_trial::faults::{Report, STORIES, Trial, browsers, run, tally};
use porthole_trial::options::Options;
use porthole_trial::random::{Random, fresh_seed};
use porthole_trial::say;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

fn main() -> ExitCode {
    let told = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the runtime cannot start: {error}"))
        .and_then(|runtime| runtime.block_on(bounded()));
    match told {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            say::note(&message);
            ExitCode::FAILURE
        }
    }
}

/// Ends also when it takes too long or is told to: what was started is ended with it.
async fn bounded() -> Result<bool, String> {
    let mut options = Options::new(std::env::args().skip(1));
    let is_full = options.flag("--full");
    let seed = options.value("--seed")?.unwrap_or_else(fresh_seed);
    let stories = options.words(STORIES)?;
    let minutes = if is_full { 20 } else { 6 };
    let mut terminate = signal(SignalKind::terminate()).map_err(|error| error.to_string())?;
    tokio::select! {
        told = suite(is_full, seed, stories) => told,
        _ = tokio::signal::ctrl_c() => Err("stopped".to_owned()),
        _ = terminate.recv() => Err("stopped".to_owned()),
        () = tokio::time::sleep(Duration::from_secs(60 * minutes)) => {
            Err(format!("not done within {minutes} minutes"))
        }
    }
}

async fn suite(is_full: bool, seed: u64, stories: Vec<&str>) -> Result<bool, String> {
    let trial = Trial {
        binary: path("PORTHOLE_BIN")?,
        browsers: browsers()?,
        is_full,
        random: Random::new(seed),
    };
    say::line(tally::HEAD);
    let mut counts = [0_u32; 2];
    for story in stories {
        let report = run(&trial, story).await.unwrap_or_else(|error| Report {
            complaints: vec![format!("{story}: {error}")],
            ..Report::default()
        });
        report.print();
        counts[usize::from(!report.is_fine())] += 1;
    }
    let form = if is_full { " --full" } else { "" };
    say::line(&format!(
        "the same again: cargo xtask test faults{form} --seed {seed}"
    ));
    let [passed, failed] = counts;
    say::line(&format!("{passed} passed, {failed} failed"));
    Ok(failed == 0)
}

fn path(variable: &str) -> Result<PathBuf, String> {
    let set = std::env::var_os(variable).map(PathBuf::from);
    set.ok_or_else(|| format!("{variable} is not set: run `cargo xtask test faults`"))
}

/// Browsers take part where Playwright is named.
fn browsers() -> Result<Option<browsers::Tools>, String> {
    if std::env::var_os("PORTHOLE_PLAYWRIGHT").is_none() {
        return Ok(None);
    }
    Ok(Some(browsers::Tools {
        folder: path("PORTHOLE_E2E")?,
        playwright: path("PORTHOLE_PLAYWRIGHT")?,
    }))
}
