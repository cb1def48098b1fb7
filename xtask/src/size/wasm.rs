//! What takes the bytes inside the widget's WASM: its sections.

use std::borrow::Cow;

use crate::bundle::brotli;
use crate::bundle::manifest::Entry;
use crate::files;
use crate::paths::Paths;
use crate::say::thousands;

/// Names of the section ids of WebAssembly 2.0.
const NAMES: &[&str] = &[
    "custom",
    "type",
    "import",
    "function",
    "table",
    "memory",
    "global",
    "export",
    "start",
    "element",
    "code",
    "data",
    "data count",
    "tag",
];

/// One section; `entries` is the number of things in it (functions, imports, segments).
#[derive(Debug, PartialEq, Eq)]
struct Section<'a> {
    name: Cow<'a, str>,
    entries: u64,
    body: &'a [u8],
}

/// A table of the sections of `porthole.wasm`, largest first.
pub(super) fn report(paths: &Paths, entries: &[Entry]) -> Result<String, String> {
    let entry = entries
        .iter()
        .find(|entry| entry.name == "porthole.wasm")
        .ok_or("the bundle has no porthole.wasm")?;
    let module = files::read(&paths.bundle().join(&entry.path))?;
    let mut sections = sections(&module).ok_or("porthole.wasm is not a WASM file")?;
    sections.sort_by_key(|section| std::cmp::Reverse(section.body.len()));
    let mut text =
        "| section of porthole.wasm | entries | bytes | brotli alone |\n|---|--:|--:|--:|\n"
            .to_owned();
    for Section {
        name,
        entries,
        body,
    } in &sections
    {
        let packed = brotli(body)
            .map_err(|error| format!("compressing failed: {error}"))?
            .len() as u64;
        let bytes = thousands(body.len() as u64);
        text.push_str(&format!(
            "| {name} | {} | {bytes} | {} |\n",
            thousands(*entries),
            thousands(packed)
        ));
    }
    Ok(text)
}

/// Splits a module; nothing when it is cut off or not one.
fn sections(module: &[u8]) -> Option<Vec<Section<'_>>> {
    let mut rest = module.strip_prefix(b"\0asm\x01\0\0\0")?;
    let mut found = Vec::new();
    while let Some((id, after)) = rest.split_first() {
        let (length, after) = number(after)?;
        let (body, after) = after.split_at_checked(usize::try_from(length).ok()?)?;
        // The start section is an index, a custom one has a form of its own: neither counts anything.
        let entries = if matches!(id, 0 | 8) {
            1
        } else {
            number(body)?.0
        };
        found.push(Section {
            name: name(*id, body)?,
            entries,
            body,
        });
        rest = after;
    }
    Some(found)
}

fn name(id: u8, body: &[u8]) -> Option<Cow<'_, str>> {
    if id != 0 {
        return Some(
            NAMES
                .get(usize::from(id))
                .copied()
                .unwrap_or("unknown")
                .into(),
        );
    }
    let (length, after) = number(body)?;
    let own = after.get(..usize::try_from(length).ok()?)?;
    Some(format!("custom: {}", String::from_utf8_lossy(own)).into())
}

/// An unsigned number of at most 32 bits (LEB128), and what follows it.
fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0;
    for (position, byte) in bytes.iter().take(5).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * position);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[position + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Section, number, sections};

    #[test]
    fn splits_a_module() {
        let module = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0";
        let expected = [
            Section {
                name: "type".into(),
                entries: 1,
                body: b"\x01\x60\0\0",
            },
            Section {
                name: "function".into(),
                entries: 1,
                body: b"\x01\0",
            },
        ];
        assert_eq!(sections(module), Some(expected.into()));
    }

    #[test]
    fn refuses_what_is_cut_off_or_foreign() {
        assert_eq!(sections(b"\0asm\x01\0\0\0\x01\x7f"), None);
        assert_eq!(sections(b"<html>"), None);
    }

    #[test]
    fn reads_numbers_of_several_bytes() {
        assert_eq!(number(b"\xe5\x8e\x26!"), Some((624_485, b"!".as_slice())));
        assert_eq!(number(b"\x80"), None);
    }
}
