//! What is in the files that were attached, on its way into a backup and out of it: a backup is
//! one file, so it holds them in a table, piece by piece.

use super::copy::open;
use super::{Store, StoreError};
use porthole_shared::id::AttachmentId;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// How much of a file stands in a row, in bytes.
const PIECE: u64 = 1024 * 1024;
/// How many examples of a finding are named.
const EXAMPLES: usize = 3;

/// Where the content of files is to be looked for.
#[derive(Clone, Copy)]
pub enum Content<'a> {
    /// Inside the database: it is a backup.
    Inside,
    /// Beside it: how large is a file there?
    Beside(&'a dyn Fn(&AttachmentId) -> Option<u64>),
}

impl Store {
    /// Puts the files of messages and notes into the copy of a database. Those that still wait for
    /// a message are left out. One that is missing is found by [`Store::check_content`].
    ///
    /// # Errors
    /// A file cannot be read, or the copy not be written.
    pub fn pack(copy: &Path, path_of: &dyn Fn(&AttachmentId) -> PathBuf) -> Result<(), StoreError> {
        let connection = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        if !has_table(&connection, "attachment")? || count(&connection)? == 0 {
            return Ok(());
        }
        write_without_undo(&connection)?;
        connection.execute("DELETE FROM attachment WHERE seq IS NULL", [])?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS attachment_piece (
                 id TEXT NOT NULL, piece INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (id, piece)
             ) STRICT",
        )?;
        for (id, _) in taken(&connection)? {
            match File::open(path_of(&id)) {
                Ok(file) => pack_one(&connection, &id, file)?,
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(at(&path_of(&id), &error)),
            }
        }
        close(connection)
    }

    /// Takes the files out of a copy, and puts them on disk under their paths.
    ///
    /// # Errors
    /// A file cannot be written, or the copy not be read.
    pub fn unpack(
        copy: &Path,
        path_of: &dyn Fn(&AttachmentId) -> PathBuf,
    ) -> Result<(), StoreError> {
        let connection = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        if !has_table(&connection, "attachment_piece")? {
            return Ok(());
        }
        write_without_undo(&connection)?;
        for (id, _) in taken(&connection)? {
            let path = path_of(&id);
            unpack_one(&connection, &id, &path).map_err(|error| match error {
                Unpacking::Store(error) => error,
                Unpacking::Disk(error) => at(&path, &error),
            })?;
        }
        // The room that they took goes with them.
        connection.execute_batch("DROP TABLE attachment_piece; VACUUM")?;
        close(connection)
    }

    /// Looks whether all files of messages and notes are there, whole.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn check_content(database: &Path, content: Content<'_>) -> Result<Vec<String>, StoreError> {
        let connection = open(database)?;
        let view = connection.unchecked_transaction()?;
        if !has_table(&view, "attachment")? {
            return Ok(Vec::new());
        }
        let is_packed = has_table(&view, "attachment_piece")?;
        let mut wrong = Vec::new();
        for (id, size) in taken(&view)? {
            let there = match content {
                Content::Beside(size_of) => size_of(&id),
                Content::Inside if is_packed => packed_size(&view, &id)?,
                Content::Inside => None,
            };
            if there != Some(size) {
                wrong.push(id.as_str().to_owned());
            }
        }
        let examples = wrong[..wrong.len().min(EXAMPLES)].join(", ");
        let finding = || {
            let count = wrong.len();
            format!(
                "a file that was attached is missing or cut off: {count} of them, as {examples}"
            )
        };
        Ok((!wrong.is_empty()).then(finding).into_iter().collect())
    }
}

/// Nothing is to be undone in a copy that is thrown away if anything fails.
fn write_without_undo(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "journal_mode", "off")?;
    connection.pragma_update(None, "synchronous", "off")?;
    Ok(())
}

fn count(connection: &Connection) -> Result<i64, StoreError> {
    let sql = "SELECT count(*) FROM attachment";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

fn close(connection: Connection) -> Result<(), StoreError> {
    Ok(connection.close().map_err(|(_, error)| error)?)
}

fn has_table(connection: &Connection, name: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?";
    let found = connection.query_row(sql, [name], |_| Ok(())).optional()?;
    Ok(found.is_some())
}

/// The files of messages and notes, with their sizes.
fn taken(connection: &Connection) -> Result<Vec<(AttachmentId, u64)>, StoreError> {
    let read = |row: &rusqlite::Row<'_>| {
        let id: String = row.get(0)?;
        Ok((AttachmentId::from(id), row.get::<_, i64>(1)?.unsigned_abs()))
    };
    let mut statement =
        connection.prepare("SELECT id, size FROM attachment WHERE seq IS NOT NULL")?;
    Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
}

fn packed_size(connection: &Connection, id: &AttachmentId) -> Result<Option<u64>, StoreError> {
    let sql = "SELECT sum(length(content)) FROM attachment_piece WHERE id = ?";
    let size: Option<i64> = connection.query_row(sql, [id.as_str()], |row| row.get(0))?;
    Ok(size.map(i64::unsigned_abs))
}

fn pack_one(connection: &Connection, id: &AttachmentId, mut file: File) -> Result<(), StoreError> {
    let mut insert = connection.prepare_cached(
        "INSERT OR REPLACE INTO attachment_piece (id, piece, content) VALUES (?, ?, ?)",
    )?;
    for piece in 0_i64.. {
        let mut content = Vec::new();
        let read = (&mut file).take(PIECE).read_to_end(&mut content);
        read.map_err(|error| at(Path::new(id.as_str()), &error))?;
        if content.is_empty() {
            break;
        }
        insert.execute((id.as_str(), piece, content))?;
    }
    Ok(())
}

enum Unpacking {
    Store(StoreError),
    Disk(io::Error),
}

impl From<io::Error> for Unpacking {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<rusqlite::Error> for Unpacking {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

fn unpack_one(connection: &Connection, id: &AttachmentId, path: &Path) -> Result<(), Unpacking> {
    let folder = path.parent().unwrap_or(Path::new("."));
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    let mut pieces = connection
        .prepare_cached("SELECT content FROM attachment_piece WHERE id = ? ORDER BY piece")?;
    let mut rows = pieces.query([id.as_str()])?;
    while let Some(row) = rows.next()? {
        file.write_all(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
    }
    file.sync_all()?;
    File::open(folder)?.sync_all()?;
    Ok(())
}

fn at(path: &Path, error: &io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::Full,
        _ => StoreError::Directory(path.to_owned(), error.to_string()),
    }
}
