//! What happened to tickets and is for the rules to look at: a row in the transaction of the
//! change, where a rule waits for it.

use super::StoreError;
use super::row::{Sql, execute, find};
use super::writer::Written;
use porthole_shared::id::{TicketId, WorkspaceId};
use porthole_shared::inbox::automation::RuleEvent;
use porthole_shared::time::Timestamp;
use rusqlite::Connection;

/// Why something happened.
#[derive(Clone, Debug)]
pub(super) struct Cause {
    /// The same for all that follows from one thing that people did.
    pub(super) root: String,
    /// How many rules caused it, one the other.
    pub(super) depth: i64,
}

impl Cause {
    /// People did it, in the change of this number.
    pub(super) fn change(seq: i64) -> Self {
        Self {
            root: seq.to_string(),
            depth: 0,
        }
    }
}

/// Whether a workspace has rules at all.
pub(super) fn is_awaited(
    connection: &Connection,
    workspace: &WorkspaceId,
) -> Result<bool, StoreError> {
    let rule = find(
        connection,
        "SELECT 1 FROM rule WHERE workspace_id = ? LIMIT 1",
        [Sql(workspace)],
        |_| Ok(()),
    )?;
    Ok(rule.is_some())
}

/// What happened, to which ticket.
pub(super) struct Happening<'a> {
    pub(super) workspace: &'a WorkspaceId,
    pub(super) ticket: &'a TicketId,
    pub(super) cause: Cause,
    pub(super) message: Option<i64>,
    pub(super) now: Timestamp,
}

impl Happening<'_> {
    /// Writes it down if a rule waits for it.
    pub(super) fn record(
        &self,
        written: &mut Written<'_>,
        event: RuleEvent,
        change: Option<(&str, &str)>,
    ) -> Result<(), StoreError> {
        let (before, after) = change.unzip();
        let recorded = execute(
            written.connection,
            "INSERT INTO rule_event (workspace_id, ticket_id, event, cause, depth, message_seq, before, after, at)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
             WHERE EXISTS (SELECT 1 FROM rule WHERE event = ?3 AND workspace_id = ?1 AND enabled)",
            (
                Sql(self.workspace),
                Sql(self.ticket),
                Sql(event),
                &self.cause.root,
                self.cause.depth,
                self.message,
                before,
                after,
                Sql(self.now),
            ),
        )?;
        if recorded > 0 {
            written.touch_events();
        }
        Ok(())
    }

    /// The same where a value is another one than before.
    pub(super) fn record_change(
        &self,
        written: &mut Written<'_>,
        event: RuleEvent,
        before: &str,
        after: &str,
    ) -> Result<(), StoreError> {
        if before == after {
            return Ok(());
        }
        self.record(written, event, Some((before, after)))
    }
}
