//! When browsers come back after the server stopped: not all in the same instant.

/// How much later each further browser makes the last one come back, in milliseconds.
const GAP: usize = 5;
/// The shortest and the longest time over which they are spread, in milliseconds.
const SHORTEST: usize = 500;
const LONGEST: usize = 30_000;

/// The time over which so many browsers come back, in milliseconds: 2,000 take ten seconds.
#[must_use]
pub fn window(browsers: usize) -> u32 {
    let window = browsers.saturating_mul(GAP).clamp(SHORTEST, LONGEST);
    u32::try_from(window).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_take_longer_than_few() {
        assert_eq!(window(0), 500);
        assert_eq!(window(2_000), 10_000);
        assert_eq!(window(usize::MAX), 30_000);
    }
}
