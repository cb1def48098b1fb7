//! Messages between visitor and team: how they are stored and read.

use super::attachment::{self, attachments_of};
use super::change::{self, Changed};
use super::row::{Sql, execute, find, get, list};
use super::rule_event::{self, Cause, Happening};
use super::writer::Written;
use super::{Store, StoreError, ticket, update};
use crate::domain::change::ChangeKind;
use crate::domain::ticket::{preview_with_files, status_after_message};
use crate::domain::update::fitting;
use porthole_shared::attachment::Attachment;
use porthole_shared::id::{AttachmentId, ClientId, MessageId, TicketId, VisitorId, WorkspaceId};
use porthole_shared::inbox::automation::RuleEvent;
use porthole_shared::live::{MESSAGE_PAGE, UPDATE_BYTES, Update};
use porthole_shared::ticket::{Author, Message, Side, TicketStatus};
use porthole_shared::time::Timestamp;
use rusqlite::{Connection, Row};

const COLUMNS: &str = concat!(
    "seq, id, ticket_id, client_id, side, author_id, author_name, body, at, ",
    attachments_of!("message.seq")
);

fn read_message(row: &Row<'_>) -> rusqlite::Result<Message> {
    Ok(Message {
        id: get(row, "id")?,
        ticket: get(row, "ticket_id")?,
        seq: row.get("seq")?,
        client_id: get(row, "client_id")?,
        author: Author {
            side: get(row, "side")?,
            name: row.get("author_name")?,
        },
        text: row.get("body")?,
        at: get(row, "at")?,
        attachments: attachment::read(row)?,
    })
}

/// How much room a message takes in an update besides what every message takes, in bytes.
fn weight(message: &Message) -> usize {
    message.text.len() + attachment::weight(&message.attachments)
}

/// The messages of a visitor's tickets with numbers in `since..=until` without the first.
pub(super) fn of_visitor_between(
    connection: &Connection,
    visitor: &VisitorId,
    since: i64,
    until: i64,
) -> Result<Vec<Message>, StoreError> {
    list(
        connection,
        concat!(
            "SELECT m.seq, m.id, m.ticket_id, m.client_id, m.side, m.author_name, m.body, m.at, ",
            attachments_of!("m.seq"),
            "
         FROM change c JOIN message m ON m.seq = c.seq
         WHERE c.visitor_id = ? AND c.seq > ? AND c.seq <= ? AND c.kind IN ('message', 'ticket')
         ORDER BY c.seq"
        ),
        (Sql(visitor), since, until),
        read_message,
    )
}

/// The messages of a ticket after a number, up to another.
pub(super) fn of_ticket_between(
    connection: &Connection,
    ticket: &TicketId,
    since: i64,
    until: i64,
) -> Result<Vec<Message>, StoreError> {
    list(
        connection,
        &format!(
            "SELECT {COLUMNS} FROM message WHERE ticket_id = ? AND seq > ? AND seq <= ? ORDER BY seq"
        ),
        (Sql(ticket), since, until),
        read_message,
    )
}

impl Store {
    /// Adds a page of messages of one ticket to an update, or of the ticket that it was merged into;
    /// `None` where it is not the visitor's.
    ///
    /// # Errors
    /// The store failed.
    pub async fn visitor_update_with_page(
        &self,
        visitor: VisitorId,
        since: i64,
        id: TicketId,
        before: Option<i64>,
    ) -> Result<Option<Update>, StoreError> {
        self.read(move |connection| {
            let Some(id) = ticket::living(connection, &visitor, &id)? else {
                return Ok(None);
            };
            let mut update = update::visitor_update(connection, &visitor, since)?;
            let page = list(
                connection,
                &format!("SELECT {COLUMNS} FROM message WHERE ticket_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?"),
                (Sql(&id), before.unwrap_or(i64::MAX), MESSAGE_PAGE + 1),
                read_message,
            )?;
            let page_length = usize::try_from(MESSAGE_PAGE).unwrap_or(usize::MAX);
            let (mut page, earlier) =
                fitting(page, page_length, UPDATE_BYTES, weight);
            update.earlier = earlier;
            page.retain(|message| update.messages.iter().all(|other| other.id != message.id));
            update.messages.extend(page);
            update.messages.sort_by_key(|message| message.seq);
            Ok(Some(update))
        })
        .await
    }
}

/// A stored message and the id of its author.
pub(super) fn by_client_id(
    connection: &Connection,
    workspace: &WorkspaceId,
    client_id: &ClientId,
) -> Result<Option<(Message, String)>, StoreError> {
    find(
        connection,
        &format!("SELECT {COLUMNS} FROM message WHERE workspace_id = ? AND client_id = ?"),
        (Sql(workspace), Sql(client_id)),
        |row| Ok((read_message(row)?, row.get("author_id")?)),
    )
}

/// A message that is about to be stored.
pub(super) struct Writing<'a> {
    pub(super) workspace: &'a WorkspaceId,
    pub(super) visitor: &'a VisitorId,
    pub(super) ticket: &'a TicketId,
    pub(super) client_id: &'a ClientId,
    pub(super) side: Side,
    pub(super) author_id: &'a str,
    pub(super) author_name: &'a str,
    pub(super) body: &'a str,
    /// The files that come with it, of which is known that they wait for it.
    pub(super) attachments: &'a [AttachmentId],
    pub(super) id: &'a MessageId,
    pub(super) now: Timestamp,
}

/// Stores a message, and what follows from it for its ticket.
pub(super) fn insert(written: &mut Written<'_>, new: &Writing<'_>) -> Result<Message, StoreError> {
    let changed = Changed {
        workspace: new.workspace,
        visitor: new.visitor,
        ticket: new.ticket,
    };
    let seq = change::append(written, &changed, ChangeKind::Message, new.now)?;
    execute(
        written.connection,
        "INSERT INTO message (seq, id, workspace_id, ticket_id, client_id, side, author_id, author_name, body, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            seq,
            Sql(new.id),
            Sql(new.workspace),
            Sql(new.ticket),
            Sql(new.client_id),
            Sql(new.side),
            new.author_id,
            new.author_name,
            new.body,
            Sql(new.now),
        ),
    )?;
    let attachments = attachment::take(written.connection, new.attachments, seq)?;
    let before = update_ticket(written, new, &attachments, seq)?;
    tell_rules(written, new, seq, &before)?;
    written.count_message();
    Ok(Message {
        id: new.id.clone(),
        ticket: new.ticket.clone(),
        seq,
        client_id: new.client_id.clone(),
        author: Author {
            side: new.side,
            name: new.author_name.to_owned(),
        },
        text: new.body.to_owned(),
        at: new.now,
        attachments,
    })
}

/// What a ticket was before a message came.
struct Before {
    status: TicketStatus,
    /// It had no message.
    is_new: bool,
    suspicious: bool,
}

fn update_ticket(
    written: &Written<'_>,
    new: &Writing<'_>,
    attachments: &[Attachment],
    seq: i64,
) -> Result<Before, StoreError> {
    let before = find(
        written.connection,
        "SELECT status, last_seq = 0 AS is_new, suspicious FROM ticket WHERE id = ?",
        [Sql(new.ticket)],
        |row| {
            Ok(Before {
                status: get(row, "status")?,
                is_new: row.get("is_new")?,
                suspicious: row.get("suspicious")?,
            })
        },
    )?;
    let before = before.ok_or_else(|| StoreError::Corrupt("a message of no ticket".to_owned()))?;
    let status = status_after_message(before.status, new.side);
    // Whoever writes has not read by that what came in the meantime.
    let counts = match new.side {
        // Whoever is answered is not spam.
        Side::Team => "visitor_unread = visitor_unread + 1, suspicious = 0",
        // Whoever waited for the visitor need not sleep any longer.
        Side::Visitor | Side::Unknown => "team_unread = team_unread + 1, snoozed_until = NULL",
    };
    execute(
        written.connection,
        &format!(
            "UPDATE ticket SET version = ?1, last_seq = ?1, position = ?1, updated_at = ?2, last_side = ?3, last_author_name = ?4,
                 preview = ?5, status = ?6, {counts} WHERE id = ?7"
        ),
        (
            seq,
            Sql(new.now),
            Sql(new.side),
            new.author_name,
            preview_with_files(new.body, attachments.iter().map(|file| file.name.as_str())),
            Sql(status),
            Sql(new.ticket),
        ),
    )?;
    Ok(before)
}

/// What of a message is for the rules. Of what may be spam they hear nothing, until it is answered.
fn tell_rules(
    written: &mut Written<'_>,
    new: &Writing<'_>,
    seq: i64,
    before: &Before,
) -> Result<(), StoreError> {
    if !rule_event::is_awaited(written.connection, new.workspace)? {
        return Ok(());
    }
    let happening = Happening {
        workspace: new.workspace,
        ticket: new.ticket,
        cause: Cause::change(seq),
        message: Some(seq),
        now: new.now,
    };
    let is_answer = new.side == Side::Team;
    if before.suspicious && !is_answer {
        return Ok(());
    }
    if before.is_new || before.suspicious {
        happening.record(written, RuleEvent::TicketCreated, None)?;
    }
    let event = if is_answer {
        RuleEvent::MessageSent
    } else {
        RuleEvent::MessageReceived
    };
    happening.record(written, event, None)?;
    let after = status_after_message(before.status, new.side);
    let (before, after) = (before.status.as_str(), after.as_str());
    happening.record_change(written, RuleEvent::StatusChanged, before, after)
}
