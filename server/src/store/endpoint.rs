//! Where rules send to. Addresses and secrets come and go sealed.

use super::row::{Sql, execute, find, get, list};
use super::{Store, StoreError};
use porthole_shared::id::{EndpointId, WorkspaceId};
use porthole_shared::inbox::automation::endpoint::{ENDPOINT_LIMIT, Endpoint, EndpointKind};
use porthole_shared::time::Timestamp;
use rusqlite::{Connection, Row};

/// An endpoint to be.
#[derive(Clone, Debug)]
pub struct NewEndpoint {
    /// The id.
    pub id: EndpointId,
    /// What is at the other end.
    pub kind: EndpointKind,
    /// What it is called.
    pub name: String,
    /// The address without what is secret in it.
    pub shown: String,
    /// The address, sealed.
    pub url: Vec<u8>,
    /// The secret, sealed.
    pub secret: Option<Vec<u8>>,
}

/// Why an endpoint was not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndpointRefusal {
    /// The workspace has none of this id.
    NoSuchEndpoint,
    /// The workspace has as many as it may have.
    TooMany,
    /// The rule of this name sends to it.
    Used(String),
}

const COLUMNS: &str = "id, kind, name, shown, created_at";

fn read_endpoint(row: &Row<'_>) -> rusqlite::Result<Endpoint> {
    Ok(Endpoint {
        id: get(row, "id")?,
        kind: get(row, "kind")?,
        name: row.get("name")?,
        shown: row.get("shown")?,
        created_at: get(row, "created_at")?,
    })
}

/// One of a workspace's endpoints.
pub(super) fn by_id(
    connection: &Connection,
    workspace: &WorkspaceId,
    id: &EndpointId,
) -> Result<Option<Endpoint>, StoreError> {
    find(
        connection,
        &format!("SELECT {COLUMNS} FROM endpoint WHERE id = ? AND workspace_id = ?"),
        (Sql(id), Sql(workspace)),
        read_endpoint,
    )
}

impl Store {
    /// A workspace's endpoints, by name.
    ///
    /// # Errors
    /// The store failed.
    pub async fn endpoints(&self, workspace: WorkspaceId) -> Result<Vec<Endpoint>, StoreError> {
        self.read(move |connection| {
            list(
                connection,
                &format!(
                    "SELECT {COLUMNS} FROM endpoint WHERE workspace_id = ?
                     ORDER BY name COLLATE NOCASE, id"
                ),
                [Sql(&workspace)],
                read_endpoint,
            )
        })
        .await
    }

    /// Adds an endpoint.
    ///
    /// # Errors
    /// The store failed.
    pub async fn add_endpoint(
        &self,
        workspace: WorkspaceId,
        new: NewEndpoint,
        now: Timestamp,
    ) -> Result<Result<Endpoint, EndpointRefusal>, StoreError> {
        self.write(move |written| {
            let connection = written.connection;
            let count: Option<i64> = find(
                connection,
                "SELECT count(*) FROM endpoint WHERE workspace_id = ?",
                [Sql(&workspace)],
                |row| row.get(0),
            )?;
            if count >= Some(ENDPOINT_LIMIT) {
                return Ok(Err(EndpointRefusal::TooMany));
            }
            execute(
                connection,
                "INSERT INTO endpoint (id, workspace_id, kind, name, shown, url, secret, created_at)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    Sql(&new.id),
                    Sql(&workspace),
                    Sql(new.kind),
                    &new.name,
                    &new.shown,
                    &new.url,
                    &new.secret,
                    Sql(now),
                ),
            )?;
            let added = by_id(connection, &workspace, &new.id)?;
            Ok(added.ok_or(EndpointRefusal::NoSuchEndpoint))
        })
        .await
    }

    /// Gives an endpoint another name and, where one is given, another address (how it is shown,
    /// and sealed).
    ///
    /// # Errors
    /// The store failed.
    pub async fn change_endpoint(
        &self,
        workspace: WorkspaceId,
        id: EndpointId,
        name: String,
        address: Option<(String, Vec<u8>)>,
    ) -> Result<Option<Endpoint>, StoreError> {
        self.write(move |written| {
            let (shown, url) = address.unzip();
            execute(
                written.connection,
                "UPDATE endpoint SET name = ?, shown = coalesce(?, shown), url = coalesce(?, url)
                 WHERE id = ? AND workspace_id = ?",
                (name, shown, url, Sql(&id), Sql(&workspace)),
            )?;
            by_id(written.connection, &workspace, &id)
        })
        .await
    }

    /// Gives a webhook another secret, sealed; `None` where the workspace has no such webhook.
    ///
    /// # Errors
    /// The store failed.
    pub async fn change_endpoint_secret(
        &self,
        workspace: WorkspaceId,
        id: EndpointId,
        secret: Vec<u8>,
    ) -> Result<Option<Endpoint>, StoreError> {
        self.write(move |written| {
            let changed = execute(
                written.connection,
                "UPDATE endpoint SET secret = ? WHERE id = ? AND workspace_id = ? AND kind = ?",
                (
                    secret,
                    Sql(&id),
                    Sql(&workspace),
                    Sql(EndpointKind::Webhook),
                ),
            )?;
            match changed {
                0 => Ok(None),
                _ => by_id(written.connection, &workspace, &id),
            }
        })
        .await
    }

    /// Deletes an endpoint that no rule sends to. What waits for it is given up.
    ///
    /// # Errors
    /// The store failed.
    pub async fn delete_endpoint(
        &self,
        workspace: WorkspaceId,
        id: EndpointId,
    ) -> Result<Result<(), EndpointRefusal>, StoreError> {
        self.write(move |written| {
            let connection = written.connection;
            if let Some(rule) = super::rule::of_endpoint(connection, &workspace, &id)? {
                return Ok(Err(EndpointRefusal::Used(rule)));
            }
            let gone = execute(
                connection,
                "DELETE FROM endpoint WHERE id = ? AND workspace_id = ?",
                (Sql(&id), Sql(&workspace)),
            )?;
            if gone == 0 {
                return Ok(Err(EndpointRefusal::NoSuchEndpoint));
            }
            super::delivery::give_up(connection, &id)?;
            Ok(Ok(()))
        })
        .await
    }
}
