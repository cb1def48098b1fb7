//! The files beside what is written: how they come, how far they are, and that they may go again.

use super::writing::Writing;
use crate::attach::{Attached, Stage};
use crate::ticket::files::{Address, picture};
use crate::ui::{Icon, icon};
use crate::{format, host, words};
use leptos::html::Input;
use leptos::prelude::*;

/// The files beside the text.
#[component]
pub(super) fn Chips(writing: Writing) -> impl IntoView {
    let files = move || writing.attached();
    let key = |attached: &Attached| attached.key;
    let row = move |attached: Attached| chip(writing, &attached);
    view! {
        <ul class="file-chips" aria-label=words::thread().files hidden=move || files().is_empty()>
            <For each=files key=key children=row/>
        </ul>
    }
}

fn chip(writing: Writing, attached: &Attached) -> AnyView {
    let key = attached.key;
    let attaching = writing.attaching;
    let stage = Memo::new(move |_| attaching.one(key).map(|attached| attached.stage));
    let percent = move || match stage.get() {
        Some(Stage::Going(percent)) => Some(percent.to_string()),
        _ => None,
    };
    let reason = move || match stage.get() {
        Some(Stage::Failed(reason, _)) => reason,
        _ => String::new(),
    };
    let may_pass = move || matches!(stage.get(), Some(Stage::Failed(_, true)));
    let face = move || match stage.get() {
        Some(Stage::Here(file)) if file.width.is_some() => {
            picture(&file, Address::of(&file), (36, 36))
        }
        _ => icon(Icon::File),
    };
    let name = attached.name.clone();
    let remove = format::fill(words::thread().remove_file, &[("name", &name)]);
    view! {
        <li class="file-chip">
            <span class="file-chip-face" aria-hidden="true">{face}</span>
            <span class="file-chip-words">
                <span class="file-name" dir="auto">{name.clone()}</span>
                <progress max="100" value=percent hidden=move || percent().is_none() aria-label=name></progress>
                <span class="error" role="alert">{reason}</span>
            </span>
            <button class="link-button" type="button" hidden=move || !may_pass() on:click=move |_| attaching.again(key)>
                {words::entry().retry}
            </button>
            <button
                class="icon-button"
                type="button"
                aria-label=remove
                on:click=move |_| {
                    attaching.remove(key);
                    writing.focus();
                }
            >
                {icon(Icon::Close)}
            </button>
        </li>
    }
    .into_any()
}

/// The button that lets somebody choose files.
#[component]
pub(super) fn AttachButton(writing: Writing) -> impl IntoView {
    let label = words::thread().attach;
    let input = NodeRef::<Input>::new();
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            writing.attach(input.files());
            // The same file may be chosen again.
            input.set_value("");
        }
    };
    let ask = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <input type="file" multiple hidden tabindex="-1" node_ref=input on:change=choose/>
        <button class="icon-button" type="button" aria-label=label title=label on:click=ask>
            {icon(Icon::Clip)}
        </button>
    }
}

/// Takes a picture out of the clipboard. Where there is text as well, the text is meant.
pub(super) fn paste(event: &leptos::ev::ClipboardEvent, writing: Writing) {
    let files = host::pasted_files(event);
    if files.is_some() {
        event.prevent_default();
        writing.attach(files);
    }
}

/// Takes files that somebody lets go over the composer.
pub(super) fn drop(event: &leptos::ev::DragEvent, writing: Writing) {
    event.prevent_default();
    writing.attach(event.data_transfer().and_then(|data| data.files()));
}
