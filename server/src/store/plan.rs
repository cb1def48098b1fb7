//! A wall of development builds: no statement walks through a table that grows. SQLite is asked
//! for its plan when a statement is first seen, so every test looks after the statements it runs.

use super::StoreError;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Tables that stay small, and the names that statements call them by: walking through them is fine.
const SMALL: &[&str] = &[
    "workspace",
    "w",
    "member",
    "setup_link",
    "job",
    "endpoint",
    "rule",
];

/// The statements that were looked at.
static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Looks at a statement that was not seen before.
///
/// # Panics
/// It takes longer the more there is.
pub(super) fn check(connection: &Connection, sql: &str) -> Result<(), StoreError> {
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if seen.contains(sql) {
        return Ok(());
    }
    let steps = steps(connection, sql)?;
    let is_small = |step: &String| {
        let table = step
            .strip_prefix("SCAN ")
            .and_then(|rest| rest.split(' ').next());
        table.is_some_and(|table| SMALL.contains(&table))
    };
    // A full-text index that is asked for words ("M") or a number ("=") finds them without a walk.
    let is_match = |step: &String| {
        let index = step.split_once(" VIRTUAL TABLE INDEX ");
        index.is_some_and(|(_, index)| index.contains(":M") || index.contains(":="))
    };
    let grows = |step: &&String| {
        (step.starts_with("SCAN ")
            && !is_small(step)
            && !is_match(step)
            && *step != "SCAN CONSTANT ROW")
            || step.contains("TEMP B-TREE") && !steps.iter().any(is_small)
    };
    if let Some(step) = steps.iter().find(grows) {
        panic!("a statement grows with its table ({step}): give it an index: {sql}");
    }
    seen.insert(sql.to_owned());
    Ok(())
}

fn steps(connection: &Connection, sql: &str) -> Result<Vec<String>, StoreError> {
    let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
    // Its parameters stay empty, which is as good as anything for a plan.
    let mut rows = explain.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        steps.push(row.get("detail")?);
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "give it an index")]
    fn a_statement_that_walks_is_found() {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("CREATE TABLE message (seq INTEGER PRIMARY KEY, body TEXT)")
            .unwrap();
        check(&connection, "SELECT body FROM message WHERE seq > ?").unwrap();
        let _ = check(&connection, "SELECT seq FROM message WHERE body = ?");
    }

    #[test]
    #[should_panic(expected = "TEMP B-TREE")]
    fn a_statement_that_sorts_is_found() {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("CREATE TABLE message (seq INTEGER PRIMARY KEY, at INTEGER)")
            .unwrap();
        let _ = check(
            &connection,
            "SELECT at FROM message WHERE seq > ? ORDER BY at",
        );
    }
}
