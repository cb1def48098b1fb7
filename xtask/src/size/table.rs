//! The tables of `cargo xtask size`, in Markdown.

use super::Sizes;
use super::gate::{LIMIT, LOADER_LIMIT, STRETCH, TARGET};
use crate::bundle::manifest::Entry;
use crate::say::thousands;

/// A rival with its brotli bytes before any click and until one can write; measured, see the specification.
const RIVALS: &[(&str, u64, u64)] = &[
    ("PostHog", 102_457, 123_792),
    ("Opencom", 156_379, 156_379),
    ("Chatwoot", 33_169, 243_493),
    ("Papercups", 111_057, 294_074),
    ("Helper", 24_782, 350_000),
];

/// Limits, rivals and files.
pub(super) fn render(sizes: Sizes, landed: Option<Sizes>, entries: &[Entry]) -> String {
    [limits(sizes, landed), rivals(sizes), files(entries)].join("\n")
}

fn limits(sizes: Sizes, landed: Option<Sizes>) -> String {
    let of = |pick: fn(Sizes) -> u64| {
        landed.map_or("nothing".to_owned(), |landed| thousands(pick(landed)))
    };
    let verdict = [
        (STRETCH, "within the stretch"),
        (TARGET, "within the target"),
        (LIMIT, "above the target"),
    ]
    .into_iter()
    .find(|(limit, _)| sizes.first_message <= *limit)
    .map_or("over the limit", |(_, verdict)| verdict);
    let loader = if sizes.loader <= LOADER_LIMIT {
        "within the limit"
    } else {
        "over the limit"
    };
    format!(
        "| downloaded, brotli bytes (1 KB = 1,000) | now | landed last | target | limit | |\n|---|--:|--:|--:|--:|---|\n\
         | loader with launcher and queue | {} | {} | {limit} | {limit} | {loader} |\n\
         | everything to type a first message | {} | {} | {} (stretch {}) | {} | {verdict} |\n",
        thousands(sizes.loader),
        of(|landed| landed.loader),
        thousands(sizes.first_message),
        of(|landed| landed.first_message),
        thousands(TARGET),
        thousands(STRETCH),
        thousands(LIMIT),
        limit = thousands(LOADER_LIMIT),
    )
}

fn rivals(sizes: Sizes) -> String {
    let mut text =
        "| brotli bytes | before any click | to a usable chat |\n|---|--:|--:|\n".to_owned();
    let ours = ("**Porthole**", sizes.loader, sizes.first_message);
    for (name, before, usable) in std::iter::once(&ours).chain(RIVALS) {
        text.push_str(&format!(
            "| {name} | {} | {} |\n",
            thousands(*before),
            thousands(*usable)
        ));
    }
    text
}

fn files(entries: &[Entry]) -> String {
    let mut entries = entries.to_vec();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.brotli));
    let mut text = "| file | bytes | brotli |\n|---|--:|--:|\n".to_owned();
    for Entry {
        name,
        bytes,
        brotli,
        ..
    } in &entries
    {
        text.push_str(&format!(
            "| {name} | {} | {} |\n",
            thousands(*bytes),
            thousands(*brotli)
        ));
    }
    text
}
