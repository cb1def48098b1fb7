//! A member answers the visitor.

use super::entry::{self, NewEntry};
use super::message::{self, Writing};
use super::notify;
use super::send::Refusal;
use super::team_ticket;
use super::writer::Written;
use super::{Store, StoreError};
use porthole_shared::inbox::ticket::{Entry, EntryKind, WriteReply};
use porthole_shared::ticket::Side;

impl Store {
    /// Stores a member's message exactly once.
    ///
    /// # Errors
    /// The store failed; nothing was written.
    pub async fn answer(&self, new: NewEntry) -> Result<Result<WriteReply, Refusal>, StoreError> {
        self.write(move |written| answer(written, new)).await
    }
}

fn answer(
    written: &mut Written<'_>,
    new: NewEntry,
) -> Result<Result<WriteReply, Refusal>, StoreError> {
    let found = team_ticket::living(written.connection, &new.workspace, &new.ticket)?;
    let Some(before) = found else {
        return Ok(Err(Refusal::NoSuchTicket));
    };
    let new = NewEntry {
        ticket: before.id.clone(),
        ..new
    };
    let message = match message::by_client_id(written.connection, &new.workspace, &new.client_id)? {
        Some((message, author))
            if author == new.member.as_str() && message.ticket == new.ticket =>
        {
            message
        }
        Some(_) => return Ok(Err(Refusal::ClientIdTaken)),
        None if !entry::has_its_files(written.connection, &new)? => {
            return Ok(Err(Refusal::NoSuchFile));
        }
        None => message::insert(
            written,
            &Writing {
                workspace: &new.workspace,
                visitor: &before.visitor.id,
                ticket: &new.ticket,
                client_id: &new.client_id,
                side: Side::Team,
                author_id: new.member.as_str(),
                author_name: &new.member_name,
                body: new.body.as_str(),
                attachments: &new.attachments,
                id: &new.id,
                now: new.now,
            },
        )?,
    };
    if before.visitor.email.is_some() && message.id == new.id {
        notify::answered(written, &new.workspace, &new.ticket, &new.id, new.now)?;
    }
    let ticket =
        team_ticket::by_id(written.connection, &new.workspace, &new.ticket)?.unwrap_or(before);
    let entry = Entry {
        id: message.id,
        ticket: message.ticket,
        seq: message.seq,
        client_id: message.client_id,
        kind: EntryKind::Message,
        author: message.author,
        text: message.text,
        at: message.at,
        mentions: Vec::new(),
        attachments: message.attachments,
    };
    Ok(Ok(WriteReply { entry, ticket }))
}
