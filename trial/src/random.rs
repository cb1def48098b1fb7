//! Chance that repeats: everything random in a trial comes from the seed that it prints.

/// A generator of numbers (`splitmix64`: Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators", 2014). Nothing here guards anything.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The generator of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A generator of its own for one part of the trial: what it draws does not depend on how
    /// much others have drawn before.
    #[must_use]
    pub fn of(&self, part: &str, index: usize) -> Self {
        let mut seed = Self(self.0 ^ index as u64);
        for byte in part.bytes() {
            seed = Self(seed.draw() ^ u64::from(byte));
        }
        Self(seed.draw())
    }

    /// Any number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.draw() % end
    }

    /// So many lower-case hex digits.
    pub fn hex(&mut self, digits: usize) -> String {
        let mut text = String::with_capacity(digits + 16);
        while text.len() < digits {
            text.push_str(&format!("{:016x}", self.draw()));
        }
        text.truncate(digits);
        text
    }
}

/// A seed that nobody chose.
///
/// # Panics
/// If the operating system gives no random bytes.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "where a trial gets its seed from, once"
)]
pub fn fresh_seed() -> u64 {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    u32::from_le_bytes(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn a_seed_repeats_and_parts_do_not_disturb_each_other() {
        let root = Random::new(7);
        let mut proxy = root.of("proxy", 0);
        let first = proxy.hex(40);
        let mut again = Random::new(7).of("proxy", 0);
        assert_eq!(first, again.hex(40));
        assert_eq!(first.len(), 40);
        assert_ne!(first, root.of("proxy", 1).hex(40));
        assert_ne!(first, root.of("killer", 0).hex(40));
        assert!((0..1_000).all(|_| proxy.below(3) < 3));
    }
}
