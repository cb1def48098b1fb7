//! Randomness: ids, tokens and salts.

use porthole_shared::id::to_hex;
use porthole_shared::time::Timestamp;

/// A secret as it is handed out, and as it is kept.
#[derive(Debug)]
pub struct Secret {
    /// What the holder gets. Never stored, never logged.
    pub text: String,
    /// What the store keeps.
    pub hash: [u8; 32],
}

/// The source of randomness, which is the operating system's.
#[derive(Clone, Copy, Debug)]
pub struct Random;

impl Random {
    /// Random bytes.
    ///
    /// # Panics
    /// If the operating system gives none: then nothing here would be safe.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that draws random bytes"
    )]
    pub fn bytes<const N: usize>(self) -> [u8; N] {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }

    /// A number below `end`, to keep many from doing the same thing at the same time.
    #[must_use]
    pub fn below(self, end: u32) -> u32 {
        u32::from_be_bytes(self.bytes()) % end.max(1)
    }

    /// A new id: 26 characters of Crockford's base 32, ordered by time (48 bits of milliseconds,
    /// 80 random bits).
    #[must_use]
    pub fn id<T: From<String>>(self, now: Timestamp) -> T {
        const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let mut bits = [0_u8; 16];
        bits[..6].copy_from_slice(&now.0.to_be_bytes()[2..]);
        bits[6..].copy_from_slice(&self.bytes::<10>());
        let number = u128::from_be_bytes(bits);
        let digit = |index: u32| char::from(DIGITS[(number >> (5 * index) & 31) as usize]);
        T::from((0..26).rev().map(digit).collect())
    }

    /// A new secret of 256 bits: `prefix` and 64 hex digits.
    #[must_use]
    pub fn secret(self, prefix: &str) -> Secret {
        let text = format!("{prefix}{}", to_hex(&self.bytes::<32>()));
        let hash = crate::domain::secret::hash(&text);
        Secret { text, hash }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_ordered_by_time() {
        let id = |now| Random.id::<String>(Timestamp(now));
        assert_eq!(id(0).len(), 26);
        assert!(id(1_000) < id(2_000));
        assert!(id(1_700_000_000_000) < id(1_700_000_000_001));
        assert_ne!(id(5), id(5));
    }
}
