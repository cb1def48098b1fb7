//! Internal notes: what only the team sees.

use super::attachment::{self, attachments_of};
use super::change::{self, Changed};
use super::entry::{self, NewEntry};
use super::row::{Sql, execute, find, get};
use super::send::Refusal;
use super::writer::Written;
use super::{Store, StoreError, mention, team_ticket};
use crate::domain::change::ChangeKind;
use porthole_shared::id::MemberId;
use porthole_shared::inbox::ticket::{Entry, EntryKind, TeamTicket, WriteReply};
use porthole_shared::ticket::{Author, Side};
use rusqlite::Connection;

impl Store {
    /// Stores a note exactly once.
    ///
    /// # Errors
    /// The store failed; nothing was written.
    pub async fn add_note(&self, new: NewEntry) -> Result<Result<WriteReply, Refusal>, StoreError> {
        self.write(move |written| {
            let found = team_ticket::living(written.connection, &new.workspace, &new.ticket)?;
            let Some(ticket) = found else {
                return Ok(Err(Refusal::NoSuchTicket));
            };
            let new = NewEntry {
                ticket: ticket.id.clone(),
                ..new
            };
            let entry = match by_client_id(written.connection, &new)? {
                Some((entry, author)) if author == new.member && entry.ticket == new.ticket => {
                    entry
                }
                Some(_) => return Ok(Err(Refusal::ClientIdTaken)),
                None if mention::is_foreign(written.connection, &new)? => {
                    return Ok(Err(Refusal::NoSuchMember));
                }
                None if !entry::has_its_files(written.connection, &new)? => {
                    return Ok(Err(Refusal::NoSuchFile));
                }
                None => insert(written, &new, &ticket)?,
            };
            Ok(Ok(WriteReply { entry, ticket }))
        })
        .await
    }
}

fn by_client_id(
    connection: &Connection,
    new: &NewEntry,
) -> Result<Option<(Entry, MemberId)>, StoreError> {
    find(
        connection,
        concat!(
            "SELECT seq, id, ticket_id, client_id, 'note' AS kind, 'team' AS side, author_id, author_name, body, at,
             (SELECT group_concat(member_id) FROM mention WHERE seq = note.seq) AS mentions, ",
            attachments_of!("note.seq"),
            " FROM note WHERE workspace_id = ? AND client_id = ?"
        ),
        (Sql(&new.workspace), Sql(&new.client_id)),
        |row| Ok((entry::read_entry(row)?, get(row, "author_id")?)),
    )
}

fn insert(
    written: &mut Written<'_>,
    new: &NewEntry,
    ticket: &TeamTicket,
) -> Result<Entry, StoreError> {
    let changed = Changed {
        workspace: &new.workspace,
        visitor: &ticket.visitor.id,
        ticket: &new.ticket,
    };
    let seq = change::append(written, &changed, ChangeKind::Note, new.now)?;
    execute(
        written.connection,
        "INSERT INTO note (seq, id, workspace_id, ticket_id, client_id, author_id, author_name, body, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            seq,
            Sql(&new.id),
            Sql(&new.workspace),
            Sql(&new.ticket),
            Sql(&new.client_id),
            Sql(&new.member),
            &new.member_name,
            new.body.as_str(),
            Sql(new.now),
        ),
    )?;
    mention::insert(written.connection, new, seq)?;
    let attachments = attachment::take(written.connection, &new.attachments, seq)?;
    Ok(Entry {
        id: new.id.clone(),
        ticket: new.ticket.clone(),
        seq,
        client_id: new.client_id.clone(),
        kind: EntryKind::Note,
        author: Author {
            side: Side::Team,
            name: new.member_name.clone(),
        },
        text: new.body.as_str().to_owned(),
        at: new.now,
        mentions: new.mentions.clone(),
        attachments,
    })
}
