//! How the chat comes into a site: the snippet for each kind of it, ready to copy.

use super::form::SettingsForm;
use super::search::{Section, found_by};
use super::snippet::{self, Snippet};
use crate::ui::CopyButton;
use crate::{host, words};
use leptos::prelude::*;

/// Snippets, policy and token.
pub(super) fn installation(form: SettingsForm) -> Section {
    let words = words::install();
    let place = Memo::new(move |_| {
        form.saved.with(|saved| {
            let page = saved.as_ref();
            page.map(|page| (page.public_url.clone(), page.public_token.clone()))
                .unwrap_or_default()
        })
    });
    let token = Signal::derive(move || place.get().1);
    let policy = Signal::derive(move || snippet::policy(&place.read().0));
    let kinds = [
        words.html,
        words.spa,
        words.next,
        words.consent,
        words.gtm,
        words.snippet,
    ];
    Section {
        id: "installation",
        title: words.title,
        about: words.about,
        settings: vec![
            found_by(&kinds, tabs(place)),
            found_by(
                &[words.policy, words.policy_help],
                copied(words.policy, words.policy_help, policy),
            ),
            found_by(
                &[words.token, words.token_help],
                copied(words.token, words.token_help, token),
            ),
        ],
    }
}

/// A tab for each kind of site. Arrow keys go from one to the next, as in every list of tabs.
fn tabs(place: Memo<(String, String)>) -> AnyView {
    let words = words::install();
    let kinds = [
        (Snippet::Html, words.html, words.html_help),
        (Snippet::Spa, words.spa, words.spa_help),
        (Snippet::Next, words.next, words.next_help),
        (Snippet::Consent, words.consent, words.consent_help),
        (Snippet::Gtm, words.gtm, words.gtm_help),
    ];
    let chosen = RwSignal::new(0_usize);
    let press = move |event: leptos::ev::KeyboardEvent| {
        let last = kinds.len() - 1;
        let now = chosen.get_untracked();
        let next = match host::direction(&event) {
            Some(host::Direction::Next) => (now + 1) % (last + 1),
            Some(host::Direction::Before) => now.checked_sub(1).unwrap_or(last),
            Some(host::Direction::First) => 0,
            Some(host::Direction::Last) => last,
            None => return,
        };
        event.prevent_default();
        chosen.set(next);
        host::focus(&format!("tab-{next}"));
    };
    let buttons = kinds.iter().enumerate().map(|(index, (_, name, _))| {
        let is_chosen = move || chosen.get() == index;
        view! {
            <button
                id=format!("tab-{index}")
                type="button"
                role="tab"
                aria-controls="snippet-panel"
                aria-selected=move || is_chosen().to_string()
                tabindex=move || if is_chosen() { "0" } else { "-1" }
                on:click=move |_| chosen.set(index)
            >
                {*name}
            </button>
        }
    });
    let buttons = buttons.collect::<Vec<_>>();
    let text = Signal::derive(move || {
        let (url, token) = place.get();
        kinds[chosen.get()].0.text(&url, &token)
    });
    view! {
        <div class="field">
            <div class="tabs" role="tablist" aria-label=words.snippet on:keydown=press>
                {buttons}
            </div>
            <div
                id="snippet-panel"
                role="tabpanel"
                aria-labelledby=move || format!("tab-{}", chosen.get())
            >
                <p class="help">{move || kinds[chosen.get()].2}</p>
                {code(words.snippet, text)}
            </div>
        </div>
    }
    .into_any()
}

/// A text to copy, with its label.
fn copied(label: &'static str, help: &'static str, text: Signal<String>) -> AnyView {
    view! {
        <div class="field">
            <h3>{label}</h3>
            {code(label, text)}
            <p class="help">{help}</p>
        </div>
    }
    .into_any()
}

fn code(what: &'static str, text: Signal<String>) -> AnyView {
    view! {
        <div class="code-box">
            <pre class="code" tabindex="0" dir="ltr"><code>{text}</code></pre>
            <CopyButton text what/>
        </div>
    }
    .into_any()
}
