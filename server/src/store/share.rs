//! Tickets that another visitor sees besides the one whose they are (`recovery.rs`). Whose a ticket
//! is stays as it was, and so do the rows of the change log: who shares it is looked up.

use super::StoreError;
use super::row::{Sql, execute, find, get, list};
use porthole_shared::id::{TicketId, VisitorId};
use rusqlite::Connection;

/// What has to hold of a row of `ticket` for visitor `?2` to see it.
pub(super) const SEES: &str = "(visitor_id = ?2 OR EXISTS
     (SELECT 1 FROM ticket_share s WHERE s.visitor_id = ?2 AND s.ticket_id = ticket.id))";

/// Who else sees a ticket.
pub(super) fn with(
    connection: &Connection,
    ticket: &TicketId,
) -> Result<Vec<VisitorId>, StoreError> {
    list(
        connection,
        "SELECT visitor_id FROM ticket_share WHERE ticket_id = ?",
        [Sql(ticket)],
        |row| get(row, "visitor_id"),
    )
}

/// A ticket that a visitor shares, whose number of its last change is known.
pub(super) struct Shared {
    pub(super) ticket: TicketId,
    pub(super) owner: VisitorId,
    pub(super) version: i64,
}

/// What a visitor shares.
pub(super) fn of(connection: &Connection, visitor: &VisitorId) -> Result<Vec<Shared>, StoreError> {
    list(
        connection,
        "SELECT t.id, t.visitor_id, t.version FROM ticket_share s JOIN ticket t ON t.id = s.ticket_id
         WHERE s.visitor_id = ?",
        [Sql(visitor)],
        |row| {
            Ok(Shared {
                ticket: get(row, "id")?,
                owner: get(row, "visitor_id")?,
                version: row.get("version")?,
            })
        },
    )
}

/// Whose a ticket is.
pub(super) fn owner(
    connection: &Connection,
    ticket: &TicketId,
) -> Result<Option<VisitorId>, StoreError> {
    find(
        connection,
        "SELECT visitor_id FROM ticket WHERE id = ?",
        [Sql(ticket)],
        |row| get(row, "visitor_id"),
    )
}

/// Whoever shared a ticket that was merged shares the one that it went into.
pub(super) fn follow_merge(
    connection: &Connection,
    source: &TicketId,
    target: &TicketId,
) -> Result<(), StoreError> {
    execute(
        connection,
        "INSERT INTO ticket_share (visitor_id, ticket_id, shared_at)
         SELECT visitor_id, ?, shared_at FROM ticket_share WHERE ticket_id = ?
         ON CONFLICT DO NOTHING",
        (Sql(target), Sql(source)),
    )?;
    Ok(())
}
