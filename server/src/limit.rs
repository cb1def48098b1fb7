//! Limits on how often somebody may try something.

use porthole_shared::time::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many keys are remembered before those that are free again are forgotten.
const REMEMBERED: usize = 10_000;

/// So many attempts in a time, for each key, as a token bucket.
#[derive(Clone, Debug)]
pub struct Limiter {
    burst: i64,
    /// Milliseconds until one more attempt is free.
    interval: i64,
    buckets: Arc<Mutex<HashMap<String, Timestamp>>>,
}

impl Limiter {
    /// A limit of `burst` attempts in `period` milliseconds.
    #[must_use]
    pub fn new(burst: i64, period: i64) -> Self {
        Self {
            burst,
            interval: period / burst,
            buckets: Arc::default(),
        }
    }

    /// Counts an attempt.
    ///
    /// # Errors
    /// After how many seconds the next one is free.
    pub fn attempt(&self, key: &str, now: Timestamp) -> Result<(), u32> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > REMEMBERED {
            buckets.retain(|_, full_at| *full_at > now);
        }
        // A bucket is kept as the time at which it will be full of free attempts again.
        let full_at = buckets.get(key).copied().unwrap_or(now).max(now);
        let next = full_at.plus(self.interval);
        let wait = next.0 - now.0 - self.burst * self.interval;
        if wait > 0 {
            return Err(u32::try_from(wait / 1_000 + 1).unwrap_or(u32::MAX));
        }
        buckets.insert(key.to_owned(), next);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use porthole_shared::time::MINUTE;

    #[test]
    fn a_burst_is_free_and_then_one_at_a_time() {
        let limiter = Limiter::new(3, MINUTE);
        let start = Timestamp(1_000_000);
        for _ in 0..3 {
            assert_eq!(limiter.attempt("ada", start), Ok(()));
        }
        assert_eq!(limiter.attempt("ada", start), Err(21));
        assert_eq!(limiter.attempt("bob", start), Ok(()));
        assert_eq!(limiter.attempt("ada", start.plus(20_000)), Ok(()));
        assert!(limiter.attempt("ada", start.plus(20_000)).is_err());
        assert_eq!(limiter.attempt("ada", start.plus(10 * MINUTE)), Ok(()));
    }
}
