//! The two real browsers that the tests drive.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::{process, say};

/// Where they are.
#[derive(Debug)]
pub(crate) struct Browsers {
    pub(crate) chromium: PathBuf,
    pub(crate) firefox: PathBuf,
}

const CHROMIUM: &[&str] = &["chromium", "chromium-browser", "google-chrome"];
const FIREFOX: &[&str] = &["firefox-esr", "firefox"];
/// With fonts: without them text has no width and pictures show boxes.
const PACKAGES: &[&str] = &[
    "chromium",
    "firefox-esr",
    "fonts-liberation",
    "fonts-noto-color-emoji",
    "fonts-noto-cjk",
];

/// Finds both, installs them where that is allowed, or says how to.
pub(crate) fn ensure_browsers() -> Result<Browsers, String> {
    if let Some(browsers) = find()? {
        return Ok(browsers);
    }
    let by_hand = format!(
        "Chromium or Firefox is missing: run `sudo apt-get update && sudo apt-get install -y --no-install-recommends {}`, \
         or name them in PORTHOLE_CHROMIUM and PORTHOLE_FIREFOX",
        PACKAGES.join(" ")
    );
    let apt = process::ask("apt-get", &["--version"]).is_some();
    let Some(prefix) = privilege().filter(|_| apt) else {
        return Err(by_hand);
    };
    say::timed("installing Chromium and Firefox", || install(prefix))
        .map_err(|error| format!("{error}; {by_hand}"))?;
    find()?.ok_or(by_hand)
}

fn find() -> Result<Option<Browsers>, String> {
    let chromium = find_one("PORTHOLE_CHROMIUM", CHROMIUM)?;
    let firefox = find_one("PORTHOLE_FIREFOX", FIREFOX)?;
    Ok(chromium
        .zip(firefox)
        .map(|(chromium, firefox)| Browsers { chromium, firefox }))
}

/// A browser named by its variable must exist: falling back would test something else in silence.
fn find_one(variable: &str, names: &[&str]) -> Result<Option<PathBuf>, String> {
    if let Some(named) = env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
    {
        return if named.is_file() {
            Ok(Some(named))
        } else {
            Err(format!(
                "{variable} names {}, which is missing",
                named.display()
            ))
        };
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let mut candidates = names
        .iter()
        .flat_map(|name| env::split_paths(&path).map(move |dir| dir.join(name)));
    Ok(candidates.find(|file| file.is_file()))
}

/// What to put before a command so that it may install: nothing for root, `sudo` where it asks no password.
fn privilege() -> Option<&'static [&'static str]> {
    if process::ask("id", &["-u"])? == "0" {
        return Some(&[]);
    }
    process::ask("sudo", &["-n", "true"]).map(|_| ["sudo", "-n"].as_slice())
}

fn install(prefix: &[&str]) -> Result<(), String> {
    let update = ["apt-get", "update", "-q"];
    let packages = [
        ["apt-get", "install", "-q", "-y", "--no-install-recommends"].as_slice(),
        PACKAGES,
    ]
    .concat();
    for step in [update.as_slice(), &packages] {
        let line = [prefix, step].concat();
        if let Some((program, args)) = line.split_first() {
            process::run(
                Command::new(program)
                    .args(args)
                    .env("DEBIAN_FRONTEND", "noninteractive"),
            )?;
        }
    }
    Ok(())
}
