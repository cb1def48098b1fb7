//! The list of canned replies.

use super::Canned;
use crate::thread::Load;
use crate::ui::{ConfirmDialog, Icon, failed, icon, waiting};
use crate::{format, words};
use leptos::prelude::*;
use porthole_shared::inbox::canned::CannedReply;

/// The button that adds one.
pub(super) const ADD: &str = "canned-add";

/// All of them, by title, each to change or to delete.
pub(super) fn list(canned: Canned) -> AnyView {
    let words = words::canned();
    let asking = RwSignal::new(false);
    let going = RwSignal::new(None::<CannedReply>);
    let ask = move |reply| {
        going.set(Some(reply));
        asking.set(true);
    };
    let rows = move || match canned.load.get() {
        Load::Loading => waiting(),
        Load::Failed(failure) => failed(words.failed, &failure, move || canned.read()),
        Load::Ready if canned.replies.read().is_empty() => {
            view! { <p class="help">{words.none}</p> }.into_any()
        }
        Load::Ready => {
            let rows = canned.replies.get().into_iter();
            let rows: Vec<AnyView> = rows.map(|reply| row(canned, reply, ask)).collect();
            view! { <ul class="canned-list">{rows}</ul> }.into_any()
        }
    };
    let wrong = move || {
        let error = canned.error.get()?;
        error.0.is_empty().then_some(error.1)
    };
    let confirm = move || {
        if let Some(reply) = going.get_untracked() {
            canned.delete(reply.id);
        }
    };
    view! {
        {rows}
        <p class="error" role="alert">{wrong}</p>
        <p class="save-state done" role="status">{move || canned.done.get()}</p>
        <div hidden=move || canned.subject.read().is_some()>
            <button id=ADD class="button" type="button" on:click=move |_| canned.begin()>
                {icon(Icon::Plus)}
                {words.add}
            </button>
        </div>
        <ConfirmDialog
            id="canned-question"
            open=asking
            title=words.delete_title
            text=words.delete_text
            confirm=words.delete_confirm
            cancel=words.cancel
            on_confirm=confirm
        />
    }
    .into_any()
}

fn row(canned: Canned, reply: CannedReply, ask: impl Fn(CannedReply) + 'static) -> AnyView {
    let words = words::canned();
    let named = |sentence| format::fill(sentence, &[("title", &reply.title)]);
    let (edit, delete) = (named(words.edit_it), named(words.delete_it));
    let first_line = reply.text.lines().next().unwrap_or_default().to_owned();
    let (title, shortcut) = (reply.title.clone(), format!("/{}", reply.shortcut));
    let gone = reply.clone();
    view! {
        <li>
            <div class="canned-what">
                <p class="canned-title" dir="auto">{title}</p>
                <code dir="ltr">{shortcut}</code>
                <p class="help" dir="auto">{first_line}</p>
            </div>
            <button
                class="button small"
                type="button"
                aria-label=edit
                on:click=move |_| canned.edit(reply.clone())
            >
                {words.edit}
            </button>
            <button
                class="button small danger"
                type="button"
                aria-label=delete
                on:click=move |_| ask(gone.clone())
            >
                {words.delete}
            </button>
        </li>
    }
    .into_any()
}
