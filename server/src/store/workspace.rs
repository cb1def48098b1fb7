//! Workspaces, their settings and their public tokens.

use super::row::{Sql, execute, find, get, list};
use super::writer::Written;
use super::{Store, StoreError};
use crate::domain::workspace::Workspace;
use porthole_shared::id::WorkspaceId;
use porthole_shared::settings::WorkspaceSettings;
use porthole_shared::time::Timestamp;
use rusqlite::{Connection, Row};

/// A workspace to be.
#[derive(Clone, Debug)]
pub struct NewWorkspace {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// The token that pages will carry.
    pub public_token: String,
    /// When.
    pub now: Timestamp,
}

/// A workspace whose settings are still JSON.
type Stored = (Workspace, String);

fn read_workspace(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let workspace = Workspace {
        id: get(row, "id")?,
        name: row.get("name")?,
        public_token: row.get("public_token")?,
        settings: WorkspaceSettings::initial(),
        has_identity_secret: row.get("has_identity_secret")?,
    };
    Ok((workspace, row.get("settings")?))
}

/// Puts stored settings over the initial ones, so that a setting which is newer than the row
/// has its initial value.
fn with_settings((workspace, stored): Stored) -> Result<Workspace, StoreError> {
    let mut settings = serde_json::to_value(WorkspaceSettings::initial())?;
    let stored: serde_json::Value = serde_json::from_str(&stored)?;
    if let (Some(settings), Some(stored)) = (settings.as_object_mut(), stored.as_object()) {
        settings.extend(
            stored
                .iter()
                .map(|(key, value)| (key.clone(), value.clone())),
        );
    }
    Ok(Workspace {
        settings: serde_json::from_value(settings)?,
        ..workspace
    })
}

const COLUMNS: &str = "id, name, public_token, settings,
     EXISTS (SELECT 1 FROM identity_secret s WHERE s.workspace_id = workspace.id) AS has_identity_secret";

pub(super) fn by_id(
    connection: &Connection,
    id: &WorkspaceId,
) -> Result<Option<Workspace>, StoreError> {
    find(
        connection,
        &format!("SELECT {COLUMNS} FROM workspace WHERE id = ?"),
        [Sql(id)],
        read_workspace,
    )?
    .map(with_settings)
    .transpose()
}

/// All workspaces, the oldest first.
pub(super) fn all(connection: &Connection) -> Result<Vec<Workspace>, StoreError> {
    list(
        connection,
        &format!("SELECT {COLUMNS} FROM workspace ORDER BY created_at, id"),
        [],
        read_workspace,
    )?
    .into_iter()
    .map(with_settings)
    .collect()
}

/// Saves name and settings.
pub(super) fn save(written: &mut Written<'_>, workspace: &Workspace) -> Result<(), StoreError> {
    execute(
        written.connection,
        "UPDATE workspace SET name = ?, settings = ? WHERE id = ?",
        (
            &workspace.name,
            serde_json::to_string(&workspace.settings)?,
            Sql(&workspace.id),
        ),
    )?;
    written.touch_workspaces();
    Ok(())
}

fn insert(written: &mut Written<'_>, new: &NewWorkspace) -> Result<(), StoreError> {
    execute(
        written.connection,
        "INSERT INTO workspace (id, name, public_token, settings, created_at) VALUES (?, ?, ?, ?, ?)",
        (
            Sql(&new.id),
            &new.name,
            &new.public_token,
            serde_json::to_string(&WorkspaceSettings::initial())?,
            Sql(new.now),
        ),
    )?;
    execute(
        written.connection,
        "INSERT INTO workspace_count (workspace_id) VALUES (?)",
        [Sql(&new.id)],
    )?;
    written.touch_workspaces();
    Ok(())
}

impl Store {
    /// Makes the first workspace if there is none. `true` if it was made now.
    ///
    /// # Errors
    /// The store failed.
    pub async fn ensure_workspace(&self, new: NewWorkspace) -> Result<bool, StoreError> {
        self.write(move |written| {
            if find(
                written.connection,
                "SELECT 1 FROM workspace",
                [],
                |_| Ok(()),
            )?
            .is_some()
            {
                return Ok(false);
            }
            insert(written, &new)?;
            Ok(true)
        })
        .await
    }

    /// Makes one more workspace. `false` if the public token is another one's.
    ///
    /// # Errors
    /// The store failed.
    pub async fn add_workspace(&self, new: NewWorkspace) -> Result<bool, StoreError> {
        self.write(move |written| {
            let taken = find(
                written.connection,
                "SELECT 1 FROM workspace WHERE public_token = ?",
                [&new.public_token],
                |_| Ok(()),
            )?;
            if taken.is_some() {
                return Ok(false);
            }
            insert(written, &new)?;
            Ok(true)
        })
        .await
    }

    /// All workspaces, the oldest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn workspaces(&self) -> Result<Vec<Workspace>, StoreError> {
        self.read(all).await
    }

    /// Changes name and settings as they are at that moment; what another one changes meanwhile
    /// is kept. `None` where there is no such workspace; `Err` within is the change's own refusal,
    /// and nothing is saved.
    ///
    /// # Errors
    /// The store failed.
    pub async fn change_workspace<E: Send + 'static>(
        &self,
        id: WorkspaceId,
        change: impl FnOnce(&mut Workspace) -> Result<(), E> + Send + 'static,
    ) -> Result<Option<Result<Workspace, E>>, StoreError> {
        self.write(move |written| {
            let Some(mut workspace) = by_id(written.connection, &id)? else {
                return Ok(None);
            };
            if let Err(refusal) = change(&mut workspace) {
                return Ok(Some(Err(refusal)));
            }
            save(written, &workspace)?;
            Ok(Some(Ok(workspace)))
        })
        .await
    }

    /// Replaces the public token, and with it ends every visitor's session and forgets every
    /// browser: at once, however many there are, because they are of an older generation.
    /// `None` where there is no such workspace.
    ///
    /// # Errors
    /// The store failed.
    pub async fn regenerate_token(
        &self,
        id: WorkspaceId,
        public_token: String,
    ) -> Result<Option<Workspace>, StoreError> {
        self.write(move |written| {
            execute(
                written.connection,
                "UPDATE workspace SET public_token = ?, generation = generation + 1 WHERE id = ?",
                (public_token, Sql(&id)),
            )?;
            written.touch_workspaces();
            by_id(written.connection, &id)
        })
        .await
    }
}
