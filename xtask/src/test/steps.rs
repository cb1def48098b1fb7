//! The steps that are one command each.

use std::process::Command;

use super::counts::Counts;
use crate::paths::Paths;
use crate::{process, tools};

/// Crates for the machine.
pub(super) const HOST: &[&str] = &[
    "-p",
    "porthole-shared",
    "-p",
    "porthole-server",
    "-p",
    "porthole-trial",
    "-p",
    "xtask",
    "-p",
    "porthole-bindgen",
    "-p",
    "porthole-fuzz",
];
/// Crates for the browser.
pub(super) const BROWSER: &[&str] = &[
    "-p",
    "porthole-widget",
    "-p",
    "porthole-inbox",
    "--target",
    "wasm32-unknown-unknown",
];

pub(super) fn tools(paths: &Paths) -> Result<(), String> {
    tools::ensure(paths).map(|_| ())
}

pub(super) fn formatting(paths: &Paths) -> Result<(), String> {
    process::run(cargo(paths).args(["fmt", "--all", "--check"]))
}

pub(super) fn clippy(paths: &Paths, crates: &[&str]) -> Result<(), String> {
    // After the dashes, so that the flag reaches our crates only and nothing else is compiled anew.
    process::run(cargo(paths).arg("clippy").args(crates).args([
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}

pub(super) fn docs(paths: &Paths, crates: &[&str]) -> Result<(), String> {
    process::run(
        cargo(paths)
            .args(["doc", "--no-deps"])
            .args(crates)
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

pub(super) fn loader_types(paths: &Paths) -> Result<(), String> {
    let mut tsc = Command::new(paths.node_bin("tsc"));
    process::run(
        tsc.args(["--project", "widget/loader"])
            .current_dir(&paths.root),
    )
}

pub(super) fn cargo_tests(paths: &Paths) -> Result<(bool, Counts), String> {
    let (fine, lines) = process::tee(cargo(paths).args(["test", "--no-fail-fast"]).args(HOST))?;
    Ok((fine, Counts::of_cargo(&lines)))
}

fn cargo(paths: &Paths) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&paths.root);
    cargo
}
