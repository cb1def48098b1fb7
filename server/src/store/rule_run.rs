//! Rules run: what happened is taken from its table, and all that follows from it is written in the
//! same transaction. Whoever is killed in between has done nothing of it, or all.

mod act;

use super::clean_up::CHUNK;
use super::row::{Sql, execute, find, get, list};
use super::rule_event::Cause;
use super::writer::Written;
use super::{Store, StoreError, rule, team_ticket, workspace};
use crate::domain::automation::condition::Facts;
use crate::domain::automation::payload::{Occasion, RuleName, Said, WorkspaceName};
use crate::domain::automation::{Decision, KEEP, KEEP_IDLE, decide};
use crate::domain::workspace::Workspace;
use crate::domain::zone::is_open;
use act::Acting;
use porthole_shared::id::{DeliveryId, RuleId, TicketId, WorkspaceId};
use porthole_shared::inbox::automation::run::{RUN_PAGE, Run, RunList, RunOutcome, Step};
use porthole_shared::inbox::automation::{Rule, RuleEvent};
use porthole_shared::inbox::ticket::{TeamTicket, TicketReference};
use porthole_shared::ticket::Side;
use porthole_shared::time::Timestamp;
use rusqlite::{Connection, Row};

/// How much that happened is looked at in one transaction.
const EVENT_CHUNK: i64 = 20;

/// What rules run with.
pub struct Evaluating {
    /// The address of this installation.
    pub public_url: String,
    /// When.
    pub now: Timestamp,
    /// Makes an id for something to be sent.
    pub mint: Box<dyn Fn() -> DeliveryId + Send>,
}

/// What happened.
struct Event {
    id: i64,
    workspace: WorkspaceId,
    ticket: TicketId,
    event: RuleEvent,
    rule: Option<RuleId>,
    cause: Cause,
    message: Option<i64>,
    before: Option<String>,
    after: Option<String>,
    at: Timestamp,
}

fn read_event(row: &Row<'_>) -> rusqlite::Result<Event> {
    Ok(Event {
        id: row.get("id")?,
        workspace: get(row, "workspace_id")?,
        ticket: get(row, "ticket_id")?,
        event: get(row, "event")?,
        rule: row.get::<_, Option<Sql<_>>>("rule_id")?.map(|id| id.0),
        cause: Cause {
            root: row.get("cause")?,
            depth: row.get("depth")?,
        },
        message: row.get("message_seq")?,
        before: row.get("before")?,
        after: row.get("after")?,
        at: get(row, "at")?,
    })
}

impl Store {
    /// Looks at a piece of what happened, and does what the rules say. Says at how much; 0 when
    /// nothing is left to do.
    ///
    /// # Errors
    /// The store failed; nothing was done.
    pub async fn run_rules(&self, by: Evaluating) -> Result<usize, StoreError> {
        self.write(move |written| {
            let events = list(
                written.connection,
                "SELECT id, workspace_id, ticket_id, event, rule_id, cause, depth, message_seq, before, after, at
                 FROM rule_event WHERE id > 0 ORDER BY id LIMIT ?",
                [EVENT_CHUNK],
                read_event,
            )?;
            for event in &events {
                evaluate(written, event, &by)?;
                execute(
                    written.connection,
                    "DELETE FROM rule_event WHERE id = ?",
                    [event.id],
                )?;
            }
            Ok(events.len())
        })
        .await
    }

    /// A page of what rules did, the newest first; of one rule, if it is named.
    ///
    /// # Errors
    /// The store failed.
    pub async fn runs(
        &self,
        workspace: WorkspaceId,
        rule: Option<RuleId>,
        before: Option<i64>,
    ) -> Result<RunList, StoreError> {
        self.read(move |connection| page(connection, &workspace, rule.as_ref(), before))
            .await
    }
}

fn evaluate(written: &mut Written<'_>, event: &Event, by: &Evaluating) -> Result<(), StoreError> {
    let rules = rule::waiting(
        written.connection,
        &event.workspace,
        event.event,
        event.rule.as_ref(),
    )?;
    let workspace = workspace::by_id(written.connection, &event.workspace)?;
    let (false, Some(workspace)) = (rules.is_empty(), workspace) else {
        return Ok(());
    };
    for rule in rules {
        let found = team_ticket::by_id(written.connection, &event.workspace, &event.ticket)?;
        let Some(ticket) = found else { return Ok(()) };
        let said = said(written.connection, event, &ticket)?;
        let occasion = occasion(event, ticket, said, &rule, &workspace, by);
        run(written, event, &rule, occasion, &workspace, by)?;
    }
    Ok(())
}

fn run(
    written: &mut Written<'_>,
    event: &Event,
    rule: &Rule,
    occasion: Occasion,
    workspace: &Workspace,
    by: &Evaluating,
) -> Result<(), StoreError> {
    let ticket = &occasion.ticket;
    let (outcome, failed) = if ticket.merged_into.is_some() || ticket.suspicious {
        (RunOutcome::NoTicket, Vec::new())
    } else {
        let facts = facts(&occasion, workspace, by.now);
        let has_run = has_run(written.connection, event, &rule.id)?;
        decide(&rule.definition, &facts, event.cause.depth, has_run)
    };
    let steps = match outcome {
        RunOutcome::Ran => Acting {
            written,
            occasion,
            cause: Cause {
                root: event.cause.root.clone(),
                depth: event.cause.depth + 1,
            },
            by,
        }
        .all(&rule.definition.actions)?,
        _ => Vec::new(),
    };
    record(
        written.connection,
        event,
        rule,
        (outcome, failed),
        &steps,
        by.now,
    )
}

/// Whether a rule ran for this ticket and cause.
fn has_run(connection: &Connection, event: &Event, rule: &RuleId) -> Result<bool, StoreError> {
    let ran = find(
        connection,
        "SELECT 1 FROM rule_run WHERE cause = ? AND rule_id = ? AND ticket_id = ? AND outcome = 'ran'",
        (&event.cause.root, Sql(rule), Sql(&event.ticket)),
        |_| Ok(()),
    )?;
    Ok(ran.is_some())
}

/// The message that came with an event, or else the ticket's last one.
fn said(
    connection: &Connection,
    event: &Event,
    ticket: &TeamTicket,
) -> Result<Option<Said>, StoreError> {
    let read = |row: &Row<'_>| {
        Ok(Said {
            side: get(row, "side")?,
            author: row.get("author_name")?,
            text: row.get("body")?,
            at: get(row, "at")?,
        })
    };
    let said = match event.message {
        Some(seq) => find(
            connection,
            "SELECT side, author_name, body, at FROM message WHERE seq = ?",
            [seq],
            read,
        ),
        None => find(
            connection,
            "SELECT side, author_name, body, at FROM message WHERE ticket_id = ?
             ORDER BY seq DESC LIMIT 1",
            [Sql(&ticket.id)],
            read,
        ),
    }?;
    Ok(said.map(|said| Said {
        author: match said.side {
            Side::Visitor => ticket.visitor.name.clone().unwrap_or_default(),
            _ => said.author,
        },
        ..said
    }))
}

fn occasion(
    event: &Event,
    ticket: TeamTicket,
    message: Option<Said>,
    rule: &Rule,
    workspace: &Workspace,
    by: &Evaluating,
) -> Occasion {
    Occasion {
        event: event.event,
        at: event.at,
        ticket,
        message,
        before: event.before.clone(),
        after: event.after.clone(),
        rule: RuleName {
            id: rule.id.clone(),
            name: rule.definition.name.clone(),
        },
        workspace: WorkspaceName {
            id: workspace.id.clone(),
            name: workspace.name.clone(),
            public_url: by.public_url.clone(),
        },
    }
}

fn facts(occasion: &Occasion, workspace: &Workspace, now: Timestamp) -> Facts {
    let ticket = &occasion.ticket;
    Facts {
        status: ticket.status,
        priority: ticket.priority,
        tags: ticket.tags.clone(),
        assignee: ticket.assignee.clone(),
        channel: ticket.channel,
        text: occasion
            .message
            .as_ref()
            .map(|said| said.text.clone())
            .unwrap_or_default(),
        verified: false,
        value: ticket.visitor.value,
        is_open: is_open(&workspace.settings.office_hours, now),
    }
}

fn record(
    connection: &Connection,
    event: &Event,
    rule: &Rule,
    (outcome, failed): Decision,
    steps: &[Step],
    now: Timestamp,
) -> Result<(), StoreError> {
    let keep = match outcome {
        RunOutcome::Ran => KEEP,
        _ => KEEP_IDLE,
    };
    execute(
        connection,
        "INSERT INTO rule_run (workspace_id, rule_id, rule_name, ticket_id, event, cause, depth,
             outcome, failed, steps, at, ends_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            Sql(&event.workspace),
            Sql(&rule.id),
            &rule.definition.name,
            Sql(&event.ticket),
            Sql(event.event),
            &event.cause.root,
            event.cause.depth,
            Sql(outcome),
            serde_json::to_string(&failed)?,
            serde_json::to_string(steps)?,
            Sql(now),
            Sql(now.plus(keep)),
        ),
    )?;
    Ok(())
}

/// Deletes a piece of what is old.
pub(super) fn trim(connection: &Connection, now: Timestamp) -> Result<usize, StoreError> {
    execute(
        connection,
        "DELETE FROM rule_run WHERE id IN (SELECT id FROM rule_run WHERE ends_at <= ? LIMIT ?)",
        (Sql(now), CHUNK),
    )
}

const SELECT: &str =
    "SELECT r.id, r.rule_id, r.rule_name, r.ticket_id, r.event, r.depth, r.outcome,
     r.failed, r.steps, r.at, t.number FROM rule_run r JOIN ticket t ON t.id = r.ticket_id";

fn page(
    connection: &Connection,
    workspace: &WorkspaceId,
    rule: Option<&RuleId>,
    before: Option<i64>,
) -> Result<RunList, StoreError> {
    let (before, limit) = (before.unwrap_or(i64::MAX), RUN_PAGE + 1);
    let page = "r.id < ? ORDER BY r.id DESC LIMIT ?";
    let mut rows = match rule {
        Some(rule) => list(
            connection,
            &format!("{SELECT} WHERE r.rule_id = ? AND +r.workspace_id = ? AND {page}"),
            (Sql(rule), Sql(workspace), before, limit),
            read_run,
        )?,
        None => list(
            connection,
            &format!("{SELECT} WHERE r.workspace_id = ? AND {page}"),
            (Sql(workspace), before, limit),
            read_run,
        )?,
    };
    let page = usize::try_from(RUN_PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > page;
    rows.truncate(page);
    let whole = |(run, failed, steps): (Run, String, String)| {
        Ok::<_, StoreError>(Run {
            failed: serde_json::from_str(&failed)?,
            steps: serde_json::from_str(&steps)?,
            ..run
        })
    };
    let runs = rows.into_iter().map(whole).collect::<Result<_, _>>()?;
    Ok(RunList { runs, more })
}

fn read_run(row: &Row<'_>) -> rusqlite::Result<(Run, String, String)> {
    let run = Run {
        id: row.get("id")?,
        rule: get(row, "rule_id")?,
        rule_name: row.get("rule_name")?,
        ticket: TicketReference {
            id: get(row, "ticket_id")?,
            number: row.get("number")?,
        },
        event: get(row, "event")?,
        depth: row.get("depth")?,
        outcome: get(row, "outcome")?,
        at: get(row, "at")?,
        ..Run::default()
    };
    Ok((run, row.get("failed")?, row.get("steps")?))
}
