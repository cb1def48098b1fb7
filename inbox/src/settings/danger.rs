//! What cannot be undone, or stops everything. Nothing here waits for the save button.

use super::form::SettingsForm;
use super::search::{Section, found_by};
use crate::session::session;
use crate::ui::{ConfirmDialog, error_line};
use crate::words;
use leptos::prelude::*;

/// The switch for everything, and a new token.
pub(super) fn danger(form: SettingsForm) -> Section {
    let words = words::settings();
    let switched = [words.chat_off, words.chat_off_help];
    let regenerated = [words.regenerate, words.regenerate_help];
    Section {
        id: "danger",
        title: words.danger,
        about: words.danger_about,
        settings: vec![
            found_by(&switched, switch_chat(form)),
            found_by(&regenerated, regenerate(form)),
        ],
    }
}

fn switch_chat(form: SettingsForm) -> AnyView {
    let words = words::settings();
    let asking = RwSignal::new(false);
    let refused = Signal::derive(move || form.error_of("switch-chat"));
    let is_on = move || {
        form.saved.with(|saved| {
            saved
                .as_ref()
                .is_none_or(|saved| saved.settings.conversations_enabled)
        })
    };
    let press = move |_| {
        if is_on() {
            asking.set(true);
        } else {
            form.switch_chat(true);
        }
    };
    view! {
        <div class="danger-row">
            <div>
                <h3>{words.chat_off}</h3>
                <p class="help">
                    {move || if is_on() { words.chat_off_help } else { words.chat_is_off }}
                </p>
                {error_line("switch-chat-error", refused)}
            </div>
            <button
                id="switch-chat"
                class="button"
                class:danger=is_on
                type="button"
                disabled=!session().may_change_settings()
                on:click=press
            >
                {move || if is_on() { words.chat_off_button } else { words.chat_on_button }}
            </button>
            <ConfirmDialog
                id="switch-chat-question"
                open=asking
                title=words.chat_off_title
                text=words.chat_off_text
                confirm=words.chat_off_confirm
                cancel=words.cancel
                on_confirm=move || form.switch_chat(false)
            />
        </div>
    }
    .into_any()
}

fn regenerate(form: SettingsForm) -> AnyView {
    let words = words::settings();
    let asking = RwSignal::new(false);
    let refused = Signal::derive(move || form.error_of("regenerate"));
    view! {
        <div class="danger-row">
            <div>
                <h3>{words.regenerate}</h3>
                <p class="help">{words.regenerate_help}</p>
                {error_line("regenerate-error", refused)}
            </div>
            <button
                id="regenerate"
                class="button danger"
                type="button"
                disabled=!session().may_change_settings()
                on:click=move |_| asking.set(true)
            >
                {words.regenerate_button}
            </button>
            <ConfirmDialog
                id="regenerate-question"
                open=asking
                title=words.regenerate_title
                text=words.regenerate_text
                confirm=words.regenerate_confirm
                cancel=words.cancel
                on_confirm=move || form.regenerate()
            />
        </div>
    }
    .into_any()
}
