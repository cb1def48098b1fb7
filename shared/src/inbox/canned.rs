//! Canned replies: texts that agents use again and again, with places for what differs.

use crate::id::CannedId;

/// The longest title, in characters.
pub const CANNED_TITLE: usize = 100;
/// The longest shortcut, in characters.
pub const CANNED_SHORTCUT: usize = 40;
/// How many a workspace has at the most.
pub const CANNED_LIMIT: i64 = 1_000;

wire! {
    /// A canned reply.
    pub struct CannedReply {
        /// The id.
        pub id: CannedId,
        /// What it is called in the list.
        pub title: String,
        /// The word that is typed after a slash to put it in; unique in the workspace.
        pub shortcut: String,
        /// The text, with places such as `{{visitor.name|there}}`.
        pub text: String,
    }
}

wire! {
    /// Adds or changes a canned reply.
    pub struct SaveCanned {
        /// What it is called, 1 to 100 characters.
        pub title: String,
        /// Small letters, digits, `-` and `_`, 1 to 40.
        pub shortcut: String,
        /// The text, 1 to 10,000 characters and not blank.
        pub text: String,
    }
}

wire! {
    /// All canned replies, by title.
    pub struct CannedList {
        /// They.
        pub replies: Vec<CannedReply>,
    }
}
