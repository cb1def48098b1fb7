//! `cargo xtask seed`: fills a data directory with believable data.

use std::process::Command;

use crate::paths::Paths;
use crate::test::faults::WITH_TRIAL;
use crate::{bundle, process, say};

/// Builds what is missing and fills the directory. A server that is there has to be stopped.
pub(crate) fn run(paths: &Paths, args: &[String]) -> Result<(), String> {
    say::timed("building the server and the seeds", || {
        let mut cargo = Command::new("cargo");
        cargo
            .args(["build", "-p", "porthole-server"])
            .args(WITH_TRIAL);
        process::run(cargo.current_dir(&paths.root))
    })?;
    let mut seed = Command::new(bundle::program(paths, "debug", "porthole-seed"));
    seed.args(args)
        .env("PORTHOLE_BIN", bundle::server_binary(paths, "debug"));
    process::run(&mut seed)
}
