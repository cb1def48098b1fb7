//! Which key the secrets in the database were sealed with.

use super::copy::open;
use super::row::{execute, find};
use super::{Store, StoreError};
use rusqlite::Connection;
use std::path::Path;

const READ: &str = "SELECT fingerprint FROM vault_key WHERE id = 1";

impl Store {
    /// The fingerprint of the key that this installation's secrets were sealed with, if there is
    /// one already.
    ///
    /// # Errors
    /// The store failed.
    pub async fn vault_key(&self) -> Result<Option<[u8; 8]>, StoreError> {
        self.read(fingerprint).await
    }

    /// Keeps the fingerprint of the first key, and gives that which is kept.
    ///
    /// # Errors
    /// The store failed.
    pub async fn keep_vault_key(&self, new: [u8; 8]) -> Result<[u8; 8], StoreError> {
        self.write(move |written| {
            let sql =
                "INSERT INTO vault_key (id, fingerprint) VALUES (1, ?) ON CONFLICT DO NOTHING";
            execute(written.connection, sql, [new.as_slice()])?;
            Ok(fingerprint(written.connection)?.unwrap_or(new))
        })
        .await
    }

    /// Forgets which key it was, so that the next start may make a new one. What was sealed before
    /// stays shut.
    ///
    /// # Errors
    /// The store failed.
    pub async fn forget_vault_key(&self) -> Result<(), StoreError> {
        self.write(|written| {
            execute(written.connection, "DELETE FROM vault_key WHERE id = 1", []).map(drop)
        })
        .await
    }

    /// The fingerprint of the key that the secrets in a database were sealed with.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn vault_key_of(path: &Path) -> Result<Option<[u8; 8]>, StoreError> {
        let connection = open(path)?;
        if !has_keys(&connection)? {
            return Ok(None);
        }
        fingerprint(&connection)
    }

    /// Forgets it in a database that nobody uses.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn forget_vault_key_of(path: &Path) -> Result<(), StoreError> {
        let connection = Connection::open(path)?;
        if has_keys(&connection)? {
            connection.execute("DELETE FROM vault_key WHERE id = 1", [])?;
        }
        connection.close().map_err(|(_, error)| error)?;
        Ok(())
    }
}

/// Whether the database is young enough to know of keys.
fn has_keys(connection: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'vault_key')";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

fn fingerprint(connection: &Connection) -> Result<Option<[u8; 8]>, StoreError> {
    let blob = find(connection, READ, [], |row| row.get::<_, Vec<u8>>(0))?;
    let fixed = |blob: Vec<u8>| {
        <[u8; 8]>::try_from(blob)
            .map_err(|_| StoreError::Corrupt("a key's fingerprint of another length".to_owned()))
    };
    blob.map(fixed).transpose()
}
