//! Versions that stand in several places agree, and lock files fit every network.

use super::{Complaints, Source};
use crate::tools::TRUNK_VERSION;

/// Where a version stands: file, what is before it, what is after.
type Place = (&'static str, &'static str, &'static str);

/// wasm-bindgen's library, command and Trunk's wish must be one version, or nothing builds.
const BINDGEN: &[Place] = &[
    ("Cargo.toml", "\nwasm-bindgen = \"=", "\""),
    ("Cargo.toml", "\nwasm-bindgen-cli-support = \"=", "\""),
    (
        "xtask/bindgen/Cargo.toml",
        "\nwasm-bindgen-shared = \"=",
        "\"",
    ),
    ("Trunk.toml", "\nwasm_bindgen = \"", "\""),
    ("inbox/Trunk.toml", "\nwasm_bindgen = \"", "\""),
];

const TRUNK: &[Place] = &[
    ("Trunk.toml", "\ntrunk-version = \"=", "\""),
    ("inbox/Trunk.toml", "\ntrunk-version = \"=", "\""),
];

pub(super) fn versions_agree(sources: &[Source]) -> Complaints {
    let bindgen = BINDGEN.first().and_then(|place| version(sources, place));
    let mut complaints = agree(sources, BINDGEN, bindgen.unwrap_or_default());
    complaints.extend(agree(sources, TRUNK, TRUNK_VERSION));
    complaints
}

fn agree(sources: &[Source], places: &[Place], wanted: &str) -> Complaints {
    let differs = |place: &&Place| version(sources, place) != Some(wanted);
    let sentence =
        |(path, before, _): &Place| format!("{path}: `{}` should be {wanted}", before.trim());
    places.iter().filter(differs).map(sentence).collect()
}

fn version<'a>(sources: &'a [Source], (path, before, after): &Place) -> Option<&'a str> {
    let text = &sources.iter().find(|source| source.path == *path)?.text;
    let start = text.find(before)? + before.len();
    text[start..].split(after).next()
}

/// A lock file that names a host works only where that host is reached; without one, each machine asks its own.
pub(super) fn locks_name_no_host(sources: &[Source]) -> Complaints {
    let mut complaints = Complaints::new();
    for Source { path, text } in sources {
        let bad = |line: &str| match path.as_str() {
            "package-lock.json" => line.contains("\"resolved\":"),
            ".npmrc" => line.contains("registry=") || line.contains("//"),
            ".cargo/config.toml" => line.starts_with("[source") || line.starts_with("[registr"),
            // The index that every Cargo names, whatever stands in for it on a machine.
            "Cargo.lock" => {
                line.starts_with("source = ") && !line.ends_with("/rust-lang/crates.io-index\"")
            }
            _ => false,
        };
        let found = text
            .lines()
            .enumerate()
            .filter(|(_, line)| bad(line.trim()));
        complaints.extend(
            found.map(|(index, _)| format!("{path}:{}: names where packages come from", index + 1)),
        );
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::super::{Source, source};
    use super::{TRUNK_VERSION, locks_name_no_host, versions_agree};

    fn pinned(bindgen_of_trunk: &str) -> Vec<Source> {
        let trunk = format!(
            "\ntrunk-version = \"={TRUNK_VERSION}\"\nwasm_bindgen = \"{bindgen_of_trunk}\"\n"
        );
        vec![
            source(
                "Cargo.toml",
                "\nwasm-bindgen = \"=1.2.3\"\nwasm-bindgen-cli-support = \"=1.2.3\"\n",
            ),
            source(
                "xtask/bindgen/Cargo.toml",
                "\nwasm-bindgen-shared = \"=1.2.3\"\n",
            ),
            source("Trunk.toml", &trunk),
            source("inbox/Trunk.toml", &trunk),
        ]
    }

    #[test]
    fn a_differing_version_is_found() {
        assert_eq!(versions_agree(&pinned("1.2.3")), Vec::<String>::new());
        assert_eq!(versions_agree(&pinned("1.2.4")).len(), 2);
    }

    #[test]
    fn a_host_in_a_lock_file_is_found() {
        assert_eq!(
            locks_name_no_host(&[source("package-lock.json", "{\n  \"resolved\": \"x\"\n}")]).len(),
            1
        );
        assert_eq!(
            locks_name_no_host(&[source(".npmrc", "registry=x\n")]).len(),
            1
        );
        assert_eq!(
            locks_name_no_host(&[source("Cargo.lock", "source = \"sparse+x\"\n")]).len(),
            1
        );
        assert!(
            locks_name_no_host(&[source(".npmrc", "omit-lockfile-registry-resolved=true\n")])
                .is_empty()
        );
    }
}
