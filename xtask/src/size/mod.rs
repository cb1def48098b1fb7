//! What a visitor downloads, beside the limits and the rivals, and what takes the bytes.

mod gate;
mod table;
mod wasm;

use crate::bundle::{self, manifest};
use crate::paths::Paths;
use crate::{files, say};

/// The two sums that section 18 of the specification limits, in brotli bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// `widget.js` alone: what every page view costs.
    pub(crate) loader: u64,
    /// Everything needed to type a first message, with the largest language.
    pub(crate) first_message: u64,
}

impl Sizes {
    /// The sums of the bundle that is there.
    pub(crate) fn of_bundle(paths: &Paths) -> Result<Self, String> {
        sum(&manifest::read(paths)?)
    }
}

/// `cargo xtask size`: builds what changed, prints, and fails over a limit.
pub(crate) fn run(paths: &Paths, land: bool) -> Result<(), String> {
    bundle::build(paths)?;
    check(paths, land)
}

/// The same for the bundle that is there.
pub(crate) fn check(paths: &Paths, land: bool) -> Result<(), String> {
    let entries = manifest::read(paths)?;
    let sizes = sum(&entries)?;
    let landed = gate::landed(&paths.root)?;
    say::line(&table::render(sizes, landed, &entries));
    say::line(&wasm::report(paths, &entries)?);
    let changelog = files::read_text(&paths.root.join("CHANGELOG.md")).unwrap_or_default();
    gate::check(sizes, landed, &changelog)?;
    if land {
        gate::land(&paths.root, sizes)?;
        say::note("size.json holds the sizes of this build now");
    }
    Ok(())
}

fn sum(entries: &[manifest::Entry]) -> Result<Sizes, String> {
    let of = |name: &str| {
        let entry = entries.iter().find(|entry| entry.name == name);
        entry
            .map(|entry| entry.brotli)
            .ok_or_else(|| format!("the bundle has no {name}"))
    };
    let loader = of("widget.js")?;
    let languages = entries
        .iter()
        .filter(|entry| entry.name.ends_with(".json") && !entry.name.starts_with("inbox."));
    let language = languages
        .map(|entry| entry.brotli)
        .max()
        .ok_or("the bundle has no language")?;
    let first_message =
        loader + of("porthole.js")? + of("porthole.wasm")? + of("panel.css")? + language;
    Ok(Sizes {
        loader,
        first_message,
    })
}

#[cfg(test)]
mod tests {
    use super::{Sizes, sum};
    use crate::bundle::manifest::Entry;

    fn entry(name: &str, brotli: u64) -> Entry {
        Entry {
            name: name.to_owned(),
            path: name.to_owned(),
            bytes: brotli * 3,
            brotli,
        }
    }

    #[test]
    fn only_the_largest_language_counts_and_the_inbox_does_not() {
        let mut entries = vec![
            entry("widget.js", 1),
            entry("porthole.js", 10),
            entry("porthole.wasm", 100),
        ];
        entries.extend([
            entry("panel.css", 1_000),
            entry("en.json", 10_000),
            entry("de.json", 20_000),
        ]);
        entries.push(entry("inbox.wasm", 1_000_000));
        entries.push(entry("inbox.en.json", 1_000_000));
        assert_eq!(
            sum(&entries),
            Ok(Sizes {
                loader: 1,
                first_message: 21_111
            })
        );
        entries.remove(0);
        assert_eq!(sum(&entries), Err("the bundle has no widget.js".to_owned()));
    }
}
