//! Addresses that open a file for five minutes and need nothing else: a picture in a page brings
//! no token along.

use hmac::{Hmac, KeyInit as _, Mac as _};
use porthole_shared::attachment::FILE_LINK_LIFE;
use porthole_shared::id::{AttachmentId, to_hex};
use porthole_shared::time::{MINUTE, Timestamp};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// Where files are.
pub const FILES: &str = "/api/v1/widget/files/";

/// What addresses are signed with. It never leaves the server.
#[derive(Clone)]
pub struct LinkKey([u8; 32]);

impl std::fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LinkKey")
    }
}

impl LinkKey {
    /// A key of random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The address of a file. It is the same for a whole minute, so that browsers load a picture
    /// once that they are told of twice.
    #[must_use]
    pub fn link(&self, file: &AttachmentId, now: Timestamp) -> String {
        let end = now.plus(FILE_LINK_LIFE).0.div_euclid(MINUTE);
        let file = file.as_str();
        format!("{FILES}{file}.{end}.{}", self.signature(file, end))
    }

    /// The file that the last part of an address opens now.
    #[must_use]
    pub fn open(&self, signed: &str, now: Timestamp) -> Option<AttachmentId> {
        let (named, signature) = signed.rsplit_once('.')?;
        let (file, end) = named.rsplit_once('.')?;
        let end: i64 = end.parse().ok()?;
        let right = self.signature(file, end);
        let is_right: bool = right.as_bytes().ct_eq(signature.as_bytes()).into();
        let lives = now.0 < end.saturating_mul(MINUTE);
        (is_right && lives).then(|| AttachmentId::from(file.to_owned()))
    }

    fn signature(&self, file: &str, end: i64) -> String {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(format!("file {file} {end}").as_bytes());
        to_hex(&mac.finalize().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_030_000);

    #[test]
    fn an_address_opens_its_file_for_five_minutes_at_the_most() {
        let key = LinkKey::new([7; 32]);
        let file = AttachmentId::from("f1".to_owned());
        let link = key.link(&file, NOW);
        let signed = link.strip_prefix(FILES).unwrap();
        assert_eq!(key.open(signed, NOW), Some(file.clone()));
        assert_eq!(key.open(signed, NOW.plus(4 * MINUTE)), Some(file.clone()));
        assert_eq!(key.open(signed, NOW.plus(FILE_LINK_LIFE)), None);
        assert_eq!(key.link(&file, NOW.plus(29_999)), link, "for a minute");
        assert_ne!(key.link(&file, NOW.plus(30_000)), link);
    }

    #[test]
    fn a_changed_address_opens_nothing() {
        let key = LinkKey::new([7; 32]);
        let link = key.link(&AttachmentId::from("f1".to_owned()), NOW);
        let signed = link.strip_prefix(FILES).unwrap();
        let (named, signature) = signed.rsplit_once('.').unwrap();
        let (file, end) = named.split_once('.').unwrap();
        let later = end.parse::<i64>().unwrap() + 1;
        for changed in [
            format!("f2.{end}.{signature}"),
            format!("{file}.{later}.{signature}"),
            format!("{file}.{end}.{}", signature.to_uppercase()),
            format!("{file}.{end}.{}", &signature[1..]),
            format!("{file}.{end}."),
            format!("{file}.{end}"),
            format!("{file}.0{end}.x{signature}"),
            file.to_owned(),
            String::new(),
            "..".to_owned(),
        ] {
            assert_eq!(key.open(&changed, NOW), None, "{changed}");
        }
        assert_eq!(LinkKey::new([8; 32]).open(signed, NOW), None);
    }
}
