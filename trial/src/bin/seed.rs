//! Fills an installation with believable data:
//! `porthole-seed --data-dir DIR [--tickets N] [--messages N] [--seed N] [--now MILLISECONDS]`.
//! `cargo xtask seed` builds it and says where the server is.

use porthole_trial::options::Options;
use porthole_trial::random::Random;
use porthole_trial::say;
use porthole_trial::seed::{Size, seed};
use porthole_trial::server::{OWNER, Server};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

fn main() -> ExitCode {
    match command() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            say::note(&message);
            ExitCode::FAILURE
        }
    }
}

fn command() -> Result<(), String> {
    let mut options = Options::new(std::env::args().skip(1));
    let data: PathBuf = options
        .value("--data-dir")?
        .ok_or("say with --data-dir where the data are, or are to be")?;
    let size = Size {
        tickets: options.value("--tickets")?.unwrap_or(40),
        messages: options.value("--messages")?,
        now: options.value("--now")?.unwrap_or_else(now),
    };
    let random = Random::new(options.value("--seed")?.unwrap_or(1));
    options.words(&[])?;
    if !data.join("porthole.db").exists() {
        install(&data)?;
    }
    let written = seed(&data, &size, &random)?;
    say::line(&format!(
        "{} tickets, {} messages, {} notes",
        say::thousands(written.tickets as u64),
        say::thousands(written.messages as u64),
        say::thousands(written.notes as u64)
    ));
    Ok(())
}

/// Makes an installation with an owner whose password is told.
fn install(data: &Path) -> Result<(), String> {
    let binary = std::env::var_os("PORTHOLE_BIN").map(PathBuf::from);
    let binary = binary.ok_or("PORTHOLE_BIN is not set: run `cargo xtask seed`")?;
    Server::prepare(&binary, data)?;
    let (email, password) = OWNER;
    say::line(&format!(
        "sign in as {email} with the password “{password}”"
    ));
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "where a seeding gets its moment from, once"
)]
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or_default()
    })
}
