//! `cargo xtask test`: every check and every test, one after the other, and one line with the sum.

mod browser;
mod counts;
pub(crate) mod faults;
mod steps;

use std::process::ExitCode;
use std::time::Instant;

use counts::Counts;

use crate::paths::Paths;
use crate::{say, size, tidy};

/// Runs all steps even when one fails; the last line is `N passed, N failed`.
pub(crate) fn run(paths: &Paths) -> ExitCode {
    let start = Instant::now();
    let mut run = Run::default();
    run.step("tools", || steps::tools(paths));
    let browsers = run.step("browsers", crate::tools::ensure_browsers);
    run.step("formatting", || steps::formatting(paths));
    run.step("clippy: server, shared, trial, xtask", || {
        steps::clippy(paths, steps::HOST)
    });
    run.step("clippy: widget, inbox", || {
        steps::clippy(paths, steps::BROWSER)
    });
    run.step("docs: server, shared, trial, xtask", || {
        steps::docs(paths, steps::HOST)
    });
    run.step("docs: widget, inbox", || steps::docs(paths, steps::BROWSER));
    run.step("types of the loader", || steps::loader_types(paths));
    run.step("tidy", || tidy::run(paths));
    let bundle = run.step("bundle", || crate::bundle::build(paths));
    run.step("size", || {
        after(bundle.as_ref(), "bundle").and_then(|()| size::check(paths, false))
    });
    run.tests("tests of server, shared, trial, xtask", || {
        steps::cargo_tests(paths)
    });
    let server = run.step("server with the bundle inside", || {
        after(bundle.as_ref(), "bundle")?;
        crate::bundle::server(paths, faults::WITH_TRIAL)
    });
    run.tests("browser tests", || {
        after(server.as_ref(), "server")?;
        let browsers = browsers.as_ref().ok_or("the browsers are missing")?;
        browser::run(paths, browsers)
    });
    run.tests("fault suite", || {
        after(server.as_ref(), "server")?;
        let browsers = browsers.as_ref().ok_or("the browsers are missing")?;
        faults::run(paths, browsers, "debug", &[])
    });
    run.finish(start)
}

/// A step that needs an earlier one fails with its name instead of testing something old.
fn after<T>(earlier: Option<&T>, name: &str) -> Result<(), String> {
    earlier
        .map(|_| ())
        .ok_or_else(|| format!("not run, because the {name} could not be built"))
}

#[derive(Debug, Default)]
struct Run {
    counts: Counts,
    failures: Vec<String>,
}

impl Run {
    /// A check: counts as one.
    fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T, String>) -> Option<T> {
        match say::timed(name, work) {
            Ok(value) => {
                self.counts.passed += 1;
                Some(value)
            }
            Err(message) => {
                self.counts.failed += 1;
                self.failures.push(format!("{name}: {message}"));
                say::error(&message);
                None
            }
        }
    }

    /// Tests: each counts, and breaking off without a failed one is a failure too.
    fn tests(&mut self, name: &str, work: impl FnOnce() -> Result<(bool, Counts), String>) {
        let result = say::timed(name, || {
            let (fine, counts) = work()?;
            Ok((fine && counts.failed == 0, counts))
        });
        let (fine, mut counts) = result.unwrap_or_else(|message| {
            say::error(&message);
            (false, Counts::default())
        });
        if !fine {
            counts.failed = counts.failed.max(1);
            self.failures
                .push(format!("{name}: {} failed", counts.failed));
        }
        self.counts.add(counts);
    }

    fn finish(self, start: Instant) -> ExitCode {
        say::note(&format!(
            "everything took {}",
            say::seconds(start.elapsed())
        ));
        for failure in &self.failures {
            say::error(failure);
        }
        say::line(&format!(
            "{} passed, {} failed",
            self.counts.passed, self.counts.failed
        ));
        if self.counts.failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, Run};

    #[test]
    fn a_broken_run_of_tests_is_one_failure() {
        let mut run = Run::default();
        run.tests("crashed", || {
            Ok((
                false,
                Counts {
                    passed: 3,
                    failed: 0,
                },
            ))
        });
        run.tests("missing", || Err("not there".to_owned()));
        assert_eq!(
            run.counts,
            Counts {
                passed: 3,
                failed: 2
            }
        );
    }

    #[test]
    fn steps_and_tests_are_summed() {
        let mut run = Run::default();
        assert_eq!(run.step("fine", || Ok(5)), Some(5));
        assert_eq!(run.step("broken", || Err::<(), _>("why".to_owned())), None);
        run.tests("tests", || {
            Ok((
                false,
                Counts {
                    passed: 7,
                    failed: 2,
                },
            ))
        });
        assert_eq!(
            run.counts,
            Counts {
                passed: 8,
                failed: 3
            }
        );
    }
}
