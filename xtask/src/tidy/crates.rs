//! What the crates that reach a browser may depend on.

use super::{Complaints, Source};

/// Nothing may bring these into the widget, not even from afar. Leptos itself names regex, url, uuid and
/// serde_json in its tree (for its server side; the linker drops them), so those cannot stand here.
const NEVER: &[&str] = &[
    "chrono",
    "time",
    "jiff",
    "rand",
    "pulldown-cmark",
    "comrak",
    "markdown",
    "leptos_router",
    "leptos_meta",
    "leptos_icons",
    "icondata",
    "icondata_core",
    "leptos-use",
    "reqwest",
    "axum",
    "tokio",
];
/// What our own browser crates may not name: used for real, each of these costs kilobytes.
const NEVER_DIRECTLY: &[&str] = &[
    "regex",
    "regex-lite",
    "url",
    "uuid",
    "serde_json",
    "getrandom",
    "idna",
    "fancy-regex",
];

pub(super) fn shared_depends_on_serde_alone(sources: &[Source]) -> Complaints {
    let manifest = sources
        .iter()
        .find(|source| source.path == "shared/Cargo.toml");
    let names = manifest
        .map(|source| dependencies(&source.text))
        .unwrap_or_default();
    let others = names.into_iter().filter(|name| name != "serde");
    others
        .map(|name| {
            format!("shared/Cargo.toml: depends on {name}, but shared depends on serde alone")
        })
        .collect()
}

pub(super) fn browser_crates_stay_small(sources: &[Source]) -> Complaints {
    let manifest = sources
        .iter()
        .find(|source| source.path == "widget/Cargo.toml");
    let names = manifest
        .map(|source| dependencies(&source.text))
        .unwrap_or_default();
    let bad = names
        .into_iter()
        .filter(|name| NEVER_DIRECTLY.contains(&name.as_str()) || NEVER.contains(&name.as_str()));
    bad.map(|name| {
        format!("widget/Cargo.toml: depends on {name}, which is too large for a browser")
    })
    .collect()
}

/// Reads `cargo tree --prefix none`.
pub(super) fn browser_tree_is_clean(tree: &str) -> Complaints {
    let mut names: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| NEVER.contains(name));
    names
        .into_iter()
        .map(|name| format!("cargo tree -p porthole-widget: {name} is in the browser's tree"))
        .collect()
}

/// Names in every dependency table of a manifest except the one for tests.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(header) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            let (table, name) = header
                .rsplit_once("dependencies.")
                .map_or((header, None), |(table, name)| (table, Some(name)));
            let for_tests = header.contains("dev-dependencies");
            inside = table.ends_with("dependencies") && !for_tests;
            names.extend(name.filter(|_| !for_tests).map(str::to_owned));
        } else if inside && !line.starts_with('#') {
            let name = line
                .split(['=', '.', ' '])
                .next()
                .unwrap_or_default()
                .trim_matches('"');
            names.extend((!name.is_empty() && line.contains('=')).then(|| name.to_owned()));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::{browser_crates_stay_small, browser_tree_is_clean, shared_depends_on_serde_alone};

    #[test]
    fn a_second_dependency_of_shared_is_found() {
        let fine =
            "[dependencies]\nserde.workspace = true\n\n[dev-dependencies]\nserde_json = \"1\"\n";
        assert!(shared_depends_on_serde_alone(&[source("shared/Cargo.toml", fine)]).is_empty());
        for text in [
            "[dependencies]\nserde = \"1\"\nurl = \"2\"\n",
            "[dependencies.url]\nversion = \"2\"\n",
            "[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\n",
        ] {
            assert_eq!(
                shared_depends_on_serde_alone(&[source("shared/Cargo.toml", text)]).len(),
                1,
                "{text}"
            );
        }
    }

    #[test]
    fn a_large_crate_in_the_widget_is_found() {
        let text = "[dependencies]\nleptos.workspace = true\nserde_json.workspace = true\n";
        assert_eq!(
            browser_crates_stay_small(&[source("widget/Cargo.toml", text)]).len(),
            1
        );
        assert_eq!(
            browser_tree_is_clean("leptos v0.8.23\nchrono v0.4.0 (*)\nchrono v0.4.0\n").len(),
            1
        );
        assert!(browser_tree_is_clean("leptos v0.8.23\nregex v1.0.0\n").is_empty());
    }
}
