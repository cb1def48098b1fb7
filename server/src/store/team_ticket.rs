//! Tickets, as the team sees them.

use super::change::{self, Changed};
use super::row::{Sql, execute, find, get, list};
use super::ticket::TicketRead;
use super::writer::Written;
use super::{Store, StoreError, entry, person, visitor};
use crate::domain::change::ChangeKind;
use porthole_shared::id::{TicketId, VisitorId, WorkspaceId};
use porthole_shared::inbox::ticket::{
    Priority, TeamTicket, TicketContext, TicketDetail, TicketReference,
};
use porthole_shared::time::Timestamp;
use rusqlite::{Connection, Row};

/// How many contexts the team is shown, newest first.
const CONTEXT_LIMIT: i64 = 10;

/// How many of the visitor's other tickets the team is shown, newest first.
const PREVIOUS_LIMIT: i64 = 10;

pub(super) const SELECT: &str =
    "SELECT t.id, t.version, t.number, t.status, t.channel, t.created_at, t.updated_at,
     t.preview, t.last_side, t.team_unread, t.visitor_read, t.suspicious,
     t.position, t.priority, t.assignee, t.snoozed_until, t.merged_into,
     (SELECT number FROM ticket WHERE id = t.merged_into) AS merged_number,
     (SELECT group_concat(g.name, char(10)) FROM ticket_label l
         JOIN tag g ON g.workspace_id = l.workspace_id AND g.fold = l.key
         WHERE l.ticket_id = t.id AND l.kind = 'tag') AS tags,
     v.id AS visitor_id, v.name AS visitor_name, v.email AS visitor_email,
     v.created_at AS visitor_created_at, v.seen_at AS visitor_seen_at, v.value AS visitor_value,
     v.user_id AS visitor_user_id, v.user_id IS NOT NULL OR v.verified_email IS NOT NULL AS visitor_verified,
     coalesce(v.email = v.verified_email, 0) AS visitor_email_verified
     FROM ticket t JOIN visitor v ON v.id = t.visitor_id";

pub(super) fn read_ticket(row: &Row<'_>) -> rusqlite::Result<TeamTicket> {
    let merged_into = row.get::<_, Option<Sql<TicketId>>>("merged_into")?;
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
        position: row.get("position")?,
        priority: get(row, "priority")?,
        assignee: row.get::<_, Option<Sql<_>>>("assignee")?.map(|id| id.0),
        tags: read_tags(&row.get::<_, Option<String>>("tags")?.unwrap_or_default()),
        snoozed_until: row
            .get::<_, Option<Sql<_>>>("snoozed_until")?
            .map(|time| time.0),
        merged_into: merged_into
            .map(|Sql(id)| {
                let number = row.get("merged_number")?;
                Ok::<_, rusqlite::Error>(TicketReference { id, number })
            })
            .transpose()?,
    })
}

/// Tags have no line breaks, so these are between them.
fn read_tags(lines: &str) -> Vec<String> {
    let mut tags: Vec<String> = lines.lines().map(str::to_owned).collect();
    tags.sort_by_cached_key(|tag| tag.to_lowercase());
    tags
}

/// How much a ticket presses, as a number to sort by.
pub(super) fn rank(priority: Priority) -> i64 {
    let rank = Priority::ALL.iter().position(|other| *other == priority);
    rank.and_then(|rank| i64::try_from(rank).ok())
        .unwrap_or_default()
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

/// One of a workspace's tickets, or the one that it was merged into: where what is written goes.
pub(super) fn living(
    connection: &Connection,
    workspace: &WorkspaceId,
    id: &TicketId,
) -> Result<Option<TeamTicket>, StoreError> {
    let found = by_id(connection, workspace, id)?;
    match found
        .as_ref()
        .and_then(|ticket| ticket.merged_into.as_ref())
    {
        Some(into) => by_id(connection, workspace, &into.id),
        None => Ok(found),
    }
}

/// How many active tickets the team has not read.
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
            let (previous, previous_count) = previous(connection, &ticket)?;
            Ok(Some(TicketDetail {
                entries,
                earlier,
                contexts: contexts(connection, &id)?,
                previous,
                previous_count,
                presence: Vec::new(),
                known: person::known_traits(connection, &ticket.visitor.id)?,
                latest: change::newest(connection)?,
                ticket,
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
            mark_read(written, &workspace, &ticket, read.seq, read.now)?;
            Ok(true)
        })
        .await
    }
}

/// The team has seen a ticket up to a message number, or to its last message.
pub(super) fn mark_read(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    ticket: &TeamTicket,
    seq: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    let changed = execute(
        written.connection,
        "UPDATE ticket SET team_read = min(?2, last_seq), team_unread =
             (SELECT count(*) FROM message
              WHERE ticket_id = ?1 AND seq > ?2 AND side = 'visitor')
         WHERE id = ?1 AND team_read < min(?2, last_seq)",
        (Sql(&ticket.id), seq),
    )?;
    if changed > 0 {
        record(written, workspace, ticket, ChangeKind::Ticket, now)?;
    }
    Ok(())
}

/// Writes into the change log that a ticket is not as it was; gives the change's number.
pub(super) fn record(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    ticket: &TeamTicket,
    kind: ChangeKind,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let changed = Changed {
        workspace,
        visitor: &ticket.visitor.id,
        ticket: &ticket.id,
    };
    change::append(written, &changed, kind, now)
}

/// The newest of the visitor's other tickets, and how many there are.
fn previous(
    connection: &Connection,
    ticket: &TeamTicket,
) -> Result<(Vec<TeamTicket>, i64), StoreError> {
    let others = "t.visitor_id = ? AND t.id <> ? AND t.merged_into IS NULL";
    let newest = list(
        connection,
        &format!("{SELECT} WHERE {others} ORDER BY t.last_seq DESC LIMIT ?"),
        (Sql(&ticket.visitor.id), Sql(&ticket.id), PREVIOUS_LIMIT),
        read_ticket,
    )?;
    let count = find(
        connection,
        &format!("SELECT count(*) FROM ticket t WHERE {others}"),
        (Sql(&ticket.visitor.id), Sql(&ticket.id)),
        |row| row.get(0),
    )?;
    Ok((newest, count.unwrap_or_default()))
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
