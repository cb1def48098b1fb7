//! Counts of passed and failed tests, read from what the test runners report.

use serde_json::Value;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

impl Counts {
    pub(super) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Sums lines like `test result: ok. 3 passed; 0 failed; 0 ignored; …` of `cargo test`.
    pub(super) fn of_cargo(lines: &[String]) -> Self {
        let mut counts = Self::default();
        for line in lines {
            let Some(result) = line.trim_start().strip_prefix("test result: ") else {
                continue;
            };
            let number = |word: &str| {
                let before = result
                    .split(word)
                    .next()
                    .filter(|before| before.len() < result.len())?;
                before.trim_end().rsplit(' ').next()?.parse::<u64>().ok()
            };
            counts.passed += number(" passed").unwrap_or(0);
            counts.failed += number(" failed").unwrap_or(0);
        }
        counts
    }

    /// Reads a last line like `3 passed, 0 failed`, as the suites of `trial/` print it.
    pub(super) fn of_summary(lines: &[String]) -> Option<Self> {
        let (passed, failed) = lines.last()?.split_once(" passed, ")?;
        Some(Self {
            passed: passed.parse().ok()?,
            failed: failed.strip_suffix(" failed")?.parse().ok()?,
        })
    }

    /// Reads the totals of Playwright's JSON report; a test that passes only when repeated has failed.
    pub(super) fn of_playwright(report: &Value) -> Option<Self> {
        let number = |key: &str| report["stats"][key].as_u64();
        Some(Self {
            passed: number("expected")?,
            failed: number("unexpected")? + number("flaky")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Counts;

    #[test]
    fn sums_the_results_of_cargo() {
        let lines = [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.01s",
        ];
        assert_eq!(
            Counts::of_cargo(&lines.map(str::to_owned)),
            Counts {
                passed: 13,
                failed: 2
            }
        );
    }

    #[test]
    fn reads_a_last_line() {
        let lines = |last: &str| ["| a row |".to_owned(), last.to_owned()];
        assert_eq!(
            Counts::of_summary(&lines("3 passed, 1 failed")),
            Some(Counts {
                passed: 3,
                failed: 1
            })
        );
        assert_eq!(Counts::of_summary(&lines("the end")), None);
    }

    #[test]
    fn reads_the_totals_of_playwright() {
        let report =
            json!({ "stats": { "expected": 9, "unexpected": 1, "flaky": 1, "skipped": 4 } });
        assert_eq!(
            Counts::of_playwright(&report),
            Some(Counts {
                passed: 9,
                failed: 2
            })
        );
        assert_eq!(Counts::of_playwright(&json!({})), None);
    }
}
