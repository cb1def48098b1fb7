//! The change log: every change gets its number here. Old rows are trimmed from the beginning.

use super::clean_up::CHUNK;
use super::row::{Sql, execute, find, get, list};
use super::writer::Written;
use super::{Store, StoreError, share};
use crate::domain::change::{ChangeKind, Topic};
use porthole_shared::id::{TicketId, VisitorId, WorkspaceId};
use porthole_shared::time::Timestamp;
use rusqlite::Connection;

/// Whose ticket changed.
pub(super) struct Changed<'a> {
    pub(super) workspace: &'a WorkspaceId,
    pub(super) visitor: &'a VisitorId,
    pub(super) ticket: &'a TicketId,
}

/// Writes a row of the change log, tells those whom it reaches, and gives its number.
pub(super) fn append(
    written: &mut Written<'_>,
    changed: &Changed<'_>,
    kind: ChangeKind,
    now: Timestamp,
) -> Result<i64, StoreError> {
    execute(
        written.connection,
        "INSERT INTO change (workspace_id, visitor_id, ticket_id, kind, at) VALUES (?, ?, ?, ?, ?)",
        (
            Sql(changed.workspace),
            Sql(changed.visitor),
            Sql(changed.ticket),
            kind.as_str(),
            Sql(now),
        ),
    )?;
    let seq = written.connection.last_insert_rowid();
    // A message brings the version along with all else that it changes of its ticket, and a note
    // changes nothing of it.
    if matches!(kind, ChangeKind::Ticket | ChangeKind::Desk) {
        execute(
            written.connection,
            "UPDATE ticket SET version = ? WHERE id = ?",
            (seq, Sql(changed.ticket)),
        )?;
    }
    written.touch(Topic::Team(changed.workspace.clone()));
    if kind.reaches_visitor() {
        written.touch(Topic::Visitor(changed.visitor.clone()));
        for visitor in share::with(written.connection, changed.ticket)? {
            written.touch(Topic::Visitor(visitor));
        }
    }
    Ok(seq)
}

/// How far the log goes. Its numbers have no gaps.
pub(super) struct Extent {
    /// The oldest number that is still there.
    oldest: i64,
    /// The newest number.
    pub(super) newest: i64,
}

impl Extent {
    /// Whether the log still tells everything since this number. It does not if the number was
    /// never given out by this database, or if the rows after it were trimmed.
    pub(super) fn reaches_back_to(&self, since: i64) -> bool {
        since <= self.newest && since + 1 >= self.oldest
    }
}

/// How far the log goes now.
pub(super) fn extent(connection: &Connection) -> Result<Extent, StoreError> {
    let extent = find(
        connection,
        "SELECT (SELECT min(seq) FROM change), (SELECT max(seq) FROM change)",
        [],
        |row| {
            Ok(Extent {
                oldest: row.get(0)?,
                newest: row.get(1)?,
            })
        },
    )?;
    extent.ok_or_else(|| StoreError::Corrupt("a change log without a row".to_owned()))
}

/// The number of the newest change.
pub(super) fn newest(connection: &Connection) -> Result<i64, StoreError> {
    Ok(extent(connection)?.newest)
}

/// The number that a visitor who has seen everything goes on from: that of the newest change that
/// they hear of. Changes of others, and notes of the team, do not show in it. Where there is none,
/// or it was trimmed, it is the one before the beginning of the log, but never 0.
pub(super) fn newest_of_visitor(
    connection: &Connection,
    visitor: &VisitorId,
    extent: &Extent,
) -> Result<i64, StoreError> {
    let newest = find(
        connection,
        "SELECT max(seq) FROM change WHERE visitor_id = ? AND kind IN ('message', 'ticket')",
        [Sql(visitor)],
        |row| row.get::<_, Option<i64>>(0),
    )?;
    Ok(newest.flatten().unwrap_or(1).max(extent.oldest - 1))
}

impl Store {
    /// Deletes a piece of the change log's beginning: rows from before a time. The newest row
    /// stays whatever its age, because the next number is counted from it. Says how many went;
    /// 0 when nothing is left to do.
    ///
    /// # Errors
    /// The store failed.
    pub async fn trim_changes(&self, before: Timestamp) -> Result<usize, StoreError> {
        self.write_in_bulk(move |written| trim(written.connection, before))
            .await
    }
}

fn trim(connection: &Connection, before: Timestamp) -> Result<usize, StoreError> {
    let newest = newest(connection)?;
    let rows = list(
        connection,
        "SELECT seq, at FROM change WHERE seq > 0 AND seq < ? ORDER BY seq LIMIT ?",
        (newest, CHUNK),
        |row| Ok((row.get::<_, i64>("seq")?, get::<Timestamp>(row, "at")?)),
    )?;
    // The clock may have been set back in between: what came before an old row is old.
    let last = rows.iter().rev().find(|(_, at)| *at < before);
    let Some((last, _)) = last else { return Ok(0) };
    execute(connection, "DELETE FROM change WHERE seq <= ?", [last])
}
