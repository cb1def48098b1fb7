//! The walls between the parts, checked by reading the sources.
//!
//! Each rule is a function from files to complaints, so that its test can show a broken wall.

mod crates;
mod front_end;
mod habits;
mod pins;
mod rust;
mod server;
mod words;

use std::process::Command;

use crate::paths::Paths;
use crate::{process, say};

/// A file of the repository by its path from the root.
#[derive(Debug)]
pub(crate) struct Source {
    path: String,
    text: String,
}

/// What a rule found: one sentence each, beginning with the place.
type Complaints = Vec<String>;

/// Every rule that needs nothing but the files.
const RULES: &[fn(&[Source]) -> Complaints] = &[
    server::only_the_store_knows_sql,
    server::domain_does_no_io,
    server::arrows,
    server::migrations_are_numbered,
    front_end::only_the_api_fetches,
    front_end::only_storage_stores,
    crates::shared_depends_on_serde_alone,
    crates::browser_crates_stay_small,
    words::languages_are_named,
    words::languages_say_the_same,
    words::inbox_names_its_words,
    words::server_uses_its_words,
    words::widget_uses_its_words,
    words::views_hold_no_words,
    pins::versions_agree,
    pins::locks_name_no_host,
    habits::files_introduce_themselves,
    habits::files_stay_short,
    habits::exceptions_have_reasons,
    habits::nothing_is_left_for_later,
    habits::no_machine_paths,
];

/// `cargo xtask tidy`.
pub(crate) fn run(paths: &Paths) -> Result<(), String> {
    let sources = sources(paths)?;
    let mut complaints: Complaints = RULES.iter().flat_map(|rule| rule(&sources)).collect();
    complaints.extend(crates::browser_tree_is_clean(&widget_tree(paths)?));
    for complaint in &complaints {
        say::error(complaint);
    }
    match complaints.len() {
        0 => {
            say::note(&format!("{} files are tidy", sources.len()));
            Ok(())
        }
        1 => Err("one thing is not tidy".to_owned()),
        many => Err(format!("{many} things are not tidy")),
    }
}

/// All text files that are tracked or could be; what git ignores is not ours.
fn sources(paths: &Paths) -> Result<Vec<Source>, String> {
    let mut git = Command::new("git");
    git.args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(&paths.root);
    let list = process::capture(&mut git)?;
    // A tracked file may be gone from disk, and a picture is not text: neither is anything to read.
    let read = |path: &str| {
        let text = std::fs::read_to_string(paths.root.join(path)).ok()?;
        Some(Source {
            path: path.to_owned(),
            text,
        })
    };
    Ok(list.lines().filter_map(read).collect())
}

/// What is linked into the widget, one `name vVERSION` a line.
fn widget_tree(paths: &Paths) -> Result<String, String> {
    let mut cargo = Command::new("cargo");
    cargo.args([
        "tree",
        "-p",
        "porthole-widget",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    cargo
        .args(["-e", "normal,no-proc-macro", "--prefix", "none"])
        .current_dir(&paths.root);
    process::capture(&mut cargo)
}

#[cfg(test)]
fn source(path: &str, text: &str) -> Source {
    Source {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}
