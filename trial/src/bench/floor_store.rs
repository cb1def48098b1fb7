//! The floor for everything that is stored: the rows of a message, written by a bare loop over
//! SQLite with the server's schema and pragmas. Nothing is looked up, nobody is told.

use super::samples::Samples;
use rusqlite::{Connection, params};
use std::path::Path;
use std::time::{Duration, Instant};

/// The size of the server's batches.
const BATCH: i64 = 256;

/// A database with one visitor and one ticket, made by the server itself.
#[derive(Debug)]
pub struct Floor {
    connection: Connection,
    next: i64,
    owner: Owner,
}

/// Whose rows are copied.
#[derive(Clone, Debug)]
struct Owner {
    workspace: String,
    visitor: String,
    ticket: String,
}

impl Floor {
    /// Opens a data directory whose server is stopped, and in which somebody has written.
    ///
    /// # Errors
    /// It is no such directory.
    pub fn open(data: &Path) -> Result<Self, String> {
        let path = data.join("porthole.db");
        let open = || -> rusqlite::Result<Self> {
            let connection = Connection::open(path)?;
            connection.pragma_update(None, "journal_mode", "wal")?;
            connection.pragma_update(None, "synchronous", "full")?;
            connection.pragma_update(None, "foreign_keys", true)?;
            let owner = connection.query_row(
                "SELECT workspace_id, visitor_id, id FROM ticket LIMIT 1",
                [],
                |row| {
                    Ok(Owner {
                        workspace: row.get(0)?,
                        visitor: row.get(1)?,
                        ticket: row.get(2)?,
                    })
                },
            )?;
            let next =
                connection.query_row("SELECT max(seq) + 1 FROM change", [], |row| row.get(0))?;
            Ok(Self {
                connection,
                next,
                owner,
            })
        };
        open().map_err(|error| format!("the bare database: {error}"))
    }

    /// One message a transaction, for a time: how long each commit took.
    ///
    /// # Errors
    /// The database failed.
    pub fn commits(&mut self, time: Duration) -> Result<Samples, String> {
        let start = Instant::now();
        let mut times = Vec::new();
        while start.elapsed() < time {
            let begin = Instant::now();
            self.transaction(1).map_err(|error| error.to_string())?;
            times.push(begin.elapsed());
        }
        Ok(Samples::new(times))
    }

    /// Full batches, one after the other, for a time: how many messages a second.
    ///
    /// # Errors
    /// The database failed.
    pub fn rate(&mut self, time: Duration) -> Result<f64, String> {
        let start = Instant::now();
        let mut written = 0;
        while start.elapsed() < time {
            self.transaction(BATCH).map_err(|error| error.to_string())?;
            written += BATCH;
        }
        Ok(written as f64 / start.elapsed().as_secs_f64())
    }

    fn transaction(&mut self, messages: i64) -> rusqlite::Result<()> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..messages {
            self.message()?;
        }
        self.connection.execute_batch("COMMIT")
    }

    /// What the server writes for one message of a conversation.
    fn message(&mut self) -> rusqlite::Result<()> {
        let (seq, at) = (self.next, 1_800_000_000_000 + self.next);
        self.next += 1;
        let owner = &self.owner;
        let (id, client_id) = (format!("{seq:026}"), format!("{seq:032x}"));
        let body = format!("Where is my parcel? It is late. {seq}");
        let connection = &self.connection;
        connection
            .prepare_cached("INSERT INTO change (seq, workspace_id, visitor_id, ticket_id, kind, at) VALUES (?, ?, ?, ?, 'message', ?)")?
            .execute(params![seq, owner.workspace, owner.visitor, owner.ticket, at])?;
        connection
            .prepare_cached("UPDATE visitor SET seen_at = ? WHERE id = ?")?
            .execute(params![at, owner.visitor])?;
        connection
            .prepare_cached("INSERT INTO message (seq, id, workspace_id, ticket_id, client_id, side, author_id, author_name, body, at) VALUES (?, ?, ?, ?, ?, 'visitor', ?, '', ?, ?)")?
            .execute(params![seq, id, owner.workspace, owner.ticket, client_id, owner.visitor, body, at])?;
        connection
            .prepare_cached("UPDATE ticket SET version = ?1, last_seq = ?1, position = ?1, updated_at = ?2, last_side = 'visitor', last_author_name = '', preview = ?3, status = 'new', team_unread = team_unread + 1, snoozed_until = NULL WHERE id = ?4")?
            .execute(params![seq, at, body, owner.ticket])?;
        Ok(())
    }
}
