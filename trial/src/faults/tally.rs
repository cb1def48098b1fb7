//! Counting what became of messages.

use crate::say::thousands;

/// What became of one visitor's messages, which are numbered from 0.
#[derive(Debug, Default)]
pub struct Trail {
    /// How many were sent.
    pub sent: u32,
    /// How many were acknowledged.
    pub acknowledged: u32,
    /// Those that are stored, in the order in which they are.
    pub stored: Vec<u32>,
    /// Those that the visitor is shown, in the order in which they are.
    pub shown: Vec<u32>,
}

/// The sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Messages that visitors wrote.
    pub sent: u64,
    /// Messages that the server acknowledged.
    pub acknowledged: u64,
    /// Messages in the database.
    pub stored: u64,
    /// Messages that their visitors are shown.
    pub shown: u64,
    /// Messages that were sent and are not stored, or not shown.
    pub lost: u64,
    /// Messages that are stored or shown more than once, each time more counted.
    pub doubled: u64,
    /// Messages that stand before one that was written earlier.
    pub disordered: u64,
}

/// The head of the table that [`Tally::row`] goes on with.
pub const HEAD: &str = "\
| fault | sent | acknowledged | stored | shown | lost | doubled | out of order |
|---|--:|--:|--:|--:|--:|--:|--:|";

impl Tally {
    /// Adds a visitor.
    pub fn add(&mut self, trail: &Trail) {
        self.sent += u64::from(trail.sent);
        self.acknowledged += u64::from(trail.acknowledged);
        self.stored += trail.stored.len() as u64;
        self.shown += trail.shown.len() as u64;
        let (stored, shown) = (seen(trail, &trail.stored), seen(trail, &trail.shown));
        let lost = stored
            .iter()
            .zip(&shown)
            .filter(|(stored, shown)| **stored == 0 || **shown == 0);
        self.lost += lost.count() as u64;
        let doubled = stored.iter().chain(&shown);
        self.doubled += doubled.map(|times| times.saturating_sub(1)).sum::<u64>();
        self.disordered += inversions(&trail.stored) + inversions(&trail.shown);
    }

    /// Whether everything that was sent is acknowledged, stored and shown, once and in order.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.lost + self.doubled + self.disordered == 0
            && [self.acknowledged, self.stored, self.shown] == [self.sent; 3]
    }

    /// A row of the table.
    #[must_use]
    pub fn row(&self, name: &str) -> String {
        let numbers = [
            self.sent,
            self.acknowledged,
            self.stored,
            self.shown,
            self.lost,
            self.doubled,
            self.disordered,
        ];
        let cells = numbers.map(thousands).join(" | ");
        format!("| {name} | {cells} |")
    }
}

/// How often each message occurs.
fn seen(trail: &Trail, numbers: &[u32]) -> Vec<u64> {
    let mut times = vec![0; trail.sent as usize];
    for number in numbers {
        if let Some(times) = times.get_mut(*number as usize) {
            *times += 1;
        }
    }
    times
}

fn inversions(numbers: &[u32]) -> u64 {
    numbers.windows(2).filter(|pair| pair[0] > pair[1]).count() as u64
}

#[cfg(test)]
mod tests {
    use super::{Tally, Trail};

    fn tally(stored: &[u32], shown: &[u32]) -> Tally {
        let mut tally = Tally::default();
        tally.add(&Trail {
            sent: 3,
            acknowledged: 3,
            stored: stored.to_vec(),
            shown: shown.to_vec(),
        });
        tally
    }

    #[test]
    fn what_is_kept_once_and_in_order_is_fine() {
        let fine = tally(&[0, 1, 2], &[0, 1, 2]);
        assert!(fine.is_fine());
        assert_eq!(fine.row("x"), "| x | 3 | 3 | 3 | 3 | 0 | 0 | 0 |");
    }

    #[test]
    fn every_kind_of_harm_is_counted() {
        let lost = tally(&[0, 2], &[0, 2]);
        assert_eq!((lost.lost, lost.doubled, lost.disordered), (1, 0, 0));
        let unseen = tally(&[0, 1, 2], &[0, 1]);
        assert_eq!((unseen.lost, unseen.shown), (1, 2));
        let doubled = tally(&[0, 1, 1, 2], &[0, 1, 2]);
        assert_eq!((doubled.lost, doubled.doubled), (0, 1));
        let disordered = tally(&[0, 1, 2], &[1, 0, 2]);
        assert_eq!((disordered.lost, disordered.disordered), (0, 1));
        for harm in [lost, unseen, doubled, disordered] {
            assert!(!harm.is_fine());
        }
    }
}
