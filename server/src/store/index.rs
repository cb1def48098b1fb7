//! The indexes of the search are filled behind the writes, in pieces that let others go first
//! (`lane.rs`). How far they have come stands beside them and moves with them in one transaction: a
//! server that dies in between goes on where it was.

mod segment;

use super::row::{Sql, execute, find, get, list};
use super::search::SHORT;
use super::{Store, StoreError};
use crate::domain::word::{Word, folded, words};
use porthole_shared::id::{VisitorId, WorkspaceId};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// How many messages and notes are indexed at a time at the most.
const ENTRIES: i64 = 250;
/// How many bytes of text are indexed at a time, and about: the first one comes whatever its length.
const BYTES: usize = 32 * 1024;
/// How many people are indexed at a time.
const PEOPLE: i64 = 100;
/// How many visitors of before are looked at at a time.
const VISITORS: i64 = 1_000;
/// Longer words are found whole, but not by their beginning.
const LONG: usize = 40;

/// A message or a note that is not indexed yet.
struct Entry {
    seq: i64,
    workspace: WorkspaceId,
    body: String,
}

/// What is written into the index at once.
struct Piece {
    /// Everything up to this number is indexed before it.
    from: i64,
    entries: Vec<Entry>,
    /// The words that were never seen before.
    words: BTreeSet<String>,
}

impl Store {
    /// Indexes some of what is not indexed yet; `false` when nothing was left to do.
    ///
    /// # Errors
    /// The store failed.
    pub async fn index(&self) -> Result<bool, StoreError> {
        let people = self
            .write_in_bulk(|written| {
                let connection = written.connection;
                Ok(queue_visitors(connection)? | index_people(connection)?)
            })
            .await?;
        let piece = self.read(next_piece).await?;
        if piece.entries.is_empty() {
            return Ok(people);
        }
        self.write_in_bulk(move |written| write_piece(written.connection, &piece))
            .await?;
        Ok(true)
    }

    /// Whether anything is not indexed yet.
    ///
    /// # Errors
    /// The store failed.
    pub async fn is_index_behind(&self) -> Result<bool, StoreError> {
        self.read(|connection| {
            let behind = find(
                connection,
                "SELECT visitor IS NOT NULL
                     OR EXISTS (SELECT 1 FROM person_queue WHERE visitor_id >= '')
                     OR EXISTS (SELECT 1 FROM message WHERE seq > entry)
                     OR EXISTS (SELECT 1 FROM note WHERE seq > entry)
                 FROM search_state WHERE id = 1",
                [],
                |row| row.get(0),
            )?;
            Ok(behind.unwrap_or_default())
        })
        .await
    }
}

fn mark(connection: &Connection) -> Result<i64, StoreError> {
    let sql = "SELECT entry FROM search_state WHERE id = 1";
    let mark = find(connection, sql, [], |row| row.get(0))?;
    mark.ok_or_else(|| StoreError::Corrupt("a search index without a state".to_owned()))
}

fn next_piece(connection: &Connection) -> Result<Piece, StoreError> {
    let from = mark(connection)?;
    let mut entries = list(
        connection,
        "SELECT seq, workspace_id, body FROM message WHERE seq > ?1
         UNION ALL SELECT seq, workspace_id, body FROM note WHERE seq > ?1
         ORDER BY seq LIMIT ?2",
        (from, ENTRIES),
        |row| {
            Ok(Entry {
                seq: row.get("seq")?,
                workspace: get(row, "workspace_id")?,
                body: row.get("body")?,
            })
        },
    )?;
    let mut bytes = 0;
    let fitting = entries.iter().take_while(|entry| {
        let is_room = bytes < BYTES;
        bytes += entry.body.len();
        is_room
    });
    let fitting = fitting.count();
    entries.truncate(fitting);
    let mut new = BTreeSet::new();
    for entry in &mut entries {
        let words = words(&entry.body);
        let all: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
        entry.body = all.join(" ");
        new.extend(long_words(words));
    }
    let words = unknown(connection, new)?;
    Ok(Piece {
        from,
        entries,
        words,
    })
}

fn write_piece(connection: &Connection, piece: &Piece) -> Result<(), StoreError> {
    // Somebody else may have been faster: another process, for example.
    let Some(last) = piece.entries.last() else {
        return Ok(());
    };
    if mark(connection)? != piece.from {
        return Ok(());
    }
    for entry in &piece.entries {
        execute(
            connection,
            "INSERT INTO entry_text (rowid, place, body) VALUES (?, ?, ?)",
            (entry.seq, Sql(&entry.workspace), &entry.body),
        )?;
    }
    add_words(connection, &piece.words)?;
    let sql = "UPDATE search_state SET entry = ? WHERE id = 1";
    execute(connection, sql, [last.seq]).map(drop)
}

/// Words whose beginning is looked up among the words.
fn long_words(words: Vec<Word>) -> impl Iterator<Item = String> {
    let words = words.into_iter().filter(|word| !word.is_sign);
    words
        .map(|word| word.folded)
        .filter(|word| (SHORT + 1..=LONG).contains(&word.chars().count()))
}

/// Those of some words that were never seen before.
fn unknown(
    connection: &Connection,
    words: BTreeSet<String>,
) -> Result<BTreeSet<String>, StoreError> {
    let mut unknown = BTreeSet::new();
    for word in words {
        let sql = "SELECT 1 FROM search_word WHERE word = ?";
        if find(connection, sql, [&word], |_| Ok(()))?.is_none() {
            unknown.insert(word);
        }
    }
    Ok(unknown)
}

fn add_words(connection: &Connection, words: &BTreeSet<String>) -> Result<(), StoreError> {
    for word in words {
        let sql = "INSERT INTO search_word (word) VALUES (?) ON CONFLICT DO NOTHING";
        execute(connection, sql, [word])?;
    }
    Ok(())
}

/// Queues some of the visitors who were there before there was an index; `false` when all are.
/// Whoever comes later is queued by a trigger.
fn queue_visitors(connection: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT visitor FROM search_state WHERE id = 1";
    let from: Option<Option<String>> = find(connection, sql, [], |row| row.get(0))?;
    let Some(from) = from.flatten() else {
        return Ok(false);
    };
    let until: Vec<String> = list(
        connection,
        "SELECT id FROM visitor WHERE id > ? ORDER BY id LIMIT ?",
        (&from, VISITORS),
        |row| row.get("id"),
    )?;
    let until = until.last();
    if let Some(until) = until {
        execute(
            connection,
            "INSERT INTO person_queue (visitor_id) SELECT id FROM visitor
             WHERE id > ? AND id <= ? AND (name IS NOT NULL OR email IS NOT NULL)
             ON CONFLICT DO NOTHING",
            (&from, until),
        )?;
    }
    let sql = "UPDATE search_state SET visitor = ? WHERE id = 1";
    execute(connection, sql, [until])?;
    Ok(true)
}

/// Indexes some of the people whose name or address changed; `false` when none is left.
fn index_people(connection: &Connection) -> Result<bool, StoreError> {
    let visitors: Vec<VisitorId> = list(
        connection,
        "SELECT visitor_id FROM person_queue WHERE visitor_id >= '' ORDER BY visitor_id LIMIT ?",
        [PEOPLE],
        |row| get(row, "visitor_id"),
    )?;
    for visitor in &visitors {
        index_person(connection, visitor)?;
        let sql = "DELETE FROM person_queue WHERE visitor_id = ?";
        execute(connection, sql, [Sql(visitor)])?;
    }
    Ok(!visitors.is_empty())
}

fn index_person(connection: &Connection, visitor: &VisitorId) -> Result<(), StoreError> {
    let said = find(
        connection,
        "SELECT workspace_id, coalesce(name, '') || ' ' || coalesce(email, '') AS text
         FROM visitor WHERE id = ?",
        [Sql(visitor)],
        |row| {
            Ok((
                get::<WorkspaceId>(row, "workspace_id")?,
                row.get::<_, String>("text")?,
            ))
        },
    )?;
    let sql = "SELECT id FROM person WHERE visitor_id = ?";
    let known: Option<i64> = find(connection, sql, [Sql(visitor)], |row| row.get(0))?;
    if let Some(id) = known {
        execute(connection, "DELETE FROM person_text WHERE rowid = ?", [id])?;
    }
    let said = said.filter(|(_, text)| !text.trim().is_empty());
    let Some((workspace, text)) = said else {
        let sql = "DELETE FROM person WHERE visitor_id = ?";
        return execute(connection, sql, [Sql(visitor)]).map(drop);
    };
    let id = match known {
        Some(id) => id,
        None => {
            let sql = "INSERT INTO person (visitor_id) VALUES (?)";
            execute(connection, sql, [Sql(visitor)])?;
            connection.last_insert_rowid()
        }
    };
    execute(
        connection,
        "INSERT INTO person_text (rowid, place, body) VALUES (?, ?, ?)",
        (id, Sql(&workspace), folded(&text)),
    )?;
    let words = long_words(words(&text)).collect();
    add_words(connection, &unknown(connection, words)?)
}
