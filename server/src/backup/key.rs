//! The key of the secrets in a copy: it lies beside it in a file of its own, so that it can be
//! kept elsewhere.

use crate::store::Store;
use crate::vault::{Fingerprint, KEY, Vault};
use std::fs;
use std::path::{Path, PathBuf};

/// What opens the secrets of a database that is restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestoredKey<'a> {
    /// The key beside the backup, which goes into the data directory.
    Beside,
    /// The key in this file, which stays where it is.
    File(&'a Path),
    /// Nothing any more: the secrets are to be entered anew.
    Forgotten,
}

/// A key that was put somewhere. It goes when this is dropped, unless it is kept.
pub(super) struct Put(Option<PathBuf>);

impl Put {
    /// Lets the key stay.
    pub(super) fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Put {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            // The failure that it goes for is told.
            let _ = fs::remove_file(path);
        }
    }
}

/// Copies an installation's key beside a backup. Says where the key is, if there is one.
pub(super) fn put_beside(
    (data_dir, database): (&Path, &Path),
    key_file: Option<&Path>,
    target: &Path,
) -> Result<(Put, String), String> {
    let Some(known) = known(database) else {
        return Ok((Put(None), String::new()));
    };
    if let Some(elsewhere) = key_file {
        let told = format!(
            "\nThe key of its secrets is {}, which is not copied.",
            elsewhere.display()
        );
        return Ok((Put(None), told));
    }
    let copy = beside(target);
    // Messages are worth more than secrets that can be entered anew: a lost key stops no backup.
    Ok(match Vault::load(&data_dir.join(KEY), Some(known)) {
        Err(error) => (
            Put(None),
            format!("\nIts secrets cannot be opened: {error}"),
        ),
        Ok(vault) => {
            vault.write(&copy).map_err(|error| error.to_string())?;
            let told = format!(
                "\nThe key of its secrets is {}: keep it where others cannot read it.",
                copy.display()
            );
            (Put(Some(copy)), told)
        }
    })
}

/// Puts the key of a backup into a data directory, or looks whether it is where it should be.
pub(super) fn put_back(
    backup: &Path,
    key: RestoredKey<'_>,
    data_dir: &Path,
) -> Result<Put, String> {
    let Some(known) = known(backup) else {
        return Ok(Put(None));
    };
    let path = match key {
        RestoredKey::Forgotten => return Ok(Put(None)),
        RestoredKey::Beside => beside(backup),
        RestoredKey::File(path) => path.to_owned(),
    };
    let right = Vault::read(&path).ok();
    let right = right.filter(|vault| vault.fingerprint() == known);
    let Some(vault) = right else {
        return Err(format!(
            "{} is not the key of the secrets in this backup: bring that, or name it with --secret-key-file; \
             if it is lost, --forget-secrets restores everything else",
            path.display()
        ));
    };
    if key != RestoredKey::Beside {
        return Ok(Put(None));
    }
    let own = data_dir.join(KEY);
    vault.write(&own).map_err(|error| error.to_string())?;
    Ok(Put(Some(own)))
}

/// What cannot be read holds no secrets either; that it cannot be read is told elsewhere.
fn known(database: &Path) -> Option<Fingerprint> {
    Store::vault_key_of(database).ok().flatten()
}

fn beside(backup: &Path) -> PathBuf {
    backup.with_extension("key")
}
