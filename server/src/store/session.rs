//! Session tokens of visitors: whose they are, how they are renewed, and who they act for.

use super::device::is_known;
use super::join;
use super::person::{self, NewIdentity};
use super::row::{Sql, execute, find, get};
use super::{Store, StoreError, device, update, visitor};
use crate::domain::change::Topic;
use crate::domain::session::VisitorSession;
use porthole_shared::id::{DeviceId, VisitorId};
use porthole_shared::identity::KnownIdentity;
use porthole_shared::live::Update;
use porthole_shared::session::{Profile, SESSION_OVERLAP};
use porthole_shared::time::Timestamp;
use rusqlite::Connection;

/// What a session has, as whoever it acts for.
#[derive(Clone, Debug)]
pub struct Holding {
    /// What is known of the person.
    pub profile: Profile,
    /// The visitor's tickets.
    pub update: Update,
    /// Who was proven.
    pub identity: Option<KnownIdentity>,
    /// When the token dies.
    pub expires_at: Timestamp,
}

/// A fresh token for a session.
#[derive(Clone, Copy, Debug)]
pub struct Renewal {
    /// The SHA-256 of the present one.
    pub before: [u8; 32],
    /// The SHA-256 of the fresh one.
    pub token_hash: [u8; 32],
    /// When that dies.
    pub expires_at: Timestamp,
    /// When.
    pub now: Timestamp,
}

impl Store {
    /// Whose session a token is; `None` if it is unknown, dead or revoked.
    ///
    /// # Errors
    /// The store failed.
    pub async fn session(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<VisitorSession>, StoreError> {
        self.glance(move |connection| {
            find(
                connection,
                "SELECT d.workspace_id, coalesce(s.person_id, d.visitor_id) AS visitor_id,
                     d.visitor_id AS own_visitor, d.id AS device_id, s.identity_until
                 FROM session s JOIN device d ON d.id = s.device_id
                 JOIN workspace w ON w.id = d.workspace_id AND w.generation = d.generation
                 WHERE s.token_hash = ? AND s.expires_at > ?",
                (token_hash, Sql(now)),
                |row| {
                    Ok(VisitorSession {
                        workspace_id: get(row, "workspace_id")?,
                        visitor_id: get(row, "visitor_id")?,
                        device_id: get(row, "device_id")?,
                        own_visitor: get(row, "own_visitor")?,
                        identity_until: row
                            .get::<_, Option<Sql<_>>>("identity_until")?
                            .map(|until| until.0),
                    })
                },
            )
        })
        .await
    }

    /// Whether a session goes on: a stream ends when its browser is forgotten, or does not act for
    /// this person any more.
    ///
    /// # Errors
    /// The store failed.
    pub async fn is_living(&self, session: VisitorSession) -> Result<bool, StoreError> {
        self.glance(move |connection| is_living(connection, &session))
            .await
    }

    /// Gives a session a fresh token, for whomever it acts. The older one dies after a short
    /// overlap, for the requests that are under way. `false` if it was revoked meanwhile.
    ///
    /// # Errors
    /// The store failed.
    pub async fn refresh(
        &self,
        session: VisitorSession,
        renewal: Renewal,
    ) -> Result<bool, StoreError> {
        self.write(move |written| {
            let (connection, device) = (written.connection, &session.device_id);
            if !is_living(connection, &session)? {
                return Ok(false);
            }
            execute(
                connection,
                "UPDATE device SET used_at = ? WHERE id = ?",
                (Sql(renewal.now), Sql(device)),
            )?;
            // The page's tabs share the browser's own session; each of them proves a person by itself.
            execute(
                connection,
                "UPDATE session SET expires_at = min(expires_at, ?1)
                 WHERE device_id = ?2 AND (person_id IS NULL OR token_hash = ?3)
                   AND (person_id IS NULL) = (?4 IS NULL)",
                (
                    Sql(renewal.now.plus(SESSION_OVERLAP)),
                    Sql(device),
                    renewal.before,
                    person_of(&session).map(Sql),
                ),
            )?;
            let added = execute(
                connection,
                "INSERT INTO session (token_hash, device_id, expires_at, person_id, identity_until, secret_id)
                 SELECT ?, device_id, ?, person_id, identity_until, secret_id
                 FROM session WHERE token_hash = ?",
                (renewal.token_hash, Sql(renewal.expires_at), renewal.before),
            )?;
            Ok(added > 0)
        })
        .await
    }

    /// Forgets a browser, its key and its sessions. Its tickets stay with the team.
    ///
    /// # Errors
    /// The store failed.
    pub async fn log_out(&self, session: VisitorSession) -> Result<(), StoreError> {
        self.write(move |written| {
            device::forget(written, &session.device_id)?;
            written.touch(Topic::Visitor(session.visitor_id.clone()));
            written.touch(Topic::Visitor(session.own_visitor.clone()));
            Ok(())
        })
        .await
    }

    /// Takes what a page says and proves of the visitor, for a session that goes on. `None` if it
    /// was revoked meanwhile.
    ///
    /// # Errors
    /// The store failed.
    pub async fn identify(
        &self,
        session: VisitorSession,
        token_hash: [u8; 32],
        new: NewIdentity,
    ) -> Result<Option<Holding>, StoreError> {
        self.write(move |written| {
            if !is_known(written.connection, &session.device_id)? {
                return Ok(None);
            }
            let acts_for = match person::take(written, &session.workspace_id, &new)? {
                Some(person) => {
                    let proven = new.proven.as_ref();
                    execute(
                        written.connection,
                        "UPDATE session SET person_id = ?, identity_until = ?, secret_id = ? WHERE token_hash = ?",
                        (
                            Sql(&person),
                            proven.and_then(|proven| proven.until).map(Sql),
                            proven.map(|proven| &proven.secret),
                            token_hash,
                        ),
                    )?;
                    join::join_new(written, &session.workspace_id, &session.device_id, &person, &new)?;
                    person
                }
                None => {
                    person::say(written, &session.visitor_id, &new.said, new.now)?;
                    session.visitor_id.clone()
                }
            };
            holding(written.connection, &acts_for, token_hash)
        })
        .await
    }

    /// The browser does not act for the person any more: this session is its own again, and all
    /// others of that person in it are over. Conversations that are begun from now on may join
    /// whoever is proven next.
    ///
    /// # Errors
    /// The store failed.
    pub async fn clear_identity(
        &self,
        session: VisitorSession,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |written| {
            let Some(person) = person_of(&session) else {
                return Ok(());
            };
            let connection = written.connection;
            execute(
                connection,
                "UPDATE session SET person_id = NULL, identity_until = NULL, secret_id = NULL
                 WHERE token_hash = ?",
                [token_hash],
            )?;
            execute(
                connection,
                "DELETE FROM session WHERE device_id = ? AND person_id = ?",
                (Sql(&session.device_id), Sql(person)),
            )?;
            execute(
                connection,
                "UPDATE device SET anonymous_since = ? WHERE id = ?",
                (Sql(now), Sql(&session.device_id)),
            )?;
            written.touch(Topic::Visitor(person.clone()));
            Ok(())
        })
        .await
    }
}

/// The person whom a session acts for.
fn person_of(session: &VisitorSession) -> Option<&VisitorId> {
    session.is_proven().then_some(&session.visitor_id)
}

/// Whether the browser is known and, where it acts for a person, still does.
pub(super) fn is_living(
    connection: &Connection,
    session: &VisitorSession,
) -> Result<bool, StoreError> {
    let Some(person) = person_of(session) else {
        return is_known(connection, &session.device_id);
    };
    let found = find(
        connection,
        "SELECT 1 FROM session s JOIN device d ON d.id = s.device_id
         JOIN workspace w ON w.id = d.workspace_id AND w.generation = d.generation
         WHERE s.device_id = ? AND s.person_id = ? LIMIT 1",
        (Sql(&session.device_id), Sql(person)),
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// A token that becomes known.
pub(super) struct NewSession<'a> {
    pub(super) device: &'a DeviceId,
    pub(super) token_hash: [u8; 32],
    pub(super) expires_at: Timestamp,
    /// The person whom it acts for.
    pub(super) person: Option<&'a VisitorId>,
    /// How that was proven.
    pub(super) identity: &'a NewIdentity,
}

pub(super) fn add(connection: &Connection, new: &NewSession<'_>) -> Result<(), StoreError> {
    let proven = new.identity.proven.as_ref();
    execute(
        connection,
        "INSERT INTO session (token_hash, device_id, expires_at, person_id, identity_until, secret_id)
         VALUES (?, ?, ?, ?, ?, ?)",
        (
            new.token_hash,
            Sql(new.device),
            Sql(new.expires_at),
            new.person.map(Sql),
            proven.and_then(|proven| proven.until).map(Sql),
            proven.map(|proven| &proven.secret),
        ),
    )?;
    Ok(())
}

/// What a session has.
pub(super) fn holding(
    connection: &Connection,
    acts_for: &VisitorId,
    token_hash: [u8; 32],
) -> Result<Option<Holding>, StoreError> {
    let found = find(
        connection,
        "SELECT s.expires_at, s.person_id, s.identity_until, v.user_id
         FROM session s LEFT JOIN visitor v ON v.id = s.person_id WHERE s.token_hash = ?",
        [token_hash],
        |row| {
            let person = row.get::<_, Option<String>>("person_id")?;
            let until = row.get::<_, Option<Sql<_>>>("identity_until")?;
            let user_id = row.get("user_id")?;
            let identity = person.map(|person| KnownIdentity {
                person,
                user_id,
                until: until.map(|until| until.0),
            });
            Ok((get(row, "expires_at")?, identity))
        },
    )?;
    let Some((expires_at, identity)) = found else {
        return Ok(None);
    };
    Ok(Some(Holding {
        profile: visitor::profile(connection, acts_for)?,
        update: update::visitor_update(connection, acts_for, 0)?,
        identity,
        expires_at,
    }))
}
