//! Handoff codes: how the chat page in another tab becomes a browser of the same visitor.

use super::device::{self, Known, NewDevice};
use super::row::{Sql, execute, find, get};
use super::writer::Written;
use super::{Store, StoreError};
use crate::domain::change::Topic;
use porthole_shared::id::{DeviceId, VisitorId, WorkspaceId};
use porthole_shared::session::HANDOFF_LIFE;
use porthole_shared::time::Timestamp;

/// A browser that hands over a code.
#[derive(Clone, Debug)]
pub struct Redemption {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The SHA-256 of the code.
    pub code_hash: [u8; 32],
    /// The SHA-256 of the browser's key.
    pub key_hash: [u8; 32],
    /// The id of the browser, if it becomes the visitor's.
    pub device_id: DeviceId,
    /// When.
    pub now: Timestamp,
}

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redeemed {
    /// The browser is the visitor's now, or was already.
    Joined,
    /// The code is unknown, used or too old.
    NoSuchCode,
    /// The browser has conversations of another visitor, which it would lose. The code is not
    /// used up.
    Occupied,
}

impl Store {
    /// Keeps a code that lets another browser be this one's visitor.
    ///
    /// # Errors
    /// The store failed.
    pub async fn add_handoff(
        &self,
        device: DeviceId,
        code_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |written| {
            // A code that is there already was sent twice. A browser that is gone has none.
            execute(
                written.connection,
                "INSERT OR IGNORE INTO handoff (code_hash, device_id, expires_at)
                 SELECT ?, id, ? FROM device WHERE id = ?",
                (code_hash, Sql(now.plus(HANDOFF_LIFE)), Sql(&device)),
            )?;
            Ok(())
        })
        .await
    }

    /// Uses a code up: the browser becomes one of the visitor's.
    ///
    /// # Errors
    /// The store failed.
    pub async fn redeem_handoff(&self, new: Redemption) -> Result<Redeemed, StoreError> {
        self.write(move |written| {
            let Some(visitor) = handed_visitor(written, &new)? else {
                return Ok(Redeemed::NoSuchCode);
            };
            let known = device::by_key(written.connection, &new.workspace, new.key_hash, new.now)?;
            let is_joined = |known: &Known| known.lives && known.visitor == visitor;
            let is_joined = known.as_ref().is_some_and(is_joined);
            if let Some(other) = &known
                && other.lives
                && other.visitor != visitor
                && has_tickets(written, &other.visitor)?
            {
                return Ok(Redeemed::Occupied);
            }
            execute(
                written.connection,
                "DELETE FROM handoff WHERE code_hash = ?",
                [new.code_hash],
            )?;
            if !is_joined {
                join(written, &new, &visitor, known)?;
            }
            Ok(Redeemed::Joined)
        })
        .await
    }
}

/// The visitor of a code that lives, made by a browser that does.
fn handed_visitor(
    written: &Written<'_>,
    new: &Redemption,
) -> Result<Option<VisitorId>, StoreError> {
    find(
        written.connection,
        "SELECT d.visitor_id FROM handoff h
         JOIN device d ON d.id = h.device_id
         JOIN workspace w ON w.id = d.workspace_id AND w.generation = d.generation
         WHERE h.code_hash = ? AND h.expires_at > ? AND w.id = ?",
        (new.code_hash, Sql(new.now), Sql(&new.workspace)),
        |row| get(row, "visitor_id"),
    )
}

fn has_tickets(written: &Written<'_>, visitor: &VisitorId) -> Result<bool, StoreError> {
    let found = find(
        written.connection,
        "SELECT 1 FROM ticket WHERE visitor_id = ? LIMIT 1",
        [Sql(visitor)],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Makes the browser the visitor's. Made anew rather than changed, so that its earlier sessions
/// and streams end.
fn join(
    written: &mut Written<'_>,
    new: &Redemption,
    visitor: &VisitorId,
    before: Option<Known>,
) -> Result<(), StoreError> {
    if let Some(before) = before {
        device::forget(written, &before.device)?;
        written.touch(Topic::Visitor(before.visitor));
    }
    device::add(
        written.connection,
        &NewDevice {
            id: &new.device_id,
            workspace: &new.workspace,
            visitor,
            key_hash: new.key_hash,
            now: new.now,
        },
    )
}
