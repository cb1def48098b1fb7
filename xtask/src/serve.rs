//! `cargo xtask serve`: from a fresh clone to a running server in one command.

use std::process::Command;

use crate::paths::Paths;
use crate::{bundle, say};

/// Builds everything and becomes the server, which prints where it listens and the links to open.
pub(crate) fn run(paths: &Paths, args: &[String]) -> Result<(), String> {
    bundle::build(paths)?;
    say::timed("building the server", || bundle::server(paths, &[]))?;
    let mut server = Command::new(bundle::server_binary(paths, "debug"));
    server.arg("serve").args(args);
    become_it(&mut server)
}

/// Takes this process's place, so that signals and the exit code are the server's own.
#[cfg(unix)]
fn become_it(server: &mut Command) -> Result<(), String> {
    use std::os::unix::process::CommandExt;
    Err(format!("the server cannot be started: {}", server.exec()))
}

#[cfg(not(unix))]
fn become_it(server: &mut Command) -> Result<(), String> {
    crate::process::run(server)
}
