//! Sends what is in the queue of mails, one after the other. A mail is marked before it is handed
//! over and again afterwards (`store/mail.rs`); `mail/mod.rs` says what that means after a crash.

mod compose;

use crate::app::App;
use crate::domain::mail::{give_up_after, retry_after};
use crate::mail::{Failure, Mailer};
use crate::store::{MailOutcome, StoreError, TakenMail};
use compose::Composed;
use porthole_shared::id::MailId;
use porthole_shared::time::Timestamp;
use std::time::Duration;

/// How long the sender rests at the most before it looks again.
const REST: Duration = Duration::from_secs(30);
/// How long it rests after it could not reach the mail server, doubling up to [`LONGEST_PAUSE`].
const PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// How a round through the queue ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// Nothing is due any more.
    Done,
    /// The mail server cannot be used; the rest waits.
    Unreachable,
}

/// Sends mails when their time comes, until the task is dropped.
pub async fn run(app: App) {
    match app.store.resume_mails(app.clock.now()).await {
        Ok(0) => {}
        Ok(mails) => tracing::warn!(
            mails,
            "mails were being handed over when the server stopped, and are handed over once more"
        ),
        Err(error) => tracing::error!(%error, "the queue of mails could not be read"),
    }
    let mut in_vain = 0;
    loop {
        in_vain = match run_due(&app).await {
            Ok(Round::Done) => 0,
            Ok(Round::Unreachable) => in_vain + 1,
            Err(error) => {
                tracing::error!(%error, "the queue of mails could not be read");
                in_vain + 1
            }
        };
        let rest = match in_vain {
            0 => rest(&app).await,
            times => (PAUSE * 2_u32.pow(times.min(10) - 1)).min(LONGEST_PAUSE),
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            () = app.mails.notified() => {}
        }
    }
}

/// Sends the mails whose time has come.
///
/// # Errors
/// The store failed.
pub async fn run_due(app: &App) -> Result<Round, StoreError> {
    loop {
        let due = app.store.due_mails(app.clock.now()).await?;
        if due.is_empty() {
            return Ok(Round::Done);
        }
        for id in due {
            if send_one(app, id).await? == Round::Unreachable {
                return Ok(Round::Unreachable);
            }
        }
    }
}

async fn send_one(app: &App, id: MailId) -> Result<Round, StoreError> {
    let Some(taken) = app.store.take_mail(id.clone()).await? else {
        return Ok(Round::Done);
    };
    let (mail, told) = match compose::compose(app, &taken).await? {
        Composed::Mail(mail) => (mail, None),
        Composed::Reply(mail, ticket, until) => (mail, Some((ticket, until))),
        Composed::Nothing => return finish(app, id, MailOutcome::Dropped).await,
        Composed::Later(at) => return finish(app, id, MailOutcome::Postponed(at)).await,
    };
    if let Err(failure) = app.mailer.send(&mail).await {
        let (outcome, round) = failed(&taken, failure, app.clock.now());
        finish(app, id, outcome).await?;
        return Ok(round);
    }
    tell_of_file(app, &id);
    if let Some((ticket, until)) = told {
        app.store.told_reply(ticket, until, id.clone()).await?;
    }
    finish(app, id, MailOutcome::Sent).await
}

async fn finish(app: &App, id: MailId, outcome: MailOutcome) -> Result<Round, StoreError> {
    let now = app.clock.now();
    app.store.finish_mail(id, outcome, now).await?;
    Ok(Round::Done)
}

/// What follows from a failure. The log says neither who was to get the mail nor what the mail
/// server said, because that often names the recipient.
fn failed(mail: &TakenMail, failure: Failure, now: Timestamp) -> (MailOutcome, Round) {
    let kind = mail.cause.kind();
    let (sentence, reason, is_final, round) = match failure {
        Failure::Unreachable(reason) => (
            "the mail server cannot be used",
            reason,
            false,
            Round::Unreachable,
        ),
        Failure::Later(reason) => ("a mail was not taken now", reason, false, Round::Done),
        Failure::Refused(reason) => ("a mail was refused", reason, true, Round::Done),
    };
    let next = now.plus(retry_after(mail.attempts));
    let gives_up = is_final || next.0 > mail.created_at.0 + give_up_after(kind);
    let (id, attempts) = (mail.id.as_str(), mail.attempts);
    tracing::warn!(id, kind = kind.as_str(), attempts, gives_up, "{sentence}");
    let outcome = if gives_up {
        MailOutcome::Failed(reason)
    } else {
        MailOutcome::Retry(next, reason)
    };
    (outcome, round)
}

/// Where there is no mail server, the operator finds the mail by this.
fn tell_of_file(app: &App, id: &MailId) {
    if let Mailer::Files(directory) = &*app.mailer {
        let directory = directory.display();
        tracing::info!(%directory, file = %format_args!("{}.eml", id.as_str()), "a mail was written as a file");
    }
}

async fn rest(app: &App) -> Duration {
    let next = app.store.next_mail_at().await.ok().flatten();
    let wait = next.map_or(i64::MAX, |at| (at.0 - app.clock.now().0).max(0));
    REST.min(Duration::from_millis(wait.unsigned_abs()))
        .max(Duration::from_millis(100))
}
