//! What a commit changed, and who is to hear of it.

use porthole_shared::id::{VisitorId, WorkspaceId};

/// A group of streams that hear of the same changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The browsers of a visitor.
    Visitor(VisitorId),
    /// The team of a workspace.
    Team(WorkspaceId),
}

/// What a row of the change log is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// A new message; both sides hear of it.
    Message,
    /// A new internal note; the team hears of it.
    Note,
    /// The ticket itself, as both sides see it.
    Ticket,
    /// What only the team sees of the ticket.
    Desk,
}

impl ChangeKind {
    /// The word in the change log.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Note => "note",
            Self::Ticket => "ticket",
            Self::Desk => "desk",
        }
    }

    /// Whether the visitor hears of it.
    #[must_use]
    pub fn reaches_visitor(self) -> bool {
        matches!(self, Self::Message | Self::Ticket)
    }
}

/// What the store tells after a commit is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// There is something new for these.
    Touched(Vec<Topic>),
    /// There is a mail to send.
    Mails,
    /// Something happened that a rule waits for.
    Events,
    /// Settings, tokens or sessions of some workspace changed: read them again.
    Workspaces,
    /// Another process wrote to the database: anything may have changed.
    Foreign,
}
