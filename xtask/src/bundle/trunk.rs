//! Trunk's part: WASM, glue and the page's skeleton of one front end.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::paths::Paths;
use crate::tools::Tools;
use crate::{files, process, say};

/// A front end as Trunk sees it.
#[derive(Debug)]
pub(super) struct Front {
    name: &'static str,
    /// The folder of its `Trunk.toml`.
    dir: &'static str,
    /// What only this one is built from.
    inputs: &'static [&'static str],
    /// Folders within the inputs that Trunk never reads; later steps do.
    except: &'static [&'static str],
}

pub(super) const WIDGET: Front = Front {
    name: "widget",
    dir: "",
    inputs: &["widget", "index.html", "Trunk.toml"],
    except: &["widget/loader", "widget/style", "widget/locales"],
};

pub(super) const INBOX: Front = Front {
    name: "inbox",
    dir: "inbox",
    inputs: &["inbox"],
    except: &["inbox/style", "inbox/locales", "inbox/start.js"],
};

/// What both are built from. `package-lock.json` names the version of wasm-opt.
const COMMON: &[&str] = &[
    "shared",
    "xtask/bindgen",
    ".cargo",
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    "rust-toolchain.toml",
];

/// What Trunk leaves.
#[derive(Debug)]
pub(super) struct Built {
    pub(super) glue: PathBuf,
    pub(super) wasm: PathBuf,
    pub(super) page: PathBuf,
}

/// Runs Trunk unless nothing changed since its last success.
pub(super) fn build(paths: &Paths, tools: &Tools, front: &Front) -> Result<Built, String> {
    let dist = paths.target.join("trunk").join(front.name);
    let stamp = paths
        .target
        .join("trunk")
        .join(format!("{}.inputs", front.name));
    let inputs = fingerprint(&paths.root, front)?;
    if files::read_text(&stamp).is_ok_and(|old| old == inputs)
        && let Ok(built) = built(&dist)
    {
        say::note(&format!(
            "{}: nothing changed, Trunk is not needed",
            front.name
        ));
        return Ok(built);
    }
    // A run that fails half way must not look like one that succeeded.
    files::write(&stamp, b"")?;
    files::remove_dir(&dist)?;
    say::timed(&format!("{}: Trunk", front.name), || {
        process::run(&mut command(paths, tools, front, &dist))
    })?;
    files::write(&stamp, inputs.as_bytes())?;
    built(&dist)
}

fn command(paths: &Paths, tools: &Tools, front: &Front, dist: &Path) -> Command {
    let mut trunk = Command::new(&tools.trunk);
    trunk
        .args(["build", "--color", "never", "--dist"])
        .arg(dist);
    trunk
        .current_dir(paths.root.join(front.dir))
        .env("PATH", &tools.path);
    // Trunk takes this variable for a flag with a truth value and stops at `1`.
    trunk.env_remove("NO_COLOR");
    trunk
}

fn built(dist: &Path) -> Result<Built, String> {
    Ok(Built {
        glue: files::only(dist, ".js")?,
        wasm: files::only(dist, ".wasm")?,
        page: files::only(dist, ".html")?,
    })
}

/// One digest over the names and bytes of all inputs and the compiler's version.
fn fingerprint(root: &Path, front: &Front) -> Result<String, String> {
    let compiler =
        process::ask("rustc", &["--version"]).ok_or("rustc is missing: install it with rustup")?;
    let mut text = compiler;
    for input in COMMON.iter().chain(front.inputs) {
        let path = root.join(input);
        let found = if path.is_dir() {
            files::walk(&path)?
        } else {
            vec![path]
        };
        for file in found {
            if front
                .except
                .iter()
                .any(|except| file.starts_with(root.join(except)))
            {
                continue;
            }
            let name = file
                .strip_prefix(root)
                .unwrap_or(&file)
                .display()
                .to_string();
            text.push_str(&format!("\n{name} {}", files::sha256(&files::read(&file)?)));
        }
    }
    Ok(files::sha256(text.as_bytes()))
}
