//! Browsers and their session tokens.

use super::change;
use super::row::{Sql, execute, find, get};
use super::visitor;
use super::writer::Written;
use super::{Store, StoreError};
use crate::domain::session::VisitorSession;
use porthole_shared::id::{DeviceId, VisitorId, WorkspaceId};
use porthole_shared::live::Update;
use porthole_shared::session::{DEVICE_LIFE, Profile, SESSION_OVERLAP};
use porthole_shared::time::Timestamp;

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
    /// When.
    pub now: Timestamp,
}

/// A browser with a session.
#[derive(Clone, Debug)]
pub struct Boot {
    /// The browser.
    pub device_id: DeviceId,
    /// What is known of the person.
    pub profile: Profile,
    /// The visitor's tickets.
    pub update: Update,
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
            let (device_id, visitor_id) = find_or_add(written, &new)?;
            add_session(written, &device_id, &new.token_hash, new.expires_at)?;
            Ok(Some(Boot {
                device_id,
                profile: visitor::profile(written.connection, &visitor_id)?,
                update: change::visitor_update(written.connection, &visitor_id, 0)?,
            }))
        })
        .await
    }

    /// Whose session a token is; `None` if it is unknown, dead or revoked.
    ///
    /// # Errors
    /// The store failed.
    pub async fn session(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<VisitorSession>, StoreError> {
        self.read(move |connection| {
            find(
                connection,
                "SELECT d.workspace_id, d.visitor_id, d.id AS device_id
                 FROM session s JOIN device d ON d.id = s.device_id
                 WHERE s.token_hash = ? AND s.expires_at > ?",
                (token_hash, Sql(now)),
                |row| {
                    Ok(VisitorSession {
                        workspace_id: get(row, "workspace_id")?,
                        visitor_id: get(row, "visitor_id")?,
                        device_id: get(row, "device_id")?,
                    })
                },
            )
        })
        .await
    }

    /// Whether a browser is still known: a stream ends when it is not.
    ///
    /// # Errors
    /// The store failed.
    pub async fn is_device_known(&self, id: DeviceId) -> Result<bool, StoreError> {
        self.read(move |connection| {
            let found = find(
                connection,
                "SELECT 1 FROM device WHERE id = ?",
                [Sql(&id)],
                |_| Ok(()),
            )?;
            Ok(found.is_some())
        })
        .await
    }

    /// Gives a browser a fresh token. Its older ones die after a short overlap, for the
    /// requests that are under way. `false` if the browser was revoked meanwhile.
    ///
    /// # Errors
    /// The store failed.
    pub async fn refresh(
        &self,
        device: DeviceId,
        token_hash: [u8; 32],
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(move |written| {
            let used = execute(
                written.connection,
                "UPDATE device SET used_at = ? WHERE id = ?",
                (Sql(now), Sql(&device)),
            )?;
            if used == 0 {
                return Ok(false);
            }
            execute(
                written.connection,
                "UPDATE session SET expires_at = min(expires_at, ?) WHERE device_id = ?",
                (Sql(now.plus(SESSION_OVERLAP)), Sql(&device)),
            )?;
            add_session(written, &device, &token_hash, expires_at)?;
            Ok(true)
        })
        .await
    }

    /// Forgets a browser, its key and its sessions. Its tickets stay with the team.
    ///
    /// # Errors
    /// The store failed.
    pub async fn log_out(&self, session: VisitorSession) -> Result<(), StoreError> {
        self.write(move |written| {
            execute(
                written.connection,
                "DELETE FROM device WHERE id = ?",
                [Sql(&session.device_id)],
            )?;
            written.touch(crate::domain::change::Topic::Visitor(
                session.visitor_id.clone(),
            ));
            Ok(())
        })
        .await
    }
}

fn find_or_add(written: &Written<'_>, new: &NewBoot) -> Result<(DeviceId, VisitorId), StoreError> {
    let known = find(
        written.connection,
        "UPDATE device SET used_at = ?1 WHERE workspace_id = ?2 AND key_hash = ?3 AND used_at > ?4
         RETURNING id, visitor_id",
        (
            Sql(new.now),
            Sql(&new.workspace),
            new.key_hash,
            Sql(new.now.plus(-DEVICE_LIFE)),
        ),
        |row| Ok((get(row, "id")?, get(row, "visitor_id")?)),
    )?;
    if let Some(known) = known {
        return Ok(known);
    }
    // A key that was not used for too long is dead; the row would be in the way.
    execute(
        written.connection,
        "DELETE FROM device WHERE workspace_id = ? AND key_hash = ?",
        (Sql(&new.workspace), new.key_hash),
    )?;
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
    execute(
        written.connection,
        "INSERT INTO device (id, workspace_id, visitor_id, key_hash, created_at, used_at)
         VALUES (?, ?, ?, ?, ?, ?)",
        (
            Sql(&new.device_id),
            Sql(&new.workspace),
            Sql(&new.visitor_id),
            new.key_hash,
            Sql(new.now),
            Sql(new.now),
        ),
    )?;
    Ok((new.device_id.clone(), new.visitor_id.clone()))
}

fn add_session(
    written: &Written<'_>,
    device: &DeviceId,
    token_hash: &[u8; 32],
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    execute(
        written.connection,
        "INSERT INTO session (token_hash, device_id, expires_at) VALUES (?, ?, ?)",
        (token_hash, Sql(device), Sql(expires_at)),
    )?;
    Ok(())
}
