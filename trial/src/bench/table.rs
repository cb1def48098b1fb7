//! The table of figures, as Markdown and as JSON.

use serde_json::{Value, json};

/// How a figure stands to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It keeps it.
    Pass,
    /// It falls short.
    Short,
    /// There is none: the figure explains another one.
    Told,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    part: &'static str,
    what: String,
    figure: f64,
    unit: &'static str,
    target: String,
    floor: Option<(String, f64)>,
    verdict: Verdict,
}

impl Row {
    /// A figure by itself.
    #[must_use]
    pub fn new(
        part: &'static str,
        what: impl Into<String>,
        figure: f64,
        unit: &'static str,
    ) -> Self {
        Self {
            part,
            what: what.into(),
            figure,
            unit,
            target: String::new(),
            floor: None,
            verdict: Verdict::Told,
        }
    }

    /// Beside what it is compared with, in the same unit.
    #[must_use]
    pub fn beside(mut self, floor: impl Into<String>, figure: f64) -> Self {
        self.floor = Some((floor.into(), figure));
        self
    }

    /// With a target in words, and whether it is kept.
    #[must_use]
    pub fn target(mut self, target: impl Into<String>, is_kept: bool) -> Self {
        self.target = target.into();
        self.verdict = if is_kept {
            Verdict::Pass
        } else {
            Verdict::Short
        };
        self
    }

    /// With a target that the figure must not exceed.
    #[must_use]
    pub fn at_most(self, limit: f64) -> Self {
        let (unit, is_kept) = (self.unit, self.figure <= limit);
        self.target(format!("<= {} {unit}", number(limit)), is_kept)
    }

    /// How the figure stands to its target.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    fn ratio(&self) -> Option<f64> {
        let (_, floor) = self.floor.as_ref()?;
        (*floor > 0.0).then(|| self.figure / floor)
    }

    fn word(&self) -> &'static str {
        match self.verdict {
            Verdict::Pass => "pass",
            Verdict::Short => "**short**",
            Verdict::Told => "",
        }
    }

    fn markdown(&self) -> String {
        let unit = self.unit;
        let floor = self.floor.as_ref().map_or(String::new(), |(name, figure)| {
            format!("{name}: {} {unit}", number(*figure))
        });
        let ratio = self
            .ratio()
            .map_or(String::new(), |ratio| format!("{ratio:.2}"));
        format!(
            "| {} | {} | {} {unit} | {} | {floor} | {ratio} | {} |",
            self.part,
            self.what,
            number(self.figure),
            self.target,
            self.word()
        )
    }

    fn json(&self) -> Value {
        json!({
            "part": self.part,
            "what": self.what,
            "figure": self.figure,
            "unit": self.unit,
            "target": self.target,
            "floor": self.floor.as_ref().map(|(name, _)| name),
            "floor_figure": self.floor.as_ref().map(|(_, figure)| figure),
            "ratio": self.ratio(),
            "verdict": self.word().trim_matches('*'),
        })
    }
}

/// The rows as a Markdown table.
#[must_use]
pub fn markdown(rows: &[Row]) -> String {
    let head = "| part | what | figure | target | floor or rival | ratio | |\n|---|---|--:|---|---|--:|---|";
    let lines = rows.iter().map(Row::markdown);
    std::iter::once(head.to_owned())
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The rows as JSON.
#[must_use]
pub fn to_json(rows: &[Row]) -> Value {
    Value::Array(rows.iter().map(Row::json).collect())
}

/// A figure as precise as anybody wants to read it.
fn number(figure: f64) -> String {
    let size = figure.abs();
    if size >= 100.0 {
        let rounded = format!("{figure:.0}");
        let digits: u64 = rounded.parse().unwrap_or_default();
        crate::say::thousands(digits)
    } else if size >= 10.0 {
        format!("{figure:.1}")
    } else {
        format!("{figure:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, Verdict, markdown, to_json};

    #[test]
    fn a_row_tells_its_figure_floor_ratio_and_verdict() {
        let row = Row::new("ack", "p50", 3.0, "ms")
            .beside("bare commit", 1.5)
            .at_most(2.0);
        assert_eq!(row.verdict(), Verdict::Short);
        let text = markdown(std::slice::from_ref(&row));
        let line = text.lines().last().unwrap();
        let expected =
            "| ack | p50 | 3.00 ms | <= 2.00 ms | bare commit: 1.50 ms | 2.00 | **short** |";
        assert_eq!(line, expected);
        assert_eq!(to_json(&[row])[0]["verdict"], "short");
        let rate = Row::new("durable", "rate", 12_345.6, "/s").target("much", true);
        assert!(markdown(&[rate]).contains("| 12,346 /s | much |"));
    }
}
