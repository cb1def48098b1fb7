//! Tickets that sleep until a time, or until the visitor writes.

use super::change::{self, Changed};
use super::clean_up::CHUNK;
use super::row::{Sql, execute, find, get, list};
use super::ticket_change::TicketChange;
use super::writer::Written;
use super::{Store, StoreError};
use crate::domain::change::ChangeKind;
use crate::domain::job::JobKind;
use porthole_shared::id::{TicketId, VisitorId, WorkspaceId};
use porthole_shared::inbox::ticket::TeamTicket;
use porthole_shared::ticket::TicketStatus;
use porthole_shared::time::Timestamp;
use rusqlite::Connection;

/// The status and the sleep of a ticket after a change. Whatever is resolved does not sleep; what
/// is to sleep is not done yet.
pub(super) fn after(
    ticket: &TeamTicket,
    change: &TicketChange,
) -> (TicketStatus, Option<Timestamp>) {
    let until = change.snoozed_until.map_or(ticket.snoozed_until, |time| {
        Some(time).filter(|time| time.0 > 0)
    });
    match change.status.unwrap_or(ticket.status) {
        TicketStatus::Resolved if change.status.is_none() && until.is_some() => {
            (TicketStatus::Open, until)
        }
        TicketStatus::Resolved => (TicketStatus::Resolved, None),
        status => (status, until),
    }
}

/// Sees to it that somebody wakes the ticket in time.
pub(super) fn plan(written: &Written<'_>, until: Option<Timestamp>) -> Result<(), StoreError> {
    let Some(until) = until else { return Ok(()) };
    execute(
        written.connection,
        "INSERT INTO job (kind, run_at) VALUES (?1, ?2)
         ON CONFLICT (kind) DO UPDATE SET run_at = min(run_at, ?2)",
        (JobKind::Wake.as_str(), Sql(until)),
    )?;
    Ok(())
}

/// When the first of all tickets wakes.
pub(super) fn earliest(connection: &Connection) -> Result<Option<Timestamp>, StoreError> {
    let earliest = find(
        connection,
        "SELECT min(snoozed_until) FROM ticket WHERE snoozed_until IS NOT NULL",
        [],
        |row| row.get::<_, Option<i64>>(0),
    )?;
    Ok(earliest.flatten().map(Timestamp))
}

impl Store {
    /// Wakes a piece of the tickets that slept long enough, the first ones first. Says how many;
    /// 0 when nothing is left to do.
    ///
    /// # Errors
    /// The store failed.
    pub async fn wake_tickets(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.write_in_bulk(move |written| wake(written, now)).await
    }
}

fn wake(written: &mut Written<'_>, now: Timestamp) -> Result<usize, StoreError> {
    let due = list(
        written.connection,
        "SELECT id, workspace_id, visitor_id FROM ticket
         WHERE snoozed_until IS NOT NULL AND snoozed_until <= ? ORDER BY snoozed_until LIMIT ?",
        (Sql(now), CHUNK),
        |row| {
            Ok((
                get::<TicketId>(row, "id")?,
                get::<WorkspaceId>(row, "workspace_id")?,
                get::<VisitorId>(row, "visitor_id")?,
            ))
        },
    )?;
    for (ticket, workspace, visitor) in &due {
        let changed = Changed {
            workspace,
            visitor,
            ticket,
        };
        let seq = change::append(written, &changed, ChangeKind::Desk, now)?;
        execute(
            written.connection,
            "UPDATE ticket SET snoozed_until = NULL, position = ? WHERE id = ?",
            (seq, Sql(ticket)),
        )?;
    }
    Ok(due.len())
}
