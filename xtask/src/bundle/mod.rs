//! The bundle: everything a browser loads, in its final bytes, in `target/bundle`.

mod compress;
mod embed;
mod esbuild;
mod inbox;
pub(crate) mod locales;
pub(crate) mod manifest;
mod names;
mod output;
mod trunk;
mod widget;

use std::process::Command;

pub(crate) use compress::brotli;

use crate::paths::Paths;
use crate::tools::{self, Tools};
use crate::{process, say};

/// One public file.
#[derive(Debug)]
pub(crate) struct File {
    /// Its name without a hash, for the manifest; nothing for a page.
    logical: Option<String>,
    /// Where it lies in the bundle and below the server's root.
    path: String,
    bytes: Vec<u8>,
}

/// `cargo xtask bundle`.
pub(crate) fn run(paths: &Paths, release: bool) -> Result<(), String> {
    build(paths)?;
    if !release {
        return Ok(());
    }
    say::timed("building the release binary", || {
        server(paths, &["--release"])
    })?;
    let binary = server_binary(paths, "release");
    let size = std::fs::metadata(&binary)
        .map_err(|error| format!("{}: {error}", binary.display()))?
        .len();
    say::line(&format!(
        "{} ({} bytes)",
        binary.display(),
        say::thousands(size)
    ));
    Ok(())
}

/// Makes the bundle, redoing only what changed.
pub(crate) fn build(paths: &Paths) -> Result<(), String> {
    let tools = tools::ensure(paths)?;
    // Trunk works offline, so on a new machine the crates have to be there before it starts.
    process::run(
        Command::new("cargo")
            .current_dir(&paths.root)
            .args(["fetch"]),
    )?;
    say::timed("bundling widget and inbox", || {
        let files = all_files(paths, &tools)?;
        output::write(paths, &files)
    })
}

fn all_files(paths: &Paths, tools: &Tools) -> Result<Vec<File>, String> {
    let mut files = widget::files(paths, &trunk::build(paths, tools, &trunk::WIDGET)?)?;
    files.extend(inbox::files(
        paths,
        &trunk::build(paths, tools, &trunk::INBOX)?,
    )?);
    Ok(files)
}

/// Builds the server with the bundle inside; `flags` name a profile, and what is built along.
pub(crate) fn server(paths: &Paths, flags: &[&str]) -> Result<(), String> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["build", "-p", "porthole-server", "--features", "embed"])
        .args(flags);
    process::run(
        cargo
            .current_dir(&paths.root)
            .env("PORTHOLE_BUNDLE", paths.bundle()),
    )
}

/// Where the server's binary lies for a cargo profile's folder.
pub(crate) fn server_binary(paths: &Paths, profile: &str) -> std::path::PathBuf {
    program(paths, profile, "porthole")
}

/// Where a program of this workspace lies for a cargo profile's folder.
pub(crate) fn program(paths: &Paths, profile: &str, name: &str) -> std::path::PathBuf {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    paths.target.join(profile).join(file)
}
