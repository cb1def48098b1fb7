//! The text format of Prometheus, version 0.0.4:
//! <https://prometheus.io/docs/instrumenting/exposition_formats/>.

use crate::histogram::Counted;
use std::fmt::{Display, Write as _};

/// The media type of the format.
pub const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// A page of figures that is being written.
#[derive(Debug, Default)]
pub struct Page {
    text: String,
    name: &'static str,
}

/// In which unit a histogram is told that counts whole numbers.
#[derive(Clone, Copy, Debug)]
pub enum Unit {
    /// As it is.
    One,
    /// Microseconds, told in seconds.
    Microseconds,
}

/// Labels: names and values.
pub type Labels<'a> = &'a [(&'a str, &'a str)];

impl Page {
    /// Begins a family of figures; `kind` is `counter`, `gauge` or `histogram`.
    pub fn family(&mut self, name: &'static str, kind: &str, help: &str) -> &mut Self {
        self.name = name;
        self.line(format_args!("# HELP {name} {help}\n# TYPE {name} {kind}"));
        self
    }

    /// Adds a figure to the family.
    pub fn figure(&mut self, labels: Labels<'_>, value: impl Display) -> &mut Self {
        let (name, labels) = (self.name, written(labels, None));
        self.line(format_args!("{name}{labels} {value}"));
        self
    }

    /// Adds a histogram to the family.
    pub fn histogram(&mut self, labels: Labels<'_>, counted: &Counted, unit: Unit) -> &mut Self {
        let name = self.name;
        for (bound, count) in &counted.up_to {
            let labels = written(labels, Some(&told(*bound, unit)));
            self.line(format_args!("{name}_bucket{labels} {count}"));
        }
        let (sum, count) = (told(counted.sum, unit), counted.count);
        let all = written(labels, Some("+Inf"));
        let labels = written(labels, None);
        self.line(format_args!("{name}_bucket{all} {count}"));
        self.line(format_args!("{name}_sum{labels} {sum}"));
        self.line(format_args!("{name}_count{labels} {count}"));
        self
    }

    /// The page.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // A string takes whatever is written to it.
        let _ = writeln!(self.text, "{line}");
    }
}

fn told(value: u64, unit: Unit) -> String {
    match unit {
        Unit::One => value.to_string(),
        // By whole numbers: seconds with six digits, whatever the size.
        Unit::Microseconds => format!("{}.{:06}", value / 1_000_000, value % 1_000_000),
    }
}

fn written(labels: Labels<'_>, bound: Option<&str>) -> String {
    let bound = bound.map(|bound| ("le", bound));
    let pairs: Vec<String> = labels
        .iter()
        .copied()
        .chain(bound)
        .map(|(name, value)| format!("{name}=\"{}\"", escaped(value)))
        .collect();
    if pairs.is_empty() {
        String::new()
    } else {
        format!("{{{}}}", pairs.join(","))
    }
}

fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::histogram::Histogram;

    #[test]
    fn a_page_is_written_as_the_format_wants_it() {
        let histogram = Histogram::new(&[500, 2_000_000]);
        histogram.record(500);
        histogram.record(3_000_001);
        let mut page = Page::default();
        page.family("a_total", "counter", "What a is.")
            .figure(&[], 7)
            .figure(&[("word", "a\"b\\c\nd")], 8);
        page.family("b_seconds", "histogram", "What b is.");
        page.histogram(&[("x", "y")], &histogram.counted(), Unit::Microseconds);
        let expected = "# HELP a_total What a is.\n# TYPE a_total counter\n\
            a_total 7\na_total{word=\"a\\\"b\\\\c\\nd\"} 8\n\
            # HELP b_seconds What b is.\n# TYPE b_seconds histogram\n\
            b_seconds_bucket{x=\"y\",le=\"0.000500\"} 1\n\
            b_seconds_bucket{x=\"y\",le=\"2.000000\"} 1\n\
            b_seconds_bucket{x=\"y\",le=\"+Inf\"} 2\n\
            b_seconds_sum{x=\"y\"} 3.000501\n\
            b_seconds_count{x=\"y\"} 2\n";
        assert_eq!(page.into_text(), expected);
    }
}
