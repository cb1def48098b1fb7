//! Copies of the whole database, for backups: consistent, and made while others read and write.

use super::change;
use super::sqlite::{self, BUSY_TIMEOUT};
use super::{Store, StoreError};
use porthole_shared::time::Timestamp;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// How far a restored database's next number is from its last one. Browsers may have seen numbers
/// that were given out after the copy was made: none of them may come again with another meaning.
const RESTORED_GAP: i64 = 1_000_000_000;

impl Store {
    /// Copies a database, as it is at one moment, into an empty file. Putting
    /// that on disk is the caller's. Whoever writes meanwhile is not held up, whoever reads neither.
    ///
    /// # Errors
    /// One of the files cannot be used, or the disk is full.
    pub fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
        let source = open(from)?;
        // The moment of the copy, however long it takes.
        let view = source.unchecked_transaction()?;
        sqlite::applied(&view)?;
        let mut target = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // Nothing is to be undone in a file that is thrown away if this fails.
        target.pragma_update(None, "journal_mode", "off")?;
        target.pragma_update(None, "synchronous", "off")?;
        Backup::new(&view, &mut target)?.run_to_completion(i32::MAX, BUSY_TIMEOUT, None)?;
        target.close().map_err(|(_, error)| error)?;
        Ok(())
    }

    /// Makes a copied database begin a new change log, so that every browser reads everything
    /// anew: it may have seen what is not in the copy.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn begin_new_log(path: &Path, now: Timestamp) -> Result<(), StoreError> {
        let mut connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let transaction = connection.transaction()?;
        let next = change::newest(&transaction)? + RESTORED_GAP;
        transaction.execute("DELETE FROM change", [])?;
        transaction.execute(
            "INSERT INTO change (seq, workspace_id, visitor_id, ticket_id, kind, at)
             VALUES (?, '', '', '', 'start', ?)",
            (next, now.0),
        )?;
        transaction.commit()?;
        connection.close().map_err(|(_, error)| error)?;
        Ok(())
    }
}

/// Opens a database to look at it, and leaves nothing beside it that was not there before. A file
/// that cannot be written is only read.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    let common = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let refused = sqlite::at(path);
    let connection = Connection::open_with_flags(path, common | OpenFlags::SQLITE_OPEN_READ_WRITE)
        .or_else(|_| Connection::open_with_flags(path, common | OpenFlags::SQLITE_OPEN_READ_ONLY))
        .map_err(refused)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}
