//! A query in the language of the full-text index (<https://sqlite.org/fts5.html>, 3). Every word is
//! in quotes and made of letters and digits alone, so nothing that people type is part of it.

use crate::domain::search::{Query, Term};
use crate::store::StoreError;
use crate::store::row::{find, list};
use porthole_shared::id::WorkspaceId;
use rusqlite::Connection;

/// The index knows the beginnings of words up to this many characters. Longer ones are looked up
/// among the words themselves, which costs no more the more there is to find.
pub(in crate::store) const SHORT: usize = 3;
/// How many words with one beginning are searched for at the most, the shortest ones.
const CONTINUATIONS: usize = 64;
/// Among how many words they are chosen.
const CANDIDATES: i64 = 512;

/// What finds a query in a workspace; `None` where there is nothing to search for.
pub(super) fn expression(
    connection: &Connection,
    workspace: &WorkspaceId,
    query: &Query,
) -> Result<Option<String>, StoreError> {
    let mut terms = Vec::new();
    for term in &query.terms {
        terms.push(of_term(connection, term)?);
    }
    if terms.is_empty() {
        return Ok(None);
    }
    let words = terms.join(" AND ");
    Ok(Some(if is_alone(connection)? {
        format!("body : ({words})")
    } else {
        format!(
            "place : {} AND body : ({words})",
            quoted(workspace.as_str())
        )
    }))
}

/// Whether there is one workspace alone: nothing else is in the index then, and need not be left
/// out.
fn is_alone(connection: &Connection) -> Result<bool, StoreError> {
    let second = find(
        connection,
        "SELECT 1 FROM workspace LIMIT 1 OFFSET 1",
        [],
        |_| Ok(()),
    )?;
    Ok(second.is_none())
}

fn of_term(connection: &Connection, term: &Term) -> Result<String, StoreError> {
    let phrase = term.words.join(" ");
    let last = match term.words.last() {
        Some(last) if term.is_beginning => last,
        _ => return Ok(quoted(&phrase)),
    };
    if last.chars().count() <= SHORT {
        return Ok(format!("{} *", quoted(&phrase)));
    }
    let rest = &phrase[..phrase.len() - last.len()];
    let mut phrases = vec![quoted(&phrase)];
    for word in continuations(connection, last)? {
        phrases.push(quoted(&format!("{rest}{word}")));
    }
    Ok(format!("({})", phrases.join(" OR ")))
}

/// The words that begin with another one.
fn continuations(connection: &Connection, beginning: &str) -> Result<Vec<String>, StoreError> {
    let mut words: Vec<String> = list(
        connection,
        "SELECT word FROM search_word WHERE word > ? AND word < ? ORDER BY word LIMIT ?",
        (beginning, format!("{beginning}{}", char::MAX), CANDIDATES),
        |row| row.get("word"),
    )?;
    words.sort_by_key(String::len);
    words.truncate(CONTINUATIONS);
    Ok(words)
}

fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('"', "\"\""))
}
