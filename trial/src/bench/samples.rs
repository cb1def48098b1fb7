//! Times that were measured.

use std::time::Duration;

/// Some times, sorted.
#[derive(Clone, Debug, Default)]
pub struct Samples(Vec<Duration>);

impl Samples {
    /// Sorts them.
    #[must_use]
    pub fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The time that so many hundredths do not exceed, in milliseconds; 0 where there is none.
    #[must_use]
    pub fn percentile(&self, hundredths: usize) -> f64 {
        let last = self.0.len().saturating_sub(1);
        let index = (self.0.len() * hundredths / 100).min(last);
        self.0
            .get(index)
            .map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Samples;
    use std::time::Duration;

    #[test]
    fn percentiles_are_times_that_occurred() {
        let times = (1..=200).rev().map(Duration::from_millis).collect();
        let samples = Samples::new(times);
        assert!((samples.percentile(50) - 101.0).abs() < 1e-9);
        assert!((samples.percentile(99) - 199.0).abs() < 1e-9);
        assert!((samples.percentile(100) - 200.0).abs() < 1e-9);
        assert!(Samples::default().percentile(50).abs() < 1e-9);
    }
}
