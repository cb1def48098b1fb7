//! Trunk, which builds both front ends.

use std::path::PathBuf;
use std::process::Command;

use crate::paths::Paths;
use crate::{process, say};

/// The version both `Trunk.toml` files ask for.
pub(crate) const VERSION: &str = "0.21.14";

/// The Trunk of the right version: from `PATH`, from our tools, or freshly installed.
pub(super) fn ensure(paths: &Paths) -> Result<PathBuf, String> {
    let home = paths.cache.join(format!("tools/trunk-{VERSION}"));
    let ours = home
        .join("bin")
        .join(format!("trunk{}", std::env::consts::EXE_SUFFIX));
    if let Some(found) = [PathBuf::from("trunk"), ours.clone()]
        .into_iter()
        .find(is_right)
    {
        return Ok(found);
    }
    say::timed(
        &format!("installing Trunk {VERSION} from source (some minutes, once for all clones)"),
        || {
            let mut install = Command::new("cargo");
            install.args(["install", "trunk", "--version", VERSION, "--locked"]);
            install
                .args(["--no-default-features", "--features", "rustls", "--root"])
                .arg(&home);
            // It is another project: our flags and our target folder are not for it.
            install
                .env_remove("CARGO_TARGET_DIR")
                .env_remove("RUSTFLAGS")
                .env_remove("CARGO_BUILD_TARGET");
            process::run(install.current_dir(&paths.root)).map_err(|error| {
                format!("Trunk {VERSION} is missing and could not be installed: {error}")
            })
        },
    )?;
    Ok(ours)
}

fn is_right(trunk: &PathBuf) -> bool {
    process::ask(trunk, &["--version"]).is_some_and(|answer| answer == format!("trunk {VERSION}"))
}
