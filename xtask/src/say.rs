//! Everything the commands print goes through here.

use std::io::Write as _;
use std::time::{Duration, Instant};

/// A result: a table row, a final count.
pub(crate) fn line(text: &str) {
    // Whoever reads may have read enough, as `head` does.
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Progress, kept apart from results so that those can be piped.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "xtask: {text}");
}

/// Why the command failed.
pub(crate) fn error(text: &str) {
    let _ = writeln!(std::io::stderr(), "xtask: error: {text}");
}

/// Announces a piece of work, does it and says how long it took.
pub(crate) fn timed<T>(what: &str, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    note(&format!("{what} …"));
    let start = Instant::now();
    let result = work();
    let outcome = if result.is_ok() { "done" } else { "failed" };
    note(&format!(
        "{what}: {outcome} in {}",
        seconds(start.elapsed())
    ));
    result
}

/// `0.4 s`, `83 s`: as precise as anybody wants to read it.
pub(crate) fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 10.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{seconds:.0} s")
    }
}

/// `12345` as `12,345`.
pub(crate) fn thousands(number: u64) -> String {
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

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn groups_digits() {
        assert_eq!(thousands(7), "7");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000), "1,000");
        assert_eq!(thousands(12_345_678), "12,345,678");
    }
}
