//! What was begun in a browser joins the person who is proven in it: tickets move with all that
//! is in them, and what is sent again finds what was stored before.

use super::person::{self, NewIdentity};
use super::row::{Sql, execute, get, list};
use super::writer::Written;
use super::{StoreError, change};
use crate::domain::change::{ChangeKind, Topic};
use porthole_shared::id::{DeviceId, TicketId, VisitorId, WorkspaceId};
use porthole_shared::time::Timestamp;

/// Joins what was begun in a browser since the last person left it, where that is wished.
pub(super) fn join_new(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    device: &DeviceId,
    person: &VisitorId,
    new: &NewIdentity,
) -> Result<(), StoreError> {
    if new.join {
        join(written, workspace, device, person, new.now)?;
    }
    Ok(())
}

/// Joins what was begun in a browser since the last person left it, and what was said there. Tabs
/// that still show it as their own begin anew.
pub(super) fn join(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    device: &DeviceId,
    person: &VisitorId,
    now: Timestamp,
) -> Result<(), StoreError> {
    // A ticket that was merged goes where the other one goes, which is as old as the older of both.
    let tickets = list(
        written.connection,
        "SELECT d.visitor_id, t.id FROM device d JOIN ticket t ON t.visitor_id = d.visitor_id
             LEFT JOIN ticket m ON m.id = t.merged_into
         WHERE d.id = ? AND coalesce(m.created_at, t.created_at) >= d.anonymous_since",
        [Sql(device)],
        |row| {
            Ok((
                get::<VisitorId>(row, "visitor_id")?,
                get::<TicketId>(row, "id")?,
            ))
        },
    )?;
    let own = list(
        written.connection,
        "SELECT visitor_id FROM device WHERE id = ?",
        [Sql(device)],
        |row| get::<VisitorId>(row, "visitor_id"),
    )?;
    for own in &own {
        person::move_said(written, workspace, (own, person), now)?;
    }
    for own in &own {
        // Files that wait for their message go along.
        execute(
            written.connection,
            "UPDATE attachment SET uploader = ? WHERE uploader = ? AND workspace_id = ? AND seq IS NULL",
            (Sql(person), Sql(own), Sql(workspace)),
        )?;
    }
    if tickets.is_empty() {
        return Ok(());
    }
    for (own, ticket) in &tickets {
        move_ticket(written, workspace, (own, person), ticket, now)?;
    }
    execute(
        written.connection,
        "DELETE FROM session WHERE device_id = ? AND person_id IS NULL",
        [Sql(device)],
    )?;
    for own in own {
        written.touch(Topic::Visitor(own));
    }
    Ok(())
}

/// Makes one person of two: whoever was known by an address alone is the user whose token signs
/// that address.
pub(super) fn absorb(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    other: &VisitorId,
    person: &VisitorId,
    now: Timestamp,
) -> Result<(), StoreError> {
    execute(
        written.connection,
        "UPDATE visitor SET verified_email = NULL WHERE id = ?",
        [Sql(other)],
    )?;
    person::move_said(written, workspace, (other, person), now)?;
    let tickets = list(
        written.connection,
        "SELECT id FROM ticket WHERE visitor_id = ?",
        [Sql(other)],
        |row| get::<TicketId>(row, "id"),
    )?;
    for ticket in &tickets {
        move_ticket(written, workspace, (other, person), ticket, now)?;
    }
    execute(
        written.connection,
        "UPDATE session SET person_id = ? WHERE person_id = ?",
        (Sql(person), Sql(other)),
    )?;
    written.touch(Topic::Visitor(other.clone()));
    Ok(())
}

/// Moves a ticket to another visitor of the workspace, with its messages and its rows of the
/// change log, and tells both sides.
fn move_ticket(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    (from, to): (&VisitorId, &VisitorId),
    ticket: &TicketId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let connection = written.connection;
    let moves = [
        "UPDATE ticket SET visitor_id = ?1, value = (SELECT value FROM visitor WHERE id = ?1)
         WHERE id = ?3 AND visitor_id = ?2",
        "UPDATE message SET author_id = ?1 WHERE ticket_id = ?3 AND side = 'visitor' AND author_id = ?2",
        "UPDATE change SET visitor_id = ?1
         WHERE visitor_id = ?2 AND ticket_id = ?3 AND kind IN ('message', 'ticket')",
        "UPDATE change SET visitor_id = ?1
         WHERE seq IN (SELECT seq FROM note WHERE ticket_id = ?3) AND visitor_id = ?2",
        "UPDATE change SET visitor_id = ?1 WHERE ticket_id = ?3 AND kind = 'desk' AND visitor_id = ?2",
        "UPDATE attachment SET uploader = ?1
         WHERE seq IN (SELECT seq FROM message WHERE ticket_id = ?3) AND uploader = ?2",
    ];
    for sql in moves {
        execute(connection, sql, (Sql(to), Sql(from), Sql(ticket)))?;
    }
    let changed = change::Changed {
        workspace,
        visitor: to,
        ticket,
    };
    change::append(written, &changed, ChangeKind::Ticket, now)?;
    Ok(())
}
