//! Node and the npm packages of `package.json`.

use std::path::Path;
use std::process::Command;

use crate::paths::Paths;
use crate::{files, process, say};

const OLDEST: u32 = 20;

/// Installs exactly what `package-lock.json` names, when that is not what is there.
pub(super) fn ensure_packages(paths: &Paths) -> Result<(), String> {
    let node = process::ask("node", &["--version"]).ok_or(format!(
        "Node is missing: install version {OLDEST} or later"
    ))?;
    if major(&node).is_none_or(|major| major < OLDEST) {
        return Err(format!(
            "Node {node} is too old: install version {OLDEST} or later"
        ));
    }
    let lock = files::read(&paths.root.join("package-lock.json"))?;
    // Inside node_modules, so that whoever removes the packages removes the claim too.
    let stamp = paths.root.join("node_modules/.porthole-installed");
    let wanted = files::sha256(&lock);
    if files::read_text(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    say::timed("installing the npm packages", || install(&paths.root))?;
    files::write(&stamp, wanted.as_bytes())
}

fn install(root: &Path) -> Result<(), String> {
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund"])
        .current_dir(root);
    // Its own browsers are another build than people use; the tests drive the system's.
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    process::run(&mut npm).map_err(|error| {
        format!("the npm packages are missing and could not be installed: {error}")
    })
}

/// `v20.11.1` is 20.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(major("v20.11.1"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("unknown"), None);
    }
}
