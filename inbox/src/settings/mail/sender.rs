//! Who mails come from, and how long recovery links work.

use super::super::search::{Setting, found_by, setting};
use super::Post;
use crate::ui::{Field, text_field};
use crate::{format, words};
use leptos::prelude::*;

/// The control of a field of the API.
pub(super) fn control(field: &str) -> &'static str {
    match field {
        "name" => "mail-name",
        "address" => "mail-address",
        "recovery_minutes" => "mail-recovery-minutes",
        _ => "mail-save",
    }
}

/// The fields and their button.
pub(super) fn settings(post: Post) -> Vec<Setting> {
    let words = words::mail();
    let field = |id, label, help| Field {
        id,
        label,
        help,
        error: post.error.into(),
    };
    let name = field(control("name"), words.name, words.name_help);
    let address = field(control("address"), words.address, words.address_help);
    let minutes = field(
        control("recovery_minutes"),
        words.minutes,
        words.minutes_help,
    );
    vec![
        setting(name, text_field(name, post.name, "text", "off")),
        setting(address, text_field(address, post.address, "email", "off")),
        setting(minutes, text_field(minutes, post.minutes, "text", "off")),
        found_by(&[], save(post)),
    ]
}

fn save(post: Post) -> AnyView {
    let words = words::mail();
    let now = move || {
        post.page.with(|page| {
            let or = |own: &String, usual: &String| {
                if own.trim().is_empty() { usual } else { own }.clone()
            };
            let name = or(&page.settings.name, &page.usual_name);
            let address = or(&page.settings.address, &page.usual_address);
            let values = [("name", name.as_str()), ("address", address.as_str())];
            format::fill(words.now, &values)
        })
    };
    let wrong = move || {
        let (field, sentence) = post.error.get()?;
        (field == control("")).then_some(sentence)
    };
    view! {
        <p class="help">{now}</p>
        <p class="error" role="alert">{wrong}</p>
        <div class="row-buttons">
            <button
                id=control("")
                class="button primary"
                type="button"
                on:click=move |_| post.save()
            >
                {words.save}
            </button>
            <span class="save-state done" role="status">{move || post.done.get()}</span>
        </div>
    }
    .into_any()
}
