//! How a webhook knows that a call is ours.

use hmac::{Hmac, KeyInit as _, Mac as _};
use porthole_shared::id::to_hex;
use porthole_shared::time::{SECOND, Timestamp};
use sha2::Sha256;

/// What the secret of every webhook starts with; 64 hex digits follow.
pub const SECRET_PREFIX: &str = "whsec_";

/// The header `Porthole-Signature`: `t=` and the seconds since 1970, `,v1=` and the HMAC-SHA256 of
/// `SECONDS.BODY` in hex. The key is the secret as it was shown, prefix included.
///
/// # Panics
/// Never: an HMAC takes a key of any length.
#[must_use]
pub fn signature(secret: &str, now: Timestamp, body: &str) -> String {
    let seconds = now.0 / SECOND;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .expect("an HMAC takes a key of any length");
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body.as_bytes());
    let digest = to_hex(&mac.finalize().into_bytes());
    format!("t={seconds},v1={digest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_and_body_are_signed() {
        // printf '1800000000.{"a":1}' | openssl dgst -sha256 -hmac whsec_test
        let signed = signature("whsec_test", Timestamp(1_800_000_000_999), r#"{"a":1}"#);
        assert_eq!(
            signed,
            "t=1800000000,v1=7de5e6bbc99c65ef0ddccacd4308ba03a5a12eb8859a0db070c5ca731c4fdc19"
        );
        assert_ne!(
            signed,
            signature("whsec_test", Timestamp(1_800_000_001_000), r#"{"a":1}"#)
        );
    }
}
