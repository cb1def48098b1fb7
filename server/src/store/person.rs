//! Persons who were proven, and what was said of visitors, by proof and without.

use super::row::{Sql, execute, find, get, list};
use super::writer::Written;
use super::{StoreError, change, join};
use crate::domain::change::ChangeKind;
use crate::domain::identity::Proven;
use porthole_shared::id::{TicketId, VisitorId, WorkspaceId};
use porthole_shared::identity::Traits;
use porthole_shared::inbox::identity::KnownTraits;
use porthole_shared::text::EmailAddress;
use porthole_shared::time::Timestamp;
use rusqlite::Connection;

/// What a page says and proves of its visitor, checked.
#[derive(Clone, Debug)]
pub struct NewIdentity {
    /// Who was proven.
    pub proven: Option<Proven>,
    /// What is only said.
    pub said: Traits,
    /// What was begun in the browser joins the person.
    pub join: bool,
    /// The id for the person, if nobody has been proven so before.
    pub person: VisitorId,
    /// When.
    pub now: Timestamp,
}

/// What is known of a visitor, by proof and without.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Known {
    pub(super) signed: Traits,
    pub(super) said: Traits,
}

/// The person who was proven, with what was signed and said now; `None` where nobody was.
pub(super) fn take(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    new: &NewIdentity,
) -> Result<Option<VisitorId>, StoreError> {
    let Some(proven) = &new.proven else {
        return Ok(None);
    };
    let person = find_or_add(written, workspace, new, proven)?;
    let known = known(written.connection, &person)?;
    let now_known = Known {
        signed: proven.signed.clone().over(known.signed.clone()),
        said: new.said.clone().over(known.said.clone()),
    };
    if now_known != known {
        keep(written, workspace, &person, &now_known, new.now)?;
    }
    Ok(Some(person))
}

/// Keeps what is only said of a visitor.
pub(super) fn say(
    written: &mut Written<'_>,
    visitor: &VisitorId,
    said: &Traits,
    now: Timestamp,
) -> Result<(), StoreError> {
    if said.is_empty() {
        return Ok(());
    }
    let known = known(written.connection, visitor)?;
    let now_known = Known {
        said: said.clone().over(known.said.clone()),
        signed: known.signed.clone(),
    };
    if now_known == known {
        return Ok(());
    }
    let workspace = find(
        written.connection,
        "SELECT workspace_id FROM visitor WHERE id = ?",
        [Sql(visitor)],
        |row| get::<WorkspaceId>(row, "workspace_id"),
    )?;
    match workspace {
        Some(workspace) => keep(written, &workspace, visitor, &now_known, now),
        None => Ok(()),
    }
}

/// What is known of a visitor. What was said before there were proofs stands in the columns alone.
pub(super) fn known(connection: &Connection, visitor: &VisitorId) -> Result<Known, StoreError> {
    let found = find(
        connection,
        "SELECT signed, unsigned, email, name FROM visitor WHERE id = ?",
        [Sql(visitor)],
        |row| {
            Ok((
                row.get::<_, Option<String>>("signed")?,
                row.get::<_, Option<String>>("unsigned")?,
                row.get("email")?,
                row.get("name")?,
            ))
        },
    )?;
    let Some((signed, said, email, name)) = found else {
        return Ok(Known::default());
    };
    let signed = signed.map(|json| serde_json::from_str(&json)).transpose()?;
    let from_columns = Traits {
        email,
        name,
        ..Traits::default()
    };
    Ok(Known {
        said: match said {
            Some(json) => serde_json::from_str(&json)?,
            None if signed.is_none() => from_columns,
            None => Traits::default(),
        },
        signed: signed.unwrap_or_default(),
    })
}

/// The same, for the team.
pub(super) fn known_traits(
    connection: &Connection,
    visitor: &VisitorId,
) -> Result<KnownTraits, StoreError> {
    let Known { signed, said } = known(connection, visitor)?;
    Ok(KnownTraits { signed, said })
}

/// Keeps what is known. What was signed goes before what was only said, and of values only a
/// signed one counts. The team hears of it at every ticket of the visitor.
fn keep(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    visitor: &VisitorId,
    known: &Known,
    now: Timestamp,
) -> Result<(), StoreError> {
    let json = |traits: &Traits| match traits.is_empty() {
        true => Ok(None),
        false => serde_json::to_string(traits).map(Some),
    };
    let Known { signed, said } = known;
    execute(
        written.connection,
        "UPDATE visitor SET signed = ?, unsigned = ?, email = ?, name = ?, value = coalesce(?, value)
         WHERE id = ?",
        (
            json(signed)?,
            json(said)?,
            signed.email.as_ref().or(said.email.as_ref()),
            signed.name.as_ref().or(said.name.as_ref()),
            signed.value,
            Sql(visitor),
        ),
    )?;
    tell_tickets(written, workspace, visitor, now)
}

/// Tells the team that what its tickets show of a visitor has changed, their order by value
/// included.
fn tell_tickets(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    visitor: &VisitorId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let tickets = list(
        written.connection,
        "SELECT id FROM ticket WHERE visitor_id = ? AND last_seq > 0",
        [Sql(visitor)],
        |row| get::<TicketId>(row, "id"),
    )?;
    for ticket in &tickets {
        let changed = change::Changed {
            workspace,
            visitor,
            ticket,
        };
        change::append(written, &changed, ChangeKind::Desk, now)?;
    }
    Ok(())
}

/// The person of a proof: by the user id, else by the address. A proof of both makes one person
/// of whoever was known by the address alone.
fn find_or_add(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    new: &NewIdentity,
    proven: &Proven,
) -> Result<VisitorId, StoreError> {
    let connection = written.connection;
    let email = proven.email.as_ref().map(EmailAddress::as_str);
    let by_user = match &proven.user_id {
        Some(user_id) => find(
            connection,
            "SELECT id FROM visitor WHERE workspace_id = ? AND user_id = ?",
            (Sql(workspace), user_id),
            |row| get::<VisitorId>(row, "id"),
        )?,
        None => None,
    };
    let by_email = match email {
        Some(email) => find(
            connection,
            "SELECT id, user_id FROM visitor WHERE workspace_id = ? AND verified_email = ?",
            (Sql(workspace), email),
            |row| {
                Ok((
                    get::<VisitorId>(row, "id")?,
                    row.get::<_, Option<String>>("user_id")?,
                ))
            },
        )?,
        None => None,
    };
    // Another user's address stays theirs until their site says otherwise.
    let is_free = |user_id: &Option<String>| user_id.is_none() || *user_id == proven.user_id;
    let (person, takes_email) = match (by_user, by_email) {
        (Some(person), Some((other, user_id))) if other != person && user_id.is_none() => {
            join::absorb(written, workspace, &other, &person, new.now)?;
            (person, true)
        }
        (Some(person), by_email) => (
            person,
            by_email.is_none_or(|(_, user_id)| is_free(&user_id)),
        ),
        (None, Some((person, user_id))) if proven.user_id.is_none() || user_id.is_none() => {
            (person, true)
        }
        (None, by_email) => {
            add(written, workspace, new)?;
            (new.person.clone(), by_email.is_none())
        }
    };
    execute(
        written.connection,
        "UPDATE visitor SET seen_at = ?, user_id = coalesce(?, user_id), verified_email = coalesce(?, verified_email)
         WHERE id = ?",
        (
            Sql(new.now),
            &proven.user_id,
            email.filter(|_| takes_email),
            Sql(&person),
        ),
    )?;
    Ok(person)
}

fn add(
    written: &Written<'_>,
    workspace: &WorkspaceId,
    new: &NewIdentity,
) -> Result<(), StoreError> {
    execute(
        written.connection,
        "INSERT INTO visitor (id, workspace_id, created_at, seen_at) VALUES (?, ?, ?, ?)",
        (Sql(&new.person), Sql(workspace), Sql(new.now), Sql(new.now)),
    )?;
    Ok(())
}

/// Moves what was only said of one visitor to another, whose own words go before.
pub(super) fn move_said(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    (from, to): (&VisitorId, &VisitorId),
    now: Timestamp,
) -> Result<(), StoreError> {
    let from_known = known(written.connection, from)?;
    if from_known == Known::default() {
        return Ok(());
    }
    let to_known = known(written.connection, to)?;
    let both = Known {
        signed: to_known.signed.clone().over(from_known.signed),
        said: to_known.said.clone().over(from_known.said),
    };
    execute(
        written.connection,
        "UPDATE visitor SET signed = NULL, unsigned = NULL, email = NULL, name = NULL, value = NULL
         WHERE id = ?",
        [Sql(from)],
    )?;
    if both == to_known {
        return Ok(());
    }
    keep(written, workspace, to, &both, now)
}
