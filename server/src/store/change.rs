//! The change log: what a visitor or the team has not seen yet.

use super::entry;
use super::message;
use super::row::{Sql, execute, find, get, list};
use super::writer::Written;
use super::{Store, StoreError};
use super::{team_ticket, ticket};
use crate::domain::change::{ChangeKind, Topic};
use porthole_shared::id::{TicketId, VisitorId, WorkspaceId};
use porthole_shared::inbox::ticket::TeamUpdate;
use porthole_shared::live::{UPDATE_LIMIT, Update};
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
    if kind == ChangeKind::Ticket {
        execute(
            written.connection,
            "UPDATE ticket SET version = ? WHERE id = ?",
            (seq, Sql(changed.ticket)),
        )?;
    }
    written.touch(Topic::Team(changed.workspace.clone()));
    if kind.reaches_visitor() {
        written.touch(Topic::Visitor(changed.visitor.clone()));
    }
    Ok(seq)
}

/// The number of the newest change; 0 where there is none.
pub(super) fn latest(connection: &Connection) -> Result<i64, StoreError> {
    let latest = find(connection, "SELECT max(seq) FROM change", [], |row| {
        row.get::<_, Option<i64>>(0)
    })?;
    Ok(latest.flatten().unwrap_or_default())
}

/// The number of the newest change that a visitor hears of; 1, the beginning of the log, where
/// there is none. Changes of others, and notes of the team, do not show in it.
fn latest_of_visitor(connection: &Connection, visitor: &VisitorId) -> Result<i64, StoreError> {
    let latest = find(
        connection,
        "SELECT max(seq) FROM change WHERE visitor_id = ? AND kind IN ('message', 'ticket')",
        [Sql(visitor)],
        |row| row.get::<_, Option<i64>>(0),
    )?;
    Ok(latest.flatten().unwrap_or(1))
}

/// Whether the log still tells everything since this number. It does not if the number was
/// never given out by this database, or if the rows after it were trimmed.
fn reaches_back_to(connection: &Connection, since: i64, latest: i64) -> Result<bool, StoreError> {
    let oldest = find(connection, "SELECT min(seq) FROM change", [], |row| {
        row.get::<_, Option<i64>>(0)
    })?;
    Ok(since <= latest && since + 1 >= oldest.flatten().unwrap_or_default())
}

/// A number and the ticket that it changed.
fn read_change(row: &rusqlite::Row<'_>) -> rusqlite::Result<(i64, TicketId)> {
    Ok((row.get("seq")?, get(row, "ticket_id")?))
}

/// The tickets of some changes, each once, in the order of their first change.
fn distinct(changes: Vec<(i64, TicketId)>) -> Vec<TicketId> {
    let mut ids: Vec<TicketId> = Vec::new();
    for (_, id) in changes {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

impl Store {
    /// What changed for a visitor since a number. From 0, or where the log does not reach back
    /// that far, all tickets as they are now.
    ///
    /// # Errors
    /// The store failed.
    pub async fn visitor_update(
        &self,
        visitor: VisitorId,
        since: i64,
    ) -> Result<Update, StoreError> {
        self.read(move |connection| visitor_update(connection, &visitor, since))
            .await
    }

    /// What changed for the team since a number.
    ///
    /// # Errors
    /// The store failed.
    pub async fn team_update(
        &self,
        workspace: WorkspaceId,
        since: i64,
    ) -> Result<TeamUpdate, StoreError> {
        self.read(move |connection| team_update(connection, &workspace, since))
            .await
    }
}

pub(super) fn visitor_update(
    connection: &Connection,
    visitor: &VisitorId,
    since: i64,
) -> Result<Update, StoreError> {
    let newest = latest(connection)?;
    let own = latest_of_visitor(connection, visitor)?;
    if since == 0 || !reaches_back_to(connection, since, newest)? {
        return Ok(Update {
            latest: own,
            reset: since != 0,
            tickets: ticket::of_visitor(connection, visitor)?,
            ..Update::default()
        });
    }
    let changes = list(
        connection,
        "SELECT seq, ticket_id FROM change
         WHERE visitor_id = ? AND seq > ? AND kind IN ('message', 'ticket') ORDER BY seq LIMIT ?",
        (Sql(visitor), since, UPDATE_LIMIT),
        read_change,
    )?;
    let more = changes.len() >= usize::try_from(UPDATE_LIMIT).unwrap_or(usize::MAX);
    let until = match changes.last() {
        Some((seq, _)) if more => *seq,
        _ => own.max(since),
    };
    let messages = message::of_visitor_between(connection, visitor, since, until)?;
    let tickets = distinct(changes)
        .iter()
        .filter_map(|id| ticket::of_visitor_by_id(connection, visitor, id).transpose())
        .collect::<Result<_, _>>()?;
    Ok(Update {
        latest: until,
        more,
        tickets,
        messages,
        ..Update::default()
    })
}

fn team_update(
    connection: &Connection,
    workspace: &WorkspaceId,
    since: i64,
) -> Result<TeamUpdate, StoreError> {
    let latest = latest(connection)?;
    let unread = Some(team_ticket::unread(connection, workspace)?);
    if !reaches_back_to(connection, since, latest)? {
        return Ok(TeamUpdate {
            latest,
            reset: true,
            unread,
            ..TeamUpdate::default()
        });
    }
    let changes = list(
        connection,
        "SELECT seq, ticket_id FROM change WHERE workspace_id = ? AND seq > ? ORDER BY seq LIMIT ?",
        (Sql(workspace), since, UPDATE_LIMIT),
        read_change,
    )?;
    let until = changes.last().map_or(since, |(seq, _)| *seq);
    let entries = entry::of_workspace_between(connection, workspace, since, until)?;
    let tickets = distinct(changes)
        .iter()
        .filter_map(|id| team_ticket::by_id(connection, workspace, id).transpose())
        .collect::<Result<_, _>>()?;
    Ok(TeamUpdate {
        latest: until,
        tickets,
        entries,
        unread,
        ..TeamUpdate::default()
    })
}
