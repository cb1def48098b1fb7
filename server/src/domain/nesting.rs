//! How deep a body of JSON may be nested. No call needs more than a few levels; what is deeper was
//! made to exhaust whoever reads it.

/// The most levels of objects and arrays.
pub const DEEPEST: u32 = 32;

/// Whether a text that should be JSON stays within [`DEEPEST`] levels.
#[must_use]
pub fn is_shallow(json: &[u8]) -> bool {
    let (mut depth, mut is_text, mut is_escaped) = (0_u32, false, false);
    for byte in json {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_text => is_escaped = true,
            b'"' => is_text = !is_text,
            b'{' | b'[' if !is_text => depth += 1,
            b'}' | b']' if !is_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_counted_and_brackets_in_texts_are_not() {
        let nested = |depth: usize| "[{".repeat(depth) + &"}]".repeat(depth);
        for (json, shallow) in [
            (nested(16), true),
            (nested(17), false),
            ("[]".repeat(100), true),
            (format!("{{\"a\\\"{}\": 1}}", "[".repeat(100)), true),
            (format!("\"\\\\\"{}", "[".repeat(33)), false),
            ("}".repeat(100) + &"[".repeat(32), true),
            (String::new(), true),
        ] {
            assert_eq!(is_shallow(json.as_bytes()), shallow, "{json}");
        }
    }
}
