//! Whom notes mention.

use super::StoreError;
use super::entry::NewEntry;
use super::row::{Sql, execute, find};
use porthole_shared::id::MemberId;
use rusqlite::{Connection, Row};

/// Reads the `mentions` column of a row: ids with commas between them, or nothing.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Vec<MemberId>> {
    let ids: Option<String> = row.get("mentions")?;
    let ids = ids.as_deref().unwrap_or_default().split_terminator(',');
    Ok(ids.map(|id| MemberId::from(id.to_owned())).collect())
}

/// Whether a note mentions somebody who is no member of its workspace.
pub(super) fn is_foreign(connection: &Connection, new: &NewEntry) -> Result<bool, StoreError> {
    for member in &new.mentions {
        let known = find(
            connection,
            "SELECT 1 FROM member WHERE id = ? AND workspace_id = ?",
            (Sql(member), Sql(&new.workspace)),
            |_| Ok(()),
        )?;
        if known.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Stores whom a note mentions.
pub(super) fn insert(connection: &Connection, new: &NewEntry, seq: i64) -> Result<(), StoreError> {
    for member in &new.mentions {
        execute(
            connection,
            "INSERT INTO mention (seq, member_id, ticket_id) VALUES (?, ?, ?)",
            (seq, Sql(member), Sql(&new.ticket)),
        )?;
    }
    Ok(())
}
