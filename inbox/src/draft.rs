//! What somebody has typed and not sent yet, kept per ticket and per kind of entry.

use crate::{host, storage};
use porthole_shared::id::{AttachmentId, ClientId, TicketId};
use porthole_shared::inbox::ticket::{EntryKind, WriteRequest};
use serde::{Deserialize, Serialize};

/// A text that waits in the composer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Draft {
    /// The text as typed.
    pub(crate) text: String,
    /// What was sent last and not acknowledged. The same text goes out again under the same id,
    /// so that it is stored once even when only the answer was lost.
    pub(crate) attempt: Option<WriteRequest>,
}

impl Draft {
    /// The draft of a ticket.
    pub(crate) fn read(ticket: &TicketId, kind: EntryKind) -> Self {
        storage::read(&key(ticket, kind)).unwrap_or_default()
    }

    /// Keeps the draft, or forgets it when there is nothing in it.
    pub(crate) fn keep(&self, ticket: &TicketId, kind: EntryKind) {
        if self.text.is_empty() && self.attempt.is_none() {
            storage::forget(&key(ticket, kind));
        } else {
            storage::keep(&key(ticket, kind), self);
        }
    }

    /// What to send for this text and these files.
    pub(crate) fn attempt(&mut self, text: &str, files: Vec<AttachmentId>) -> WriteRequest {
        self.attempt_with(text, files, host::client_id)
    }

    fn attempt_with(
        &mut self,
        text: &str,
        files: Vec<AttachmentId>,
        mint: impl FnOnce() -> ClientId,
    ) -> WriteRequest {
        match &self.attempt {
            Some(attempt) if attempt.text == text && attempt.attachments == files => {
                attempt.clone()
            }
            _ => {
                let request = WriteRequest {
                    client_id: mint(),
                    text: text.to_owned(),
                    mentions: Vec::new(),
                    attachments: files,
                };
                self.attempt = Some(request.clone());
                request
            }
        }
    }
}

fn key(ticket: &TicketId, kind: EntryKind) -> String {
    format!("porthole-inbox:draft:{}:{}", ticket.as_str(), kind.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_and_files_keep_their_id_and_others_get_their_own() {
        let mut draft = Draft::default();
        let file = || vec![AttachmentId::from("f".to_owned())];
        let first = draft.attempt_with("hello", file(), || ClientId::from("a".to_owned()));
        let again = draft.attempt_with("hello", file(), || ClientId::from("b".to_owned()));
        let other = draft.attempt_with("hello", Vec::new(), || ClientId::from("c".to_owned()));
        assert_eq!(first, again);
        assert_eq!(other.client_id.as_str(), "c");
    }
}
