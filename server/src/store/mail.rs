//! The queue of mails. A mail is put into it by the write that causes it, marked before it is handed
//! over and again afterwards.

use super::clean_up::CHUNK;
use super::row::{Sql, execute, find, get, list};
use super::writer::Written;
use super::{Store, StoreError};
use crate::domain::mail::{Cause, KEEP_FAILED, KEEP_SENT};
use porthole_shared::id::{MailId, WorkspaceId};
use porthole_shared::inbox::mail::MailState;
use porthole_shared::text::EmailAddress;
use porthole_shared::time::Timestamp;
use rusqlite::Connection;

/// How many mails are taken from the queue at a time.
const DUE_LIMIT: i64 = 50;

/// A mail to be.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// The id.
    pub id: MailId,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Why it is written.
    pub cause: Cause,
    /// Who gets it, where that is known already.
    pub recipient: Option<EmailAddress>,
    /// When it may go out at the earliest.
    pub run_at: Timestamp,
    /// When.
    pub now: Timestamp,
}

/// A mail whose turn it is.
#[derive(Clone, Debug)]
pub struct TakenMail {
    /// The id.
    pub id: MailId,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Why it is written.
    pub cause: Cause,
    /// Who gets it, where that is known already.
    pub recipient: Option<String>,
    /// The number of this attempt, from 1.
    pub attempts: u32,
    /// When it was put into the queue.
    pub created_at: Timestamp,
}

/// What became of an attempt.
#[derive(Clone, Debug)]
pub enum MailOutcome {
    /// It was handed over.
    Sent,
    /// It is not needed any more.
    Dropped,
    /// It failed, and is tried again then.
    Retry(Timestamp, String),
    /// It waits until then, for no fault of its own.
    Postponed(Timestamp),
    /// It failed for good.
    Failed(String),
}

/// Puts a mail into the queue, in the write that causes it.
pub(super) fn queue(written: &mut Written<'_>, new: &NewMail) -> Result<(), StoreError> {
    execute(
        written.connection,
        "INSERT INTO mail (id, workspace_id, kind, cause, recipient, state, run_at, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            Sql(&new.id),
            Sql(&new.workspace),
            Sql(new.cause.kind()),
            serde_json::to_string(&new.cause)?,
            new.recipient.as_ref().map(EmailAddress::as_str),
            Sql(MailState::Waiting),
            Sql(new.run_at),
            Sql(new.now),
        ),
    )?;
    written.touch_mails();
    Ok(())
}

impl Store {
    /// Puts a mail into the queue.
    ///
    /// # Errors
    /// The store failed.
    pub async fn queue_mail(&self, new: NewMail) -> Result<(), StoreError> {
        self.write(move |written| queue(written, &new)).await
    }

    /// Mails that were being handed over when the server died: nobody knows whether they were
    /// taken, so they are handed over once more.
    ///
    /// # Errors
    /// The store failed.
    pub async fn resume_mails(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.write(move |written| {
            execute(
                written.connection,
                "UPDATE mail SET state = ?, run_at = ? WHERE state = ? AND run_at >= 0",
                (Sql(MailState::Waiting), Sql(now), Sql(MailState::Sending)),
            )
        })
        .await
    }

    /// The mails whose time has come, those first that wait longest.
    ///
    /// # Errors
    /// The store failed.
    pub async fn due_mails(&self, now: Timestamp) -> Result<Vec<MailId>, StoreError> {
        self.read(move |connection| {
            list(
                connection,
                "SELECT id FROM mail WHERE state = ? AND run_at <= ? ORDER BY run_at LIMIT ?",
                (Sql(MailState::Waiting), Sql(now), DUE_LIMIT),
                |row| get(row, "id"),
            )
        })
        .await
    }

    /// When the next mail is due.
    ///
    /// # Errors
    /// The store failed.
    pub async fn next_mail_at(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(|connection| {
            let next = find(
                connection,
                "SELECT min(run_at) FROM mail WHERE state = ? AND run_at IS NOT NULL",
                [Sql(MailState::Waiting)],
                |row| row.get::<_, Option<i64>>(0),
            )?;
            Ok(next.flatten().map(Timestamp))
        })
        .await
    }

    /// Takes a mail out of the queue to hand it over; `None` if it does not wait any more.
    ///
    /// # Errors
    /// The store failed.
    pub async fn take_mail(&self, id: MailId) -> Result<Option<TakenMail>, StoreError> {
        self.write(move |written| {
            let taken = find(
                written.connection,
                "UPDATE mail SET state = ?, attempts = attempts + 1 WHERE id = ? AND state = ?
                 RETURNING id, workspace_id, cause, recipient, attempts, created_at",
                (Sql(MailState::Sending), Sql(&id), Sql(MailState::Waiting)),
                |row| {
                    let mail = TakenMail {
                        id: get(row, "id")?,
                        workspace: get(row, "workspace_id")?,
                        cause: Cause::Test,
                        recipient: row.get("recipient")?,
                        attempts: row.get("attempts")?,
                        created_at: get(row, "created_at")?,
                    };
                    Ok((mail, row.get::<_, String>("cause")?))
                },
            )?;
            taken
                .map(|(mail, cause)| {
                    let cause = serde_json::from_str(&cause)?;
                    Ok(TakenMail { cause, ..mail })
                })
                .transpose()
        })
        .await
    }

    /// Says what became of an attempt. What was sent is forgotten but for its address.
    ///
    /// # Errors
    /// The store failed.
    pub async fn finish_mail(
        &self,
        id: MailId,
        outcome: MailOutcome,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |written| {
            let (state, run_at, error) = match outcome {
                MailOutcome::Sent => (MailState::Sent, None, None),
                MailOutcome::Dropped => (MailState::Dropped, None, None),
                MailOutcome::Retry(at, error) => (MailState::Waiting, Some(at), Some(error)),
                MailOutcome::Postponed(at) => (MailState::Waiting, Some(at), None),
                MailOutcome::Failed(error) => (MailState::Failed, None, Some(error)),
            };
            let is_done = run_at.is_none();
            let is_over = matches!(state, MailState::Sent | MailState::Dropped);
            execute(
                written.connection,
                "UPDATE mail SET state = ?, run_at = ?, error = ?, done_at = iif(?, ?, NULL),
                     cause = iif(?, '', cause) WHERE id = ? AND state = ?",
                (
                    Sql(state),
                    run_at.map(Sql),
                    error,
                    is_done,
                    Sql(now),
                    is_over,
                    Sql(&id),
                    Sql(MailState::Sending),
                ),
            )?;
            Ok(())
        })
        .await
    }
}

/// Forgets mails that are over for long.
pub(super) fn clean_up(connection: &Connection, now: Timestamp) -> Result<usize, StoreError> {
    let failed = execute(
        connection,
        "DELETE FROM mail WHERE id IN (SELECT id FROM mail WHERE done_at <= ? LIMIT ?)",
        (Sql(now.plus(-KEEP_FAILED)), CHUNK),
    )?;
    let others = execute(
        connection,
        "DELETE FROM mail WHERE id IN
             (SELECT id FROM mail WHERE done_at <= ? AND state <> ? LIMIT ?)",
        (Sql(now.plus(-KEEP_SENT)), Sql(MailState::Failed), CHUNK),
    )?;
    Ok(failed + others)
}
