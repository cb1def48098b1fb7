//! Rust, on your server, with the crates hmac 0.13 and sha2 0.11. Give the page only what these return.
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

fn sign(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length will do");
    mac.update(text.as_bytes());
    let bytes = mac.finalize().into_bytes();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn user_hash(secret: &str, user_id: &str) -> String {
    sign(secret, user_id)
}

pub fn email_hash(secret: &str, email: &str, timestamp: i64) -> String {
    sign(secret, &format!("{email}:{timestamp}"))
}

// A token is made by the crate jsonwebtoken:
// encode(&Header::default(), &claims, &EncodingKey::from_secret(secret.as_bytes()))
