//! Tickets, as their visitors see them.

use super::change::{self, Changed};
use super::row::{Sql, execute, find, get, list};
use super::share::{self, SEES};
use super::writer::Written;
use super::{Store, StoreError};
use crate::domain::change::ChangeKind;
use porthole_shared::id::{ClientId, TicketId, VisitorId, WorkspaceId};
use porthole_shared::ticket::{Author, Channel, Side, Ticket, TicketStatus};
use porthole_shared::time::Timestamp;
use rusqlite::{Connection, Row};

/// How many of their tickets a visitor is shown, newest first.
const VISITOR_LIMIT: i64 = 200;
/// Somebody has seen a ticket.
#[derive(Clone, Debug)]
pub struct TicketRead {
    /// The ticket.
    pub ticket: TicketId,
    /// Up to this message number.
    pub seq: i64,
    /// When.
    pub now: Timestamp,
}

const VISITOR_COLUMNS: &str =
    "id, version, number, status, created_at, updated_at, preview, last_side,
     last_author_name, visitor_unread, team_read, client_id, merged_into, visitor_id";

fn read_ticket(row: &Row<'_>, visitor: &VisitorId) -> rusqlite::Result<Ticket> {
    Ok(Ticket {
        id: get(row, "id")?,
        version: row.get("version")?,
        number: row.get("number")?,
        status: get(row, "status")?,
        created_at: get(row, "created_at")?,
        updated_at: get(row, "updated_at")?,
        preview: row.get("preview")?,
        last_author: Author {
            side: get(row, "last_side")?,
            name: row.get("last_author_name")?,
        },
        unread: row.get("visitor_unread")?,
        team_read: row.get("team_read")?,
        client_id: get(row, "client_id")?,
        merged_into: row.get::<_, Option<Sql<_>>>("merged_into")?.map(|id| id.0),
        restored: get::<VisitorId>(row, "visitor_id")? != *visitor,
    })
}

/// A visitor's tickets, those that were restored included, newest first, without those that were
/// merged into others.
pub(super) fn of_visitor(
    connection: &Connection,
    visitor: &VisitorId,
) -> Result<Vec<Ticket>, StoreError> {
    let mut tickets = list(
        connection,
        &format!(
            "SELECT {VISITOR_COLUMNS} FROM ticket
             WHERE visitor_id = ? AND merged_into IS NULL ORDER BY last_seq DESC LIMIT ?"
        ),
        (Sql(visitor), VISITOR_LIMIT),
        |row| read_ticket(row, visitor),
    )?;
    for shared in share::of(connection, visitor)? {
        let ticket = of_visitor_by_id(connection, visitor, &shared.ticket)?;
        tickets.extend(ticket.filter(|ticket| ticket.merged_into.is_none()));
    }
    tickets.sort_by_key(|ticket| std::cmp::Reverse(ticket.updated_at));
    Ok(tickets)
}

/// One of a visitor's tickets; `None` also where it is somebody else's.
pub(super) fn of_visitor_by_id(
    connection: &Connection,
    visitor: &VisitorId,
    id: &TicketId,
) -> Result<Option<Ticket>, StoreError> {
    find(
        connection,
        &format!("SELECT {VISITOR_COLUMNS} FROM ticket WHERE id = ?1 AND {SEES}"),
        (Sql(id), Sql(visitor)),
        |row| read_ticket(row, visitor),
    )
}

/// Where what is sent to a visitor's ticket goes: that ticket, or the one that it was merged into;
/// `None` also where it is somebody else's.
pub(super) fn living(
    connection: &Connection,
    visitor: &VisitorId,
    id: &TicketId,
) -> Result<Option<TicketId>, StoreError> {
    find(
        connection,
        &format!("SELECT coalesce(merged_into, id) AS id FROM ticket WHERE id = ?1 AND {SEES}"),
        (Sql(id), Sql(visitor)),
        |row| get(row, "id"),
    )
}

/// A ticket by the id that its browser gave it, or the one that it was merged into, with the visitor
/// whose it is.
pub(super) fn by_client_id(
    connection: &Connection,
    workspace: &WorkspaceId,
    client_id: &ClientId,
) -> Result<Option<(TicketId, VisitorId)>, StoreError> {
    find(
        connection,
        "SELECT coalesce(merged_into, id) AS id, visitor_id FROM ticket
         WHERE workspace_id = ? AND client_id = ?",
        (Sql(workspace), Sql(client_id)),
        |row| Ok((get(row, "id")?, get(row, "visitor_id")?)),
    )
}

/// A new ticket, before its first message.
pub(super) struct NewTicket<'a> {
    pub(super) id: &'a TicketId,
    pub(super) workspace: &'a WorkspaceId,
    pub(super) visitor: &'a VisitorId,
    pub(super) client_id: &'a ClientId,
    pub(super) suspicious: bool,
    pub(super) now: Timestamp,
}

/// Opens a ticket. Its number is the next of the workspace, without gaps, because a write that
/// fails gives its number back.
pub(super) fn insert(written: &Written<'_>, new: &NewTicket<'_>) -> Result<(), StoreError> {
    let number: Option<i64> = find(
        written.connection,
        "UPDATE workspace SET last_ticket_number = last_ticket_number + 1 WHERE id = ?
         RETURNING last_ticket_number",
        [Sql(new.workspace)],
        |row| row.get(0),
    )?;
    execute(
        written.connection,
        "INSERT INTO ticket (id, workspace_id, number, visitor_id, client_id, status, channel,
             created_at, updated_at, last_seq, last_side, last_author_name, preview, suspicious)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, '', '', ?)",
        (
            Sql(new.id),
            Sql(new.workspace),
            number,
            Sql(new.visitor),
            Sql(new.client_id),
            Sql(TicketStatus::New),
            Sql(Channel::Widget),
            Sql(new.now),
            Sql(new.now),
            Sql(Side::Visitor),
            new.suspicious,
        ),
    )?;
    Ok(())
}

impl Store {
    /// The visitor has seen a ticket; `false` where it is not theirs.
    ///
    /// # Errors
    /// The store failed.
    pub async fn read_by_visitor(
        &self,
        visitor: VisitorId,
        read: TicketRead,
    ) -> Result<bool, StoreError> {
        self.write(move |written| {
            let found = find(
                written.connection,
                &format!(
                    "SELECT coalesce(merged_into, id) AS id, workspace_id, visitor_id FROM ticket
                     WHERE id = ?1 AND {SEES}"
                ),
                (Sql(&read.ticket), Sql(&visitor)),
                |row| {
                    let owner: VisitorId = get(row, "visitor_id")?;
                    Ok((
                        get(row, "id")?,
                        get::<WorkspaceId>(row, "workspace_id")?,
                        owner,
                    ))
                },
            )?;
            let Some((ticket, workspace, owner)) = found else {
                return Ok(false);
            };
            let changed = execute(
                written.connection,
                "UPDATE ticket SET visitor_read = min(?2, last_seq), visitor_unread =
                     (SELECT count(*) FROM message
                      WHERE ticket_id = ?1 AND seq > ?2 AND side = 'team')
                 WHERE id = ?1 AND visitor_read < min(?2, last_seq)",
                (Sql(&ticket), read.seq),
            )?;
            if changed > 0 {
                let changed = Changed {
                    workspace: &workspace,
                    visitor: &owner,
                    ticket: &ticket,
                };
                change::append(written, &changed, ChangeKind::Ticket, read.now)?;
            }
            Ok(true)
        })
        .await
    }

    /// The ticket of a visitor that this id leads to, which is another one where it was merged;
    /// `None` where it is not theirs.
    ///
    /// # Errors
    /// The store failed.
    pub async fn ticket_of(
        &self,
        visitor: VisitorId,
        id: TicketId,
    ) -> Result<Option<TicketId>, StoreError> {
        self.read(move |connection| living(connection, &visitor, &id))
            .await
    }
}
