//! The team's view of a conversation: messages and notes in one order.

use super::attachment::{self, attachments_of};
use super::row::{Sql, get, list};
use super::{StoreError, mention};
use crate::domain::update::fitting;
use porthole_shared::id::{AttachmentId, ClientId, MemberId, MessageId, TicketId, WorkspaceId};
use porthole_shared::inbox::ticket::{Entry, EntryKind};
use porthole_shared::live::{MESSAGE_PAGE, UPDATE_BYTES};
use porthole_shared::text::MessageBody;
use porthole_shared::ticket::{Author, Side};
use porthole_shared::time::Timestamp;
use rusqlite::{Connection, Row};

/// What a member writes, checked: a reply or a note.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Who writes.
    pub member: MemberId,
    /// The name that is shown.
    pub member_name: String,
    /// The ticket.
    pub ticket: TicketId,
    /// The id that the browser gave it.
    pub client_id: ClientId,
    /// The text.
    pub body: MessageBody,
    /// Whom a note mentions, each once.
    pub mentions: Vec<MemberId>,
    /// The files that come with it, each once.
    pub attachments: Vec<AttachmentId>,
    /// The id for the entry, if it is stored now.
    pub id: MessageId,
    /// When.
    pub now: Timestamp,
}

/// Messages and notes as rows of the same columns.
const MESSAGE_SELECT: &str = concat!(
    "SELECT seq, id, ticket_id, client_id, 'message' AS kind, side, author_name, body, at,
     NULL AS mentions, ",
    attachments_of!("message.seq"),
    " FROM message"
);
const NOTE_SELECT: &str = concat!(
    "SELECT seq, id, ticket_id, client_id, 'note' AS kind, 'team' AS side, author_name, body, at,
     (SELECT group_concat(member_id) FROM mention WHERE seq = note.seq) AS mentions, ",
    attachments_of!("note.seq"),
    " FROM note"
);

pub(super) fn read_entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: get(row, "id")?,
        ticket: get(row, "ticket_id")?,
        seq: row.get("seq")?,
        client_id: get(row, "client_id")?,
        kind: EntryKind::from_word(&row.get::<_, String>("kind")?),
        author: Author {
            side: get::<Side>(row, "side")?,
            name: row.get("author_name")?,
        },
        text: row.get("body")?,
        at: get(row, "at")?,
        mentions: mention::read(row)?,
        attachments: attachment::read(row)?,
    })
}

/// Whether the files that are to come with an entry wait for it.
pub(super) fn has_its_files(connection: &Connection, new: &NewEntry) -> Result<bool, StoreError> {
    attachment::are_waiting(
        connection,
        &new.workspace,
        new.member.as_str(),
        &new.attachments,
    )
}

/// How much room an entry takes in an answer besides what every entry takes, in bytes.
fn weight(entry: &Entry) -> usize {
    entry.text.len() + attachment::weight(&entry.attachments)
}

/// A page of a ticket's entries, oldest first, and whether there are older ones.
pub(super) fn page(
    connection: &Connection,
    ticket: &TicketId,
    before: Option<i64>,
) -> Result<(Vec<Entry>, bool), StoreError> {
    let entries = list(
        connection,
        &format!(
            "{MESSAGE_SELECT} WHERE ticket_id = ?1 AND seq < ?2
             UNION ALL {NOTE_SELECT} WHERE ticket_id = ?1 AND seq < ?2
             ORDER BY seq DESC LIMIT ?3"
        ),
        (Sql(ticket), before.unwrap_or(i64::MAX), MESSAGE_PAGE + 1),
        read_entry,
    )?;
    let page_length = usize::try_from(MESSAGE_PAGE).unwrap_or(usize::MAX);
    let (mut entries, earlier) = fitting(entries, page_length, UPDATE_BYTES, weight);
    entries.reverse();
    Ok((entries, earlier))
}

/// The entries of a workspace with numbers in `since..=until` without the first.
pub(super) fn of_workspace_between(
    connection: &Connection,
    workspace: &WorkspaceId,
    since: i64,
    until: i64,
) -> Result<Vec<Entry>, StoreError> {
    // By the log, which is sorted by workspace: between two changes of a quiet workspace there
    // may be millions of others.
    list(
        connection,
        concat!(
            "SELECT c.seq, c.ticket_id, c.kind,
             coalesce(m.id, n.id) AS id, coalesce(m.client_id, n.client_id) AS client_id,
             coalesce(m.side, 'team') AS side, coalesce(m.author_name, n.author_name) AS author_name,
             coalesce(m.body, n.body) AS body, coalesce(m.at, n.at) AS at,
             (SELECT group_concat(member_id) FROM mention WHERE seq = n.seq) AS mentions, ",
            attachments_of!("c.seq"),
            "
         FROM change c LEFT JOIN message m ON m.seq = c.seq LEFT JOIN note n ON n.seq = c.seq
         WHERE c.workspace_id = ? AND c.seq > ? AND c.seq <= ? AND +c.kind IN ('message', 'note')
         ORDER BY c.seq"
        ),
        (Sql(workspace), since, until),
        read_entry,
    )
}
