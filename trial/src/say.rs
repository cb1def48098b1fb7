//! What a trial prints.

use std::io::Write as _;

/// A result.
pub fn line(text: &str) {
    // Whoever reads may have read enough.
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Progress, kept apart from results.
pub fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "trial: {text}");
}

/// `12345` as `12,345`.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
