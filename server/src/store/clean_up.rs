//! Deletes what is over, in pieces: whoever waits for an answer goes first (`lane.rs`).

use super::row::{Sql, execute, get, list};
use super::writer::Written;
use super::{Store, StoreError, delivery, device, mail, recovery, rule_run};
use crate::domain::session::SETUP_LINK_LIFE;
use porthole_shared::id::DeviceId;
use porthole_shared::session::DEVICE_LIFE;
use porthole_shared::time::Timestamp;
use rusqlite::Connection;

/// How many rows of a kind go at a time, which takes some milliseconds.
pub(super) const CHUNK: i64 = 500;

impl Store {
    /// Deletes a piece of what is over: sessions, browsers that nobody used for a year or whose
    /// workspace has a new token, visitors who thereby have neither a browser nor a ticket, links of
    /// the first run, handoff codes, mails, recovery links, and what rules did and sent long ago. Says how
    /// many rows went; 0 when nothing is left to do.
    ///
    /// # Errors
    /// The store failed.
    pub async fn clean_up(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.write_in_bulk(move |written| {
            let connection = written.connection;
            Ok(sessions(connection, now)?
                + member_sessions(connection, now)?
                + setup_links(connection, now)?
                + handoffs(connection, now)?
                + mail::clean_up(connection, now)?
                + recovery::clean_up(connection, now)?
                + rule_run::trim(connection, now)?
                + delivery::trim(connection, now)?
                + devices(written, now)?)
        })
        .await
    }
}

fn sessions(connection: &Connection, now: Timestamp) -> Result<usize, StoreError> {
    execute(
        connection,
        "DELETE FROM session WHERE token_hash IN
             (SELECT token_hash FROM session WHERE expires_at <= ? LIMIT ?)",
        (Sql(now), CHUNK),
    )
}

fn member_sessions(connection: &Connection, now: Timestamp) -> Result<usize, StoreError> {
    execute(
        connection,
        "DELETE FROM member_session WHERE token_hash IN
             (SELECT token_hash FROM member_session WHERE expires_at <= ? LIMIT ?)",
        (Sql(now), CHUNK),
    )
}

fn setup_links(connection: &Connection, now: Timestamp) -> Result<usize, StoreError> {
    execute(
        connection,
        "DELETE FROM setup_link WHERE created_at <= ?",
        [Sql(now.plus(-SETUP_LINK_LIFE))],
    )
}

fn handoffs(connection: &Connection, now: Timestamp) -> Result<usize, StoreError> {
    execute(
        connection,
        "DELETE FROM handoff WHERE code_hash IN
             (SELECT code_hash FROM handoff WHERE expires_at <= ? LIMIT ?)",
        (Sql(now), CHUNK),
    )
}

fn devices(written: &mut Written<'_>, now: Timestamp) -> Result<usize, StoreError> {
    let read = |row: &rusqlite::Row<'_>| get::<DeviceId>(row, "id");
    let mut over = list(
        written.connection,
        "SELECT id FROM device WHERE used_at <= ? LIMIT ?",
        (Sql(now.plus(-DEVICE_LIFE)), CHUNK),
        read,
    )?;
    over.extend(list(
        written.connection,
        "SELECT d.id FROM workspace w CROSS JOIN device d
         WHERE d.workspace_id = w.id AND d.generation < w.generation LIMIT ?",
        [CHUNK],
        read,
    )?);
    let mut gone = 0;
    for id in over {
        gone += usize::from(device::forget(written, &id)?);
    }
    Ok(gone)
}
