//! Where things are: the repository, what is built, and tools that outlive a clone.

use std::env;
use std::path::{Path, PathBuf};

/// The folders every command works in.
#[derive(Debug)]
pub(crate) struct Paths {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, absolute; everything built lies in it.
    pub(crate) target: PathBuf,
    /// Tools that are expensive to install and shared between clones.
    pub(crate) cache: PathBuf,
}

impl Paths {
    /// Finds them from the environment that cargo gives, or from the current folder upwards.
    pub(crate) fn find() -> Result<Self, String> {
        let here = env::current_dir().map_err(|error| format!("no current folder: {error}"))?;
        let root = env::var_os("CARGO_MANIFEST_DIR")
            .and_then(|dir| Path::new(&dir).parent().map(Path::to_owned))
            .or_else(|| {
                here.ancestors()
                    .find(|dir| dir.join("xtask/Cargo.toml").is_file())
                    .map(Path::to_owned)
            })
            .ok_or("run this inside the repository")?;
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => here.join(dir),
            None => root.join("target"),
        };
        Ok(Self {
            root,
            target,
            cache: cache()?,
        })
    }

    /// The finished bundle.
    pub(crate) fn bundle(&self) -> PathBuf {
        self.target.join("bundle")
    }

    /// A command of an npm package.
    pub(crate) fn node_bin(&self, name: &str) -> PathBuf {
        self.root.join("node_modules/.bin").join(name)
    }
}

fn cache() -> Result<PathBuf, String> {
    let set = |name: &str| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    set("PORTHOLE_TOOLS")
        .or_else(|| set("XDG_CACHE_HOME").map(|dir| dir.join("porthole")))
        .or_else(|| set("HOME").map(|dir| dir.join(".cache/porthole")))
        .ok_or_else(|| "no place for tools: set HOME or PORTHOLE_TOOLS".to_owned())
}
