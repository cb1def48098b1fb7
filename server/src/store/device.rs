//! Browsers, and how they get a session.

use super::person::{self, NewIdentity};
use super::row::{Sql, execute, find, get};
use super::session::{self, Holding, NewSession};
use super::writer::Written;
use super::{Store, StoreError, join};
use porthole_shared::id::{DeviceId, VisitorId, WorkspaceId};
use porthole_shared::session::DEVICE_LIFE;
use porthole_shared::time::Timestamp;
use rusqlite::Connection;

/// A browser that asks for a session.
#[derive(Clone, Debug)]
pub struct NewBoot {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The public token that the page carries.
    pub public_token: String,
    /// The SHA-256 of the browser's key.
    pub key_hash: [u8; 32],
    /// The SHA-256 of the token it is about to get.
    pub token_hash: [u8; 32],
    /// When that token dies.
    pub expires_at: Timestamp,
    /// The id of the browser, if it is new.
    pub device_id: DeviceId,
    /// The id of the visitor, if the browser is new.
    pub visitor_id: VisitorId,
    /// What the page says and proves of the visitor.
    pub identity: NewIdentity,
    /// When.
    pub now: Timestamp,
}

/// A browser with a session.
#[derive(Clone, Debug)]
pub struct Boot {
    /// The browser.
    pub device_id: DeviceId,
    /// What the session has.
    pub holding: Holding,
}

impl Store {
    /// Gives a browser a session. A key that is not known yet makes a visitor. `None` if the
    /// public token was replaced a moment ago.
    ///
    /// # Errors
    /// The store failed.
    pub async fn boot(&self, new: NewBoot) -> Result<Option<Boot>, StoreError> {
        self.write(move |written| {
            let current = find(
                written.connection,
                "SELECT 1 FROM workspace WHERE id = ? AND public_token = ?",
                (Sql(&new.workspace), &new.public_token),
                |_| Ok(()),
            )?;
            if current.is_none() {
                return Ok(None);
            }
            let (device_id, own) = find_or_add(written, &new)?;
            let person = person::take(written, &new.workspace, &new.identity)?;
            match &person {
                Some(person) => {
                    join::join_new(written, &new.workspace, &device_id, person, &new.identity)?;
                }
                None => person::say(written, &own, &new.identity.said, new.now)?,
            }
            let session = NewSession {
                device: &device_id,
                token_hash: new.token_hash,
                expires_at: new.expires_at,
                person: person.as_ref(),
                identity: &new.identity,
            };
            session::add(written.connection, &session)?;
            let acts_for = person.unwrap_or(own);
            let holding = session::holding(written.connection, &acts_for, new.token_hash)?;
            Ok(holding.map(|holding| Boot { device_id, holding }))
        })
        .await
    }
}

/// Whether a browser may still call: it was not forgotten, and the public token that it came with
/// was not replaced.
pub(super) fn is_known(connection: &Connection, id: &DeviceId) -> Result<bool, StoreError> {
    let found = find(
        connection,
        "SELECT 1 FROM device d
         JOIN workspace w ON w.id = d.workspace_id AND w.generation = d.generation
         WHERE d.id = ?",
        [Sql(id)],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Forgets a browser with its sessions, and its visitor where nothing is left of them: no other
/// browser and no ticket. `false` if it was gone already.
pub(super) fn forget(written: &Written<'_>, id: &DeviceId) -> Result<bool, StoreError> {
    let visitor = find(
        written.connection,
        "DELETE FROM device WHERE id = ? RETURNING visitor_id",
        [Sql(id)],
        |row| get::<VisitorId>(row, "visitor_id"),
    )?;
    let Some(visitor) = visitor else {
        return Ok(false);
    };
    execute(
        written.connection,
        "DELETE FROM visitor WHERE id = ?1
             AND NOT EXISTS (SELECT 1 FROM device WHERE visitor_id = ?1)
             AND NOT EXISTS (SELECT 1 FROM ticket WHERE visitor_id = ?1)
             AND NOT EXISTS (SELECT 1 FROM ticket_share WHERE visitor_id = ?1)",
        [Sql(&visitor)],
    )?;
    Ok(true)
}

/// A browser that becomes known.
pub(super) struct NewDevice<'a> {
    pub(super) id: &'a DeviceId,
    pub(super) workspace: &'a WorkspaceId,
    pub(super) visitor: &'a VisitorId,
    pub(super) key_hash: [u8; 32],
    pub(super) now: Timestamp,
}

/// A browser that is known by its key.
pub(super) struct Known {
    pub(super) device: DeviceId,
    pub(super) visitor: VisitorId,
    /// It was used within its time, and its public token was not replaced since.
    pub(super) lives: bool,
}

/// The browser with this key.
pub(super) fn by_key(
    connection: &Connection,
    workspace: &WorkspaceId,
    key_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<Known>, StoreError> {
    find(
        connection,
        "SELECT d.id, d.visitor_id, d.used_at > ?3 AND d.generation = w.generation AS lives
         FROM device d JOIN workspace w ON w.id = d.workspace_id
         WHERE d.workspace_id = ?1 AND d.key_hash = ?2",
        (Sql(workspace), key_hash, Sql(now.plus(-DEVICE_LIFE))),
        |row| {
            Ok(Known {
                device: get(row, "id")?,
                visitor: get(row, "visitor_id")?,
                lives: row.get("lives")?,
            })
        },
    )
}

/// Makes a browser known.
pub(super) fn add(connection: &Connection, new: &NewDevice<'_>) -> Result<(), StoreError> {
    execute(
        connection,
        "INSERT INTO device (id, workspace_id, visitor_id, key_hash, created_at, used_at, generation)
         SELECT ?, id, ?, ?, ?, ?, generation FROM workspace WHERE id = ?",
        (
            Sql(new.id),
            Sql(new.visitor),
            new.key_hash,
            Sql(new.now),
            Sql(new.now),
            Sql(new.workspace),
        ),
    )?;
    Ok(())
}

/// The browser with this key. One that nobody used for too long, or that came with a public token
/// which was replaced since, begins anew.
fn find_or_add(written: &Written<'_>, new: &NewBoot) -> Result<(DeviceId, VisitorId), StoreError> {
    match by_key(written.connection, &new.workspace, new.key_hash, new.now)? {
        Some(known) if known.lives => {
            execute(
                written.connection,
                "UPDATE device SET used_at = ? WHERE id = ?",
                (Sql(new.now), Sql(&known.device)),
            )?;
            return Ok((known.device, known.visitor));
        }
        Some(known) => drop(forget(written, &known.device)?),
        None => {}
    }
    execute(
        written.connection,
        "INSERT INTO visitor (id, workspace_id, created_at, seen_at) VALUES (?, ?, ?, ?)",
        (
            Sql(&new.visitor_id),
            Sql(&new.workspace),
            Sql(new.now),
            Sql(new.now),
        ),
    )?;
    add(
        written.connection,
        &NewDevice {
            id: &new.device_id,
            workspace: &new.workspace,
            visitor: &new.visitor_id,
            key_hash: new.key_hash,
            now: new.now,
        },
    )?;
    Ok((new.device_id.clone(), new.visitor_id.clone()))
}
