//! Visitors and what is known of them.

use super::row::{Sql, execute, find, get};
use super::writer::Written;
use super::{StoreError, person};
use porthole_shared::id::VisitorId;
use porthole_shared::identity::Traits;
use porthole_shared::inbox::ticket::TeamVisitor;
use porthole_shared::session::Profile;
use porthole_shared::text::{EmailAddress, PersonName};
use porthole_shared::time::Timestamp;
use rusqlite::{Connection, Row};

/// What the identification form brought, checked.
#[derive(Clone, Debug, Default)]
pub struct NewProfile {
    /// The address.
    pub email: Option<EmailAddress>,
    /// The name.
    pub name: Option<PersonName>,
}

/// Reads the `visitor_...` columns of a joined row.
pub(super) fn read_team_visitor(row: &Row<'_>) -> rusqlite::Result<TeamVisitor> {
    Ok(TeamVisitor {
        id: get(row, "visitor_id")?,
        name: row.get("visitor_name")?,
        email: row.get("visitor_email")?,
        created_at: get(row, "visitor_created_at")?,
        seen_at: get(row, "visitor_seen_at")?,
        value: row.get("visitor_value")?,
        user_id: row.get("visitor_user_id")?,
        verified: row.get("visitor_verified")?,
        email_verified: row.get("visitor_email_verified")?,
    })
}

/// What is known of a visitor.
pub(super) fn profile(connection: &Connection, id: &VisitorId) -> Result<Profile, StoreError> {
    let profile = find(
        connection,
        "SELECT email, name FROM visitor WHERE id = ?",
        [Sql(id)],
        |row| {
            Ok(Profile {
                email: row.get("email")?,
                name: row.get("name")?,
                website: None,
            })
        },
    )?;
    Ok(profile.unwrap_or_default())
}

/// The visitor was here, and perhaps said who they are. What was said before stays unless it is
/// said anew.
pub(super) fn see(
    written: &mut Written<'_>,
    id: &VisitorId,
    new: &NewProfile,
    now: Timestamp,
) -> Result<(), StoreError> {
    execute(
        written.connection,
        "UPDATE visitor SET seen_at = ? WHERE id = ?",
        (Sql(now), Sql(id)),
    )?;
    let said = Traits {
        email: new.email.as_ref().map(|email| email.as_str().to_owned()),
        name: new.name.as_ref().map(|name| name.as_str().to_owned()),
        ..Traits::default()
    };
    person::say(written, id, &said, now)
}
