//! Connections to the SQLite file, and its migrations.

use super::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The migrations, oldest first. Append only: the number of those applied is the file's
/// `user_version`.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_first.sql"),
    include_str!("../../migrations/0002_flat.sql"),
    include_str!("../../migrations/0003_suspicion.sql"),
    include_str!("../../migrations/0004_handoff.sql"),
    include_str!("../../migrations/0005_canned.sql"),
    include_str!("../../migrations/0006_desk.sql"),
    include_str!("../../migrations/0007_search.sql"),
    include_str!("../../migrations/0008_segments.sql"),
    include_str!("../../migrations/0009_vault.sql"),
    include_str!("../../migrations/0010_attachment.sql"),
    include_str!("../../migrations/0011_mail.sql"),
    include_str!("../../migrations/0012_notify.sql"),
    include_str!("../../migrations/0013_recovery.sql"),
    include_str!("../../migrations/0014_automation.sql"),
    include_str!("../../migrations/0015_identity.sql"),
];

/// How long to wait for another process that is writing.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// The log in front of the database is cut back to this many bytes once it was longer.
const LOG_LIMIT: i64 = 64 * 1024 * 1024;

/// The database's name within the data directory.
pub(super) const DATABASE: &str = "porthole.db";

/// Makes the data directory and an empty file in it if they are missing, for this user's eyes
/// alone: messages and addresses are in it.
pub(super) fn prepare(data_dir: &Path) -> Result<PathBuf, StoreError> {
    let path = data_dir.join(DATABASE);
    let refused =
        |error: std::io::Error| StoreError::Directory(data_dir.to_owned(), error.to_string());
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data_dir)
        .map_err(refused)?;
    // A file that is there is not opened here: closing it would give up the locks that SQLite
    // holds on it for this process.
    let made = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(&path);
    match made {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(path),
        Err(error) => Err(refused(error)),
        // What is acknowledged later is only as safe as the names that lead to it.
        Ok(_) => sync_directory(data_dir).map_err(refused).map(|()| path),
    }
}

/// Puts the names in a directory on disk.
pub(super) fn sync_directory(path: &Path) -> std::io::Result<()> {
    File::open(path)?.sync_all()
}

/// Says of what cannot be opened where it is.
pub(super) fn at(path: &Path) -> impl Fn(rusqlite::Error) -> StoreError {
    let path = path.to_owned();
    move |error| match StoreError::from(error) {
        StoreError::Sqlite(error) => StoreError::Directory(path.clone(), error.to_string()),
        other => other,
    }
}

/// The connection of the writer: made if missing, and brought to this version.
pub(super) fn open_for_writing(path: &Path) -> Result<Connection, StoreError> {
    let mut connection = Connection::open(path).map_err(at(path))?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection
        .pragma_update(None, "journal_mode", "wal")
        .map_err(at(path))?;
    // An acknowledged write survives a power cut, not only a crash of the process.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "journal_size_limit", LOG_LIMIT)?;
    plan_once(&connection)?;
    migrate(&mut connection)?;
    Ok(connection)
}

/// A connection that only reads.
pub(super) fn open_for_reading(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    plan_once(&connection)?;
    Ok(connection)
}

/// Keeps statements with their plan. SQLite would plan many of them anew for every value that they
/// are given, in case another plan fits that value; that takes longer than running them.
fn plan_once(connection: &Connection) -> Result<(), StoreError> {
    connection.set_prepared_statement_cache_capacity(128);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Brings the database to this version. One that has it already is not written to.
fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let newest = u32::try_from(MIGRATIONS.len()).expect("migrations are few");
    if applied(connection)? == newest {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been faster.
    let applied = applied(&transaction)?;
    if applied > newest {
        return Err(StoreError::Corrupt(format!(
            "it was written by a newer version of Porthole (schema {applied}, this one knows {newest})"
        )));
    }
    for migration in MIGRATIONS.iter().skip(applied as usize) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", newest)?;
    transaction.commit()?;
    Ok(())
}

/// How many migrations a database has.
pub(super) fn applied(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    #[test]
    fn statements_are_planned_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = prepare(dir.path()).unwrap();
        let writing = open_for_writing(&path).unwrap();
        for connection in [&writing, &open_for_reading(&path).unwrap()] {
            let sql = "SELECT 1 FROM change WHERE workspace_id = ? AND seq > ? LIMIT ?";
            let mut statement = connection.prepare(sql).unwrap();
            for since in 1..4 {
                assert!(!statement.exists(("nowhere", since, since)).unwrap());
            }
            assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
        }
    }
}
