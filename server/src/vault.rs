//! Secrets that have to be read again (those of customers' servers, of other services, of second
//! factors) are encrypted at rest. The key stands in a file beside the database, or where
//! `--secret-key-file` says: a copy of the database alone opens nothing.

use crate::random::Random;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use porthole_shared::id::to_hex;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The key's name within the data directory: that of the database with another ending, as beside
/// a backup.
pub const KEY: &str = "porthole.key";

/// Which key it is, which tells nothing of the key.
pub type Fingerprint = [u8; 8];

/// The form of what is sealed: this byte, the key's fingerprint, a nonce, the ciphertext.
const FORM: u8 = 1;
const NONCE: usize = 24;
const HEAD: usize = 1 + size_of::<Fingerprint>();

/// Why there is no vault.
#[derive(Debug, PartialEq, Eq)]
pub enum KeyError {
    /// Secrets were sealed with a key, and its file is not there.
    Missing(PathBuf),
    /// The file holds another key than that which the secrets were sealed with.
    Other(PathBuf),
    /// The file holds no key.
    NoKey(PathBuf),
    /// The file cannot be read or written.
    Unusable(PathBuf, String),
}

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const WAY_OUT: &str = "bring the right one back, from where it was or from beside a backup; if it is lost, \
             `porthole admin forget-secrets` goes on with a new one, and secrets have to be entered anew";
        match self {
            Self::Missing(path) => {
                write!(f, "the secret key {} is missing: {WAY_OUT}", path.display())
            }
            Self::Other(path) => write!(
                f,
                "{} is another key than the one that this installation's secrets were sealed with: {WAY_OUT}",
                path.display()
            ),
            Self::NoKey(path) => write!(
                f,
                "{} is no secret key (one line of 64 hex digits): {WAY_OUT}",
                path.display()
            ),
            Self::Unusable(path, error) => {
                write!(
                    f,
                    "the secret key {} cannot be used: {error}",
                    path.display()
                )
            }
        }
    }
}

impl std::error::Error for KeyError {}

/// Why something sealed does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// It was sealed with another key, and has to be entered anew.
    OtherKey,
    /// It was changed, cut, or sealed for another purpose.
    Damaged,
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::OtherKey => "a secret was sealed with another key: enter it anew",
            Self::Damaged => "a secret is damaged: enter it anew",
        })
    }
}

impl std::error::Error for OpenError {}

/// Seals secrets and opens them again. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    key: Arc<[u8; 32]>,
    fingerprint: Fingerprint,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// The vault of a key.
    #[must_use]
    pub fn of(key: [u8; 32]) -> Self {
        let digest = Sha256::new_with_prefix(b"porthole vault key\0").chain_update(key);
        let mut fingerprint = Fingerprint::default();
        let length = fingerprint.len();
        fingerprint.copy_from_slice(&digest.finalize()[..length]);
        Self {
            key: Arc::new(key),
            fingerprint,
        }
    }

    /// Reads the key, which has to be the `known` one. Where none is known and the file is not
    /// there, a new key is made, for this user's eyes alone.
    ///
    /// # Errors
    /// The key is missing, another one, or cannot be read or written.
    pub fn load(path: &Path, known: Option<Fingerprint>) -> Result<Self, KeyError> {
        if known.is_none() {
            make(path).map_err(|error| unusable(path, &error))?;
        }
        let vault = Self::read(path)?;
        match known {
            Some(known) if known != vault.fingerprint => Err(KeyError::Other(path.to_owned())),
            _ => Ok(vault),
        }
    }

    /// Reads a key.
    ///
    /// # Errors
    /// The key is missing or cannot be read.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(KeyError::Missing(path.to_owned()));
            }
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                return Err(KeyError::NoKey(path.to_owned()));
            }
            Err(error) => return Err(unusable(path, &error)),
        };
        let key = from_hex(text.trim()).ok_or_else(|| KeyError::NoKey(path.to_owned()))?;
        Ok(Self::of(key))
    }

    /// Writes the key into a new file, for this user's eyes alone.
    ///
    /// # Errors
    /// The file is there already, or cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), KeyError> {
        write(path, &self.key).map_err(|error| unusable(path, &error))
    }

    /// Which key it is.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Seals a secret. It opens again for the same purpose alone: a text that says what the secret
    /// is and whose, so that what is sealed cannot be put in another's place.
    ///
    /// # Panics
    /// Never: the cipher takes what is shorter than 256 GB.
    #[must_use]
    pub fn seal(&self, purpose: &str, secret: &[u8]) -> Vec<u8> {
        let nonce = Random.bytes::<NONCE>();
        let mut sealed = vec![FORM];
        sealed.extend_from_slice(&self.fingerprint);
        let aad = bound(&sealed, purpose);
        let payload = Payload {
            msg: secret,
            aad: &aad,
        };
        let ciphertext = self.cipher().encrypt(&XNonce::from(nonce), payload);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&ciphertext.expect("a secret is short"));
        sealed
    }

    /// Opens what was sealed for this purpose.
    ///
    /// # Errors
    /// It was sealed with another key or for another purpose, or was changed.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
        let (head, rest) = sealed.split_at_checked(HEAD).ok_or(OpenError::Damaged)?;
        if head[0] != FORM {
            return Err(OpenError::Damaged);
        }
        if head[1..] != self.fingerprint {
            return Err(OpenError::OtherKey);
        }
        let (nonce, msg) = rest
            .split_first_chunk::<NONCE>()
            .ok_or(OpenError::Damaged)?;
        let aad = bound(head, purpose);
        let payload = Payload { msg, aad: &aad };
        let opened = self.cipher().decrypt(&XNonce::from(*nonce), payload);
        opened.map_err(|_| OpenError::Damaged)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.key).into())
    }
}

/// What a ciphertext is bound to.
fn bound(head: &[u8], purpose: &str) -> Vec<u8> {
    [head, purpose.as_bytes()].concat()
}

/// Makes a key unless there is one.
fn make(path: &Path) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Ok(());
    }
    match write(path, &Random.bytes()) {
        // Another process was faster.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// Writes a key under a name that nothing has yet. The name appears with the whole key.
fn write(path: &Path, key: &[u8; 32]) -> io::Result<()> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(format!(".{}", to_hex(&Random.bytes::<8>())));
    let partial = Path::new(&partial);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(partial)?;
    let written = writeln!(file, "{}", to_hex(key))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::hard_link(partial, path));
    fs::remove_file(partial)?;
    written?;
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mut key = [0; 32];
    for (byte, index) in key.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&text[index..index + 2], 16).ok()?;
    }
    Some(key)
}

fn unusable(path: &Path, error: &io::Error) -> KeyError {
    KeyError::Unusable(path.to_owned(), error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn what_is_sealed_opens_for_its_purpose_alone() {
        let vault = Vault::of([7; 32]);
        let sealed = vault.seal("webhook w1", b"hush");
        assert_eq!(vault.open("webhook w1", &sealed).unwrap(), b"hush");
        assert_eq!(vault.open("webhook w2", &sealed), Err(OpenError::Damaged));
        assert_ne!(vault.seal("webhook w1", b"hush"), sealed);
        assert!(!sealed.windows(4).any(|part| part == b"hush"));
        let other = Vault::of([8; 32]).open("webhook w1", &sealed);
        assert_eq!(other, Err(OpenError::OtherKey));
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert!(vault.open("webhook w1", &changed).is_err(), "{index}");
            assert!(vault.open("webhook w1", &sealed[..index]).is_err());
        }
    }

    #[test]
    fn a_key_is_made_once_and_another_one_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(KEY);
        let vault = Vault::load(&path, None).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        let known = vault.fingerprint();
        let sealed = vault.seal("", b"hush");
        let again = Vault::load(&path, Some(known)).unwrap();
        assert_eq!(again.open("", &sealed).unwrap(), b"hush");
        assert_eq!(Vault::load(&path, None).unwrap().fingerprint(), known);
        assert!(vault.write(&path).is_err(), "a key is never replaced");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);

        let refused = |known| Vault::load(&path, known).unwrap_err();
        assert_eq!(refused(Some([0; 8])), KeyError::Other(path.clone()));
        fs::write(&path, "no key").unwrap();
        assert_eq!(refused(None), KeyError::NoKey(path.clone()));
        fs::remove_file(&path).unwrap();
        assert_eq!(refused(Some(known)), KeyError::Missing(path.clone()));
    }
}
