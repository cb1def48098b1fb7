//! `cargo xtask fuzz`: searches the targets of `fuzz/` with coverage, on the stable compiler.

use std::process::Command;

use crate::paths::Paths;
use crate::{process, say};

const TARGETS: [&str; 5] = ["header", "protocol", "request", "stream", "text"];
const SECONDS: u32 = 600;
/// Bytes an input has at the most: longer ones find nothing that shorter ones do not.
const LONGEST: u32 = 4_096;
/// What makes the compiler count the edges that libFuzzer steers by; these are options of LLVM,
/// so that no unstable compiler is needed.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cdebug-assertions -Ccodegen-units=1";

/// `[target…] [--seconds N]`: each target for this long, all of them where none is named.
pub(crate) fn run(paths: &Paths, args: &[String]) -> Result<(), String> {
    let (targets, seconds) = read(args)?;
    let binary = say::timed("building the targets with coverage", || build(paths))?;
    for target in targets {
        say::timed(&format!("{target} for {seconds} s"), || {
            search(paths, &binary, target, seconds)
        })?;
    }
    Ok(())
}

fn read(args: &[String]) -> Result<(Vec<&str>, u32), String> {
    let mut targets = Vec::new();
    let mut seconds = SECONDS;
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        if arg == "--seconds" {
            let number = rest.next().and_then(|number| number.parse().ok());
            seconds = number.ok_or("--seconds takes a number")?;
        } else if TARGETS.contains(&arg.as_str()) {
            targets.push(arg.as_str());
        } else {
            let known = TARGETS.join(", ");
            return Err(format!("there is no target `{arg}`; there are {known}"));
        }
    }
    if targets.is_empty() {
        targets.extend(TARGETS);
    }
    Ok((targets, seconds))
}

/// For a named target, so that build scripts and macros stay without coverage.
fn build(paths: &Paths) -> Result<std::path::PathBuf, String> {
    let host = process::ask("rustc", &["--print", "host-tuple"]).ok_or("rustc does not run")?;
    let folder = paths.root.join("target/fuzz");
    let mut cargo = Command::new("cargo");
    cargo
        .args([
            "build",
            "--release",
            "-p",
            "porthole-fuzz",
            "--features",
            "guided",
            "--target",
            &host,
        ])
        .env("RUSTFLAGS", COVERAGE)
        .env("CARGO_TARGET_DIR", &folder)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_STRIP", "false")
        .current_dir(&paths.root);
    process::run(&mut cargo)?;
    Ok(folder.join(host).join("release/porthole-fuzz"))
}

/// What is found is kept as a file that the last lines name.
fn search(
    paths: &Paths,
    binary: &std::path::Path,
    target: &str,
    seconds: u32,
) -> Result<(), String> {
    let corpus = paths.root.join("target/fuzz/corpus").join(target);
    let findings = paths.root.join("target/fuzz/findings");
    for folder in [&corpus, &findings] {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let mut fuzzer = Command::new(binary);
    fuzzer
        .env("PORTHOLE_FUZZ", target)
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={LONGEST}"))
        .args([
            "-timeout=5",
            "-rss_limit_mb=2048",
            "-print_final_stats=1",
            "-verbosity=0",
        ])
        .arg(format!("-artifact_prefix={}/{target}-", findings.display()))
        .arg(&corpus)
        .arg(paths.root.join("fuzz/seeds").join(target));
    process::run(&mut fuzzer)
}
