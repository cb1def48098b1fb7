//! Two tickets of a visitor become one: all that was written moves into the one that stays. The
//! other one leaves the lists, and whatever is sent to it later arrives where it went.

use super::attachment;
use super::change::{self, Changed};
use super::row::{Sql, execute, find, get, list};
use super::writer::Written;
use super::{Store, StoreError};
use super::{share, team_ticket};
use crate::domain::change::ChangeKind;
use crate::domain::ticket::{mark_after_merge, preview_with_files, status_after_merge};
use porthole_shared::id::{TicketId, WorkspaceId};
use porthole_shared::inbox::ticket::TeamTicket;
use porthole_shared::ticket::{Side, TicketStatus};
use porthole_shared::time::Timestamp;
use rusqlite::Connection;

/// Why two tickets were not merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeRefusal {
    /// They are one.
    Itself,
    /// The ticket that is to stay is not there.
    NoSuchTarget,
    /// They are of two visitors.
    OtherVisitor,
    /// The first one was merged into that of this number.
    Merged(i64),
    /// The one that is to stay was merged into that of this number.
    TargetMerged(i64),
}

impl Store {
    /// Merges a ticket into another one and gives that; `None` where there is no such ticket in
    /// the workspace. The same once more changes nothing.
    ///
    /// # Errors
    /// The store failed.
    pub async fn merge_tickets(
        &self,
        workspace: WorkspaceId,
        source: TicketId,
        into: TicketId,
        now: Timestamp,
    ) -> Result<Option<Result<TeamTicket, MergeRefusal>>, StoreError> {
        self.write(move |written| {
            let Some(source) = team_ticket::by_id(written.connection, &workspace, &source)? else {
                return Ok(None);
            };
            let Some(target) = team_ticket::by_id(written.connection, &workspace, &into)? else {
                return Ok(Some(Err(MergeRefusal::NoSuchTarget)));
            };
            match refusal(&source, &target) {
                Some(refusal) => return Ok(Some(Err(refusal))),
                None if source.merged_into.is_some() => return Ok(Some(Ok(target))),
                None => merge(written, &workspace, &source, &target, now)?,
            }
            let merged = team_ticket::by_id(written.connection, &workspace, &into)?;
            Ok(merged.map(Ok))
        })
        .await
    }
}

fn refusal(source: &TeamTicket, target: &TeamTicket) -> Option<MergeRefusal> {
    if source.id == target.id {
        return Some(MergeRefusal::Itself);
    }
    if source.visitor.id != target.visitor.id {
        return Some(MergeRefusal::OtherVisitor);
    }
    match (&source.merged_into, &target.merged_into) {
        (Some(into), _) if into.id != target.id => Some(MergeRefusal::Merged(into.number)),
        (_, Some(into)) => Some(MergeRefusal::TargetMerged(into.number)),
        _ => None,
    }
}

fn merge(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    source: &TeamTicket,
    target: &TeamTicket,
    now: Timestamp,
) -> Result<(), StoreError> {
    let connection = written.connection;
    let marks = [
        Marks::of(connection, source)?,
        Marks::of(connection, target)?,
    ];
    move_entries(connection, &source.id, &target.id)?;
    share::follow_merge(connection, &source.id, &target.id)?;
    update_target(connection, source, target, marks)?;
    execute(
        connection,
        "UPDATE ticket SET status = ?, merged_into = ?, snoozed_until = NULL, position = ?,
             team_unread = 0, visitor_unread = 0, team_read = last_seq, visitor_read = last_seq
         WHERE id = ?",
        (
            Sql(TicketStatus::Resolved),
            Sql(&target.id),
            source.position.min(target.position),
            Sql(&source.id),
        ),
    )?;
    // Those that were merged into the source before are led on, so that no chain is longer than one.
    let mut moved = list(
        connection,
        "UPDATE ticket SET merged_into = ? WHERE merged_into = ? RETURNING id",
        (Sql(&target.id), Sql(&source.id)),
        |row| get::<TicketId>(row, "id"),
    )?;
    moved.extend([source.id.clone(), target.id.clone()]);
    for ticket in &moved {
        let changed = Changed {
            workspace,
            visitor: &source.visitor.id,
            ticket,
        };
        change::append(written, &changed, ChangeKind::Ticket, now)?;
    }
    Ok(())
}

/// Moves messages, notes, places and mentions, and their rows of the change log, which name the
/// ticket too.
fn move_entries(
    connection: &Connection,
    source: &TicketId,
    target: &TicketId,
) -> Result<(), StoreError> {
    let moves = [
        "UPDATE change SET ticket_id = ?1 WHERE seq IN (SELECT seq FROM message WHERE ticket_id = ?2)",
        "UPDATE change SET ticket_id = ?1 WHERE seq IN (SELECT seq FROM note WHERE ticket_id = ?2)",
        "UPDATE message SET ticket_id = ?1 WHERE ticket_id = ?2",
        "UPDATE note SET ticket_id = ?1 WHERE ticket_id = ?2",
        "UPDATE ticket_context SET ticket_id = ?1 WHERE ticket_id = ?2",
        "UPDATE mention SET ticket_id = ?1 WHERE ticket_id = ?2",
        "INSERT INTO ticket_label (ticket_id, kind, key, workspace_id, shelf, position)
         SELECT t.id, l.kind, l.key, t.workspace_id, t.shelf, t.position
         FROM ticket t CROSS JOIN ticket_label l
         WHERE t.id = ?1 AND l.ticket_id = ?2 AND l.kind = 'mention' ON CONFLICT DO NOTHING",
    ];
    for sql in moves {
        execute(connection, sql, (Sql(target), Sql(source)))?;
    }
    execute(
        connection,
        "DELETE FROM ticket_label WHERE ticket_id = ? AND kind = 'mention'",
        [Sql(source)],
    )?;
    Ok(())
}

/// Up to where both sides have seen a ticket, and what each of them has not seen first.
struct Marks {
    team: (i64, Option<i64>),
    visitor: (i64, Option<i64>),
}

impl Marks {
    fn of(connection: &Connection, ticket: &TeamTicket) -> Result<Self, StoreError> {
        let read = find(
            connection,
            "SELECT team_read, visitor_read FROM ticket WHERE id = ?",
            [Sql(&ticket.id)],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let (team, visitor) = read.unwrap_or_default();
        let first_after = |read: i64, from: Side| {
            find(
                connection,
                "SELECT seq FROM message WHERE ticket_id = ? AND seq > ? AND side = ?
                 ORDER BY seq LIMIT 1",
                (Sql(&ticket.id), read, Sql(from)),
                |row| row.get(0),
            )
        };
        Ok(Self {
            team: (team, first_after(team, Side::Visitor)?),
            visitor: (visitor, first_after(visitor, Side::Team)?),
        })
    }
}

/// The ticket that stays, with everything that is in it now.
fn update_target(
    connection: &Connection,
    source: &TeamTicket,
    target: &TeamTicket,
    [left, right]: [Marks; 2],
) -> Result<(), StoreError> {
    let is_awake = source.snoozed_until.is_none() && source.status != TicketStatus::Resolved;
    let last: Option<(i64, String)> = find(
        connection,
        "SELECT seq, body FROM message WHERE ticket_id = ? ORDER BY seq DESC LIMIT 1",
        [Sql(&target.id)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let (last_seq, last_body) = last.unwrap_or_default();
    let files = attachment::of_entry(connection, last_seq)?;
    let file_names = files.iter().map(|file| file.name.as_str());
    execute(
        connection,
        "UPDATE ticket SET (last_seq, last_side, last_author_name, updated_at) =
             (SELECT seq, side, author_name, at FROM message WHERE ticket_id = ?1 ORDER BY seq DESC LIMIT 1),
             preview = ?2, status = ?3, suspicious = ?4, position = ?5, created_at = min(created_at, ?6),
             snoozed_until = iif(?7, NULL, snoozed_until),
             team_read = ?8, team_unread =
                 (SELECT count(*) FROM message WHERE ticket_id = ?1 AND seq > ?8 AND side = 'visitor'),
             visitor_read = ?9, visitor_unread =
                 (SELECT count(*) FROM message WHERE ticket_id = ?1 AND seq > ?9 AND side = 'team')
         WHERE id = ?1",
        (
            Sql(&target.id),
            preview_with_files(&last_body, file_names),
            Sql(status_after_merge(source.status, target.status)),
            source.suspicious && target.suspicious,
            source.position.max(target.position),
            Sql(source.created_at),
            is_awake,
            mark_after_merge(left.team, right.team),
            mark_after_merge(left.visitor, right.visitor),
        ),
    )?;
    Ok(())
}
