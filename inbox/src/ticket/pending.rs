//! What stands below an entry that is not stored yet: how far it is, and what can be done.

use crate::outbox::{Item, Stage, outbox};
use crate::{format, host, words};
use leptos::prelude::*;
use porthole_shared::id::ClientId;
use porthole_shared::time::{SECOND, Timestamp};

/// The line below an entry that was not stored when it was drawn.
#[component]
pub(super) fn PendingFoot(
    /// Which entry.
    id: ClientId,
    /// What stands there once it is stored.
    stored: ViewFn,
) -> impl IntoView {
    let outbox = outbox();
    let own = id.clone();
    let item = Memo::new(move |_| {
        let own = |item: &&Item| item.request.client_id == own;
        outbox.items.with(|items| items.iter().find(own).cloned())
    });
    move || {
        let item = item.get();
        if item
            .as_ref()
            .is_none_or(|item| item.stage != Stage::Waiting)
        {
            // The button that goes now may have had the focus.
            host::move_focus(&undo_id(&id), "composer-text");
        }
        match item {
            None => stored.run(),
            Some(item) => match item.stage {
                Stage::Waiting => view! { <Waiting id=id.clone() due=item.due/> }.into_any(),
                Stage::Sending => sending(),
                Stage::Failed(reason) => view! { <Failed id=id.clone() reason/> }.into_any(),
            },
        }
    }
}

fn undo_id(id: &ClientId) -> String {
    format!("undo-{}", id.as_str())
}

fn sending() -> AnyView {
    view! { <p class="entry-foot pending"><span>{words::ticket().sending}</span></p> }.into_any()
}

#[component]
fn Waiting(id: ClientId, due: Timestamp) -> impl IntoView {
    let words = words::thread();
    let now = host::every_second();
    let button = undo_id(&id);
    let state = move || {
        let left = (due.0 - now.get().0 + SECOND - 1) / SECOND;
        if left > 0 {
            format::fill(words.sending_in, &[("seconds", &left.to_string())])
        } else {
            words.waits_its_turn.to_owned()
        }
    };
    // Nobody wants to hear seconds counted.
    view! {
        <p class="entry-foot pending">
            <span class="countdown" aria-hidden="true">{state}</span>
            <span class="visually-hidden">{words.not_sent_yet}</span>
            <button id=button class="link-button" type="button" on:click=move |_| outbox().take_back(&id)>
                {words.undo}
            </button>
        </p>
    }
}

#[component]
fn Failed(id: ClientId, reason: String) -> impl IntoView {
    let words = words::thread();
    let again = id.clone();
    view! {
        <p class="entry-foot pending failed">
            <span class="error" role="alert">{words::ticket().not_sent}" "{reason}</span>
            <button class="link-button" type="button" on:click=move |_| outbox().retry(&again)>
                {words::entry().retry}
            </button>
            <button class="link-button" type="button" on:click=move |_| outbox().take_back(&id)>
                {words.edit}
            </button>
        </p>
    }
}
