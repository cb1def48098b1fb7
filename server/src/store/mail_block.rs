//! Who wants no more of which mails.

use super::row::{Sql, execute, find};
use super::{Store, StoreError};
use crate::domain::unsubscribe::{Blocked, KEY_LENGTH};
use porthole_shared::id::WorkspaceId;
use porthole_shared::time::Timestamp;
use rusqlite::Connection;

impl Store {
    /// The key that links for stopping mails are signed with; `fresh` becomes it where there is
    /// none yet.
    ///
    /// # Errors
    /// The store failed.
    pub async fn mail_key(&self, fresh: [u8; KEY_LENGTH]) -> Result<Vec<u8>, StoreError> {
        let known = self.read(stored_key).await?;
        if let Some(key) = known {
            return Ok(key);
        }
        self.write(move |written| {
            execute(
                written.connection,
                "INSERT INTO mail_key (id, key) VALUES (1, ?) ON CONFLICT DO NOTHING",
                [fresh],
            )?;
            let key = stored_key(written.connection)?;
            key.ok_or_else(|| StoreError::Corrupt("no key for mails".to_owned()))
        })
        .await
    }

    /// Whether an address wants no more of these mails.
    ///
    /// # Errors
    /// The store failed.
    pub async fn is_mail_blocked(
        &self,
        workspace: WorkspaceId,
        address: Blocked,
    ) -> Result<bool, StoreError> {
        self.read(move |connection| {
            let found = find(
                connection,
                "SELECT 1 FROM mail_block WHERE workspace_id = ? AND address = ?",
                (Sql(&workspace), address),
                |_| Ok(()),
            )?;
            Ok(found.is_some())
        })
        .await
    }

    /// An address wants no more of these mails.
    ///
    /// # Errors
    /// The store failed.
    pub async fn block_mail(
        &self,
        workspace: WorkspaceId,
        address: Blocked,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |written| {
            execute(
                written.connection,
                "INSERT INTO mail_block (workspace_id, address, at)
                 SELECT id, ?, ? FROM workspace WHERE id = ? ON CONFLICT DO NOTHING",
                (address, Sql(now), Sql(&workspace)),
            )?;
            Ok(())
        })
        .await
    }
}

fn stored_key(connection: &Connection) -> Result<Option<Vec<u8>>, StoreError> {
    find(
        connection,
        "SELECT key FROM mail_key WHERE id = 1",
        [],
        |row| row.get("key"),
    )
}
