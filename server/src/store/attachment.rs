//! Files of messages and notes: who brought them, what they are, and which entry took them. What
//! is in them lies beside the database (`files.rs`).

use super::row::{Sql, execute, find, get, list};
use super::{Store, StoreError};
use crate::domain::attachment::{Inspected, WAITING_BYTES, WAITING_LIFE, WAITING_LIMIT};
use porthole_shared::attachment::{Attachment, FileType};
use porthole_shared::id::{AttachmentId, MemberId, VisitorId, WorkspaceId};
use porthole_shared::time::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, Row};
use serde::Deserialize;

/// What a file costs in an answer besides its name, in bytes.
const ATTACHMENT_BYTES: usize = 400;
/// How many files are deleted at a time.
const CHUNK: i64 = 50;

/// The files of an entry as a column, for [`read`]: the entry's number is the named column.
macro_rules! attachments_of {
    ($seq:literal) => {
        concat!(
            "(SELECT json_group_array(json_object('id', id, 'name', name, 'type', type, 'size', size,
                 'width', width, 'height', height, 'place', place))
             FROM attachment WHERE seq = ",
            $seq,
            ") AS attachments"
        )
    };
}
pub(super) use attachments_of;

/// Who brings a file.
#[derive(Clone, Debug)]
pub enum Uploader {
    /// A visitor.
    Visitor(VisitorId),
    /// A member.
    Member(MemberId),
}

impl Uploader {
    fn as_str(&self) -> &str {
        match self {
            Self::Visitor(id) => id.as_str(),
            Self::Member(id) => id.as_str(),
        }
    }
}

/// A file that is about to arrive.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    /// The id.
    pub id: AttachmentId,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Who brings it.
    pub uploader: Uploader,
    /// When.
    pub now: Timestamp,
}

/// What a file is served as.
#[derive(Clone, Debug)]
pub struct StoredFile {
    /// The name.
    pub name: String,
    /// What it is.
    pub kind: FileType,
    /// How large it is, in bytes.
    pub size: i64,
}

impl Store {
    /// Makes room for a file; `false` where too many of this person's files wait already.
    ///
    /// # Errors
    /// The store failed.
    pub async fn begin_attachment(&self, new: NewAttachment) -> Result<bool, StoreError> {
        self.write(move |written| {
            let connection = written.connection;
            let (count, bytes): (i64, i64) = find(
                connection,
                "SELECT count(*), coalesce(sum(size), 0) FROM attachment
                 WHERE uploader = ? AND workspace_id = ? AND seq IS NULL",
                (new.uploader.as_str(), Sql(&new.workspace)),
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?
            .unwrap_or_default();
            if count >= WAITING_LIMIT || bytes >= WAITING_BYTES {
                return Ok(false);
            }
            execute(
                connection,
                "INSERT INTO attachment (id, workspace_id, uploader, state, created_at)
                 VALUES (?, ?, ?, 'arriving', ?)",
                (
                    Sql(&new.id),
                    Sql(&new.workspace),
                    new.uploader.as_str(),
                    Sql(new.now),
                ),
            )?;
            Ok(true)
        })
        .await
    }

    /// A file is on disk and waits for its message; `false` where its room was given up meanwhile.
    ///
    /// # Errors
    /// The store failed; nothing was written.
    pub async fn finish_attachment(
        &self,
        id: AttachmentId,
        file: Inspected,
    ) -> Result<bool, StoreError> {
        self.write(move |written| {
            let (width, height) = file.dimensions.unzip();
            let changed = execute(
                written.connection,
                "UPDATE attachment SET state = 'waiting', name = ?, type = ?, size = ?, width = ?, height = ?
                 WHERE id = ? AND state = 'arriving'",
                (
                    file.name.as_str(),
                    Sql(file.kind),
                    file.size,
                    width,
                    height,
                    Sql(&id),
                ),
            )?;
            Ok(changed == 1)
        })
        .await
    }

    /// A file that waits or was taken; `None` for any other.
    ///
    /// # Errors
    /// The store failed.
    pub async fn attachment(&self, id: AttachmentId) -> Result<Option<StoredFile>, StoreError> {
        self.read(move |connection| {
            find(
                connection,
                "SELECT name, type, size FROM attachment WHERE id = ? AND state IN ('waiting', 'taken')",
                [Sql(&id)],
                |row| {
                    Ok(StoredFile {
                        name: row.get("name")?,
                        kind: get(row, "type")?,
                        size: row.get("size")?,
                    })
                },
            )
        })
        .await
    }

    /// Whether a visitor may open a file: one of a message in a ticket of theirs, or one that they
    /// have brought themselves. Files of notes are never among them.
    ///
    /// # Errors
    /// The store failed.
    pub async fn may_visitor_open(
        &self,
        visitor: VisitorId,
        id: AttachmentId,
    ) -> Result<bool, StoreError> {
        self.read(move |connection| {
            let found = find(
                connection,
                "SELECT 1 FROM attachment a JOIN message m ON m.seq = a.seq JOIN ticket t ON t.id = m.ticket_id
                 WHERE a.id = ?1 AND t.visitor_id = ?2
                 UNION ALL
                 SELECT 1 FROM attachment WHERE id = ?1 AND uploader = ?2 AND state = 'waiting'",
                (Sql(&id), Sql(&visitor)),
                |_| Ok(()),
            )?;
            Ok(found.is_some())
        })
        .await
    }

    /// Whether a member may open a file: one of a message or a note of their workspace, or one that
    /// they have brought themselves.
    ///
    /// # Errors
    /// The store failed.
    pub async fn may_member_open(
        &self,
        workspace: WorkspaceId,
        member: MemberId,
        id: AttachmentId,
    ) -> Result<bool, StoreError> {
        self.read(move |connection| {
            let found = find(
                connection,
                "SELECT 1 FROM attachment WHERE id = ? AND workspace_id = ?
                     AND (state = 'taken' OR (state = 'waiting' AND uploader = ?))",
                (Sql(&id), Sql(&workspace), Sql(&member)),
                |_| Ok(()),
            )?;
            Ok(found.is_some())
        })
        .await
    }

    /// Some of the files whose time is over: no message took them. From now on none can.
    ///
    /// # Errors
    /// The store failed.
    pub async fn leaving_attachments(
        &self,
        now: Timestamp,
    ) -> Result<Vec<AttachmentId>, StoreError> {
        self.write_in_bulk(move |written| {
            list(
                written.connection,
                "UPDATE attachment SET state = 'leaving' WHERE id IN
                     (SELECT id FROM attachment WHERE seq IS NULL AND created_at <= ? LIMIT ?)
                 RETURNING id",
                (Sql(now.plus(-WAITING_LIFE)), CHUNK),
                |row| get(row, "id"),
            )
        })
        .await
    }

    /// A file did not arrive, or is gone from the disk.
    ///
    /// # Errors
    /// The store failed.
    pub async fn forget_attachment(&self, id: AttachmentId) -> Result<(), StoreError> {
        self.write(move |written| {
            let sql = "DELETE FROM attachment WHERE id = ? AND state IN ('arriving', 'leaving')";
            execute(written.connection, sql, [Sql(&id)]).map(drop)
        })
        .await
    }

    /// The key that addresses of files are signed with: the one that was stored first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn link_key(&self, fresh: [u8; 32]) -> Result<[u8; 32], StoreError> {
        self.write(move |written| {
            let read = |connection| {
                let sql = "SELECT key FROM link_key WHERE id = 1";
                find(connection, sql, [], |row| row.get(0))
            };
            if let Some(key) = read(written.connection)? {
                return Ok(key);
            }
            let sql = "INSERT INTO link_key (id, key) VALUES (1, ?)";
            execute(written.connection, sql, [fresh])?;
            Ok(fresh)
        })
        .await
    }
}

/// Whether all these files wait for a message of this person.
pub(super) fn are_waiting(
    connection: &Connection,
    workspace: &WorkspaceId,
    uploader: &str,
    ids: &[AttachmentId],
) -> Result<bool, StoreError> {
    for id in ids {
        let found = find(
            connection,
            "SELECT 1 FROM attachment
             WHERE id = ? AND workspace_id = ? AND uploader = ? AND state = 'waiting'",
            (Sql(id), Sql(workspace), uploader),
            |_| Ok(()),
        )?;
        if found.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Gives files to an entry, in this order. That they wait was looked at in the same write.
pub(super) fn take(
    connection: &Connection,
    ids: &[AttachmentId],
    seq: i64,
) -> Result<Vec<Attachment>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    for (place, id) in (1_i64..).zip(ids) {
        let taken = execute(
            connection,
            "UPDATE attachment SET state = 'taken', seq = ?, place = ? WHERE id = ? AND state = 'waiting'",
            (seq, place, Sql(id)),
        )?;
        if taken != 1 {
            return Err(StoreError::Corrupt("a file that does not wait".to_owned()));
        }
    }
    of_entry(connection, seq)
}

/// The files of an entry.
pub(super) fn of_entry(connection: &Connection, seq: i64) -> Result<Vec<Attachment>, StoreError> {
    let found = find(
        connection,
        concat!("SELECT ", attachments_of!("?")),
        [seq],
        read,
    )?;
    Ok(found.unwrap_or_default())
}

/// A file as [`attachments_of`] writes it.
#[derive(Deserialize)]
struct Written {
    id: String,
    name: String,
    r#type: String,
    size: i64,
    width: Option<i64>,
    height: Option<i64>,
    place: i64,
}

/// Reads the `attachments` column of a row. The addresses are for the API to add.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Vec<Attachment>> {
    let column = row.as_ref().column_index("attachments")?;
    let text = row.get_ref(column)?.as_str()?;
    if text == "[]" {
        return Ok(Vec::new());
    }
    let mut files: Vec<Written> = serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    })?;
    files.sort_by_key(|file| file.place);
    let attachment = |file: Written| Attachment {
        id: file.id.into(),
        name: file.name,
        r#type: FileType::from_word(&file.r#type),
        size: file.size,
        width: file.width,
        height: file.height,
        url: String::new(),
    };
    Ok(files.into_iter().map(attachment).collect())
}

/// How much room files take in an answer, in bytes.
pub(super) fn weight(files: &[Attachment]) -> usize {
    let bytes = |file: &Attachment| ATTACHMENT_BYTES + file.name.len();
    files.iter().map(bytes).sum()
}
