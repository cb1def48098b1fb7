//! The tools that building and testing need: installed when missing or of another version, left alone otherwise.

mod browsers;
mod node;
mod trunk;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

pub(crate) use browsers::{Browsers, ensure_browsers};
pub(crate) use trunk::VERSION as TRUNK_VERSION;

use crate::paths::Paths;
use crate::{files, process, say};

/// What a bundle is built with.
#[derive(Debug)]
pub(crate) struct Tools {
    /// The Trunk command.
    pub(crate) trunk: PathBuf,
    /// `PATH` with our wasm-bindgen and wasm-opt before everything else.
    pub(crate) path: OsString,
}

/// Checks and completes everything a build needs.
pub(crate) fn ensure(paths: &Paths) -> Result<Tools, String> {
    c_compiler()?;
    node::ensure_packages(paths)?;
    wasm_target()?;
    let trunk = trunk::ensure(paths)?;
    let bindgen = wasm_bindgen(paths)?;
    let mut folders = vec![bindgen, paths.root.join("node_modules/.bin")];
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let path =
        env::join_paths(folders).map_err(|error| format!("PATH cannot be extended: {error}"))?;
    Ok(Tools { trunk, path })
}

/// The database and the compressor inside Trunk are C.
fn c_compiler() -> Result<(), String> {
    let compiler = env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    match process::ask(&compiler, &["--version"]) {
        Some(_) => Ok(()),
        None => Err(format!(
            "a C compiler is missing: `{compiler}` does not run; install gcc or clang"
        )),
    }
}

fn wasm_target() -> Result<(), String> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let folder = process::ask("rustc", &["--print", "target-libdir", "--target", TARGET]);
    if folder.is_some_and(|folder| PathBuf::from(folder).is_dir()) {
        return Ok(());
    }
    say::timed(&format!("installing the Rust target {TARGET}"), || {
        process::run(Command::new("rustup").args(["target", "add", TARGET])).map_err(|error| {
            format!("the Rust target {TARGET} is missing and could not be added: {error}")
        })
    })
}

/// Builds our own `wasm-bindgen` and puts it alone into a folder for `PATH`.
fn wasm_bindgen(paths: &Paths) -> Result<PathBuf, String> {
    process::run(Command::new("cargo").current_dir(&paths.root).args([
        "build",
        "-p",
        "porthole-bindgen",
    ]))?;
    let folder = paths.target.join("tools");
    let name = |stem: &str| format!("{stem}{}", env::consts::EXE_SUFFIX);
    let built = paths.target.join("debug").join(name("porthole-bindgen"));
    let wanted = folder.join(name("wasm-bindgen"));
    if files::read(&built)? != files::read(&wanted).unwrap_or_default() {
        files::create_dir(&folder)?;
        // A plain copy keeps the permission to run it.
        std::fs::copy(&built, &wanted)
            .map_err(|error| format!("cannot write {}: {error}", wanted.display()))?;
    }
    Ok(folder)
}
