//! The frame of the pages before anybody is signed in, and the two of them without a form.

use crate::api::Failure;
use crate::session::session;
use crate::ui::{Icon, error_line, icon};
use crate::words;
use leptos::prelude::*;

/// The frame: the brand, a heading, a sentence.
pub(super) fn card(title: &'static str, lead: &'static str, content: AnyView) -> AnyView {
    view! {
        <main class="entry">
            <div class="entry-card">
                <p class="brand">
                    <span class="brand-mark">{icon(Icon::Chat)}</span>
                    {words::entry().product}
                </p>
                <h1>{title}</h1>
                <p class="lead">{lead}</p>
                {content}
            </div>
        </main>
    }
    .into_any()
}

/// What a form of these pages came to grief on: a field's name and a sentence. The name is empty
/// where no field is to blame.
pub(super) type FormError = RwSignal<Option<(String, String)>>;

/// Says what is wrong where `failure` says it is, and puts the focus there. `fields` are those
/// that the form has.
pub(super) fn blame(error: FormError, failure: &Failure, fields: &[&str]) {
    let field = failure.field().filter(|field| fields.contains(field));
    error.set(Some((
        field.unwrap_or_default().to_owned(),
        failure.sentence(),
    )));
    if let Some(field) = field {
        crate::host::focus(field);
    }
}

/// The line for what no field is to blame for.
pub(super) fn general_error(error: FormError) -> AnyView {
    let general = move || {
        error.with(|error| {
            let (field, sentence) = error.as_ref()?;
            field.is_empty().then(|| sentence.clone())
        })
    };
    error_line("form-error", Signal::derive(general))
}

/// The one button of these forms.
pub(super) fn submit(
    busy: RwSignal<bool>,
    label: &'static str,
    busy_label: &'static str,
) -> AnyView {
    view! {
        <button class="button primary wide" type="submit" aria-disabled=move || busy.get().to_string()>
            {move || if busy.get() { busy_label } else { label }}
        </button>
    }
    .into_any()
}

/// Nobody owns the installation, and this browser did not come by the one-time link.
#[component]
pub(crate) fn NoLink() -> impl IntoView {
    let words = words::entry();
    let session = session();
    let content = view! {
        <p>{words.no_link_terminal}</p>
        <pre class="code"><code>{words.no_link_example}</code></pre>
        <p>{words.no_link_command}</p>
        <pre class="code"><code>{words.no_link_create}</code></pre>
        <button class="button wide" type="button" on:click=move |_| session.ask()>
            {words.no_link_again}
        </button>
    };
    card(words.no_link_title, words.no_link_lead, content.into_any())
}

/// The server did not say who is signed in.
pub(crate) fn asked_in_vain(failure: &Failure) -> AnyView {
    let words = words::entry();
    let session = session();
    let content = view! {
        <p role="alert">{failure.sentence()}</p>
        <button class="button primary wide" type="button" on:click=move |_| session.ask()>
            {words.retry}
        </button>
    };
    card(words.state_failed_title, "", content.into_any())
}
