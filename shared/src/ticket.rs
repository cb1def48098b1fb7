//! Tickets and messages as the visitor sees them. Internal notes are not expressible here:
//! they have a type of their own in [`crate::inbox`].

use crate::attachment::{Attachment, spoken};
use crate::id::{AttachmentId, ClientId, MessageId, TicketId};
use crate::session::{PageContext, Profile};
use crate::time::Timestamp;

wire_enum! {
    /// How far a ticket has come.
    pub enum TicketStatus {
        /// Nobody of the team has answered yet.
        New = "new",
        /// The team is at it.
        Open = "open",
        /// The team waits for the visitor.
        Pending = "pending",
        /// The team waits for somebody else.
        OnHold = "on_hold",
        /// Done. A message of the visitor opens it again.
        Resolved = "resolved",
    }
}

wire_enum! {
    /// How a ticket came in.
    pub enum Channel {
        /// Through the widget.
        Widget = "widget",
        /// By e-mail.
        Email = "email",
        /// Through the backend API.
        Api = "api",
    }
}

wire_enum! {
    /// On which side of the conversation somebody stands.
    pub enum Side {
        /// The visitor.
        Visitor = "visitor",
        /// A member of the team.
        Team = "team",
    }
}

wire! {
    /// Who wrote a message. A member's e-mail address is never part of it.
    pub struct Author {
        /// The side.
        pub side: Side,
        /// The name to show; empty for a visitor who gave none.
        pub name: String,
    }
}

wire! {
    /// One conversation, as its visitor sees it.
    pub struct Ticket {
        /// The id.
        pub id: TicketId,
        /// The number of its last change: of two states of a ticket the higher one holds.
        pub version: i64,
        /// The number that people call it by, counted within the workspace from 1.
        pub number: i64,
        /// How far it has come.
        pub status: TicketStatus,
        /// When it began.
        pub created_at: Timestamp,
        /// When the last message was written.
        pub updated_at: Timestamp,
        /// The beginning of the last message, 140 characters at most.
        pub preview: String,
        /// Who wrote the last message.
        pub last_author: Author,
        /// How many messages of the team the visitor has not seen.
        pub unread: i64,
        /// The team has seen everything up to this message number.
        pub team_read: i64,
        /// The id that the browser gave the conversation with its first message.
        pub client_id: ClientId,
        /// The team merged it into this one of the visitor's tickets, where its messages are now.
        pub merged_into: Option<TicketId>,
        /// It was begun in another browser and recovered in this one.
        pub restored: bool,
    }
}

wire! {
    /// One message.
    pub struct Message {
        /// The id.
        pub id: MessageId,
        /// The ticket it belongs to.
        pub ticket: TicketId,
        /// Its number. Messages are shown in the order of their numbers.
        pub seq: i64,
        /// The id that its sender gave it.
        pub client_id: ClientId,
        /// Who wrote it.
        pub author: Author,
        /// The text, 10,000 characters at most; empty only where files say it all.
        pub text: String,
        /// When it was stored.
        pub at: Timestamp,
        /// The files that came with it.
        pub attachments: Vec<Attachment>,
    }
}

impl Message {
    /// What is said of it in one line: the text, or what its files are called.
    #[must_use]
    pub fn spoken(&self) -> String {
        spoken(&self.text, &self.attachments)
    }
}

wire! {
    /// Sends a message. Answered only once it is on disk; the same client id is stored once.
    pub struct SendRequest {
        /// The id of the message, made by the sender.
        pub client_id: ClientId,
        /// The ticket it belongs to; absent for a new one.
        pub ticket: Option<TicketId>,
        /// The id of the new conversation, made by the sender: messages that carry the same
        /// one come into the same ticket. Needed when `ticket` is absent.
        pub client_ticket_id: Option<ClientId>,
        /// The text, 1 to 10,000 characters and not blank, unless files come with it.
        pub text: String,
        /// The files that come with it, uploaded before by the same visitor: 10 at most.
        pub attachments: Vec<AttachmentId>,
        /// What the identification form asked for, where it did.
        pub profile: Option<Profile>,
        /// Where the visitor is.
        pub page: PageContext,
    }
}

wire! {
    /// The message as it is stored, and its ticket.
    pub struct SendReply {
        /// The message.
        pub message: Message,
        /// Its ticket.
        pub ticket: Ticket,
        /// What is now known of the person.
        pub profile: Profile,
    }
}

wire! {
    /// The visitor has seen a ticket.
    pub struct ReadRequest {
        /// The ticket.
        pub ticket: TicketId,
        /// Up to this message number.
        pub seq: i64,
    }
}

wire! {
    /// The visitor is typing. Say it again every few seconds while it is so.
    pub struct TypingRequest {
        /// The ticket.
        pub ticket: TicketId,
    }
}
