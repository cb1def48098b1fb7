//! How many connections there are at once.

use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The part of the seats that visitors' streams leave free, so that short calls and the team
/// still get in.
const RESERVE: usize = 8;

/// The seats for connections.
#[derive(Clone, Debug)]
pub(super) struct Seats {
    free: Arc<Semaphore>,
    all: usize,
}

/// A connection's seat, until this is dropped.
#[derive(Debug)]
pub struct Seat {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Seats {
    /// So many seats; 0 is no limit.
    pub(super) fn new(all: u32) -> Self {
        let all = match all {
            0 => Semaphore::MAX_PERMITS,
            all => usize::try_from(all).unwrap_or(Semaphore::MAX_PERMITS),
        };
        Self {
            free: Arc::new(Semaphore::new(all)),
            all,
        }
    }

    pub(super) async fn take(&self) -> Seat {
        // Nobody closes the semaphore; if somebody did, there would be no limit.
        let permit = Arc::clone(&self.free).acquire_owned().await;
        Seat {
            _permit: permit.ok(),
        }
    }

    /// Whether only the reserve is left.
    pub(super) fn are_scarce(&self) -> bool {
        self.free.available_permits() < self.all / RESERVE
    }

    /// How many are taken.
    pub(super) fn taken(&self) -> usize {
        self.all - self.free.available_permits()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_reserve_is_told_and_seats_come_back() {
        let seats = Seats::new(16);
        let mut taken = Vec::new();
        for _ in 0..14 {
            taken.push(seats.take().await);
        }
        assert!(!seats.are_scarce());
        taken.push(seats.take().await);
        assert!(seats.are_scarce());
        assert_eq!(seats.taken(), 15);
        drop(taken);
        assert_eq!(seats.taken(), 0);
    }
}
