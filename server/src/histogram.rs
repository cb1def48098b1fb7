//! Counts of what was measured, by size. Recording is three additions and takes no lock.

use std::sync::atomic::{AtomicU64, Ordering};

/// Bounds for durations, in microseconds: a tenth of a millisecond to ten seconds.
pub const DURATIONS: &[u64] = &[
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
    1_000_000, 2_500_000, 10_000_000,
];
/// Bounds for how many went together.
pub const BATCHES: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256];

/// How often a value was at most as large as each bound.
#[derive(Debug)]
pub struct Histogram {
    bounds: &'static [u64],
    /// One more than there are bounds: the last is for what is larger than all.
    counts: Box<[AtomicU64]>,
    sum: AtomicU64,
}

/// What a histogram has counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Each bound with how many values were not larger.
    pub up_to: Vec<(u64, u64)>,
    /// How many values there were.
    pub count: u64,
    /// What they come to together.
    pub sum: u64,
}

impl Histogram {
    /// Counts by these bounds, the smallest first.
    #[must_use]
    pub fn new(bounds: &'static [u64]) -> Self {
        Self {
            bounds,
            counts: (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect(),
            sum: AtomicU64::new(0),
        }
    }

    /// Counts a value.
    pub fn record(&self, value: u64) {
        let place = self.bounds.partition_point(|bound| *bound < value);
        self.counts[place].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    /// What was counted until now.
    #[must_use]
    pub fn counted(&self) -> Counted {
        let mut count = 0;
        let mut add = |number: &AtomicU64| {
            count += number.load(Ordering::Relaxed);
            count
        };
        let bounds = self.bounds.iter().copied();
        let up_to = bounds.zip(self.counts.iter().map(&mut add)).collect();
        if let Some(rest) = self.counts.last() {
            add(rest);
        }
        Counted {
            up_to,
            count,
            sum: self.sum.load(Ordering::Relaxed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_up_to_each_bound() {
        let histogram = Histogram::new(&[1, 10]);
        for value in [0, 1, 2, 10, 11, 1_000] {
            histogram.record(value);
        }
        let expected = Counted {
            up_to: vec![(1, 2), (10, 4)],
            count: 6,
            sum: 1_024,
        };
        assert_eq!(histogram.counted(), expected);
    }
}
