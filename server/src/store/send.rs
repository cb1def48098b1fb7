//! A visitor sends a message: the write path of the product.

use super::attachment;
use super::message::{self, Writing};
use super::row::{Sql, execute, find};
use super::ticket::{self, NewTicket};
use super::visitor::{self, NewProfile};
use super::writer::Written;
use super::{Store, StoreError, join, notify, session, share};
use crate::domain::session::VisitorSession;
use crate::domain::user_agent::Browser;
use porthole_shared::id::{AttachmentId, ClientId, MessageId, TicketId};
use porthole_shared::session::PageContext;
use porthole_shared::text::MessageBody;
use porthole_shared::ticket::{Message, SendReply, Side};
use porthole_shared::time::Timestamp;

/// A message of a visitor, checked.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// Who writes.
    pub session: VisitorSession,
    /// The id that the browser gave it.
    pub client_id: ClientId,
    /// Where it goes.
    pub place: Place,
    /// The text.
    pub body: MessageBody,
    /// The files that come with it, each once.
    pub attachments: Vec<AttachmentId>,
    /// What the identification form brought.
    pub profile: NewProfile,
    /// Where the visitor is.
    pub page: PageContext,
    /// With which browser.
    pub browser: Browser,
    /// What was begun in the browser joins the person who writes.
    pub join: bool,
    /// A new ticket needs a known e-mail address.
    pub require_email: bool,
    /// A program seems to write. A new ticket is kept aside; one that the team has already is not.
    pub suspicious: bool,
    /// The id for the message, if it is stored now.
    pub id: MessageId,
    /// When.
    pub now: Timestamp,
}

/// Where a message of a visitor goes.
#[derive(Clone, Debug)]
pub enum Place {
    /// Into a ticket that the visitor has.
    Ticket(TicketId),
    /// Into the ticket that the browser called by this id, which is opened with the given id
    /// if it does not exist yet.
    Conversation(ClientId, TicketId),
}

/// Why a message was not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such ticket, or it is somebody else's.
    NoSuchTicket,
    /// Somebody else's message or ticket has this client id already.
    ClientIdTaken,
    /// The workspace wants to know an e-mail address first.
    EmailRequired,
    /// The browser was logged out, or the public token replaced, a moment ago.
    SessionOver,
    /// A file is not there, is somebody else's, or came with another message.
    NoSuchFile,
    /// Somebody who is mentioned is no member of the workspace.
    NoSuchMember,
}

impl Store {
    /// Stores a visitor's message exactly once: a client id that is stored already gives what is
    /// stored.
    ///
    /// # Errors
    /// The store failed; nothing was written.
    pub async fn send(&self, new: NewMessage) -> Result<Result<SendReply, Refusal>, StoreError> {
        self.write(move |written| send(written, &new)).await
    }
}

fn send(
    written: &mut Written<'_>,
    new: &NewMessage,
) -> Result<Result<SendReply, Refusal>, StoreError> {
    let session = &new.session;
    let visitor = &session.visitor_id;
    if !session::is_living(written.connection, session)? {
        return Ok(Err(Refusal::SessionOver));
    }
    let by_client_id = |written: &Written<'_>| {
        message::by_client_id(written.connection, &session.workspace_id, &new.client_id)
    };
    let mut stored = by_client_id(&*written)?;
    if let Some((_, author)) = &stored
        && may_join(new, author)
    {
        join::join(
            written,
            &session.workspace_id,
            &session.device_id,
            visitor,
            new.now,
        )?;
        stored = by_client_id(&*written)?;
    }
    let message = match stored {
        Some((message, author)) if author == visitor.as_str() => message,
        Some(_) => return Ok(Err(Refusal::ClientIdTaken)),
        None if !has_its_files(written, new)? => return Ok(Err(Refusal::NoSuchFile)),
        None => {
            let ticket = match find_or_open(written, new)? {
                Ok(ticket) => ticket,
                Err(refusal) => return Ok(Err(refusal)),
            };
            visitor::see(written, visitor, &new.profile, new.now)?;
            let owner = share::owner(written.connection, &ticket)?;
            let message = message::insert(
                written,
                &Writing {
                    workspace: &session.workspace_id,
                    // A ticket that is shared stays whose it is.
                    visitor: owner.as_ref().unwrap_or(visitor),
                    ticket: &ticket,
                    client_id: &new.client_id,
                    side: Side::Visitor,
                    author_id: visitor.as_str(),
                    author_name: "",
                    body: new.body.as_str(),
                    attachments: &new.attachments,
                    id: &new.id,
                    now: new.now,
                },
            )?;
            add_context(written, new, &message)?;
            message
        }
    };
    let ticket = ticket::of_visitor_by_id(written.connection, visitor, &message.ticket)?
        .ok_or_else(|| StoreError::Corrupt("a message without its ticket".to_owned()))?;
    let profile = visitor::profile(written.connection, visitor)?;
    Ok(Ok(SendReply {
        message,
        ticket,
        profile,
    }))
}

/// Whether the files that are to come with a message wait for it.
fn has_its_files(written: &Written<'_>, new: &NewMessage) -> Result<bool, StoreError> {
    attachment::are_waiting(
        written.connection,
        &new.session.workspace_id,
        new.session.visitor_id.as_str(),
        &new.attachments,
    )
}

/// Whether something is of the browser's own visitor and may join the person who writes: it was
/// sent, perhaps by another tab, before that tab knew of the person.
fn may_join(new: &NewMessage, owner: &str) -> bool {
    new.join && new.session.is_proven() && new.session.own_visitor.as_str() == owner
}

/// The ticket that a message goes into.
fn find_or_open(
    written: &mut Written<'_>,
    new: &NewMessage,
) -> Result<Result<TicketId, Refusal>, StoreError> {
    let VisitorSession {
        workspace_id,
        visitor_id,
        ..
    } = &new.session;
    let (client_id, id) = match &new.place {
        Place::Ticket(id) => {
            let own = ticket::living(written.connection, visitor_id, id)?;
            return Ok(own.ok_or(Refusal::NoSuchTicket));
        }
        Place::Conversation(client_id, id) => (client_id, id),
    };
    let mut begun = ticket::by_client_id(written.connection, workspace_id, client_id)?;
    if let Some((_, owner)) = &begun
        && may_join(new, owner.as_str())
    {
        join::join(
            written,
            workspace_id,
            &new.session.device_id,
            visitor_id,
            new.now,
        )?;
        begun = ticket::by_client_id(written.connection, workspace_id, client_id)?;
    }
    match begun {
        Some((id, owner)) if owner == *visitor_id => return Ok(Ok(id)),
        Some(_) => return Ok(Err(Refusal::ClientIdTaken)),
        None => {}
    }
    let knows_email = new.profile.email.is_some()
        || visitor::profile(written.connection, visitor_id)?
            .email
            .is_some();
    if new.require_email && !knows_email {
        return Ok(Err(Refusal::EmailRequired));
    }
    let ticket = NewTicket {
        id,
        workspace: workspace_id,
        visitor: visitor_id,
        client_id,
        suspicious: new.suspicious,
        now: new.now,
    };
    ticket::insert(written, &ticket)?;
    if !new.suspicious {
        notify::ticket_opened(written, workspace_id, id, &new.id, new.now)?;
    }
    Ok(Ok(id.clone()))
}

/// Keeps where the visitor was, if that differs from the last time.
fn add_context(
    written: &Written<'_>,
    new: &NewMessage,
    message: &Message,
) -> Result<(), StoreError> {
    let page = serde_json::to_string(&new.page)?;
    let last = find(
        written.connection,
        "SELECT page, browser FROM ticket_context WHERE ticket_id = ? ORDER BY seq DESC LIMIT 1",
        [Sql(&message.ticket)],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
    )?;
    if last.is_some_and(|(last_page, last_browser)| {
        last_page == page && last_browser == new.browser.browser
    }) {
        return Ok(());
    }
    execute(
        written.connection,
        "INSERT INTO ticket_context (seq, ticket_id, at, page, browser, os, device) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            message.seq,
            Sql(&message.ticket),
            Sql(new.now),
            page,
            &new.browser.browser,
            &new.browser.os,
            new.browser.device,
        ),
    )?;
    Ok(())
}
