//! What is in the queue, and whether a mail arrives.

use super::{Post, whole};
use crate::{format, host, words};
use leptos::prelude::*;
use porthole_shared::inbox::mail::{MailKind, MailState, QueuedMail};

/// The button that sends a mail to oneself, and what became of it.
pub(super) fn test(post: Post) -> AnyView {
    let words = words::mail();
    let result = Memo::new(move |_| {
        let id = post.test.get()?;
        let mail = post
            .page
            .with(|page| page.mails.iter().find(|mail| mail.id == id).cloned());
        mail.map(|mail| (mail.state, mail.error.unwrap_or_default()))
    });
    let good = move || {
        let as_files = post.page.with(|page| page.as_files);
        Some(match result.get()?.0 {
            MailState::Sent if as_files => words.test_file,
            MailState::Sent => words.test_sent,
            MailState::Failed => return None,
            _ => words.test_waiting,
        })
    };
    let bad = move || {
        let (state, error) = result.get()?;
        (state == MailState::Failed).then(|| format::fill(words.test_failed, &[("reason", &error)]))
    };
    view! {
        <p class="help" hidden=move || !post.page.with(|page| page.as_files)>{words.as_files}</p>
        <div class="row-buttons">
            <button class="button" type="button" on:click=move |_| post.send_test()>{words.test}</button>
            <span role="status">{good}</span>
        </div>
        <p class="error" role="alert">{bad}</p>
    }
    .into_any()
}

/// The mails by state, those first that somebody has to do something about.
pub(super) fn queue(post: Post) -> AnyView {
    let words = words::mail();
    whole(post, move || {
        let rows = move || {
            let mails = post.page.with(|page| page.mails.clone());
            mails
                .into_iter()
                .map(|mail| row(post, mail))
                .collect::<Vec<_>>()
        };
        let none = move || post.page.with(|page| page.mails.is_empty());
        view! {
            <p class="help" hidden=move || !none()>{words.none}</p>
            <ul class="rows" aria-label=words.queue hidden=none>{rows}</ul>
        }
        .into_any()
    })
}

fn row(post: Post, mail: QueuedMail) -> AnyView {
    let words = words::mail();
    let can_retry =
        mail.state == MailState::Failed || (mail.state == MailState::Waiting && mail.attempts > 0);
    let id = mail.id.clone();
    let no_error = mail.error.is_none();
    let next = mail
        .next_at
        .filter(|_| mail.state == MailState::Waiting)
        .map(|at| format::fill(words.next, &[("time", &format::moment(at))]));
    let what = match &mail.recipient {
        Some(recipient) => format!("{} \u{b7} {recipient}", kind(mail.kind)),
        None => kind(mail.kind).to_owned(),
    };
    view! {
        <li>
            <div class="row-title">
                <span dir="auto">{what}</span>
                <p class="error" hidden=no_error>{mail.error}</p>
            </div>
            <time class="row-mark" datetime=format::machine(mail.created_at)>
                {format::ago(mail.created_at, host::now())}
            </time>
            <span class="row-mark">{next.unwrap_or_else(|| state(mail.state).to_owned())}</span>
            <button
                class="button"
                type="button"
                hidden=!can_retry
                on:click=move |_| post.retry(id.clone())
            >
                {words.retry}
            </button>
        </li>
    }
    .into_any()
}

fn kind(kind: MailKind) -> &'static str {
    let words = words::mail();
    match kind {
        MailKind::NewTicket => words.kind_new_ticket,
        MailKind::Reply => words.kind_reply,
        MailKind::Recovery => words.kind_recovery,
        MailKind::Test => words.kind_test,
        MailKind::Notice | MailKind::Unknown => words.kind_notice,
    }
}

fn state(state: MailState) -> &'static str {
    let words = words::mail();
    match state {
        MailState::Waiting => words.state_waiting,
        MailState::Sending => words.state_sending,
        MailState::Sent => words.state_sent,
        MailState::Failed => words.state_failed,
        MailState::Dropped | MailState::Unknown => words.state_dropped,
    }
}
