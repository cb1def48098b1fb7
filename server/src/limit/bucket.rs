//! Token buckets for any number of keys in a fixed amount of memory.
//!
//! Each key has a cell in each of two rows, found by a keyed hash; of the two the emptier one
//! counts. Keys that share one cell therefore do not disturb each other: it takes two callers over
//! their limits that meet in both cells of a third to refuse that third. Nothing is ever
//! inserted or thrown out, so a flood of new addresses costs no memory and cannot push anybody's
//! count out of it.

use porthole_shared::time::{MINUTE, Timestamp};
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Cells of a row: as many as two bytes can tell apart. Two rows are a mebibyte, which the system
/// hands out as it is used.
const CELLS: usize = 1 << 16;
/// Of this clock: microseconds, so that more than a thousand calls in a second can be told apart.
const TICKS_PER_MILLISECOND: i64 = 1_000;
const TICKS_PER_SECOND: i64 = 1_000_000;

/// So many attempts in a minute for each key: all at once, or spread.
#[derive(Debug)]
pub(super) struct Buckets {
    /// Ticks until one more attempt is free.
    interval: i64,
    /// Ticks until a bucket that was emptied is full again.
    capacity: i64,
    hasher: RandomState,
    /// For each key, twice, the time at which its bucket will be full again.
    rows: Mutex<[Box<[i64]>; 2]>,
    refused: AtomicU64,
}

/// The cells of a key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cells([usize; 2]);

impl Buckets {
    /// A limit of so many attempts in a minute; `None` for 0, which is no limit.
    pub(super) fn new(per_minute: u32) -> Option<Self> {
        let burst = i64::from(per_minute);
        let interval = (MINUTE * TICKS_PER_MILLISECOND).checked_div(burst)?;
        Some(Self {
            interval,
            capacity: interval * burst,
            hasher: RandomState::new(),
            rows: Mutex::new([vec![0; CELLS].into(), vec![0; CELLS].into()]),
            refused: AtomicU64::new(0),
        })
    }

    /// Where a key is counted.
    pub(super) fn cells(&self, key: impl Hash) -> Cells {
        let hash = self.hasher.hash_one(key);
        Cells([hash, hash.rotate_left(32)].map(|part| {
            let bytes = part.to_le_bytes();
            usize::from(u16::from_le_bytes([bytes[0], bytes[1]]))
        }))
    }

    /// Whether an attempt is free.
    ///
    /// # Errors
    /// After how many seconds the next one is.
    pub(super) fn look(&self, cells: Cells, now: Timestamp) -> Result<(), u32> {
        let now = now.0 * TICKS_PER_MILLISECOND;
        let wait = self.full_at(&mut self.lock(), cells, now) + self.interval - now - self.capacity;
        if wait <= 0 {
            return Ok(());
        }
        self.refused.fetch_add(1, Ordering::Relaxed);
        let seconds = (wait + TICKS_PER_SECOND - 1) / TICKS_PER_SECOND;
        Err(u32::try_from(seconds).unwrap_or(u32::MAX))
    }

    /// Counts an attempt.
    pub(super) fn take(&self, cells: Cells, now: Timestamp) {
        let now = now.0 * TICKS_PER_MILLISECOND;
        let mut rows = self.lock();
        let next = self.full_at(&mut rows, cells, now) + self.interval;
        // Others may have taken the last one since this one was looked at.
        let next = next.min(now + self.capacity);
        for (row, cell) in rows.iter_mut().zip(cells.0) {
            row[cell] = row[cell].max(next);
        }
    }

    /// How many attempts were not free.
    pub(super) fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    fn full_at(&self, rows: &mut [Box<[i64]>; 2], cells: Cells, now: i64) -> i64 {
        let mut full_at = i64::MAX;
        for (row, cell) in rows.iter_mut().zip(cells.0) {
            // No bucket is emptier than empty: the clock was set back, and whoever was counted
            // by the old time must not wait until it comes again.
            if row[cell] > now + 2 * self.capacity {
                row[cell] = now;
            }
            full_at = full_at.min(row[cell]);
        }
        full_at.max(now)
    }

    fn lock(&self) -> MutexGuard<'_, [Box<[i64]>; 2]> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(1_800_000_000_000);

    fn attempt(buckets: &Buckets, key: impl Hash, now: Timestamp) -> Result<(), u32> {
        let cells = buckets.cells(key);
        buckets.look(cells, now)?;
        buckets.take(cells, now);
        Ok(())
    }

    #[test]
    fn a_burst_is_free_and_then_one_at_a_time() {
        let buckets = Buckets::new(3).unwrap();
        for _ in 0..3 {
            assert_eq!(attempt(&buckets, "ada", START), Ok(()));
        }
        assert_eq!(attempt(&buckets, "ada", START), Err(20));
        assert_eq!(attempt(&buckets, "bob", START), Ok(()));
        assert_eq!(attempt(&buckets, "ada", START.plus(19_999)), Err(1));
        assert_eq!(attempt(&buckets, "ada", START.plus(20_000)), Ok(()));
        assert_eq!(attempt(&buckets, "ada", START.plus(20_000)), Err(20));
        let later = START.plus(10 * MINUTE);
        let free = (0..10).filter(|_| attempt(&buckets, "ada", later).is_ok());
        assert_eq!(free.count(), 3, "rest is not saved up beyond the burst");
        assert_eq!(buckets.refused(), 3 + 7);
    }

    #[test]
    fn large_limits_are_exact() {
        let buckets = Buckets::new(600_000).unwrap();
        let free = (0..700_000).filter(|_| attempt(&buckets, 1, START).is_ok());
        assert_eq!(free.count(), 600_000);
        let after = START.plus(1_000);
        let free = (0..20_000).filter(|_| attempt(&buckets, 1, after).is_ok());
        assert_eq!(free.count(), 10_000);
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let buckets = Buckets::new(2).unwrap();
        assert!(attempt(&buckets, "ada", START).is_ok());
        assert!(attempt(&buckets, "ada", START).is_ok());
        let before = START.plus(-24 * 60 * MINUTE);
        assert!(attempt(&buckets, "ada", before).is_ok());
    }

    #[test]
    fn a_million_strangers_disturb_nobody() {
        let buckets = Buckets::new(600).unwrap();
        for stranger in 0..1_000_000 {
            assert!(attempt(&buckets, stranger, START).is_ok(), "{stranger}");
        }
        let free = (0..1_000).filter(|_| attempt(&buckets, "ada", START).is_ok());
        // Some of them share Ada's cells; fewer than a tenth of her attempts are lost to that.
        assert!((540..=600).contains(&free.count()));
    }

    #[test]
    fn nought_is_no_limit() {
        assert!(Buckets::new(0).is_none());
        assert!(Buckets::new(u32::MAX).is_some());
    }
}
