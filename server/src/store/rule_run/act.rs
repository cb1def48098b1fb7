//! What a rule does when it runs.

use super::Evaluating;
use crate::domain::automation::payload::Occasion;
use crate::domain::automation::slack;
use crate::store::delivery::{self, NewDelivery};
use crate::store::rule_event::Cause;
use crate::store::ticket_change::{self, ChangeRefusal, TicketChange};
use crate::store::writer::Written;
use crate::store::{StoreError, endpoint, team_ticket};
use porthole_shared::inbox::automation::endpoint::EndpointKind;
use porthole_shared::inbox::automation::run::{Step, StepOutcome};
use porthole_shared::inbox::automation::{Action, ActionKind};
use porthole_shared::inbox::tag::Tag;
use porthole_shared::inbox::ticket::Priority;
use porthole_shared::ticket::TicketStatus;
use porthole_shared::time::HOUR;

/// A rule that runs.
pub(super) struct Acting<'a, 'b> {
    pub(super) written: &'a mut Written<'b>,
    /// What it runs for, with the ticket as the actions leave it.
    pub(super) occasion: Occasion,
    /// Why whatever follows from it happens.
    pub(super) cause: Cause,
    pub(super) by: &'a Evaluating,
}

impl Acting<'_, '_> {
    /// Does all that the rule says, one after the other. What cannot be done keeps nothing else
    /// from being done.
    pub(super) fn all(mut self, actions: &[Action]) -> Result<Vec<Step>, StoreError> {
        actions.iter().map(|action| self.one(action)).collect()
    }

    fn one(&mut self, action: &Action) -> Result<Step, StoreError> {
        match action.kind {
            ActionKind::Webhook => self.send(action, EndpointKind::Webhook),
            ActionKind::Slack => self.send(action, EndpointKind::Slack),
            _ => self.change(action),
        }
    }

    fn send(&mut self, action: &Action, kind: EndpointKind) -> Result<Step, StoreError> {
        let workspace = &self.occasion.workspace.id;
        let connection = self.written.connection;
        let found = endpoint::by_id(connection, workspace, &action.endpoint)?;
        if found.is_none_or(|endpoint| endpoint.kind != kind) {
            return Ok(step(action, StepOutcome::NoEndpoint));
        }
        let id = (self.by.mint)();
        let body = match kind {
            EndpointKind::Slack => slack::message(&self.occasion),
            _ => self.occasion.webhook(&id),
        };
        let new = NewDelivery {
            id: &id,
            workspace,
            endpoint: &action.endpoint,
            ticket: Some(&self.occasion.ticket.id),
            rule_name: &self.occasion.rule.name,
            event: self.occasion.event.as_str(),
            body: &body,
            now: self.by.now,
        };
        delivery::insert(connection, &new)?;
        Ok(Step {
            delivery: Some(id),
            ..step(action, StepOutcome::Done)
        })
    }

    fn change(&mut self, action: &Action) -> Result<Step, StoreError> {
        let workspace = self.occasion.workspace.id.clone();
        let (ticket, now) = (&self.occasion.ticket, self.by.now);
        let change = self.wanted(action);
        let changed = ticket_change::by_rule(
            self.written,
            &workspace,
            ticket,
            &change,
            (&self.cause, now),
        )?;
        let outcome = match changed {
            Ok(true) => StepOutcome::Done,
            Ok(false) => StepOutcome::Same,
            Err(ChangeRefusal::NoSuchMember) => StepOutcome::NoMember,
            Err(ChangeRefusal::TooManyTags(_) | ChangeRefusal::Merged(_)) => {
                StepOutcome::TooManyTags
            }
        };
        if outcome == StepOutcome::Done {
            let after = team_ticket::by_id(self.written.connection, &workspace, &ticket.id)?;
            self.occasion.ticket = after
                .ok_or_else(|| StoreError::Corrupt("a ticket that was changed away".to_owned()))?;
        }
        Ok(step(action, outcome))
    }

    /// The change that an action asks for. Tags were checked when the rule was saved.
    fn wanted(&self, action: &Action) -> TicketChange {
        let tags = || {
            let tags = action.tags.iter();
            tags.filter_map(|tag| Tag::parse(tag).ok()).collect()
        };
        let mut change = TicketChange::default();
        match action.kind {
            ActionKind::Status => change.status = Some(TicketStatus::from_word(&action.word)),
            ActionKind::Priority => change.priority = Some(Priority::from_word(&action.word)),
            ActionKind::Assignee => change.assignee = Some(action.member()),
            ActionKind::AddTags => change.add_tags = tags(),
            ActionKind::RemoveTags => change.remove_tags = tags(),
            ActionKind::Snooze => {
                change.snoozed_until = Some(self.by.now.plus(action.hours * HOUR));
            }
            ActionKind::Webhook | ActionKind::Slack | ActionKind::Unknown => {}
        }
        change
    }
}

fn step(action: &Action, outcome: StepOutcome) -> Step {
    Step {
        action: action.kind,
        outcome,
        delivery: None,
    }
}
