//! When a delivery is tried again.

use porthole_shared::time::{DAY, HOUR, MINUTE, SECOND};

/// For how long a delivery is tried, in milliseconds.
pub const GIVE_UP: i64 = DAY;

/// How long to wait after each failed try, in milliseconds; after the last of them again as long.
const WAITS: &[i64] = &[
    10 * SECOND,
    30 * SECOND,
    2 * MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
];

/// How long to wait after so many failed tries, in milliseconds.
#[must_use]
pub fn wait_after(tries: i64) -> i64 {
    let index = usize::try_from(tries - 1).unwrap_or_default();
    WAITS[index.min(WAITS.len() - 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_filled_with_ever_longer_waits() {
        assert_eq!(wait_after(0), 10 * SECOND);
        assert_eq!(wait_after(1), 10 * SECOND);
        assert_eq!(wait_after(3), 2 * MINUTE);
        assert_eq!(wait_after(99), 3 * HOUR);
        let mut at = 0;
        let tries = (1..).find(|tries| {
            at += wait_after(*tries);
            at > GIVE_UP
        });
        assert_eq!(tries, Some(15));
    }
}
