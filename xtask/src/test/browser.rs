//! The browser tests: Playwright drives real browsers against the real binary.

use std::process::Command;

use super::counts::Counts;
use crate::paths::Paths;
use crate::tools::Browsers;
use crate::{bundle, files, process};

pub(super) fn run(paths: &Paths, browsers: &Browsers) -> Result<(bool, Counts), String> {
    let folder = paths.root.join("e2e");
    if !folder.is_dir() {
        return Err("the folder e2e with the browser tests is missing".to_owned());
    }
    let report = paths.target.join("playwright.json");
    // An old report must not be counted when Playwright stops before writing a new one.
    files::write(&report, b"{}")?;
    let mut playwright = Command::new(paths.node_bin("playwright"));
    playwright
        .args(["test", "--reporter=list,json"])
        .current_dir(&folder);
    playwright.env("PORTHOLE_BIN", bundle::server_binary(paths, "debug"));
    playwright
        .env("PORTHOLE_CHROMIUM", &browsers.chromium)
        .env("PORTHOLE_FIREFOX", &browsers.firefox);
    playwright
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    let fine = process::run(&mut playwright).is_ok();
    let totals = serde_json::from_slice(&files::read(&report)?)
        .ok()
        .as_ref()
        .and_then(Counts::of_playwright);
    let counts = totals.ok_or("Playwright stopped without a report")?;
    Ok((fine, counts))
}
