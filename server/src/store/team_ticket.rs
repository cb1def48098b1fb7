//! Tickets, as the team sees them.

use super::change::{self, Changed};
use super::row::{Sql, execute, find, get, list};
use super::ticket::TicketRead;
use super::writer::Written;
use super::{Store, StoreError, entry, visitor};
use crate::domain::change::ChangeKind;
use porthole_shared::id::{TicketId, VisitorId, WorkspaceId};
use porthole_shared::inbox::ticket::{
    TICKET_PAGE, TeamTicket, TicketContext, TicketDetail, TicketList, TicketView,
};
use porthole_shared::ticket::TicketStatus;
use porthole_shared::time::Timestamp;
use rusqlite::{Connection, Row};

/// How many contexts the team is shown, newest first.
const CONTEXT_LIMIT: i64 = 10;

/// Which page of the team's list is asked for.
#[derive(Clone, Debug)]
pub struct TicketPage {
    /// Which tickets.
    pub view: TicketView,
    /// Only those whose last message has a lower number than this.
    pub before: Option<i64>,
}

/// What the team changes of a ticket. What is absent stays.
#[derive(Clone, Copy, Debug, Default)]
pub struct TicketChange {
    /// How far it has come.
    pub status: Option<TicketStatus>,
    /// Whether it may be spam.
    pub suspicious: Option<bool>,
}

const SELECT: &str =
    "SELECT t.id, t.version, t.number, t.status, t.channel, t.created_at, t.updated_at,
     t.preview, t.last_side, t.team_unread, t.visitor_read, t.last_seq, t.suspicious,
     v.id AS visitor_id, v.name AS visitor_name, v.email AS visitor_email,
     v.created_at AS visitor_created_at, v.seen_at AS visitor_seen_at
     FROM ticket t JOIN visitor v ON v.id = t.visitor_id";

fn read_ticket(row: &Row<'_>) -> rusqlite::Result<TeamTicket> {
    Ok(TeamTicket {
        id: get(row, "id")?,
        version: row.get("version")?,
        number: row.get("number")?,
        status: get(row, "status")?,
        channel: get(row, "channel")?,
        visitor: visitor::read_team_visitor(row)?,
        created_at: get(row, "created_at")?,
        updated_at: get(row, "updated_at")?,
        preview: row.get("preview")?,
        last_side: get(row, "last_side")?,
        unread: row.get("team_unread")?,
        visitor_read: row.get("visitor_read")?,
        suspicious: row.get("suspicious")?,
        ..TeamTicket::default()
    })
}

/// One of a workspace's tickets.
pub(super) fn by_id(
    connection: &Connection,
    workspace: &WorkspaceId,
    id: &TicketId,
) -> Result<Option<TeamTicket>, StoreError> {
    find(
        connection,
        &format!("{SELECT} WHERE t.id = ? AND t.workspace_id = ?"),
        (Sql(id), Sql(workspace)),
        read_ticket,
    )
}

/// How many tickets that are not resolved the team has not read. Suspected spam does not count.
pub(super) fn unread(connection: &Connection, workspace: &WorkspaceId) -> Result<i64, StoreError> {
    let count = find(
        connection,
        "SELECT unread_tickets FROM workspace_count WHERE workspace_id = ?",
        [Sql(workspace)],
        |row| row.get(0),
    )?;
    Ok(count.unwrap_or_default())
}

impl Store {
    /// A page of the team's list, newest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn team_tickets(
        &self,
        workspace: WorkspaceId,
        page: TicketPage,
    ) -> Result<TicketList, StoreError> {
        self.read(move |connection| team_tickets(connection, &workspace, &page))
            .await
    }

    /// One of the workspace's tickets, with a page of its conversation and the contexts; `None`
    /// also where it is another workspace's.
    ///
    /// # Errors
    /// The store failed.
    pub async fn team_ticket(
        &self,
        workspace: WorkspaceId,
        id: TicketId,
        before: Option<i64>,
    ) -> Result<Option<TicketDetail>, StoreError> {
        self.read(move |connection| {
            let Some(ticket) = by_id(connection, &workspace, &id)? else {
                return Ok(None);
            };
            let (entries, earlier) = entry::page(connection, &id, before)?;
            Ok(Some(TicketDetail {
                ticket,
                entries,
                earlier,
                contexts: contexts(connection, &id)?,
                latest: change::newest(connection)?,
                ..TicketDetail::default()
            }))
        })
        .await
    }

    /// Whose a ticket is; `None` also where it is another workspace's.
    ///
    /// # Errors
    /// The store failed.
    pub async fn visitor_of(
        &self,
        workspace: WorkspaceId,
        id: TicketId,
    ) -> Result<Option<VisitorId>, StoreError> {
        self.read(move |connection| {
            find(
                connection,
                "SELECT visitor_id FROM ticket WHERE id = ? AND workspace_id = ?",
                (Sql(&id), Sql(&workspace)),
                |row| get(row, "visitor_id"),
            )
        })
        .await
    }

    /// Changes a ticket; `None` where there is no such ticket in the workspace.
    ///
    /// # Errors
    /// The store failed.
    pub async fn change_ticket(
        &self,
        workspace: WorkspaceId,
        id: TicketId,
        change: TicketChange,
        now: Timestamp,
    ) -> Result<Option<TeamTicket>, StoreError> {
        self.write(move |written| {
            let Some(ticket) = by_id(written.connection, &workspace, &id)? else {
                return Ok(None);
            };
            let status = change.status.unwrap_or(ticket.status);
            let suspicious = change.suspicious.unwrap_or(ticket.suspicious);
            if (status, suspicious) != (ticket.status, ticket.suspicious) {
                execute(
                    written.connection,
                    "UPDATE ticket SET status = ?, suspicious = ? WHERE id = ?",
                    (Sql(status), suspicious, Sql(&id)),
                )?;
                record(written, &workspace, &ticket, now)?;
            }
            by_id(written.connection, &workspace, &id)
        })
        .await
    }

    /// The team has seen a ticket; `false` where it is not the workspace's.
    ///
    /// # Errors
    /// The store failed.
    pub async fn read_by_team(
        &self,
        workspace: WorkspaceId,
        read: TicketRead,
    ) -> Result<bool, StoreError> {
        self.write(move |written| {
            let Some(ticket) = by_id(written.connection, &workspace, &read.ticket)? else {
                return Ok(false);
            };
            let changed = execute(
                written.connection,
                "UPDATE ticket SET team_read = min(?2, last_seq), team_unread =
                     (SELECT count(*) FROM message
                      WHERE ticket_id = ?1 AND seq > ?2 AND side = 'visitor')
                 WHERE id = ?1 AND team_read < min(?2, last_seq)",
                (Sql(&read.ticket), read.seq),
            )?;
            if changed > 0 {
                record(written, &workspace, &ticket, read.now)?;
            }
            Ok(true)
        })
        .await
    }
}

fn record(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    ticket: &TeamTicket,
    now: Timestamp,
) -> Result<(), StoreError> {
    let changed = Changed {
        workspace,
        visitor: &ticket.visitor.id,
        ticket: &ticket.id,
    };
    change::append(written, &changed, ChangeKind::Ticket, now)?;
    Ok(())
}

fn team_tickets(
    connection: &Connection,
    workspace: &WorkspaceId,
    page: &TicketPage,
) -> Result<TicketList, StoreError> {
    // Written out, so that each view finds its own partial index.
    let filter = match page.view {
        TicketView::Active => "AND t.status <> 'resolved' AND t.suspicious = 0",
        TicketView::Resolved => "AND t.status = 'resolved' AND t.suspicious = 0",
        TicketView::Suspicious => "AND t.suspicious = 1",
        _ => "",
    };
    let mut rows = list(
        connection,
        &format!(
            "{SELECT} WHERE t.workspace_id = ? AND t.last_seq < ? {filter}
             ORDER BY t.last_seq DESC LIMIT ?"
        ),
        (
            Sql(workspace),
            page.before.unwrap_or(i64::MAX),
            TICKET_PAGE + 1,
        ),
        |row| Ok((read_ticket(row)?, row.get::<_, i64>("last_seq")?)),
    )?;
    let page_length = usize::try_from(TICKET_PAGE).unwrap_or(usize::MAX);
    let has_more = rows.len() > page_length;
    rows.truncate(page_length);
    let next = rows
        .last()
        .filter(|_| has_more)
        .map(|(_, seq)| seq.to_string());
    Ok(TicketList {
        tickets: rows.into_iter().map(|(ticket, _)| ticket).collect(),
        next,
        unread: unread(connection, workspace)?,
        latest: change::newest(connection)?,
    })
}

fn contexts(connection: &Connection, id: &TicketId) -> Result<Vec<TicketContext>, StoreError> {
    let rows = list(
        connection,
        "SELECT at, page, browser, os, device FROM ticket_context
         WHERE ticket_id = ? ORDER BY seq DESC LIMIT ?",
        (Sql(id), CONTEXT_LIMIT),
        |row| {
            let context = TicketContext {
                at: get(row, "at")?,
                browser: row.get("browser")?,
                os: row.get("os")?,
                device: row.get("device")?,
                ..TicketContext::default()
            };
            Ok((context, row.get::<_, String>("page")?))
        },
    )?;
    rows.into_iter()
        .map(|(context, page)| {
            Ok(TicketContext {
                page: serde_json::from_str(&page)?,
                ..context
            })
        })
        .collect()
}
