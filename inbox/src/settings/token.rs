//! The snippet, the public token, and its replacement.

use super::form::SettingsForm;
use super::sections::section;
use crate::ui::{ConfirmDialog, CopyButton, error_line};
use crate::words;
use leptos::prelude::*;

/// Installation and danger zone. Nothing here waits for the save button.
#[component]
pub(super) fn Installation(
    /// The form, which knows what is saved.
    form: SettingsForm,
) -> impl IntoView {
    let words = words::settings();
    let asking = RwSignal::new(false);
    let saved = |read: fn(&porthole_shared::inbox::settings::SettingsPage) -> &String| {
        Signal::derive(move || {
            form.saved
                .with(|saved| saved.as_ref().map(|saved| read(saved).clone()))
                .unwrap_or_default()
        })
    };
    let snippet = saved(|page| &page.snippet);
    let token = saved(|page| &page.public_token);
    let refused = Signal::derive(move || {
        form.error.with(|error| {
            let (field, sentence) = error.as_ref()?;
            (field == "regenerate").then(|| sentence.clone())
        })
    });
    let installation = view! {
        {copied(words.snippet, words.snippet_help, snippet)}
        {copied(words.public_token, words.public_token_help, token)}
    };
    let danger = view! {
        <div class="danger-row">
            <div>
                <h3>{words.regenerate}</h3>
                <p class="help">{words.regenerate_help}</p>
                {error_line("regenerate-error", refused)}
            </div>
            <button id="regenerate" class="button danger" type="button" on:click=move |_| asking.set(true)>
                {words.regenerate_button}
            </button>
        </div>
    };
    view! {
        {section("installation", words.installation, words.installation_about, installation.into_any())}
        <div class="danger-zone">{section("danger", words.danger, "", danger.into_any())}</div>
        <ConfirmDialog
            id="regenerate-question"
            open=asking
            title=words.regenerate_title
            text=words.regenerate_text
            confirm=words.regenerate_confirm
            cancel=words.cancel
            on_confirm=move || form.regenerate()
        />
    }
}

/// A text to copy, with its label.
fn copied(label: &'static str, help: &'static str, text: Signal<String>) -> AnyView {
    view! {
        <div class="field">
            <div class="field-head">
                <h3>{label}</h3>
                <CopyButton text what=label/>
            </div>
            <pre class="code" tabindex="0"><code>{text}</code></pre>
            <p class="help">{help}</p>
        </div>
    }
    .into_any()
}
