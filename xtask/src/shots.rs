//! `cargo xtask shots`: pictures of every view of widget and inbox, and a page to leaf through them.

use std::process::Command;

use crate::paths::Paths;
use crate::{bundle, files, process, say, tools};

/// Takes all pictures, or those of the stories whose title has this in it.
pub(crate) fn run(paths: &Paths, args: &[String]) -> Result<(), String> {
    let browsers = tools::ensure_browsers()?;
    bundle::build(paths)?;
    say::timed("building the server", || bundle::server(paths, &[]))?;
    let folder = paths.target.join("shots");
    if args.is_empty() {
        // A picture of a view that is gone tells of nothing.
        files::remove_dir(&folder)?;
    }
    let mut playwright = Command::new(paths.node_bin("playwright"));
    playwright
        .args(["test", "--config", "shots.config.ts"])
        .args(args.iter().flat_map(|filter| ["--grep", filter]))
        .current_dir(paths.root.join("e2e"))
        .env("PORTHOLE_SHOTS", &folder)
        .env("PORTHOLE_BIN", bundle::server_binary(paths, "debug"))
        .env("PORTHOLE_CHROMIUM", &browsers.chromium)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    let taken = process::run(&mut playwright);
    say::line(&format!("{}", folder.join("index.html").display()));
    taken
}
