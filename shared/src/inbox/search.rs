//! Search over messages, notes, people and numbers.

use super::ticket::TeamTicket;
use crate::time::Timestamp;

/// How many tickets a page of results has.
pub const SEARCH_PAGE: usize = 25;
/// The longest query, in characters.
pub const SEARCH_LIMIT: usize = 200;

wire_enum! {
    /// What was found.
    pub enum HitKind {
        /// A message.
        Message = "message",
        /// An internal note.
        Note = "note",
        /// The visitor's name or address.
        Person = "person",
        /// The ticket's number.
        Number = "number",
    }
}

wire! {
    /// A stretch of what was found.
    pub struct SnippetPart {
        /// The text.
        pub text: String,
        /// It is what was searched for.
        pub hit: bool,
    }
}

wire! {
    /// A ticket in which something was found.
    pub struct SearchHit {
        /// The ticket.
        pub ticket: TeamTicket,
        /// What was found.
        pub kind: HitKind,
        /// The number of the message or note; absent where it is neither.
        pub seq: Option<i64>,
        /// When the message or note was written, or the ticket began.
        pub at: Timestamp,
        /// The words around it.
        pub snippet: Vec<SnippetPart>,
    }
}

wire! {
    /// A page of results: numbers and people first, then messages and notes, newest first.
    pub struct SearchResults {
        /// The tickets, each once.
        pub hits: Vec<SearchHit>,
        /// Ask with this cursor for the next page; absent on the last one.
        pub next: Option<String>,
    }
}
