//! The secrets that proofs of who a visitor is are made with, encrypted.

use super::row::{Sql, execute, find, get, list};
use super::{Store, StoreError};
use porthole_shared::id::WorkspaceId;
use porthole_shared::identity::{ACTIVE_SECRETS, IdentityForm};
use porthole_shared::time::Timestamp;

/// A secret to be.
#[derive(Clone, Debug)]
pub struct NewSecret {
    /// Its id.
    pub id: String,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// What it proves.
    pub form: IdentityForm,
    /// The secret, sealed by the vault.
    pub sealed: Vec<u8>,
    /// When.
    pub now: Timestamp,
}

/// A secret as it is kept.
#[derive(Clone, Debug)]
pub struct SealedSecret {
    /// Its id.
    pub id: String,
    /// What it proves.
    pub form: IdentityForm,
    /// The secret, sealed by the vault.
    pub sealed: Vec<u8>,
    /// When it was made or brought along.
    pub created_at: Timestamp,
}

impl Store {
    /// A workspace's secrets, by form, the newest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn identity_secrets(
        &self,
        workspace: WorkspaceId,
    ) -> Result<Vec<SealedSecret>, StoreError> {
        self.glance(move |connection| {
            list(
                connection,
                "SELECT id, form, sealed, created_at FROM identity_secret
                 WHERE workspace_id = ? ORDER BY form DESC, created_at DESC",
                [Sql(&workspace)],
                |row| {
                    Ok(SealedSecret {
                        id: row.get("id")?,
                        form: IdentityForm::from_word(&row.get::<_, String>("form")?),
                        sealed: row.get("sealed")?,
                        created_at: get(row, "created_at")?,
                    })
                },
            )
        })
        .await
    }

    /// Adds a secret. Of its form the one before it goes on working; an older one does not, and
    /// whoever was proven by that has to be proven anew.
    ///
    /// # Errors
    /// The store failed.
    pub async fn add_identity_secret(&self, new: NewSecret) -> Result<(), StoreError> {
        self.write(move |written| {
            let form = new.form.as_str();
            // Two in the same millisecond have an order all the same.
            let newest: Option<Option<i64>> = find(
                written.connection,
                "SELECT max(created_at) FROM identity_secret WHERE workspace_id = ? AND form = ?",
                (Sql(&new.workspace), form),
                |row| row.get(0),
            )?;
            let created_at = newest.flatten().map_or(new.now.0, |at| new.now.0.max(at + 1));
            execute(
                written.connection,
                "INSERT INTO identity_secret (id, workspace_id, form, sealed, created_at) VALUES (?, ?, ?, ?, ?)",
                (&new.id, Sql(&new.workspace), form, &new.sealed, created_at),
            )?;
            let over: Vec<String> = list(
                written.connection,
                "SELECT id FROM identity_secret WHERE workspace_id = ? AND form = ?
                 ORDER BY created_at DESC LIMIT -1 OFFSET ?",
                (Sql(&new.workspace), form, ACTIVE_SECRETS),
                |row| row.get("id"),
            )?;
            for id in over {
                retire(written.connection, &new.workspace, &id)?;
            }
            written.touch_workspaces();
            Ok(())
        })
        .await
    }

    /// Retires a secret: it proves nothing any more, and whoever was proven by it has to be proven
    /// anew. `false` where the workspace has no such secret.
    ///
    /// # Errors
    /// The store failed.
    pub async fn retire_identity_secret(
        &self,
        workspace: WorkspaceId,
        id: String,
    ) -> Result<bool, StoreError> {
        self.write(move |written| {
            let gone = retire(written.connection, &workspace, &id)?;
            if gone {
                written.touch_workspaces();
            }
            Ok(gone)
        })
        .await
    }
}

fn retire(
    connection: &rusqlite::Connection,
    workspace: &WorkspaceId,
    id: &str,
) -> Result<bool, StoreError> {
    let gone = execute(
        connection,
        "DELETE FROM identity_secret WHERE id = ? AND workspace_id = ?",
        (id, Sql(workspace)),
    )?;
    if gone > 0 {
        execute(connection, "DELETE FROM session WHERE secret_id = ?", [id])?;
    }
    Ok(gone > 0)
}
