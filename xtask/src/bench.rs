//! `cargo xtask bench`: builds what is shipped and the benches of `trial/`, and lets them run.

use std::process::{Command, ExitCode};

use crate::paths::Paths;
use crate::test::faults::{WITH_TRIAL, with_browsers};
use crate::{bundle, say, size, tools};

/// Runs the parts that are named, or all.
pub(crate) fn run(paths: &Paths, args: &[String]) -> Result<ExitCode, String> {
    let browsers = tools::ensure_browsers()?;
    bundle::build(paths)?;
    say::timed("building the server and the benches, as shipped", || {
        bundle::server(paths, &[WITH_TRIAL, &["--release"]].concat())
    })?;
    let sizes = size::Sizes::of_bundle(paths)?;
    // Thousands of streams are thousands of open files; the shell is gone once the bench runs.
    let mut bench = Command::new("sh");
    bench
        .args(["-c", "ulimit -n 20000 2>/dev/null; exec \"$0\" \"$@\""])
        .arg(bundle::program(paths, "release", "porthole-bench"))
        .args(args)
        .env("PORTHOLE_BIN", bundle::server_binary(paths, "release"))
        .env("PORTHOLE_SIZE_LOADER", sizes.loader.to_string())
        .env(
            "PORTHOLE_SIZE_FIRST_MESSAGE",
            sizes.first_message.to_string(),
        );
    with_browsers(&mut bench, paths, &browsers);
    let status = bench
        .status()
        .map_err(|error| format!("the benches cannot be started: {error}"))?;
    // A row that falls short is told in the table; it is no failure of the command.
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
