//! Tickets in which nobody wrote for a while. Each rule that waits for them goes along the messages
//! once, so many hours behind: where a message is still the last one of its ticket, the ticket is
//! idle.

use super::clean_up::CHUNK;
use super::row::{Sql, execute, find, get, list};
use super::writer::Written;
use super::{Store, StoreError};
use crate::domain::job::JobKind;
use porthole_shared::id::{RuleId, TicketId, WorkspaceId};
use porthole_shared::inbox::automation::{Definition, RuleEvent, SaveRule};
use porthole_shared::time::{HOUR, Timestamp};
use rusqlite::Connection;

/// A rule that waits for idle tickets, and how far it has come.
struct Waiting {
    rule: RuleId,
    workspace: WorkspaceId,
    wait: i64,
    seq: i64,
}

/// Lets a rule begin: tickets that have been idle for so long already are none of its business.
pub(super) fn begin(
    written: &mut Written<'_>,
    id: &RuleId,
    rule: &SaveRule,
    now: Timestamp,
) -> Result<(), StoreError> {
    if !rule.enabled || rule.definition.event != RuleEvent::Idle {
        return Ok(());
    }
    let since = now.plus(-rule.definition.idle_hours * HOUR);
    let seq = last_before(written.connection, since)?;
    execute(
        written.connection,
        "UPDATE rule SET idle_seq = ? WHERE id = ?",
        (seq, Sql(id)),
    )?;
    execute(
        written.connection,
        "INSERT INTO job (kind, run_at) VALUES (?1, ?2)
         ON CONFLICT (kind) DO UPDATE SET run_at = min(run_at, ?2)",
        (JobKind::Idle.as_str(), Sql(now)),
    )?;
    Ok(())
}

/// The number of the last message that was written by this time; 0 for none. Found by halving,
/// because messages are in the order of their times.
fn last_before(connection: &Connection, time: Timestamp) -> Result<i64, StoreError> {
    let newest = find(connection, "SELECT max(seq) FROM message", [], |row| {
        row.get::<_, Option<i64>>(0)
    })?;
    let (mut low, mut high) = (0, newest.flatten().unwrap_or_default() + 1);
    // All up to `low` were written by then, and none from `high` on.
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        let found = find(
            connection,
            "SELECT seq, at FROM message WHERE seq <= ? ORDER BY seq DESC LIMIT 1",
            [middle],
            |row| Ok((row.get::<_, i64>("seq")?, get::<Timestamp>(row, "at")?)),
        )?;
        match found {
            Some((seq, at)) if at > time => high = seq.max(low + 1),
            _ => low = middle,
        }
    }
    Ok(low)
}

fn waiting(connection: &Connection) -> Result<Vec<Waiting>, StoreError> {
    let rows = list(
        connection,
        "SELECT id, workspace_id, definition, idle_seq FROM rule WHERE event = ? AND enabled",
        [Sql(RuleEvent::Idle)],
        |row| {
            let waiting = Waiting {
                rule: get(row, "id")?,
                workspace: get(row, "workspace_id")?,
                wait: 0,
                seq: row.get("idle_seq")?,
            };
            Ok((waiting, row.get::<_, String>("definition")?))
        },
    )?;
    rows.into_iter()
        .map(|(waiting, definition)| {
            let definition: Definition = serde_json::from_str(&definition)?;
            let wait = definition.idle_hours * HOUR;
            Ok(Waiting { wait, ..waiting })
        })
        .collect()
}

/// When the next message has been the last one for as long as a rule waits.
pub(super) fn earliest(connection: &Connection) -> Result<Option<Timestamp>, StoreError> {
    let mut earliest = None;
    for waiting in waiting(connection)? {
        let next = find(
            connection,
            "SELECT at FROM message WHERE seq > ? ORDER BY seq LIMIT 1",
            [waiting.seq],
            |row| get::<Timestamp>(row, "at"),
        )?;
        let next = next.map(|at| at.plus(waiting.wait));
        earliest = [earliest, next].into_iter().flatten().min();
    }
    Ok(earliest)
}

impl Store {
    /// Looks at a piece of the messages that have become old enough for each rule. Says at how
    /// many; 0 when nothing is left to do.
    ///
    /// # Errors
    /// The store failed.
    pub async fn find_idle(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.write_in_bulk(move |written| {
            let mut looked_at = 0;
            for waiting in waiting(written.connection)? {
                looked_at += look(written, &waiting, now)?;
            }
            Ok(looked_at)
        })
        .await
    }
}

fn look(written: &mut Written<'_>, waiting: &Waiting, now: Timestamp) -> Result<usize, StoreError> {
    let messages = list(
        written.connection,
        "SELECT m.seq, m.at, m.ticket_id,
             t.last_seq = m.seq AND t.active AND t.workspace_id = ? AS is_idle
         FROM message m CROSS JOIN ticket t ON t.id = m.ticket_id WHERE m.seq > ? ORDER BY m.seq LIMIT ?",
        (Sql(&waiting.workspace), waiting.seq, CHUNK),
        |row| {
            Ok((
                row.get::<_, i64>("seq")?,
                get::<Timestamp>(row, "at")?,
                get::<TicketId>(row, "ticket_id")?,
                row.get::<_, bool>("is_idle")?,
            ))
        },
    )?;
    let is_old = |(_, at, _, _): &&(i64, Timestamp, TicketId, bool)| at.plus(waiting.wait) <= now;
    let old: Vec<_> = messages.iter().take_while(is_old).collect();
    for (seq, _, ticket, _) in old.iter().filter(|(_, _, _, is_idle)| *is_idle) {
        record(written, waiting, ticket, *seq, now)?;
    }
    if let Some((seq, ..)) = old.last() {
        execute(
            written.connection,
            "UPDATE rule SET idle_seq = ? WHERE id = ?",
            (seq, Sql(&waiting.rule)),
        )?;
    }
    Ok(old.len())
}

fn record(
    written: &mut Written<'_>,
    waiting: &Waiting,
    ticket: &TicketId,
    seq: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    let cause = format!("idle {} {seq}", waiting.rule.as_str());
    execute(
        written.connection,
        "INSERT INTO rule_event (workspace_id, ticket_id, event, rule_id, cause, depth, message_seq, at)
         VALUES (?, ?, ?, ?, ?, 0, ?, ?)",
        (
            Sql(&waiting.workspace),
            Sql(ticket),
            Sql(RuleEvent::Idle),
            Sql(&waiting.rule),
            cause,
            seq,
            Sql(now),
        ),
    )?;
    written.touch_events();
    Ok(())
}
