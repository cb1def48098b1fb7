//! The tags of tickets.

use super::StoreError;
use super::row::{Sql, execute};
use super::ticket_change::TicketChange;
use super::writer::Written;
use porthole_shared::id::{TicketId, WorkspaceId};
use porthole_shared::inbox::tag::Tag;
use std::collections::BTreeSet;

/// How many tags a ticket has after a change.
pub(super) fn after(tags: &[String], change: &TicketChange) -> usize {
    let mut folds: BTreeSet<String> = tags.iter().map(|tag| tag.to_lowercase()).collect();
    for tag in &change.remove_tags {
        folds.remove(tag.fold());
    }
    folds.extend(change.add_tags.iter().map(|tag| tag.fold().to_owned()));
    folds.len()
}

/// Takes tags off and adds others; `false` if the ticket has the same ones as before.
pub(super) fn change(
    written: &Written<'_>,
    workspace: &WorkspaceId,
    ticket: &TicketId,
    change: &TicketChange,
) -> Result<bool, StoreError> {
    let mut changed = 0;
    let is_added = |tag: &&Tag| change.add_tags.contains(tag);
    for tag in change.remove_tags.iter().filter(|tag| !is_added(tag)) {
        changed += remove(written, workspace, ticket, tag)?;
    }
    for tag in &change.add_tags {
        changed += add(written, workspace, ticket, tag)?;
    }
    Ok(changed > 0)
}

fn add(
    written: &Written<'_>,
    workspace: &WorkspaceId,
    ticket: &TicketId,
    tag: &Tag,
) -> Result<usize, StoreError> {
    execute(
        written.connection,
        "INSERT INTO tag (workspace_id, fold, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (Sql(workspace), tag.fold(), tag.name()),
    )?;
    label(written, ticket, "tag", tag.fold())
}

/// A tag that is on no ticket any more may be spelled anew.
fn remove(
    written: &Written<'_>,
    workspace: &WorkspaceId,
    ticket: &TicketId,
    tag: &Tag,
) -> Result<usize, StoreError> {
    let removed = execute(
        written.connection,
        "DELETE FROM ticket_label WHERE ticket_id = ? AND kind = 'tag' AND key = ?",
        (Sql(ticket), tag.fold()),
    )?;
    if removed > 0 {
        execute(
            written.connection,
            "DELETE FROM tag WHERE workspace_id = ?1 AND fold = ?2 AND NOT EXISTS
                 (SELECT 1 FROM ticket_label WHERE workspace_id = ?1 AND kind = 'tag' AND key = ?2)",
            (Sql(workspace), tag.fold()),
        )?;
    }
    Ok(removed)
}

/// Lets a ticket be found by a label; 0 where it is already.
pub(super) fn label(
    written: &Written<'_>,
    ticket: &TicketId,
    kind: &str,
    key: &str,
) -> Result<usize, StoreError> {
    execute(
        written.connection,
        "INSERT INTO ticket_label (ticket_id, kind, key, workspace_id, shelf, position)
         SELECT id, ?2, ?3, workspace_id, shelf, position FROM ticket WHERE id = ?1
         ON CONFLICT DO NOTHING",
        (Sql(ticket), kind, key),
    )
}
