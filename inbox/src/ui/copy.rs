//! A button that copies a text.

use super::{Icon, icon};
use crate::{format, host, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// Copies `text` and says so, or says how to help oneself.
#[component]
pub(crate) fn CopyButton(
    /// What to copy.
    #[prop(into)]
    text: Signal<String>,
    /// What the text is, for a screen reader.
    what: &'static str,
) -> impl IntoView {
    let words = words::settings();
    let done = RwSignal::new(None::<bool>);
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            done.set(Some(host::copy(&text).await));
            set_timeout(move || done.set(None), Duration::from_secs(4));
        });
    };
    view! {
        <span class="copy">
            <button class="button small" type="button" aria-label=format!("{} {what}", words.copy) on:click=copy>
                {move || if done.get() == Some(true) { words.copied } else { words.copy }}
            </button>
            <span role="status" class:hushed=move || done.get() != Some(false)>
                {move || match done.get() {
                    Some(true) => words.copied,
                    Some(false) => words.copy_failed,
                    None => "",
                }}
            </span>
        </span>
    }
}

/// A small button beside a text that copies it.
#[component]
pub(crate) fn CopyIcon(
    /// What to copy.
    #[prop(into)]
    text: String,
    /// What the text is.
    what: &'static str,
) -> impl IntoView {
    let words = words::settings();
    let label = format::fill(words::thread().copy, &[("what", what)]);
    let done = RwSignal::new(None::<bool>);
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            done.set(Some(host::copy(&text).await));
            set_timeout(move || done.set(None), Duration::from_secs(2));
        });
    };
    let face = move || {
        icon(if done.get() == Some(true) {
            Icon::Tick
        } else {
            Icon::Copy
        })
    };
    let said = move || match done.get() {
        Some(true) => words.copied,
        Some(false) => words.copy_failed,
        None => "",
    };
    view! {
        <button class="icon-button copy-icon" type="button" aria-label=label.clone() title=label.clone() on:click=copy>
            {face}
        </button>
        <span class="visually-hidden" role="status">{said}</span>
    }
}
