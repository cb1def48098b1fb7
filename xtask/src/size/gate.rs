//! The limits on what a visitor downloads.
//!
//! `size.json` records the sizes that landed last. A build that is more than 5 % above needs a
//! line under "Unreleased" in `CHANGELOG.md` that has the word "size" and the new figure.

use std::path::Path;

use serde_json::{Value, json};

use super::Sizes;
use crate::{files, say};

/// The loader is on every page of every customer: 4 KiB.
pub(super) const LOADER_LIMIT: u64 = 4_096;
/// Where we want to be; 1 KB is 1,000 bytes, as in the rivals' figures.
pub(super) const STRETCH: u64 = 100_000;
pub(super) const TARGET: u64 = 120_000;
/// Above this nothing is built.
pub(super) const LIMIT: u64 = 150_000;
/// How far above the landed size needs no explanation, in per cent.
const GROWTH: u64 = 105;

/// What `size.json` says, if it is there.
pub(super) fn landed(root: &Path) -> Result<Option<Sizes>, String> {
    let path = root.join("size.json");
    if !path.is_file() {
        return Ok(None);
    }
    let value: Value = serde_json::from_slice(&files::read(&path)?)
        .map_err(|error| format!("size.json is not JSON: {error}"))?;
    let of = |key: &str| {
        value[key]
            .as_u64()
            .ok_or_else(|| format!("size.json lacks the number `{key}`"))
    };
    Ok(Some(Sizes {
        loader: of("loader")?,
        first_message: of("first_message")?,
    }))
}

/// Records the sizes of this build.
pub(super) fn land(root: &Path, sizes: Sizes) -> Result<(), String> {
    let value = json!({ "loader": sizes.loader, "first_message": sizes.first_message });
    files::write(&root.join("size.json"), format!("{value:#}\n").as_bytes())
}

/// Fails with one sentence about the first limit that is broken.
pub(super) fn check(sizes: Sizes, landed: Option<Sizes>, changelog: &str) -> Result<(), String> {
    let Sizes {
        loader,
        first_message,
    } = sizes;
    let (shown, limit) = (say::thousands(first_message), say::thousands(LIMIT));
    if loader > LOADER_LIMIT {
        return Err(format!(
            "the loader has {} bytes brotli, more than {LOADER_LIMIT}",
            say::thousands(loader)
        ));
    }
    if first_message > LIMIT {
        return Err(format!(
            "a first message costs {shown} bytes brotli, more than {limit}"
        ));
    }
    let Some(landed) = landed else { return Ok(()) };
    if first_message * 100 <= landed.first_message * GROWTH || explained(changelog, first_message) {
        return Ok(());
    }
    Err(format!(
        "a first message costs {shown} bytes brotli, more than {GROWTH} % of the {} that landed last (size.json); \
         if that is meant, add a line with the word \"size\", the figure {shown} and the reason under \"Unreleased\" \
         in CHANGELOG.md, then record it with `cargo xtask size --land`",
        say::thousands(landed.first_message)
    ))
}

/// Whether a line under "Unreleased" names the size and this very figure.
fn explained(changelog: &str, figure: u64) -> bool {
    let is_heading = |line: &&str| line.starts_with("## ");
    let mut unreleased = changelog
        .lines()
        .skip_while(|line| !(is_heading(line) && line.contains("Unreleased")));
    let lines = unreleased
        .by_ref()
        .skip(1)
        .take_while(|line| !is_heading(line));
    let spellings = [figure.to_string(), say::thousands(figure)];
    lines
        .map(str::to_lowercase)
        .any(|line| line.contains("size") && spellings.iter().any(|figure| line.contains(figure)))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::size::Sizes;

    const LANDED: Option<Sizes> = Some(Sizes {
        loader: 3_000,
        first_message: 90_000,
    });

    fn sizes(first_message: u64) -> Sizes {
        Sizes {
            loader: 3_000,
            first_message,
        }
    }

    #[test]
    fn fails_over_the_hard_limits() {
        assert_eq!(check(sizes(150_000), None, ""), Ok(()));
        assert!(check(sizes(150_001), None, "").is_err_and(|e| e.contains("150,001")));
        let loader = Sizes {
            loader: 4_097,
            first_message: 90_000,
        };
        assert!(check(loader, None, "").is_err_and(|e| e.contains("4,097")));
    }

    #[test]
    fn growth_needs_a_line_with_the_figure() {
        assert_eq!(check(sizes(94_500), LANDED, ""), Ok(()));
        assert!(check(sizes(94_501), LANDED, "").is_err_and(|e| e.contains("CHANGELOG.md")));
        let log = "# Changelog\n\n## Unreleased\n\n- Size: 94,501 bytes, for the emoji picker.\n\n## 0.1.0\n";
        assert_eq!(check(sizes(94_501), LANDED, log), Ok(()));
        assert!(check(sizes(94_502), LANDED, log).is_err());
    }

    #[test]
    fn an_old_line_explains_nothing() {
        let log = "## Unreleased\n\n## 0.1.0\n\n- Size: 94,501 bytes.\n";
        assert!(check(sizes(94_501), LANDED, log).is_err());
    }
}
