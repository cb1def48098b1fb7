//! `cargo xtask test faults`: builds the suite of `trial/` and the server, and lets it run.

use std::process::{Command, ExitCode};

use super::counts::Counts;
use crate::paths::Paths;
use crate::tools::{self, Browsers};
use crate::{bundle, process, say};

/// The package that breaks and measures the server, beside the server's own.
pub(crate) const WITH_TRIAL: &[&str] = &["-p", "porthole-trial"];

/// The suite alone. The long form uses the server as it is shipped.
pub(crate) fn alone(paths: &Paths, args: &[String]) -> Result<ExitCode, String> {
    let browsers = tools::ensure_browsers()?;
    bundle::build(paths)?;
    let is_full = args.iter().any(|arg| arg == "--full");
    let (profile, flags) = if is_full {
        ("release", &["--release"][..])
    } else {
        ("debug", &[][..])
    };
    say::timed("building the server and the suite", || {
        bundle::server(paths, &[WITH_TRIAL, flags].concat())
    })?;
    let (is_fine, _) = run(paths, &browsers, profile, args)?;
    Ok(if is_fine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Runs what is built, in a profile's folder.
pub(super) fn run(
    paths: &Paths,
    browsers: &Browsers,
    profile: &str,
    args: &[String],
) -> Result<(bool, Counts), String> {
    let mut suite = Command::new(bundle::program(paths, profile, "porthole-faults"));
    suite
        .args(args)
        .env("PORTHOLE_BIN", bundle::server_binary(paths, profile));
    with_browsers(&mut suite, paths, browsers);
    let (is_fine, lines) = process::tee(&mut suite)?;
    let counts = Counts::of_summary(&lines).ok_or("the fault suite stopped without a sum")?;
    Ok((is_fine, counts))
}

/// Tells a program of the trial where Playwright and the browsers are.
pub(crate) fn with_browsers(program: &mut Command, paths: &Paths, browsers: &Browsers) {
    program
        .env("PORTHOLE_E2E", paths.root.join("e2e"))
        .env("PORTHOLE_PLAYWRIGHT", paths.node_bin("playwright"))
        .env("PORTHOLE_CHROMIUM", &browsers.chromium)
        .env("PORTHOLE_FIREFOX", &browsers.firefox)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
}
