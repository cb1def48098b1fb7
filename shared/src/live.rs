//! What changed, and how it reaches the browser.
//!
//! Every change has a number. A browser that knows the number of the last change it saw can
//! ask for all that came after, over any gap: `sync` answers once, `live` keeps answering.

use crate::id::TicketId;
use crate::ticket::{Author, Message, Ticket};

/// How often the server says on a silent stream that it is still there, in milliseconds, unless
/// the operator sets it. A stream silent for twice as long is dead.
pub const HEARTBEAT: i64 = 20_000;
/// How long somebody counts as typing after the last sign of it, in milliseconds.
pub const TYPING_LIFE: i64 = 6_000;
/// How many messages of a ticket come at a time.
pub const MESSAGE_PAGE: i64 = 50;
/// How many changes come in one update at the most.
pub const UPDATE_LIMIT: i64 = 500;
/// How large an update, or a page of messages, is made at the most, in bytes of UTF-8 and about:
/// one message comes whatever its length.
pub const UPDATE_BYTES: usize = 256 * 1024;

wire! {
    /// Asks what changed.
    pub struct SyncRequest {
        /// The number of the last change that is known here; 0 for none.
        pub since: i64,
        /// Asks for a page of this ticket's messages besides.
        pub ticket: Option<TicketId>,
        /// Only messages before this message number; absent for the newest ones.
        pub before: Option<i64>,
    }
}

wire! {
    /// Asks for what comes after a change.
    ///
    /// `live` answers with a stream (`text/event-stream`). Its first event is `open` with a
    /// `LiveOpen`, and comes at once: where it does not, something in between holds streams back.
    /// Each `update` event carries an `Update`; an `end` event carries an `ErrorBody` and says
    /// that the session is over. A server that stops says with `retry` when to come back.
    ///
    /// `poll` answers with one `Update`: at once if there is something, else as soon as there is,
    /// and with an empty one after 25 seconds.
    pub struct LiveRequest {
        /// The number of the last change that is known here.
        pub since: i64,
    }
}

wire! {
    /// The stream stands.
    pub struct LiveOpen {
        /// How often it says on a silent stream that it is still there, in milliseconds.
        pub heartbeat: i64,
    }
}

wire! {
    /// What changed for this visitor.
    pub struct Update {
        /// The number of the last change that is part of this.
        pub latest: i64,
        /// What is known here is too old, or not from this server: forget it and take this.
        pub reset: bool,
        /// There is more: ask again from `latest`. A stream goes on by itself.
        pub more: bool,
        /// Tickets that changed, as they are now.
        pub tickets: Vec<Ticket>,
        /// Messages that are new, and those of the page asked for.
        pub messages: Vec<Message>,
        /// There are older messages before the page asked for.
        pub earlier: bool,
        /// Who of the team is typing now.
        pub typing: Vec<Typing>,
    }
}

wire! {
    /// Somebody is typing. It lasts six seconds unless it is said again.
    pub struct Typing {
        /// In this ticket.
        pub ticket: TicketId,
        /// Who.
        pub author: Author,
    }
}
