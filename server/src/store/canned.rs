//! Canned replies.

use super::row::{Sql, execute, find, get, list};
use super::{Store, StoreError};
use porthole_shared::id::{CannedId, WorkspaceId};
use porthole_shared::inbox::canned::{CANNED_LIMIT, CannedReply, SaveCanned};
use porthole_shared::time::Timestamp;
use rusqlite::{Connection, Row};

/// Why a canned reply was not saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannedRefusal {
    /// The workspace has none of this id.
    NoSuchReply,
    /// Another one has the shortcut.
    ShortcutTaken,
    /// The workspace has as many as it may have.
    TooMany,
}

fn read_reply(row: &Row<'_>) -> rusqlite::Result<CannedReply> {
    Ok(CannedReply {
        id: get(row, "id")?,
        title: row.get("title")?,
        shortcut: row.get("shortcut")?,
        text: row.get("body")?,
    })
}

impl Store {
    /// A workspace's canned replies, by title.
    ///
    /// # Errors
    /// The store failed.
    pub async fn canned_replies(
        &self,
        workspace: WorkspaceId,
    ) -> Result<Vec<CannedReply>, StoreError> {
        self.read(move |connection| {
            list(
                connection,
                "SELECT id, title, shortcut, body FROM canned_reply WHERE workspace_id = ?
                 ORDER BY title COLLATE NOCASE, shortcut",
                [Sql(&workspace)],
                read_reply,
            )
        })
        .await
    }

    /// Adds a canned reply.
    ///
    /// # Errors
    /// The store failed.
    pub async fn add_canned(
        &self,
        workspace: WorkspaceId,
        new: CannedReply,
        now: Timestamp,
    ) -> Result<Result<CannedReply, CannedRefusal>, StoreError> {
        self.write(move |written| {
            let connection = written.connection;
            if count(connection, &workspace)? >= CANNED_LIMIT {
                return Ok(Err(CannedRefusal::TooMany));
            }
            if is_taken(connection, &workspace, &new)? {
                return Ok(Err(CannedRefusal::ShortcutTaken));
            }
            execute(
                connection,
                "INSERT INTO canned_reply (id, workspace_id, title, shortcut, body, created_at, changed_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
                (
                    Sql(&new.id),
                    Sql(&workspace),
                    &new.title,
                    &new.shortcut,
                    &new.text,
                    Sql(now),
                ),
            )?;
            Ok(Ok(new))
        })
        .await
    }

    /// Changes a canned reply.
    ///
    /// # Errors
    /// The store failed.
    pub async fn change_canned(
        &self,
        workspace: WorkspaceId,
        id: CannedId,
        new: SaveCanned,
        now: Timestamp,
    ) -> Result<Result<CannedReply, CannedRefusal>, StoreError> {
        self.write(move |written| {
            let SaveCanned {
                title,
                shortcut,
                text,
            } = new;
            let reply = CannedReply {
                id,
                title,
                shortcut,
                text,
            };
            if is_taken(written.connection, &workspace, &reply)? {
                return Ok(Err(CannedRefusal::ShortcutTaken));
            }
            let changed = execute(
                written.connection,
                "UPDATE canned_reply SET title = ?, shortcut = ?, body = ?, changed_at = ?
                 WHERE id = ? AND workspace_id = ?",
                (
                    &reply.title,
                    &reply.shortcut,
                    &reply.text,
                    Sql(now),
                    Sql(&reply.id),
                    Sql(&workspace),
                ),
            )?;
            Ok(if changed == 0 {
                Err(CannedRefusal::NoSuchReply)
            } else {
                Ok(reply)
            })
        })
        .await
    }

    /// Deletes a canned reply; `false` where the workspace has none of this id.
    ///
    /// # Errors
    /// The store failed.
    pub async fn delete_canned(
        &self,
        workspace: WorkspaceId,
        id: CannedId,
    ) -> Result<bool, StoreError> {
        self.write(move |written| {
            let gone = execute(
                written.connection,
                "DELETE FROM canned_reply WHERE id = ? AND workspace_id = ?",
                (Sql(&id), Sql(&workspace)),
            )?;
            Ok(gone > 0)
        })
        .await
    }
}

fn count(connection: &Connection, workspace: &WorkspaceId) -> Result<i64, StoreError> {
    let count = find(
        connection,
        "SELECT count(*) FROM canned_reply WHERE workspace_id = ?",
        [Sql(workspace)],
        |row| row.get(0),
    )?;
    Ok(count.unwrap_or_default())
}

/// Whether another reply of the workspace has the shortcut.
fn is_taken(
    connection: &Connection,
    workspace: &WorkspaceId,
    reply: &CannedReply,
) -> Result<bool, StoreError> {
    let other = find(
        connection,
        "SELECT 1 FROM canned_reply WHERE workspace_id = ? AND shortcut = ? AND id <> ?",
        (Sql(workspace), &reply.shortcut, Sql(&reply.id)),
        |_| Ok(()),
    )?;
    Ok(other.is_some())
}
