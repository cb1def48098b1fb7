//! The language of the inbox, chosen for this browser.

use super::form::SettingsForm;
use super::search::{Setting, setting};
use crate::ui::Field;
use crate::{host, storage, words};
use leptos::prelude::*;

/// Where `start.js` looks for the choice.
const KEPT: &str = "porthole-inbox:language";

/// One of the languages, or whichever the browser prefers. The page starts again in it; while
/// changes of the settings are not saved it waits for the next start instead.
pub(super) fn language() -> Setting {
    let words = words::settings();
    let form: SettingsForm = expect_context();
    let waits = RwSignal::new(false);
    let chosen: Option<String> = storage::read(KEPT);
    let choose = move |tag: String| {
        if tag.is_empty() {
            storage::forget(KEPT);
        } else {
            storage::keep(KEPT, &tag);
        }
        if form.dirty.get_untracked() {
            waits.set(true);
        } else {
            host::reload();
        }
    };
    let option = |tag: String, label: String| {
        let selected = chosen.clone().unwrap_or_default() == tag;
        // Each is called as its own readers call it.
        view! { <option value=tag.clone() lang=tag selected=selected>{label}</option> }.into_any()
    };
    let mut options = vec![option(String::new(), words.own_language_auto.to_owned())];
    options.extend(host::languages().into_iter().map(|tag| {
        let label = host::language_name(&tag);
        option(tag, label)
    }));
    let field = Field {
        id: "own_language",
        label: words.own_language,
        help: words.own_language_help,
        error: RwSignal::new(None).into(),
    };
    let control = view! {
        <select
            class="input select"
            id=field.id
            aria-describedby=field.described_by()
            on:change=move |event| choose(event_target_value(&event))
        >
            {options}
        </select>
        <p role="status">{move || waits.get().then_some(words.own_language_waits)}</p>
    };
    setting(field, field.around(control.into_any()))
}
