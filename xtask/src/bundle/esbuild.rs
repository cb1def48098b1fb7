//! esbuild: joins and minifies scripts and style sheets.

use std::path::Path;
use std::process::Command;

use crate::paths::Paths;
use crate::process;

/// Bundles one entry file and gives the result.
pub(super) fn bundle(paths: &Paths, entry: &Path, options: &[String]) -> Result<Vec<u8>, String> {
    if !entry.is_file() {
        return Err(format!("{} is missing", entry.display()));
    }
    let mut esbuild = Command::new(paths.node_bin("esbuild"));
    esbuild
        .arg(entry)
        .args([
            "--bundle",
            "--minify",
            "--target=es2020",
            "--log-level=warning",
        ])
        .args(options);
    process::capture(esbuild.current_dir(&paths.root)).map(String::into_bytes)
}

/// Bundles a style sheet with its imports. Fonts and pictures are not inlined: there are none.
pub(super) fn style(paths: &Paths, entry: &str) -> Result<Vec<u8>, String> {
    // The oldest browsers that know adopted style sheets; es2020 says nothing about CSS.
    let targets = "--target=chrome111,firefox113,safari16.4";
    bundle(paths, &paths.root.join(entry), &[targets.to_owned()])
}
