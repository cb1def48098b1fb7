//! The one-time link of the first run.

use super::member::{self, NewMember};
use super::row::{Sql, execute};
use super::{Store, StoreError, workspace};
use crate::domain::session::SETUP_LINK_LIFE;
use porthole_shared::time::Timestamp;

impl Store {
    /// Makes a link that creates the owner, and voids the ones before. `false` if there is an
    /// owner already.
    ///
    /// # Errors
    /// The store failed.
    pub async fn renew_setup_link(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(move |written| {
            execute(written.connection, "DELETE FROM setup_link", [])?;
            if member::exist(written.connection)? {
                return Ok(false);
            }
            execute(
                written.connection,
                "INSERT INTO setup_link (token_hash, created_at) VALUES (?, ?)",
                (token_hash, Sql(now)),
            )?;
            Ok(true)
        })
        .await
    }

    /// Creates the owner with the link, names the workspace, and switches the chat on if that is
    /// wished. `false` if the link is used, void or too old.
    ///
    /// # Errors
    /// The store failed.
    pub async fn redeem_setup_link(
        &self,
        token_hash: [u8; 32],
        owner: NewMember,
        workspace_name: String,
        enable: bool,
    ) -> Result<bool, StoreError> {
        self.write(move |written| {
            let redeemed = execute(
                written.connection,
                "DELETE FROM setup_link WHERE token_hash = ? AND created_at > ?",
                (token_hash, Sql(owner.now.plus(-SETUP_LINK_LIFE))),
            )?;
            if redeemed == 0 || member::exist(written.connection)? {
                return Ok(false);
            }
            member::insert(written, &owner)?;
            if let Some(mut workspace) = workspace::by_id(written.connection, &owner.workspace)? {
                workspace.name = workspace_name;
                workspace.settings.conversations_enabled |= enable;
                workspace.settings.widget_enabled |= enable;
                workspace::save(written, &workspace)?;
            }
            Ok(true)
        })
        .await
    }
}
