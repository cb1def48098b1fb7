//! Members of the team and their sessions.

use super::row::{Sql, execute, find, get, list};
use super::writer::Written;
use super::{Store, StoreError};
use crate::domain::change::Topic;
use porthole_shared::id::{MemberId, WorkspaceId};
use porthole_shared::inbox::member::{Me, MemberList, Role, TeamMember};
use porthole_shared::text::{EmailAddress, PersonName};
use porthole_shared::time::Timestamp;
use rusqlite::{Connection, Row};

/// A member to be.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// The id.
    pub id: MemberId,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The address to sign in with.
    pub email: EmailAddress,
    /// The name that visitors see.
    pub name: PersonName,
    /// What the member may do.
    pub role: Role,
    /// The password, hashed.
    pub password_hash: String,
    /// When.
    pub now: Timestamp,
}

/// A member's session to be.
#[derive(Clone, Debug)]
pub struct NewMemberSession {
    /// The SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// When it dies.
    pub expires_at: Timestamp,
    /// When it began.
    pub now: Timestamp,
}

/// A member as stored.
#[derive(Clone, Debug)]
pub struct MemberRow {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// What the member may know of themselves.
    pub me: Me,
    /// The password, hashed.
    pub password_hash: String,
}

const SELECT: &str = "SELECT m.id, m.workspace_id, m.email, m.name, m.role, m.password_hash,
     w.name AS workspace_name FROM member m JOIN workspace w ON w.id = m.workspace_id";

fn read_member(row: &Row<'_>) -> rusqlite::Result<MemberRow> {
    Ok(MemberRow {
        workspace: get(row, "workspace_id")?,
        me: Me {
            id: get(row, "id")?,
            name: row.get("name")?,
            email: row.get("email")?,
            role: get(row, "role")?,
            workspace_name: row.get("workspace_name")?,
        },
        password_hash: row.get("password_hash")?,
    })
}

pub(super) fn exist(connection: &Connection) -> Result<bool, StoreError> {
    Ok(find(connection, "SELECT 1 FROM member LIMIT 1", [], |_| Ok(()))?.is_some())
}

pub(super) fn insert(written: &Written<'_>, new: &NewMember) -> Result<(), StoreError> {
    execute(
        written.connection,
        "INSERT INTO member (id, workspace_id, email, name, role, password_hash, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            Sql(&new.id),
            Sql(&new.workspace),
            new.email.as_str(),
            new.name.as_str(),
            Sql(new.role),
            &new.password_hash,
            Sql(new.now),
        ),
    )?;
    Ok(())
}

impl Store {
    /// Whether anybody owns this installation.
    ///
    /// # Errors
    /// The store failed.
    pub async fn has_members(&self) -> Result<bool, StoreError> {
        self.read(exist).await
    }

    /// Everybody of a workspace's team, by name.
    ///
    /// # Errors
    /// The store failed.
    pub async fn members(&self, workspace: WorkspaceId) -> Result<MemberList, StoreError> {
        let mut members = self
            .read(move |connection| {
                list(
                    connection,
                    "SELECT id, name, role FROM member WHERE workspace_id = ?",
                    [Sql(&workspace)],
                    |row| {
                        Ok(TeamMember {
                            id: get(row, "id")?,
                            name: row.get("name")?,
                            role: get(row, "role")?,
                        })
                    },
                )
            })
            .await?;
        members.sort_by_cached_key(|member| (member.name.to_lowercase(), member.id.clone()));
        Ok(MemberList { members })
    }

    /// Adds a member; `false` if the address is a member's already.
    ///
    /// # Errors
    /// The store failed.
    pub async fn add_member(&self, new: NewMember) -> Result<bool, StoreError> {
        self.write(move |written| {
            let taken = find(
                written.connection,
                "SELECT 1 FROM member WHERE email = ?",
                [new.email.as_str()],
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

    /// The member with this address.
    ///
    /// # Errors
    /// The store failed.
    pub async fn member_by_email(
        &self,
        email: EmailAddress,
    ) -> Result<Option<MemberRow>, StoreError> {
        self.read(move |connection| {
            find(
                connection,
                &format!("{SELECT} WHERE m.email = ?"),
                [email.as_str()],
                read_member,
            )
        })
        .await
    }

    /// The member whose session this is; `None` if it is unknown, dead or revoked.
    ///
    /// # Errors
    /// The store failed.
    pub async fn member_by_session(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<MemberRow>, StoreError> {
        self.glance(move |connection| {
            find(
                connection,
                &format!(
                    "{SELECT} JOIN member_session s ON s.member_id = m.id
                     WHERE s.token_hash = ? AND s.expires_at > ?"
                ),
                (token_hash, Sql(now)),
                read_member,
            )
        })
        .await
    }

    /// When a member's session ends; `None` where it ended already.
    ///
    /// # Errors
    /// The store failed.
    pub async fn member_session_end(
        &self,
        token_hash: [u8; 32],
    ) -> Result<Option<Timestamp>, StoreError> {
        self.read(move |connection| {
            find(
                connection,
                "SELECT expires_at FROM member_session WHERE token_hash = ?",
                [token_hash],
                |row| get(row, "expires_at"),
            )
        })
        .await
    }

    /// Signs a member in.
    ///
    /// # Errors
    /// The store failed.
    pub async fn add_member_session(
        &self,
        member: MemberId,
        new: NewMemberSession,
    ) -> Result<(), StoreError> {
        self.write(move |written| {
            execute(
                written.connection,
                "INSERT INTO member_session (token_hash, member_id, created_at, expires_at)
                 VALUES (?, ?, ?, ?)",
                (
                    new.token_hash,
                    Sql(&member),
                    Sql(new.now),
                    Sql(new.expires_at),
                ),
            )?;
            Ok(())
        })
        .await
    }

    /// Signs a member out. The team's streams look again whose they are.
    ///
    /// # Errors
    /// The store failed.
    pub async fn end_member_session(
        &self,
        workspace: WorkspaceId,
        token_hash: [u8; 32],
    ) -> Result<(), StoreError> {
        self.write(move |written| {
            written.touch(Topic::Team(workspace));
            execute(
                written.connection,
                "DELETE FROM member_session WHERE token_hash = ?",
                [token_hash],
            )?;
            Ok(())
        })
        .await
    }
}
