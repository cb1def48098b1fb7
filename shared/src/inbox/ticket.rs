//! Tickets as the team sees them.

use super::identity::KnownTraits;
use super::presence::Presence;
use crate::attachment::{Attachment, spoken};
use crate::id::{AttachmentId, ClientId, MemberId, MessageId, TicketId, VisitorId};
use crate::session::PageContext;
use crate::ticket::{Author, Channel, Side, TicketStatus};
use crate::time::{DAY, Timestamp};

/// How many members a note mentions at the most.
pub const MENTION_LIMIT: usize = 20;
/// How many tickets come at a time.
pub const TICKET_PAGE: i64 = 50;

wire_enum! {
    /// What an entry of the conversation is.
    pub enum EntryKind {
        /// A message that the visitor sees.
        Message = "message",
        /// An internal note that only the team sees.
        Note = "note",
    }
}

wire_enum! {
    /// How much a ticket presses.
    pub enum Priority {
        /// Nobody has said.
        None = "none",
        /// It can wait.
        Low = "low",
        /// As usual.
        Medium = "medium",
        /// Before the others.
        High = "high",
        /// At once.
        Urgent = "urgent",
    }
}

wire_enum! {
    /// Which tickets to list. Snoozed ones, suspected spam and ones that were merged into others
    /// are in the views of that name and in `all` alone.
    pub enum TicketView {
        /// All that are not resolved.
        Active = "active",
        /// Of those, the ones of the member who asks.
        Mine = "mine",
        /// Of those, the ones of nobody.
        Unassigned = "unassigned",
        /// Of those, the ones in which the member who asks was mentioned.
        Mentions = "mentions",
        /// All that sleep until a time.
        Snoozed = "snoozed",
        /// All that are resolved.
        Resolved = "resolved",
        /// All.
        All = "all",
        /// All that may be spam. They are in no other view but `all`.
        Suspicious = "suspicious",
    }
}

wire_enum! {
    /// In which order to list tickets. Ties are broken by the last message, newest first.
    pub enum TicketSort {
        /// The newest message first.
        Newest = "newest",
        /// The oldest message first: who has waited longest.
        Oldest = "oldest",
        /// The most pressing first.
        Priority = "priority",
        /// The customer of the highest value first.
        Value = "value",
    }
}

wire! {
    /// A row of the ticket list.
    pub struct TeamTicket {
        /// The id.
        pub id: TicketId,
        /// The number of its last change: of two states of a ticket the higher one holds.
        pub version: i64,
        /// The number that people call it by.
        pub number: i64,
        /// How far it has come.
        pub status: TicketStatus,
        /// How it came in.
        pub channel: Channel,
        /// Whose it is.
        pub visitor: TeamVisitor,
        /// When it began.
        pub created_at: Timestamp,
        /// When the last message was written.
        pub updated_at: Timestamp,
        /// The beginning of the last message, 140 characters at most.
        pub preview: String,
        /// On which side the last message was written.
        pub last_side: Side,
        /// How many messages of the visitor the team has not seen.
        pub unread: i64,
        /// The visitor has seen everything up to this message number.
        pub visitor_read: i64,
        /// It may be spam: a program filled in what people do not see. A reply ends the suspicion.
        pub suspicious: bool,
        /// The number by which lists of newest and oldest are ordered: that of the last message,
        /// or of the waking from a snooze.
        pub position: i64,
        /// How much it presses.
        pub priority: Priority,
        /// Whose it is in the team; absent for nobody's.
        pub assignee: Option<MemberId>,
        /// The tags, in alphabetical order.
        pub tags: Vec<String>,
        /// It sleeps until then, or until the visitor writes.
        pub snoozed_until: Option<Timestamp>,
        /// It was merged into this ticket, which has its messages now.
        pub merged_into: Option<TicketReference>,
    }
}

wire! {
    /// Names a ticket.
    pub struct TicketReference {
        /// The id.
        pub id: TicketId,
        /// The number that people call it by.
        pub number: i64,
    }
}

wire! {
    /// A visitor, as the team sees one.
    pub struct TeamVisitor {
        /// The id.
        pub id: VisitorId,
        /// The name, where one was given.
        pub name: Option<String>,
        /// The e-mail address, where one was given.
        pub email: Option<String>,
        /// When the visitor was first seen.
        pub created_at: Timestamp,
        /// When the visitor was last seen.
        pub seen_at: Timestamp,
        /// What the customer is worth, in whole units of the currency; absent where nobody said.
        pub value: Option<f64>,
        /// The id that the site knows the user by, where it was proven.
        pub user_id: Option<String>,
        /// The site has proven who this is, by the user id or by the address.
        pub verified: bool,
        /// The address above was proven.
        pub email_verified: bool,
    }
}

wire! {
    /// Where a visitor was when writing.
    pub struct TicketContext {
        /// When.
        pub at: Timestamp,
        /// The page and the browser's settings.
        pub page: PageContext,
        /// The browser and its version.
        pub browser: String,
        /// The operating system.
        pub os: String,
        /// desktop, mobile or tablet.
        pub device: String,
    }
}

wire! {
    /// A message or a note.
    pub struct Entry {
        /// The id.
        pub id: MessageId,
        /// The ticket it belongs to.
        pub ticket: TicketId,
        /// Its number. Entries are shown in the order of their numbers.
        pub seq: i64,
        /// The id that its sender gave it.
        pub client_id: ClientId,
        /// Message or note.
        pub kind: EntryKind,
        /// Who wrote it.
        pub author: Author,
        /// The text.
        pub text: String,
        /// When it was stored.
        pub at: Timestamp,
        /// Whom a note mentions.
        pub mentions: Vec<MemberId>,
        /// The files that came with it.
        pub attachments: Vec<Attachment>,
    }
}

impl Entry {
    /// What is said of it in one line: the text, or what its files are called.
    #[must_use]
    pub fn spoken(&self) -> String {
        spoken(&self.text, &self.attachments)
    }
}

wire! {
    /// A page of the ticket list.
    pub struct TicketList {
        /// The tickets.
        pub tickets: Vec<TeamTicket>,
        /// Ask with this cursor for the next page; absent on the last one. A page may have fewer
        /// tickets than fit, or none, and still have a next one: where few of very many match.
        pub next: Option<String>,
        /// How many active tickets have something unread.
        pub unread: i64,
        /// The number of the last change that is part of this; the stream goes on from it.
        pub latest: i64,
    }
}

wire! {
    /// A ticket with its conversation.
    pub struct TicketDetail {
        /// The ticket.
        pub ticket: TeamTicket,
        /// The newest entries, oldest first.
        pub entries: Vec<Entry>,
        /// There are older entries: ask with `before`.
        pub earlier: bool,
        /// Where the visitor was, newest first, ten at most.
        pub contexts: Vec<TicketContext>,
        /// The visitor's other tickets, newest first, ten at most.
        pub previous: Vec<TeamTicket>,
        /// How many other tickets the visitor has.
        pub previous_count: i64,
        /// Who else has it open.
        pub presence: Vec<Presence>,
        /// What is known of the visitor, by proof and without.
        pub known: KnownTraits,
        /// The number of the last change that is part of this.
        pub latest: i64,
    }
}

wire! {
    /// Writes a reply or a note. The same client id is stored once.
    pub struct WriteRequest {
        /// The id of the entry, made by the sender.
        pub client_id: ClientId,
        /// The text, 1 to 10,000 characters and not blank, unless files come with it.
        pub text: String,
        /// Whom a note mentions, 20 members at most; nobody in a reply.
        pub mentions: Vec<MemberId>,
        /// The files that come with it, uploaded before by the same member: 10 at most.
        pub attachments: Vec<AttachmentId>,
    }
}

wire! {
    /// The entry as it is stored, and its ticket.
    pub struct WriteReply {
        /// The entry.
        pub entry: Entry,
        /// The ticket.
        pub ticket: TeamTicket,
    }
}

wire! {
    /// Changes a ticket.
    pub struct TicketPatch {
        /// How far it has come; absent to leave it.
        pub status: Option<TicketStatus>,
        /// Whether it may be spam; absent to leave it.
        pub suspicious: Option<bool>,
        /// How much it presses; absent to leave it.
        pub priority: Option<Priority>,
        /// Whose it is, the empty id for nobody; absent to leave it.
        pub assignee: Option<MemberId>,
        /// Lets it sleep until then, 0 to wake it; absent to leave it.
        pub snoozed_until: Option<Timestamp>,
        /// Tags to add.
        pub add_tags: Vec<String>,
        /// Tags to take off.
        pub remove_tags: Vec<String>,
    }
}

/// How many tickets are changed at once at the most.
pub const BULK_LIMIT: usize = 100;
/// How many tags a ticket has at the most.
pub const TAG_LIMIT: usize = 20;
/// The longest tag, in characters.
pub const TAG_LENGTH: usize = 40;
/// How long a ticket sleeps at the most, in milliseconds.
pub const SNOOZE_LIMIT: i64 = 366 * DAY;

wire! {
    /// Changes many tickets in the same way.
    pub struct BulkRequest {
        /// Which, 1 to 100.
        pub tickets: Vec<TicketId>,
        /// How.
        pub patch: TicketPatch,
        /// Marks them as seen by the team, up to their last message.
        pub read: bool,
    }
}

wire! {
    /// The tickets as they are now. Ones that are not the workspace's are left out.
    pub struct BulkReply {
        /// The tickets.
        pub tickets: Vec<TeamTicket>,
    }
}

wire! {
    /// Moves all messages and notes of a ticket into another one of the same visitor.
    pub struct MergeRequest {
        /// The ticket that stays.
        pub into: TicketId,
    }
}

wire! {
    /// The team has seen a ticket.
    pub struct TeamReadRequest {
        /// Up to this message number.
        pub seq: i64,
    }
}

wire! {
    /// What changed for the team.
    pub struct TeamUpdate {
        /// The number of the last change that is part of this.
        pub latest: i64,
        /// What is known here is too old: read everything again.
        pub reset: bool,
        /// There is more, which the stream tells next.
        pub more: bool,
        /// Tickets that changed, as they are now.
        pub tickets: Vec<TeamTicket>,
        /// Entries that are new.
        pub entries: Vec<Entry>,
        /// How many active tickets have something unread; absent where no ticket changed.
        pub unread: Option<i64>,
        /// Which visitors are typing now.
        pub typing: Vec<TicketId>,
        /// Which members are in a ticket now, or have left it.
        pub presence: Vec<Presence>,
    }
}
