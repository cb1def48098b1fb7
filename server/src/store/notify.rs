//! What is told by mail: new tickets to members, answers to visitors who left.

use super::mail::{self, NewMail};
use super::row::{Sql, execute, find, get, list};
use super::writer::Written;
use super::{Store, StoreError};
use crate::domain::mail::{Cause, REPLY_LIMIT, REPLY_WAIT};
use porthole_shared::id::{MailId, MemberId, MessageId, TicketId, WorkspaceId};
use porthole_shared::inbox::mail::{MailKind, MailState};
use porthole_shared::text::EmailAddress;
use porthole_shared::time::{DAY, Timestamp};
use rusqlite::Connection;

/// The most answers that one mail tells; of more, the newest.
const ANSWERS: i64 = 20;

/// A new ticket, for a member who hears of it.
#[derive(Clone, Debug)]
pub struct TicketNews {
    /// The member's address as it is now.
    pub email: String,
    /// The ticket's number.
    pub number: i64,
    /// The first message.
    pub text: String,
    /// The visitor's name, if it is known.
    pub name: Option<String>,
}

/// Answers that a visitor has not seen.
#[derive(Clone, Debug)]
pub struct ReplyNews {
    /// The visitor's address as it is now.
    pub email: String,
    /// The ticket that they are in.
    pub ticket: TicketId,
    /// Its number.
    pub number: i64,
    /// Who wrote what, the oldest first.
    pub answers: Vec<(String, String)>,
    /// The number of the last of them.
    pub until: i64,
    /// The mail that told of earlier ones.
    pub previous: Option<String>,
    /// Where the visitor was last, as JSON of `shared::session::PageContext`.
    pub page: Option<String>,
}

/// What there is to tell a visitor.
#[derive(Clone, Debug)]
pub enum ReplyTurn {
    /// These answers.
    Tell(Box<ReplyNews>),
    /// Nothing: all was seen, or there is no address.
    Nothing,
    /// Nothing before then: the address has had its mails for a day.
    Later(Timestamp),
}

/// A new ticket was opened: those who want to hear of it will.
pub(super) fn ticket_opened(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    ticket: &TicketId,
    message: &MessageId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let anybody = find(
        written.connection,
        "SELECT 1 FROM member WHERE workspace_id = ? AND notify_new_ticket = 1 LIMIT 1",
        [Sql(workspace)],
        |_| Ok(()),
    )?;
    if anybody.is_none() {
        return Ok(());
    }
    let new = NewMail {
        id: MailId::from(message.as_str().to_owned()),
        workspace: workspace.clone(),
        cause: Cause::NewTicket {
            ticket: ticket.clone(),
        },
        recipient: None,
        run_at: now,
        now,
    };
    mail::queue(written, &new)
}

/// The team answered a visitor who has an address: if it is not seen soon, a mail tells of it. One
/// that waits already tells of this answer too.
pub(super) fn answered(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    ticket: &TicketId,
    message: &MessageId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let cause = Cause::Reply {
        ticket: ticket.clone(),
        until: None,
    };
    let added = execute(
        written.connection,
        "INSERT INTO mail (id, workspace_id, kind, cause, state, run_at, created_at, ticket_id)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            message.as_str(),
            Sql(workspace),
            Sql(MailKind::Reply),
            serde_json::to_string(&cause)?,
            Sql(MailState::Waiting),
            Sql(now.plus(REPLY_WAIT)),
            Sql(now),
            Sql(ticket),
        ),
    )?;
    if added > 0 {
        written.touch_mails();
    }
    Ok(())
}

impl Store {
    /// Makes of the mail about a new ticket one for each member who wants it now.
    ///
    /// # Errors
    /// The store failed.
    pub async fn spread_mail(
        &self,
        id: MailId,
        workspace: WorkspaceId,
        ticket: TicketId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |written| {
            let members = list(
                written.connection,
                "SELECT id, email FROM member WHERE workspace_id = ? AND notify_new_ticket = 1",
                [Sql(&workspace)],
                |row| Ok((get::<MemberId>(row, "id")?, row.get::<_, String>("email")?)),
            )?;
            for (member, email) in members {
                let own = MailId::from(format!("{}-{}", id.as_str(), member.as_str()));
                let is_there = find(
                    written.connection,
                    "SELECT 1 FROM mail WHERE id = ?",
                    [Sql(&own)],
                    |_| Ok(()),
                )?;
                // After a crash in between, some were made already.
                let Ok(recipient) = EmailAddress::parse(&email) else {
                    continue;
                };
                if is_there.is_some() {
                    continue;
                }
                let new = NewMail {
                    id: own,
                    workspace: workspace.clone(),
                    cause: Cause::NewTicketFor {
                        ticket: ticket.clone(),
                        member,
                    },
                    recipient: Some(recipient),
                    run_at: now,
                    now,
                };
                mail::queue(written, &new)?;
            }
            Ok(())
        })
        .await
    }

    /// A new ticket for a member; `None` if the member left the workspace or does not want to hear
    /// of it any more, or if the ticket turned out to be spam.
    ///
    /// # Errors
    /// The store failed.
    pub async fn ticket_news(
        &self,
        workspace: WorkspaceId,
        ticket: TicketId,
        member: MemberId,
    ) -> Result<Option<TicketNews>, StoreError> {
        self.read(move |connection| {
            find(
                connection,
                "SELECT e.email, t.number, v.name,
                     (SELECT body FROM message WHERE ticket_id = t.id ORDER BY seq LIMIT 1) AS body
                 FROM member e JOIN ticket t ON t.workspace_id = e.workspace_id
                     JOIN visitor v ON v.id = t.visitor_id
                 WHERE e.id = ? AND e.workspace_id = ? AND e.notify_new_ticket = 1
                   AND t.id = ? AND t.suspicious = 0",
                (Sql(&member), Sql(&workspace), Sql(&ticket)),
                |row| {
                    Ok(TicketNews {
                        email: row.get("email")?,
                        number: row.get("number")?,
                        text: row.get::<_, Option<String>>("body")?.unwrap_or_default(),
                        name: row.get("name")?,
                    })
                },
            )
        })
        .await
    }

    /// What a mail about answers tells, now that its turn has come. The first time decides how far
    /// it goes: sent anew, it says the same.
    ///
    /// # Errors
    /// The store failed.
    pub async fn reply_turn(
        &self,
        id: MailId,
        ticket: TicketId,
        until: Option<i64>,
        now: Timestamp,
    ) -> Result<ReplyTurn, StoreError> {
        self.write(move |written| {
            let connection = written.connection;
            let Some(mut news) = unseen(connection, &ticket, until)? else {
                return Ok(ReplyTurn::Nothing);
            };
            if let Some(at) = next_allowed(connection, &news.email, now)? {
                return Ok(ReplyTurn::Later(at));
            }
            let cause = Cause::Reply {
                ticket: news.ticket.clone(),
                until: Some(news.until),
            };
            execute(
                connection,
                "UPDATE mail SET recipient = ?, cause = ? WHERE id = ?",
                (&news.email, serde_json::to_string(&cause)?, Sql(&id)),
            )?;
            news.page = find(
                connection,
                "SELECT page FROM ticket_context WHERE ticket_id = ? ORDER BY seq DESC LIMIT 1",
                [Sql(&news.ticket)],
                |row| row.get("page"),
            )?;
            Ok(ReplyTurn::Tell(Box::new(news)))
        })
        .await
    }

    /// A mail has told a visitor of the answers up to this one.
    ///
    /// # Errors
    /// The store failed.
    pub async fn told_reply(
        &self,
        ticket: TicketId,
        until: i64,
        mail: MailId,
    ) -> Result<(), StoreError> {
        self.write(move |written| {
            execute(
                written.connection,
                "INSERT INTO mail_thread (ticket_id, told, last_mail) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET told = max(told, ?2), last_mail = ?3",
                (Sql(&ticket), until, Sql(&mail)),
            )?;
            Ok(())
        })
        .await
    }
}

/// The answers in a ticket, or in the one that it was merged into, that its visitor has neither seen
/// nor been told of.
fn unseen(
    connection: &Connection,
    ticket: &TicketId,
    until: Option<i64>,
) -> Result<Option<ReplyNews>, StoreError> {
    let news = find(
        connection,
        "SELECT t.id, t.number, t.visitor_read, t.last_seq, v.email, coalesce(h.told, 0) AS told,
             h.last_mail
         FROM ticket o JOIN ticket t ON t.id = coalesce(o.merged_into, o.id)
             JOIN visitor v ON v.id = t.visitor_id LEFT JOIN mail_thread h ON h.ticket_id = t.id
         WHERE o.id = ? AND v.email IS NOT NULL",
        [Sql(ticket)],
        |row| {
            let news = ReplyNews {
                email: row.get("email")?,
                ticket: get(row, "id")?,
                number: row.get("number")?,
                answers: Vec::new(),
                until: row.get("last_seq")?,
                previous: row.get("last_mail")?,
                page: None,
            };
            let seen: i64 = row.get("visitor_read")?;
            Ok((news, seen.max(row.get("told")?)))
        },
    )?;
    let Some((mut news, seen)) = news else {
        return Ok(None);
    };
    news.until = until.unwrap_or(news.until);
    news.answers = list(
        connection,
        "SELECT author_name, body FROM message
         WHERE ticket_id = ? AND seq > ? AND seq <= ? AND side = 'team' ORDER BY seq DESC LIMIT ?",
        (Sql(&news.ticket), seen, news.until, ANSWERS),
        |row| Ok((row.get("author_name")?, row.get("body")?)),
    )?;
    news.answers.reverse();
    Ok((!news.answers.is_empty()).then_some(news))
}

/// When an address may have its next mail about answers, if not now: nobody has verified it.
fn next_allowed(
    connection: &Connection,
    email: &str,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let sent = list(
        connection,
        "SELECT coalesce(done_at, created_at) AS at FROM mail
         WHERE recipient = ? AND kind = 'reply' AND created_at > ? AND state = 'sent'
         ORDER BY created_at",
        (email, Sql(now.plus(-2 * DAY))),
        |row| get::<Timestamp>(row, "at"),
    )?;
    let recent: Vec<Timestamp> = sent.into_iter().filter(|at| at.0 > now.0 - DAY).collect();
    let oldest = recent
        .len()
        .checked_sub(REPLY_LIMIT)
        .map(|first| recent[first]);
    Ok(oldest.map(|at| at.plus(DAY)))
}
