//! Hashed names and `manifest.json`, which lists every file with its sizes and integrity.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha384};

use super::File;
use super::compress::Compressed;
use crate::files;
use crate::paths::Paths;

/// Digits of the hash in a name: short, and no two versions of one file will ever share them.
const HASH_DIGITS: usize = 10;

/// A file below `assets/` that may be cached for ever, because its name changes with its bytes.
pub(super) fn hashed(stem: &str, extension: &str, bytes: Vec<u8>) -> File {
    let hash = files::sha256(&bytes);
    File {
        logical: Some(format!("{stem}.{extension}")),
        path: format!("assets/{stem}.{}.{extension}", &hash[..HASH_DIGITS]),
        bytes,
    }
}

/// The text of `manifest.json`.
pub(super) fn render(files: &[(&File, Compressed)]) -> Vec<u8> {
    let mut entries = Map::new();
    for (file, compressed) in files {
        let Some(logical) = &file.logical else {
            continue;
        };
        let entry = json!({
            "path": file.path,
            "bytes": file.bytes.len(),
            "brotli": compressed.brotli.as_ref().map(Vec::len),
            "gzip": compressed.gzip.as_ref().map(Vec::len),
            "integrity": format!("sha384-{}", base64(&Sha384::digest(&file.bytes))),
        });
        entries.insert(logical.clone(), entry);
    }
    let manifest = json!({ "version": env!("CARGO_PKG_VERSION"), "files": entries });
    format!("{manifest:#}\n").into_bytes()
}

/// One line of a manifest that was read back.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) bytes: u64,
    /// Bytes on the wire with brotli; the plain size where that is smaller.
    pub(crate) brotli: u64,
}

/// Reads the manifest of the bundle that was built last.
pub(crate) fn read(paths: &Paths) -> Result<Vec<Entry>, String> {
    let path = paths.bundle().join("manifest.json");
    let manifest: Value = serde_json::from_slice(&files::read(&path)?)
        .map_err(|error| format!("{} is not JSON: {error}", path.display()))?;
    let entries = manifest["files"]
        .as_object()
        .ok_or("manifest.json lists no files")?;
    let entry = |(name, value): (&String, &Value)| {
        let bytes = value["bytes"].as_u64()?;
        let brotli = value["brotli"].as_u64().unwrap_or(bytes);
        Some(Entry {
            name: name.clone(),
            path: value["path"].as_str()?.to_owned(),
            bytes,
            brotli,
        })
    };
    entries
        .iter()
        .map(entry)
        .collect::<Option<_>>()
        .ok_or_else(|| "manifest.json is of another form".to_owned())
}

/// Base64 with padding (RFC 4648, section 4), the form that `integrity` wants.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .fold(0_u32, |group, byte| group << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for position in 0..4 {
            let digit = (group >> (18 - 6 * position)) & 63;
            text.push(if position <= chunk.len() {
                char::from(DIGITS[digit as usize])
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{base64, hashed};

    #[test]
    fn encodes_the_examples_of_rfc_4648() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn a_name_follows_the_bytes() {
        let one = hashed("panel", "css", b"a{}".to_vec());
        let other = hashed("panel", "css", b"b{}".to_vec());
        assert_eq!(one.logical.as_deref(), Some("panel.css"));
        assert!(one.path.starts_with("assets/panel.") && one.path.ends_with(".css"));
        assert_ne!(one.path, other.path);
    }
}
