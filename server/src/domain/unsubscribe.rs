//! Links for getting no more mails: signed, so that nobody stops another one's mails, and without
//! the address in them. They work for as long as the key does.

use hmac::{Hmac, KeyInit as _, Mac as _};
use porthole_shared::id::{WorkspaceId, is_hex, to_hex};
use porthole_shared::inbox::mail::MailKind;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// The length of the key, in bytes.
pub const KEY_LENGTH: usize = 32;
/// The length of each of the two halves of a link, in bytes.
const HALF: usize = 16;

/// What stands for an address that wants no more mails of a kind from a workspace.
pub type Blocked = [u8; HALF];

/// What stands for this address.
#[must_use]
pub fn blocked(key: &[u8], workspace: &WorkspaceId, kind: MailKind, email: &str) -> Blocked {
    mac(key, &["address", workspace.as_str(), kind.as_str(), email])
}

/// The link that stops these mails.
#[must_use]
pub fn link(public_url: &str, key: &[u8], workspace: &WorkspaceId, blocked: &Blocked) -> String {
    let address = to_hex(blocked);
    let signature = to_hex(&sign(key, workspace, &address));
    format!(
        "{public_url}/unsubscribe/{}/{address}{signature}",
        workspace.as_str()
    )
}

/// Reads what stands in a link behind the workspace; `None` if nobody here signed it.
#[must_use]
pub fn read(key: &[u8], workspace: &WorkspaceId, code: &str) -> Option<Blocked> {
    if !is_hex(code, HALF * 4) {
        return None;
    }
    let (address, signature) = code.split_at(HALF * 2);
    let signed = sign(key, workspace, address);
    let given = from_hex(signature)?;
    let is_ours: bool = signed.ct_eq(&given).into();
    is_ours.then(|| from_hex(address)).flatten()
}

fn sign(key: &[u8], workspace: &WorkspaceId, address: &str) -> [u8; HALF] {
    mac(key, &["link", workspace.as_str(), address])
}

fn mac(key: &[u8], parts: &[&str]) -> [u8; HALF] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key may have any length");
    for part in parts {
        mac.update(part.as_bytes());
        mac.update(&[0]);
    }
    let whole = mac.finalize().into_bytes();
    let mut half = [0; HALF];
    half.copy_from_slice(&whole[..HALF]);
    half
}

fn from_hex(text: &str) -> Option<[u8; HALF]> {
    let mut bytes = [0; HALF];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_signed_here_stops_mails() {
        let (key, workspace) = ([7; KEY_LENGTH], WorkspaceId::from("w".to_owned()));
        let address = blocked(&key, &workspace, MailKind::Reply, "a@b.example");
        let link = link("https://chat.example", &key, &workspace, &address);
        let code = link
            .strip_prefix("https://chat.example/unsubscribe/w/")
            .unwrap();
        assert!(!link.contains("a@b"));
        assert_eq!(read(&key, &workspace, code), Some(address));
        assert_eq!(read(&[8; KEY_LENGTH], &workspace, code), None);
        assert_eq!(read(&key, &WorkspaceId::from("x".to_owned()), code), None);
        let forged = format!(
            "{}{}",
            if code.starts_with('0') { "1" } else { "0" },
            &code[1..]
        );
        assert_eq!(read(&key, &workspace, &forged), None);
        assert_eq!(read(&key, &workspace, ""), None);
        assert_ne!(
            address,
            blocked(&key, &workspace, MailKind::Recovery, "a@b.example")
        );
    }
}
