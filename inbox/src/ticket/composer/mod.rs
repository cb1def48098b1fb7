//! Where a reply or a note is written.

mod files;
mod fill;
mod mention;
mod send;
mod suggest;
mod token;
mod writing;

pub(super) use mention::{Stretch, stretches};

use crate::action::{ActionId, actions};
use crate::desk::Desk;
use crate::outbox::outbox;
use crate::ui::{Icon, icon};
use crate::{format, host, words};
use files::{AttachButton, Chips, drop, paste};
use leptos::prelude::*;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::EntryKind;
use porthole_shared::text::MESSAGE_LIMIT;
use send::SendButton;
use suggest::{SuggestionList, Suggestions};
use writing::Writing;

/// From how many characters on the count is shown.
const COUNT_FROM: usize = MESSAGE_LIMIT - 500;

/// The composer of a ticket.
#[component]
pub(super) fn Composer(
    /// Which ticket.
    id: TicketId,
    /// The desk.
    desk: Desk,
) -> impl IntoView {
    let words = words::ticket();
    let writing = Writing::new(desk, id);
    let suggestions = Suggestions::new(writing);
    act(writing);
    let note = Memo::new(move |_| writing.is_note());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        writing.send(None);
        writing.focus();
    };
    view! {
        <form
            class="composer"
            class:note=note
            aria-label=words.compose_label
            on:submit=send
            on:dragover=|event| event.prevent_default()
            on:drop=move |event| drop(&event, writing)
        >
            <SuggestionList suggestions/>
            <Kinds writing/>
            <textarea
                id="composer-text"
                class="composer-text"
                node_ref=writing.area
                rows="3"
                dir="auto"
                aria-label=move || if note.get() { words.note } else { words.reply }
                aria-describedby="composer-error composer-keys"
                aria-invalid=move || writing.error.with(|error| error.is_some().then_some("true"))
                aria-autocomplete="list"
                aria-haspopup="listbox"
                aria-controls="composer-suggestions"
                aria-activedescendant=move || suggestions.active_id()
                placeholder=move || if note.get() { words.note_placeholder } else { words.reply_placeholder }
                prop:value=move || writing.draft.with(|draft| draft.text.clone())
                on:input=move |event| {
                    writing.type_text(event_target_value(&event));
                    suggestions.look();
                }
                on:keydown=move |event| take_key(&event, writing, suggestions)
                on:paste=move |event| paste(&event, writing)
                on:keyup=move |_| suggestions.look()
                on:click=move |_| suggestions.look()
            ></textarea>
            <Chips writing/>
            <p class="error" id="composer-error" role="alert" hidden=move || writing.error.with(Option::is_none)>
                {writing.error}
            </p>
            <div class="composer-foot">
                <Tools writing suggestions note/>
                <p class="help" class:composer-keys=move || count(writing).is_none() id="composer-keys">
                    {move || count(writing).unwrap_or_else(|| words.keys.to_owned())}
                    <span class="composer-formats">{formats()}</span>
                </p>
                <SendButton writing/>
            </div>
        </form>
    }
}

/// How to make words bold and so on, each for itself: signs between words of two directions
/// would change their places.
fn formats() -> Vec<AnyView> {
    let all = words::thread().formats.split(" · ");
    all.map(|format| view! { <bdi>{format}</bdi>" " }.into_any())
        .collect()
}

/// Takes on the actions that are done here, for as long as the composer is there.
fn act(writing: Writing) {
    let actions = actions();
    for (action, kind) in [
        (ActionId::Reply, EntryKind::Message),
        (ActionId::Note, EntryKind::Note),
    ] {
        let write = move || {
            writing.choose(kind);
            writing.focus();
        };
        actions.register(action, || true, write);
    }
    let outbox = outbox();
    let waits = move || writing.last_waiting().is_some();
    actions.register(ActionId::Undo, waits, move || {
        if let Some(id) = untrack(|| writing.last_waiting()) {
            outbox.take_back(&id);
        }
    });
}

fn take_key(event: &leptos::ev::KeyboardEvent, writing: Writing, suggestions: Suggestions) {
    // 229 is what Safari gives for the Enter that ends a composition.
    if event.is_composing() || event.key_code() == 229 {
        return;
    }
    let key = event.key();
    let bare = !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !event.shift_key();
    if bare && suggestions.take_key(&key) {
        event.prevent_default();
        event.stop_propagation();
        return;
    }
    // A keyboard on the screen has no Shift+Enter, so there the button alone sends.
    let plain = bare && !host::is_touched();
    if key == "Enter" && (plain || event.ctrl_key() || event.meta_key()) {
        event.prevent_default();
        writing.send(None);
    }
}

fn count(writing: Writing) -> Option<String> {
    let count = writing.draft.with(|draft| draft.text.chars().count());
    (count >= COUNT_FROM)
        .then(|| format::fill(words::ticket().characters, &[("count", &count.to_string())]))
}

/// Buttons for what can also be typed.
#[component]
fn Tools(writing: Writing, suggestions: Suggestions, note: Memo<bool>) -> impl IntoView {
    let words = words::thread();
    let tool = move |label: &'static str, which: Icon, sign: &'static str| {
        view! {
            <button
                class="icon-button"
                type="button"
                aria-label=label
                title=label
                on:click=move |_| suggestions.call(sign)
            >
                {icon(which)}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="composer-tools">
            <AttachButton writing/>
            {tool(words.canned_button, Icon::Bolt, "/")}
            <span hidden=move || !note.get()>{tool(words.mention_button, Icon::At, "@")}</span>
        </div>
    }
}

#[component]
fn Kinds(writing: Writing) -> impl IntoView {
    let words = words::ticket();
    let button = move |kind: EntryKind, label: &'static str| {
        let choose = move |_| {
            writing.choose(kind);
            writing.focus();
        };
        view! {
            <button type="button" aria-pressed=move || (writing.kind.get() == kind).to_string() on:click=choose>
                {label}
            </button>
        }
        .into_any()
    };
    let hint = move || writing.is_note().then_some(words.note_hint);
    view! {
        <div class="composer-kinds">
            <div class="segments" role="group" aria-label=words.compose_label>
                {button(EntryKind::Message, words.reply)}
                {button(EntryKind::Note, words.note)}
            </div>
            <span class="help note-hint">{hint}</span>
        </div>
    }
}
