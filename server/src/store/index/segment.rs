//! The segments of the indexes. Each piece that is written is one, and a search looks into all of
//! them. So they are merged into one whenever enough has come since the last time: a share of what
//! is there, so that each word is written a few times in its life and no more often the more there
//! are. That goes on in pieces, behind the writes and behind what waits to be indexed.

use crate::store::row::{execute, find};
use crate::store::{Store, StoreError};
use rusqlite::Connection;

/// How much has to come at the least, in numbers of messages and notes.
const LEAST: i64 = 1_000;
/// What has to come is this part of what was there.
const PART: i64 = 4;
/// How many pages are written at a time, and about: a word is merged whole.
const PAGES: i64 = 48;

/// The indexes.
const INDEXES: [&str; 2] = ["entry_text", "person_text"];

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Begin,
    GoOn,
}

impl Store {
    /// Merges some of the indexes' segments; `false` when nothing is left to do.
    ///
    /// # Errors
    /// The store failed.
    pub async fn merge_index(&self) -> Result<bool, StoreError> {
        if self.read(step).await?.is_none() {
            return Ok(false);
        }
        self.write_in_bulk(|written| {
            // Somebody else may have been faster: another process, for example.
            if let Some(step) = step(written.connection)? {
                take(written.connection, step)?;
            }
            Ok(true)
        })
        .await
    }
}

fn step(connection: &Connection) -> Result<Option<Step>, StoreError> {
    let state = find(
        connection,
        "SELECT merging, entry - merged >= max(?, merged / ?) AS due FROM search_state WHERE id = 1",
        (LEAST, PART),
        |row| Ok((row.get("merging")?, row.get("due")?)),
    )?;
    Ok(match state {
        Some((true, _)) => Some(Step::GoOn),
        Some((false, true)) => Some(Step::Begin),
        _ => None,
    })
}

fn take(connection: &Connection, step: Step) -> Result<(), StoreError> {
    match step {
        Step::Begin => {
            let sql = "UPDATE search_state SET merged = entry, merging = 1 WHERE id = 1";
            execute(connection, sql, [])?;
            for index in INDEXES {
                // A negative number sets all segments aside, to be merged into one.
                merge(connection, index, -PAGES)?;
            }
        }
        Step::GoOn => {
            for index in INDEXES {
                if merge(connection, index, PAGES)? {
                    return Ok(());
                }
            }
            let sql = "UPDATE search_state SET merging = 0 WHERE id = 1";
            execute(connection, sql, [])?;
        }
    }
    Ok(())
}

/// Merges some segments of an index; `false` where there was nothing to do
/// (<https://sqlite.org/fts5.html>, 6.8).
fn merge(connection: &Connection, index: &str, pages: i64) -> Result<bool, StoreError> {
    let before = connection.total_changes();
    let sql = format!("INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)");
    execute(connection, &sql, [pages])?;
    Ok(connection.total_changes() - before >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite;

    fn number(connection: &Connection, sql: &str) -> i64 {
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn segments_become_one_once_enough_has_come() {
        let dir = tempfile::tempdir().unwrap();
        let path = sqlite::prepare(dir.path()).unwrap();
        let connection = sqlite::open_for_writing(&path).unwrap();
        let segments = "SELECT count(DISTINCT segid) FROM entry_text_idx";
        for last in [LEAST - 1, LEAST] {
            assert_eq!(step(&connection).unwrap(), None, "not enough has come");
            for seq in number(&connection, "SELECT entry + 1 FROM search_state")..=last {
                let sql = "INSERT INTO entry_text (rowid, place, body) VALUES (?, 'here', ?)";
                let words = format!("common word{seq} {}", "and more ".repeat(20));
                connection.execute(sql, (seq, words)).unwrap();
            }
            let sql = "UPDATE search_state SET entry = ?";
            connection.execute(sql, [last]).unwrap();
        }
        assert!(number(&connection, segments) > 1);
        assert_eq!(step(&connection).unwrap(), Some(Step::Begin));
        while let Some(step) = step(&connection).unwrap() {
            take(&connection, step).unwrap();
        }
        assert_eq!(number(&connection, segments), 1);
        let found = "SELECT count(*) FROM entry_text WHERE entry_text MATCH 'body : common'";
        assert_eq!(number(&connection, found), LEAST);
        let merged = "SELECT merged - entry FROM search_state";
        assert_eq!(number(&connection, merged), 0);
    }
}
