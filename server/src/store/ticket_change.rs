//! What the team changes of tickets: one, or many in the same way.

use super::row::{Sql, execute, find};
use super::rule_event::{self, Cause, Happening};
use super::team_ticket::{self, rank, record};
use super::writer::Written;
use super::{Store, StoreError, snooze, tag};
use crate::domain::change::ChangeKind;
use porthole_shared::id::{MemberId, TicketId, WorkspaceId};
use porthole_shared::inbox::automation::RuleEvent;
use porthole_shared::inbox::tag::Tag;
use porthole_shared::inbox::ticket::{Priority, TAG_LIMIT, TeamTicket};
use porthole_shared::ticket::TicketStatus;
use porthole_shared::time::Timestamp;
use std::collections::BTreeSet;

/// What the team changes of a ticket. What is absent stays.
#[derive(Clone, Debug, Default)]
pub struct TicketChange {
    /// How far it has come.
    pub status: Option<TicketStatus>,
    /// Whether it may be spam.
    pub suspicious: Option<bool>,
    /// How much it presses.
    pub priority: Option<Priority>,
    /// Whose it is; the empty id for nobody.
    pub assignee: Option<MemberId>,
    /// Until when it sleeps; 0 wakes it.
    pub snoozed_until: Option<Timestamp>,
    /// Tags to add.
    pub add_tags: Vec<Tag>,
    /// Tags to take off.
    pub remove_tags: Vec<Tag>,
}

/// Why tickets were not changed. None of them was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeRefusal {
    /// Nobody of the team has this id.
    NoSuchMember,
    /// The ticket of this number would have too many tags.
    TooManyTags(i64),
    /// The ticket was merged into that of this number.
    Merged(i64),
}

impl Store {
    /// Changes a ticket; `None` where there is no such ticket in the workspace.
    ///
    /// # Errors
    /// The store failed.
    pub async fn change_ticket(
        &self,
        workspace: WorkspaceId,
        id: TicketId,
        change: TicketChange,
        now: Timestamp,
    ) -> Result<Option<Result<TeamTicket, ChangeRefusal>>, StoreError> {
        self.write(move |written| {
            let Some(ticket) = team_ticket::by_id(written.connection, &workspace, &id)? else {
                return Ok(None);
            };
            if let Some(into) = &ticket.merged_into {
                return Ok(Some(Err(ChangeRefusal::Merged(into.number))));
            }
            if let Err(refusal) = check(written, &workspace, &change, &[&ticket])? {
                return Ok(Some(Err(refusal)));
            }
            apply(written, &workspace, &ticket, &change, (None, now))?;
            let changed = team_ticket::by_id(written.connection, &workspace, &id)?;
            Ok(changed.map(Ok))
        })
        .await
    }
}

impl Store {
    /// Changes many tickets in the same way, all or none, and marks them as seen by the team if
    /// `read` says so; gives them as they are then. Those that are not the workspace's are left
    /// out, and those that were merged stay as they are.
    ///
    /// # Errors
    /// The store failed.
    pub async fn change_tickets(
        &self,
        workspace: WorkspaceId,
        ids: Vec<TicketId>,
        change: TicketChange,
        read: bool,
        now: Timestamp,
    ) -> Result<Result<Vec<TeamTicket>, ChangeRefusal>, StoreError> {
        self.write(move |written| {
            let ids: BTreeSet<_> = ids.iter().collect();
            let find =
                |id: &&TicketId| team_ticket::by_id(written.connection, &workspace, id).transpose();
            let tickets = ids.iter().filter_map(find).collect::<Result<Vec<_>, _>>()?;
            let open = || tickets.iter().filter(|ticket| ticket.merged_into.is_none());
            let all: Vec<_> = open().collect();
            if let Err(refusal) = check(written, &workspace, &change, &all)? {
                return Ok(Err(refusal));
            }
            for ticket in all {
                apply(written, &workspace, ticket, &change, (None, now))?;
                if read {
                    team_ticket::mark_read(written, &workspace, ticket, i64::MAX, now)?;
                }
            }
            let after = |ticket: &TeamTicket| {
                team_ticket::by_id(written.connection, &workspace, &ticket.id).transpose()
            };
            let after = tickets.iter().filter_map(after);
            Ok(Ok(after.collect::<Result<_, _>>()?))
        })
        .await
    }
}

/// Changes a ticket because a rule says so; `false` where it is like that already.
pub(super) fn by_rule(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    ticket: &TeamTicket,
    change: &TicketChange,
    (cause, now): (&Cause, Timestamp),
) -> Result<Result<bool, ChangeRefusal>, StoreError> {
    if let Err(refusal) = check(written, workspace, change, &[ticket])? {
        return Ok(Err(refusal));
    }
    apply(written, workspace, ticket, change, (Some(cause), now)).map(Ok)
}

/// Whether all of the tickets can be changed so.
fn check(
    written: &Written<'_>,
    workspace: &WorkspaceId,
    change: &TicketChange,
    tickets: &[&TeamTicket],
) -> Result<Result<(), ChangeRefusal>, StoreError> {
    if let Some(member) = change.assignee.as_ref().filter(|id| !id.is_empty()) {
        let known = find(
            written.connection,
            "SELECT 1 FROM member WHERE id = ? AND workspace_id = ?",
            (Sql(member), Sql(workspace)),
            |_| Ok(()),
        )?;
        if known.is_none() {
            return Ok(Err(ChangeRefusal::NoSuchMember));
        }
    }
    let over = tickets
        .iter()
        .find(|ticket| tag::after(&ticket.tags, change) > TAG_LIMIT && !change.add_tags.is_empty());
    Ok(over.map_or(Ok(()), |ticket| {
        Err(ChangeRefusal::TooManyTags(ticket.number))
    }))
}

/// Changes a ticket, and says so in the change log and to the rules if that makes a difference;
/// `false` if it makes none. What a rule does has its own cause.
fn apply(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    ticket: &TeamTicket,
    change: &TicketChange,
    (cause, now): (Option<&Cause>, Timestamp),
) -> Result<bool, StoreError> {
    let (status, snoozed_until) = snooze::after(ticket, change);
    let suspicious = change.suspicious.unwrap_or(ticket.suspicious);
    let priority = change.priority.unwrap_or(ticket.priority);
    let assignee = match &change.assignee {
        Some(id) => Some(id).filter(|id| !id.is_empty()),
        None => ticket.assignee.as_ref(),
    };
    let is_same = (status, suspicious, priority)
        == (ticket.status, ticket.suspicious, ticket.priority)
        && (assignee, snoozed_until) == (ticket.assignee.as_ref(), ticket.snoozed_until);
    let has_new_tags = tag::change(written, workspace, &ticket.id, change)?;
    if is_same && !has_new_tags {
        return Ok(false);
    }
    let kind = if status == ticket.status {
        ChangeKind::Desk
    } else {
        ChangeKind::Ticket
    };
    let seq = record(written, workspace, ticket, kind, now)?;
    let wakes = ticket.snoozed_until.is_some() && snoozed_until.is_none();
    execute(
        written.connection,
        "UPDATE ticket SET status = ?, suspicious = ?, priority = ?, assignee = ?,
             snoozed_until = ?, position = iif(?, ?, position) WHERE id = ?",
        (
            Sql(status),
            suspicious,
            rank(priority),
            assignee.map(MemberId::as_str),
            snoozed_until.map(|time| time.0),
            wakes && status != TicketStatus::Resolved,
            seq,
            Sql(&ticket.id),
        ),
    )?;
    snooze::plan(written, snoozed_until)?;
    let happening = Happening {
        workspace,
        ticket: &ticket.id,
        cause: cause.cloned().unwrap_or_else(|| Cause::change(seq)),
        message: None,
        now,
    };
    tell_rules(written, &happening, ticket, has_new_tags)?;
    Ok(true)
}

/// What of a change is for the rules. Of what may be spam they hear nothing; where that turns out to
/// be wrong, the ticket begins for them.
fn tell_rules(
    written: &mut Written<'_>,
    happening: &Happening<'_>,
    before: &TeamTicket,
    has_new_tags: bool,
) -> Result<(), StoreError> {
    if !rule_event::is_awaited(written.connection, happening.workspace)? {
        return Ok(());
    }
    let after = team_ticket::by_id(written.connection, happening.workspace, &before.id)?;
    let Some(after) = after.filter(|after| !after.suspicious) else {
        return Ok(());
    };
    if before.suspicious {
        happening.record(written, RuleEvent::TicketCreated, None)?;
    }
    let assignee = |ticket: &TeamTicket| ticket.assignee.clone().unwrap_or_default();
    for (event, before, after) in [
        (
            RuleEvent::StatusChanged,
            before.status.as_str(),
            after.status.as_str(),
        ),
        (
            RuleEvent::PriorityChanged,
            before.priority.as_str(),
            after.priority.as_str(),
        ),
        (
            RuleEvent::AssigneeChanged,
            assignee(before).as_str(),
            assignee(&after).as_str(),
        ),
    ] {
        happening.record_change(written, event, before, after)?;
    }
    if has_new_tags {
        let (before, after) = (before.tags.join(", "), after.tags.join(", "));
        happening.record(written, RuleEvent::TagsChanged, Some((&before, &after)))?;
    }
    Ok(())
}
