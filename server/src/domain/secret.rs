//! How secrets are kept: tokens and keys are 256 random bits, so one SHA-256 without salt is
//! enough, and a stolen database opens nothing.

use sha2::{Digest as _, Sha256};

/// What the store keeps of a secret.
#[must_use]
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
