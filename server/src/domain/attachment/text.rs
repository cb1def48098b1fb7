//! Whether a file is text that no program takes for anything else.

use porthole_shared::attachment::FileType;

/// Looks at a file piece by piece: UTF-8, without the characters that only programs write.
#[derive(Debug, Default)]
pub(super) struct TextCheck {
    /// The beginning of a character whose end has not arrived yet.
    rest: Vec<u8>,
    is_broken: bool,
}

impl TextCheck {
    pub(super) fn take(&mut self, bytes: &[u8]) {
        if self.is_broken {
            return;
        }
        let joined;
        let bytes = if self.rest.is_empty() {
            bytes
        } else {
            joined = [&self.rest, bytes].concat();
            &joined
        };
        let (known, rest) = match std::str::from_utf8(bytes) {
            Ok(_) => (bytes, Vec::new()),
            Err(error) if error.error_len().is_none() => {
                let (known, rest) = bytes.split_at(error.valid_up_to());
                (known, rest.to_vec())
            }
            Err(_) => {
                self.is_broken = true;
                return;
            }
        };
        self.is_broken = known.iter().any(|byte| is_control(*byte));
        self.rest = rest;
    }

    /// Whether it is text of this kind.
    pub(super) fn is(&self, kind: FileType, head: &[u8]) -> bool {
        let beginning = beginning(head);
        let is_json = || {
            let first = beginning.first();
            first.is_some_and(|first| b"{[\"-0123456789tfn".contains(first))
        };
        kind.is_text()
            && !self.is_broken
            && self.rest.is_empty()
            && !is_markup(beginning)
            && (kind != FileType::Json || is_json())
    }
}

/// Of the characters below the space, text has tabulators, ends of lines and pages, and escapes
/// (logs of terminals).
fn is_control(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)
}

/// What comes after a byte order mark and white space.
fn beginning(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start()
}

/// Whether a program that guesses would take it for HTML, SVG or XML.
fn is_markup(beginning: &[u8]) -> bool {
    matches!(beginning, [b'<', second, ..]
        if second.is_ascii_alphabetic() || b"!?/".contains(second))
}
