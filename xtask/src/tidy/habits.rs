//! Habits that keep files readable.

use super::rust::code;
use super::{Complaints, Source};

const LONGEST: usize = 400;
const SCRIPTS: &[&str] = &[".rs", ".js", ".ts"];
/// Written apart, because this file is checked too.
const LATER: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME")];
const MACHINE_PATHS: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!("/wo", "rk/"),
];

pub(super) fn files_introduce_themselves(sources: &[Source]) -> Complaints {
    let silent = sources
        .iter()
        .filter(|source| source.path.ends_with(".rs") && !source.text.starts_with("//!"));
    silent
        .map(|source| format!("{}:1: starts without a `//!` sentence", source.path))
        .collect()
}

pub(super) fn files_stay_short(sources: &[Source]) -> Complaints {
    let mut complaints = Complaints::new();
    for Source { path, text } in sources {
        let lines = text.lines().count();
        if is_script(path) && !is_test(path) && lines > LONGEST {
            complaints.push(format!("{path}: has {lines} lines, more than {LONGEST}"));
        }
    }
    complaints
}

pub(super) fn exceptions_have_reasons(sources: &[Source]) -> Complaints {
    let rust = sources.iter().filter(|source| source.path.ends_with(".rs"));
    rust.flat_map(|source| {
        lines_with(
            source,
            &code(&source.text),
            &["#[allow", "#![allow"],
            "use #[expect] with a reason",
        )
    })
    .collect()
}

pub(super) fn nothing_is_left_for_later(sources: &[Source]) -> Complaints {
    let scripts = sources
        .iter()
        .filter(|source| is_script(&source.path) || source.path.ends_with(".css"));
    scripts
        .flat_map(|source| lines_with(source, &source.text, LATER, "do it now or write an issue"))
        .collect()
}

pub(super) fn no_machine_paths(sources: &[Source]) -> Complaints {
    let code = |path: &str| {
        is_script(path)
            || path.ends_with(".toml")
            || path.starts_with(".ci/")
            || path.ends_with(".json")
    };
    let files = sources.iter().filter(|source| code(&source.path));
    files
        .flat_map(|source| {
            lines_with(
                source,
                &source.text,
                MACHINE_PATHS,
                "is a path of one machine",
            )
        })
        .collect()
}

fn is_script(path: &str) -> bool {
    SCRIPTS.iter().any(|ending| path.ends_with(ending))
}

fn is_test(path: &str) -> bool {
    path.starts_with("e2e/") || path.contains("/tests/")
}

fn lines_with(source: &Source, text: &str, needles: &[&str], advice: &str) -> Complaints {
    let hit = |line: &str| {
        needles
            .iter()
            .find(|needle| line.contains(**needle))
            .copied()
    };
    let lines = text
        .lines()
        .enumerate()
        .filter_map(|(index, line)| hit(line).map(|needle| (index + 1, needle)));
    lines
        .map(|(line, needle)| format!("{}:{line}: {needle}: {advice}", source.path))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    #[test]
    fn a_file_without_introduction_is_found() {
        assert!(files_introduce_themselves(&[source("a.rs", "//! Says it.\n")]).is_empty());
        assert_eq!(
            files_introduce_themselves(&[source("a.rs", "fn f() {}\n")]).len(),
            1
        );
    }

    #[test]
    fn a_long_file_is_found_but_not_among_tests() {
        let text = "x\n".repeat(LONGEST + 1);
        assert_eq!(
            files_stay_short(&[source("widget/loader/loader.js", &text)]).len(),
            1
        );
        assert!(files_stay_short(&[source("e2e/tests/chat.ts", &text)]).is_empty());
    }

    #[test]
    fn an_exception_without_reason_is_found() {
        assert_eq!(
            exceptions_have_reasons(&[source("a.rs", "#[allow(dead_code)]\nfn f() {}")]).len(),
            1
        );
        assert!(exceptions_have_reasons(&[source("a.rs", "// never #[allow]\n")]).is_empty());
    }

    #[test]
    fn work_left_for_later_is_found() {
        assert_eq!(
            nothing_is_left_for_later(&[source("a.js", &format!("// {}: more", LATER[0]))]).len(),
            1
        );
    }

    #[test]
    fn a_machine_path_is_found() {
        let text = format!("cache = \"{}me\"", MACHINE_PATHS[0]);
        assert_eq!(no_machine_paths(&[source("a.toml", &text)]).len(), 1);
    }
}
