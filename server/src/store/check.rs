//! Whether a database is sound: SQLite's own checks, and what this program promises of its rows.

use super::copy::open;
use super::sqlite::{MIGRATIONS, applied};
use super::workspace;
use super::{Store, StoreError};
use rusqlite::{Connection, ErrorCode, Row};
use std::path::Path;

/// How many examples of a finding are named.
const EXAMPLES: usize = 3;

/// What a look at a whole database brought.
#[derive(Clone, Debug, Default)]
pub struct Soundness {
    /// What is wrong, one sentence each; nothing where all is well.
    pub findings: Vec<String>,
    /// It was written by an older version: this program's own rules were left out.
    pub is_older: bool,
    /// How many workspaces there are.
    pub workspaces: i64,
    /// How many tickets there are.
    pub tickets: i64,
    /// How many messages there are.
    pub messages: i64,
}

/// A promise: what is said of the rows that break it, and a query that names each of them.
type Promise = (&'static str, &'static str);

/// What holds for every database, whatever was done and whenever its server died.
const PROMISES: &[Promise] = &[
    (
        "a workspace's ticket numbers have a gap, or do not end at its last one",
        "SELECT w.id FROM workspace w
         WHERE w.last_ticket_number <> (SELECT count(*) FROM ticket WHERE workspace_id = w.id)
            OR w.last_ticket_number <> (SELECT coalesce(max(number), 0) FROM ticket WHERE workspace_id = w.id)
            OR (SELECT min(number) FROM ticket WHERE workspace_id = w.id) < 1",
    ),
    (
        "a workspace's count of unread tickets is not what is counted",
        "SELECT w.id FROM workspace w LEFT JOIN workspace_count c ON c.workspace_id = w.id
         WHERE c.unread_tickets IS NOT
             (SELECT count(*) FROM ticket
              WHERE workspace_id = w.id AND team_unread > 0 AND active)",
    ),
    (
        "a count of tickets is not what is counted",
        "SELECT dimension || ' ' || key FROM ticket_count LEFT JOIN
             (SELECT workspace_id, dimension, key, count(*) AS counted FROM ticket_counted
              GROUP BY workspace_id, dimension, key) USING (workspace_id, dimension, key)
         WHERE count <> coalesce(counted, 0)
         UNION ALL
         SELECT dimension || ' ' || key FROM ticket_counted
         WHERE NOT EXISTS (SELECT 1 FROM ticket_count c
              WHERE c.workspace_id = ticket_counted.workspace_id
                AND c.dimension = ticket_counted.dimension AND c.key = ticket_counted.key)",
    ),
    (
        "a ticket lies before its last message, or has another value than its visitor",
        "SELECT t.id FROM ticket t JOIN visitor v ON v.id = t.visitor_id
         WHERE (t.position < t.last_seq AND t.merged_into IS NULL) OR t.value IS NOT v.value",
    ),
    (
        "two tickets lie at the same place",
        "SELECT position FROM ticket GROUP BY position HAVING count(*) > 1",
    ),
    (
        "a label does not follow its ticket, or names a tag or a member that is not there",
        "SELECT l.ticket_id FROM ticket_label l JOIN ticket t ON t.id = l.ticket_id
             LEFT JOIN tag g ON g.workspace_id = l.workspace_id AND g.fold = l.key
             LEFT JOIN member m ON m.workspace_id = l.workspace_id AND m.id = l.key
         WHERE l.workspace_id <> t.workspace_id OR l.shelf <> t.shelf OR l.position <> t.position
            OR CASE l.kind WHEN 'tag' THEN g.name WHEN 'mention' THEN m.id END IS NULL",
    ),
    (
        "a ticket is of a member of another workspace, or merged into one of another visitor",
        "SELECT t.id FROM ticket t LEFT JOIN member a ON a.id = t.assignee
             LEFT JOIN ticket m ON m.id = t.merged_into
         WHERE a.workspace_id <> t.workspace_id OR m.visitor_id <> t.visitor_id
            OR m.merged_into IS NOT NULL",
    ),
    (
        "a ticket's unread count is not what is counted",
        "SELECT t.id FROM ticket t
         WHERE t.team_unread <> (SELECT count(*) FROM message
                   WHERE ticket_id = t.id AND seq > t.team_read AND side = 'visitor')
            OR t.visitor_unread <> (SELECT count(*) FROM message
                   WHERE ticket_id = t.id AND seq > t.visitor_read AND side = 'team')",
    ),
    (
        "a ticket does not end with its last message",
        "SELECT t.id FROM ticket t LEFT JOIN message m ON m.seq = t.last_seq
         WHERE (m.ticket_id IS NOT t.id OR m.side <> t.last_side
            OR m.author_name <> t.last_author_name OR m.at <> t.updated_at
            OR t.last_seq <> (SELECT max(seq) FROM message WHERE ticket_id = t.id)
            OR t.version < t.last_seq) AND t.merged_into IS NULL",
    ),
    (
        "a ticket and its visitor are in different workspaces",
        "SELECT t.id FROM ticket t JOIN visitor v ON v.id = t.visitor_id
         WHERE v.workspace_id <> t.workspace_id",
    ),
    (
        "a browser and its visitor are in different workspaces",
        "SELECT d.id FROM device d JOIN visitor v ON v.id = d.visitor_id
         WHERE v.workspace_id <> d.workspace_id",
    ),
    (
        "a session acts for a visitor of another workspace, or for one who was not proven",
        "SELECT d.id FROM session s JOIN device d ON d.id = s.device_id JOIN visitor v ON v.id = s.person_id
         WHERE v.workspace_id <> d.workspace_id OR (v.user_id IS NULL AND v.verified_email IS NULL)",
    ),
    (
        "a message is in another workspace than its ticket, or by another visitor",
        "SELECT m.id FROM message m JOIN ticket t ON t.id = m.ticket_id
         WHERE m.workspace_id <> t.workspace_id
            OR (m.side = 'visitor' AND m.author_id <> t.visitor_id AND NOT EXISTS
                (SELECT 1 FROM ticket_share WHERE ticket_id = t.id AND visitor_id = m.author_id))",
    ),
    (
        "a ticket is shared with a visitor of another workspace, or with the one whose it is",
        "SELECT s.ticket_id FROM ticket_share s JOIN ticket t ON t.id = s.ticket_id
             JOIN visitor v ON v.id = s.visitor_id
         WHERE v.workspace_id <> t.workspace_id OR s.visitor_id = t.visitor_id",
    ),
    (
        "a mail is in no state, or is tried again though it is over",
        "SELECT id FROM mail WHERE state NOT IN ('waiting', 'sending', 'sent', 'failed', 'dropped')
            OR (state IN ('waiting', 'sending')) <> (run_at IS NOT NULL)
            OR (done_at IS NULL) <> (run_at IS NOT NULL)",
    ),
    (
        "a note is in another workspace than its ticket or its author",
        "SELECT n.id FROM note n JOIN ticket t ON t.id = n.ticket_id JOIN member a ON a.id = n.author_id
         WHERE n.workspace_id <> t.workspace_id OR n.workspace_id <> a.workspace_id",
    ),
    (
        "a mention is in another ticket than its note, or of somebody of another workspace",
        "SELECT e.seq FROM mention e JOIN note n ON n.seq = e.seq JOIN member a ON a.id = e.member_id
         WHERE e.ticket_id <> n.ticket_id OR a.workspace_id <> n.workspace_id",
    ),
    (
        "a file was taken by no message and no note, or by one of another workspace",
        "SELECT a.id FROM attachment a LEFT JOIN message m ON m.seq = a.seq LEFT JOIN note n ON n.seq = a.seq
         WHERE a.seq IS NOT NULL AND coalesce(m.workspace_id, n.workspace_id) IS NOT a.workspace_id",
    ),
    (
        "a message or a note says nothing and has no file",
        "SELECT e.seq FROM (SELECT seq, body FROM message UNION ALL SELECT seq, body FROM note) e
         WHERE e.body = '' AND NOT EXISTS (SELECT 1 FROM attachment WHERE seq = e.seq)",
    ),
    (
        "a place where a visitor was belongs to no message of its ticket",
        "SELECT c.seq FROM ticket_context c LEFT JOIN message m ON m.seq = c.seq
         WHERE m.ticket_id IS NOT c.ticket_id",
    ),
    (
        "a client id is there twice",
        "SELECT client_id FROM message NOT INDEXED GROUP BY workspace_id, client_id HAVING count(*) > 1
         UNION ALL
         SELECT client_id FROM note NOT INDEXED GROUP BY workspace_id, client_id HAVING count(*) > 1
         UNION ALL
         SELECT client_id FROM ticket NOT INDEXED GROUP BY workspace_id, client_id HAVING count(*) > 1",
    ),
    (
        "the numbers of the change log have a gap",
        "SELECT min(seq) FROM change HAVING count(*) <> max(seq) - min(seq) + 1",
    ),
    (
        "a change is not of what it names",
        "SELECT c.seq FROM change c LEFT JOIN ticket t ON t.id = c.ticket_id
             LEFT JOIN message m ON m.seq = c.seq LEFT JOIN note n ON n.seq = c.seq
         WHERE c.kind <> 'start'
           AND (t.workspace_id IS NOT c.workspace_id OR t.visitor_id IS NOT c.visitor_id
                OR (c.kind = 'message') <> (m.ticket_id IS c.ticket_id)
                OR (c.kind = 'note') <> (n.ticket_id IS c.ticket_id))",
    ),
    (
        "a message or a note is not in the change log, which is old enough for it",
        "SELECT m.seq FROM message m LEFT JOIN change c ON c.seq = m.seq
         WHERE c.seq IS NULL AND m.seq >= (SELECT min(seq) FROM change WHERE kind <> 'start')
         UNION ALL
         SELECT n.seq FROM note n LEFT JOIN change c ON c.seq = n.seq
         WHERE c.seq IS NULL AND n.seq >= (SELECT min(seq) FROM change WHERE kind <> 'start')",
    ),
    (
        "a message or a note is not in the index of the search, which has come past it",
        "SELECT e.seq FROM (SELECT seq FROM message UNION ALL SELECT seq FROM note) e
         WHERE e.seq <= (SELECT entry FROM search_state WHERE id = 1)
           AND NOT EXISTS (SELECT 1 FROM entry_text_docsize WHERE id = e.seq)",
    ),
    (
        "the index of the search is further than its mark, or its mark than the change log",
        "SELECT id FROM entry_text_docsize WHERE id > (SELECT entry FROM search_state WHERE id = 1)
         UNION ALL SELECT entry FROM search_state WHERE entry > (SELECT max(seq) FROM change)
         UNION ALL SELECT merged FROM search_state WHERE merged > entry
         UNION ALL SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM search_state)",
    ),
    (
        "a person is not in the index of the search, and does not wait for it either",
        "SELECT v.id FROM visitor v LEFT JOIN person p ON p.visitor_id = v.id
             LEFT JOIN person_text_docsize d ON d.id = p.id
         WHERE (v.name IS NOT NULL OR v.email IS NOT NULL) AND d.id IS NULL
           AND NOT EXISTS (SELECT 1 FROM person_queue WHERE visitor_id = v.id)
           AND NOT EXISTS (SELECT 1 FROM search_state WHERE visitor < v.id)",
    ),
    (
        "a delivery waits without a time, or is over and has one",
        "SELECT id FROM delivery WHERE (state = 'waiting') <> (next_at IS NOT NULL)",
    ),
    (
        "what a rule did, waits for or sends is in another workspace than its ticket",
        "SELECT r.id FROM rule_run r LEFT JOIN ticket t ON t.id = r.ticket_id WHERE t.workspace_id IS NOT r.workspace_id
         UNION ALL
         SELECT e.id FROM rule_event e LEFT JOIN ticket t ON t.id = e.ticket_id WHERE t.workspace_id IS NOT e.workspace_id
         UNION ALL
         SELECT d.id FROM delivery d LEFT JOIN ticket t ON t.id = d.ticket_id
         WHERE d.ticket_id IS NOT NULL AND t.workspace_id IS NOT d.workspace_id",
    ),
    (
        "a message, a note or a ticket has a number that was not given out yet",
        "SELECT seq FROM message WHERE seq > (SELECT max(seq) FROM change)
         UNION ALL SELECT seq FROM note WHERE seq > (SELECT max(seq) FROM change)
         UNION ALL SELECT version FROM ticket WHERE version > (SELECT max(seq) FROM change)",
    ),
];

impl Store {
    /// Looks at every row of a database, as it is at one moment, also while others write.
    ///
    /// # Errors
    /// The file cannot be opened, or was written by a newer version.
    pub fn check_file(path: &Path) -> Result<Soundness, StoreError> {
        match open(path).and_then(|connection| check(&connection)) {
            // What SQLite cannot make sense of is a finding, not a failure to look.
            Err(StoreError::Sqlite(error)) if is_damage(&error) => Ok(Soundness {
                findings: vec![format!("the file is damaged: {error}")],
                ..Soundness::default()
            }),
            other => other,
        }
    }
}

fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
    )
}

fn check(connection: &Connection) -> Result<Soundness, StoreError> {
    let view = connection.unchecked_transaction()?;
    let version = applied(&view)? as usize;
    let count = |table: &str| -> Result<i64, StoreError> {
        let sql = format!("SELECT count(*) FROM {table}");
        Ok(view.query_row(&sql, [], |row| row.get(0))?)
    };
    if version == 0 {
        let finding = "it is not a database of Porthole's".to_owned();
        return Ok(Soundness {
            findings: vec![finding],
            ..Soundness::default()
        });
    }
    let mut soundness = Soundness {
        findings: structure(&view)?,
        is_older: version < MIGRATIONS.len(),
        workspaces: count("workspace")?,
        tickets: count("ticket")?,
        messages: count("message")?,
    };
    if !soundness.is_older {
        for (sentence, query) in PROMISES {
            soundness.findings.extend(broken(&view, sentence, query)?);
        }
        soundness.findings.extend(unreadable_settings(&view)?);
    }
    Ok(soundness)
}

/// SQLite's own checks: pages, indexes, types, and rows that name rows.
fn structure(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut findings: Vec<String> = connection
        .prepare("PRAGMA integrity_check(20)")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    findings.retain(|line| line != "ok");
    let dangling: Vec<String> = connection
        .prepare("PRAGMA foreign_key_check")?
        .query_map([], |row| {
            let (table, parent) = (row.get::<_, String>(0)?, row.get::<_, String>(2)?);
            Ok(format!("a {table} names a {parent} that is not there"))
        })?
        .collect::<Result<_, _>>()?;
    findings.extend(dangling);
    findings.dedup();
    Ok(findings)
}

/// What a broken promise is called, with some of the rows that break it.
fn broken(
    connection: &Connection,
    sentence: &str,
    query: &str,
) -> Result<Option<String>, StoreError> {
    let name = |row: &Row<'_>| -> rusqlite::Result<String> {
        Ok(match row.get_ref(0)? {
            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
            other => other.as_str().unwrap_or_default().to_owned(),
        })
    };
    let names: Vec<String> = connection
        .prepare(query)?
        .query_map([], name)?
        .collect::<Result<_, _>>()?;
    let examples = names[..names.len().min(EXAMPLES)].join(", ");
    Ok((!names.is_empty()).then(|| format!("{sentence}: {} of them, as {examples}", names.len())))
}

fn unreadable_settings(connection: &Connection) -> Result<Option<String>, StoreError> {
    Ok(match workspace::all(connection) {
        Err(StoreError::Corrupt(error)) => {
            Some(format!("a workspace's settings cannot be read: {error}"))
        }
        other => other.map(|_| None)?,
    })
}
