//! Recovery links: asked for, sent, used up once.

use super::change::{self, Changed};
use super::clean_up::CHUNK;
use super::mail::{self, NewMail};
use super::row::{Sql, execute, find, get, list};
use super::writer::Written;
use super::{Store, StoreError};
use crate::domain::change::{ChangeKind, Topic};
use crate::domain::recovery::{ASKED_LIMIT, ASKED_WINDOW};
use crate::domain::session::VisitorSession;
use porthole_shared::id::{TicketId, VisitorId, WorkspaceId};
use porthole_shared::inbox::mail::MailKind;
use porthole_shared::recovery::{RecoveryOutcome, RedeemReply};
use porthole_shared::text::EmailAddress;
use porthole_shared::time::{DAY, Timestamp};
use rusqlite::Connection;

/// The most tickets that a link shows, the newest.
const TICKETS: usize = 200;
/// The most tickets that are looked at for that.
const LOOKED_AT: i64 = 2_000;

impl Store {
    /// Asks for a link. `false` if the address was asked for too often lately. Known and unknown
    /// addresses run the same statements: whether there are tickets is looked up when the mail's
    /// turn has come.
    ///
    /// # Errors
    /// The store failed.
    pub async fn ask_recovery(&self, new: NewMail) -> Result<bool, StoreError> {
        self.write(move |written| {
            let asked = find(
                written.connection,
                "SELECT count(*) FROM mail
                 WHERE recipient = ? AND kind = ? AND created_at > ? AND workspace_id = ?",
                (
                    new.recipient.as_ref().map(EmailAddress::as_str),
                    Sql(MailKind::Recovery),
                    Sql(new.now.plus(-ASKED_WINDOW)),
                    Sql(&new.workspace),
                ),
                |row| row.get::<_, i64>(0),
            )?;
            if asked.unwrap_or_default() >= ASKED_LIMIT {
                return Ok(false);
            }
            mail::queue(written, &new)?;
            Ok(true)
        })
        .await
    }

    /// Keeps the token of a link, if there are tickets for it to show.
    ///
    /// # Errors
    /// The store failed.
    pub async fn add_recovery(
        &self,
        workspace: WorkspaceId,
        email: String,
        token_hash: [u8; 32],
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(move |written| {
            let known = find(
                written.connection,
                "SELECT 1 FROM visitor v JOIN ticket t ON t.visitor_id = v.id
                 WHERE v.workspace_id = ? AND v.email = ? LIMIT 1",
                (Sql(&workspace), &email),
                |_| Ok(()),
            )?;
            if known.is_none() {
                return Ok(false);
            }
            execute(
                written.connection,
                "INSERT INTO recovery (token_hash, workspace_id, email, expires_at)
                 VALUES (?, ?, ?, ?)",
                (token_hash, Sql(&workspace), email, Sql(expires_at)),
            )?;
            Ok(true)
        })
        .await
    }

    /// Uses a link up: the tickets of its address are shared with the visitor. All links of the
    /// address are used up by that.
    ///
    /// # Errors
    /// The store failed.
    pub async fn redeem_recovery(
        &self,
        session: VisitorSession,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<RedeemReply, StoreError> {
        self.write(move |written| redeem(written, &session, token_hash, now))
            .await
    }
}

fn redeem(
    written: &mut Written<'_>,
    session: &VisitorSession,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<RedeemReply, StoreError> {
    let failed = |outcome| RedeemReply {
        outcome,
        tickets: 0,
    };
    let found = find(
        written.connection,
        "SELECT email, expires_at, used_at FROM recovery WHERE token_hash = ? AND workspace_id = ?",
        (token_hash, Sql(&session.workspace_id)),
        |row| {
            let used = row.get::<_, Option<i64>>("used_at")?.is_some();
            let expires_at: Timestamp = get(row, "expires_at")?;
            Ok((row.get::<_, String>("email")?, expires_at, used))
        },
    )?;
    let email = match found {
        None => return Ok(failed(RecoveryOutcome::Invalid)),
        Some((_, _, true)) => return Ok(failed(RecoveryOutcome::Used)),
        Some((_, expires_at, _)) if expires_at <= now => {
            return Ok(failed(RecoveryOutcome::Expired));
        }
        Some((email, _, _)) => email,
    };
    execute(
        written.connection,
        "UPDATE recovery SET used_at = ? WHERE workspace_id = ? AND email = ? AND used_at IS NULL",
        (Sql(now), Sql(&session.workspace_id), &email),
    )?;
    let tickets = of_address(written.connection, &session.workspace_id, &email)?;
    for (ticket, owner) in &tickets {
        if *owner != session.visitor_id {
            share(written, session, (ticket, owner), now)?;
        }
    }
    written.touch(Topic::Visitor(session.visitor_id.clone()));
    Ok(RedeemReply {
        outcome: RecoveryOutcome::Restored,
        tickets: i64::try_from(tickets.len()).unwrap_or(i64::MAX),
    })
}

/// The newest tickets of an address, with whose they are, the oldest first.
fn of_address(
    connection: &Connection,
    workspace: &WorkspaceId,
    email: &str,
) -> Result<Vec<(TicketId, VisitorId)>, StoreError> {
    let mut tickets = list(
        connection,
        "SELECT t.id, t.visitor_id, t.last_seq FROM visitor v JOIN ticket t ON t.visitor_id = v.id
         WHERE v.workspace_id = ? AND v.email = ? AND t.merged_into IS NULL LIMIT ?",
        (Sql(workspace), email, LOOKED_AT),
        |row| {
            let ticket: TicketId = get(row, "id")?;
            let owner: VisitorId = get(row, "visitor_id")?;
            Ok((row.get::<_, i64>("last_seq")?, ticket, owner))
        },
    )?;
    tickets.sort();
    let newest = tickets.split_off(tickets.len().saturating_sub(TICKETS));
    Ok(newest
        .into_iter()
        .map(|(_, ticket, owner)| (ticket, owner))
        .collect())
}

/// Shares a ticket. A change tells of it, which the visitor has not seen yet.
fn share(
    written: &mut Written<'_>,
    session: &VisitorSession,
    (ticket, owner): (&TicketId, &VisitorId),
    now: Timestamp,
) -> Result<(), StoreError> {
    execute(
        written.connection,
        "INSERT INTO ticket_share (visitor_id, ticket_id, shared_at) VALUES (?, ?, ?)
         ON CONFLICT DO NOTHING",
        (Sql(&session.visitor_id), Sql(ticket), Sql(now)),
    )?;
    let changed = Changed {
        workspace: &session.workspace_id,
        visitor: owner,
        ticket,
    };
    change::append(written, &changed, ChangeKind::Ticket, now)?;
    Ok(())
}

/// Forgets links a day after their time: until then whoever comes late is told why.
pub(super) fn clean_up(connection: &Connection, now: Timestamp) -> Result<usize, StoreError> {
    execute(
        connection,
        "DELETE FROM recovery WHERE token_hash IN
             (SELECT token_hash FROM recovery WHERE expires_at <= ? LIMIT ?)",
        (Sql(now.plus(-DAY)), CHUNK),
    )
}
