//! The database, looked at from outside and without the server's own code.

use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// Opens the database of a data directory for reading alone.
///
/// # Errors
/// There is none, or it cannot be read.
pub fn open(data: &Path) -> Result<Connection, String> {
    let path = data.join("porthole.db");
    Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|error| format!("{} cannot be opened: {error}", path.display()))
}

/// The texts of all messages in the order of their numbers.
///
/// # Errors
/// The database cannot be read.
pub fn texts(data: &Path) -> Result<Vec<String>, String> {
    let read = || -> Result<Vec<String>, rusqlite::Error> {
        let connection = open(data).map_err(|_| rusqlite::Error::InvalidQuery)?;
        let mut statement = connection.prepare("SELECT body FROM message ORDER BY seq")?;
        let texts = statement.query_map([], |row| row.get(0))?;
        texts.collect()
    };
    read().map_err(|error| format!("the messages cannot be read: {error}"))
}

/// Lets SQLite look through every page, index and reference.
///
/// # Errors
/// What is not sound.
pub fn soundness(data: &Path) -> Result<(), String> {
    let connection = open(data)?;
    let ask = |pragma: &str| {
        let mut statement = connection.prepare(pragma)?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        rows.collect::<Result<Vec<_>, _>>()
    };
    let read = |pragma| ask(pragma).map_err(|error| format!("{pragma}: {error}"));
    let told = read("PRAGMA integrity_check")?;
    if told != ["ok"] {
        return Err(format!("the database is damaged: {}", told.join("; ")));
    }
    match read("PRAGMA foreign_key_check")?.as_slice() {
        [] => Ok(()),
        tables => Err(format!(
            "rows without what they name: {}",
            tables.join(", ")
        )),
    }
}
