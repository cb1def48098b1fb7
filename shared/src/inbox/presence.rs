//! Who of the team is in a ticket now.

use crate::id::{MemberId, TicketId};

/// How long a member counts as being in a ticket after the last sign of it, in milliseconds.
pub const PRESENCE_LIFE: i64 = 30_000;

wire_enum! {
    /// What a member does in a ticket.
    pub enum Doing {
        /// Has it open.
        Viewing = "viewing",
        /// Is writing a reply or a note.
        Typing = "typing",
        /// Has left it.
        Left = "left",
    }
}

wire! {
    /// Somebody of the team is in a ticket.
    pub struct Presence {
        /// The ticket.
        pub ticket: TicketId,
        /// Who.
        pub member: MemberId,
        /// The member's name.
        pub name: String,
        /// What they do.
        pub doing: Doing,
    }
}

wire! {
    /// Says what the member does in a ticket. It lasts thirty seconds unless it is said again.
    pub struct PresenceRequest {
        /// What.
        pub doing: Doing,
    }
}
