//! The queue of mails, as the team sees it, and who is told of new tickets.

use super::row::{Sql, execute, get, list};
use super::{Store, StoreError};
use porthole_shared::id::{MailId, MemberId, WorkspaceId};
use porthole_shared::inbox::mail::{MailMember, MailPage, MailState, QueuedMail};
use porthole_shared::time::Timestamp;
use rusqlite::{Connection, Row};

/// How many mails of a state are shown, the newest first.
const SHOWN: i64 = 50;

impl Store {
    /// The queue and the members, without what is set.
    ///
    /// # Errors
    /// The store failed.
    pub async fn mail_page(&self, workspace: WorkspaceId) -> Result<MailPage, StoreError> {
        self.read(move |connection| {
            let mut members = list(
                connection,
                "SELECT id, name, email, notify_new_ticket FROM member WHERE workspace_id = ?",
                [Sql(&workspace)],
                |row| {
                    Ok(MailMember {
                        id: get(row, "id")?,
                        name: row.get("name")?,
                        email: row.get("email")?,
                        new_tickets: row.get("notify_new_ticket")?,
                    })
                },
            )?;
            members.sort_by_cached_key(|member| (member.name.to_lowercase(), member.id.clone()));
            let mut mails = Vec::new();
            for state in [
                MailState::Failed,
                MailState::Sending,
                MailState::Waiting,
                MailState::Sent,
            ] {
                mails.extend(of_state(connection, &workspace, state)?);
            }
            Ok(MailPage {
                members,
                mails,
                ..MailPage::default()
            })
        })
        .await
    }

    /// Says who gets a mail for each new ticket; all others get none.
    ///
    /// # Errors
    /// The store failed.
    pub async fn choose_notified(
        &self,
        workspace: WorkspaceId,
        members: Vec<MemberId>,
    ) -> Result<(), StoreError> {
        self.write(move |written| {
            execute(
                written.connection,
                "UPDATE member SET notify_new_ticket = 0
                 WHERE workspace_id = ? AND notify_new_ticket = 1",
                [Sql(&workspace)],
            )?;
            for member in &members {
                execute(
                    written.connection,
                    "UPDATE member SET notify_new_ticket = 1 WHERE id = ? AND workspace_id = ?",
                    (Sql(member), Sql(&workspace)),
                )?;
            }
            Ok(())
        })
        .await
    }

    /// Tries a mail that failed, or waits, now; `false` where there is none.
    ///
    /// # Errors
    /// The store failed.
    pub async fn retry_mail(
        &self,
        workspace: WorkspaceId,
        id: MailId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(move |written| {
            let changed = execute(
                written.connection,
                "UPDATE mail SET state = ?, run_at = ?, done_at = NULL, created_at = max(created_at, ?)
                 WHERE id = ? AND workspace_id = ? AND state IN ('failed', 'waiting')",
                (
                    Sql(MailState::Waiting),
                    Sql(now),
                    Sql(now),
                    Sql(&id),
                    Sql(&workspace),
                ),
            )?;
            if changed > 0 {
                written.touch_mails();
            }
            Ok(changed > 0)
        })
        .await
    }
}

fn of_state(
    connection: &Connection,
    workspace: &WorkspaceId,
    state: MailState,
) -> Result<Vec<QueuedMail>, StoreError> {
    list(
        connection,
        "SELECT id, kind, state, recipient, created_at, run_at, attempts, error FROM mail
         WHERE workspace_id = ? AND state = ? ORDER BY id DESC LIMIT ?",
        (Sql(workspace), Sql(state), SHOWN),
        read,
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<QueuedMail> {
    Ok(QueuedMail {
        id: get(row, "id")?,
        kind: get(row, "kind")?,
        state: get(row, "state")?,
        recipient: row.get("recipient")?,
        created_at: get(row, "created_at")?,
        next_at: row.get::<_, Option<i64>>("run_at")?.map(Timestamp),
        attempts: row.get("attempts")?,
        error: row.get("error")?,
    })
}
