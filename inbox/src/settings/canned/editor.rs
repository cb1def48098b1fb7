//! The editor of a canned reply: its fields, the places to put in, and how it will read.

use super::{Canned, Subject};
use crate::session::session;
use crate::settings::sections::area_field;
use crate::ui::{Field, text_field};
use crate::{format, host, words};
use leptos::prelude::*;
use porthole_shared::inbox::canned::{CANNED_PLACES, CannedValues, fill};

/// The first field.
pub(super) const TITLE: &str = "canned_title";
const TEXT: &str = "canned_text";
/// The number of the ticket in the example.
const EXAMPLE_NUMBER: i64 = 1_042;

/// The editor, as long as something is written.
pub(super) fn editor(canned: Canned) -> AnyView {
    let open = Memo::new(move |_| canned.subject.read().is_some());
    let content = move || open.get().then(|| fields(canned));
    view! { {content} }.into_any()
}

fn fields(canned: Canned) -> AnyView {
    let words = words::canned();
    let field = |id, label, help| Field {
        id,
        label,
        help,
        error: canned.error.into(),
    };
    let heading = move || match canned.subject.get() {
        Some(Subject::Old(_)) => words.edit_title,
        _ => words.add_title,
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        canned.save();
    };
    let title = field(TITLE, words.name, words.name_help);
    let shortcut = field("canned_shortcut", words.shortcut, words.shortcut_help);
    let text = field(TEXT, words.text, words.text_help);
    view! {
        <form class="canned-editor" novalidate aria-labelledby="canned-heading" on:submit=save>
            <h3 id="canned-heading">{heading}</h3>
            {text_field(title, canned.title, "text", "off")}
            {text_field(shortcut, canned.shortcut, "text", "off")}
            {area_field(text, canned.text, "5")}
            {places(canned)}
            {example(canned)}
            <div class="dialog-actions">
                <button class="button" type="button" on:click=move |_| canned.leave()>
                    {words.cancel}
                </button>
                <button
                    class="button primary"
                    type="submit"
                    aria-disabled=move || canned.busy.get().to_string()
                >
                    {words.save}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// A button for each place; it goes where the cursor is.
fn places(canned: Canned) -> AnyView {
    let words = words::canned();
    let buttons: Vec<AnyView> = CANNED_PLACES
        .iter()
        .map(|place| {
            let label = match *place {
                "visitor.name" => words.visitor_name,
                "visitor.first_name" => words.visitor_first_name,
                "visitor.email" => words.visitor_email,
                "agent.name" => words.agent_name,
                "agent.first_name" => words.agent_first_name,
                "ticket.number" => words.ticket_number,
                "workspace.name" => words.workspace_name,
                other => other,
            };
            // A visitor who gave no name is greeted all the same.
            let written = match *place {
                "visitor.name" | "visitor.first_name" => {
                    format!("{{{{{place}|{}}}}}", words.fallback)
                }
                place => format!("{{{{{place}}}}}"),
            };
            let press = move |_| {
                if let Some(text) = host::insert(TEXT, &written) {
                    canned.text.set(text);
                }
            };
            view! { <button class="button small" type="button" on:click=press>{label}</button> }
                .into_any()
        })
        .collect();
    view! {
        <div class="places" role="group" aria-labelledby="canned-places">
            <p class="help" id="canned-places">{words.places}</p>
            {buttons}
        </div>
    }
    .into_any()
}

/// How it will read, for an example visitor.
fn example(canned: Canned) -> AnyView {
    let words = words::canned();
    let me = session().me().unwrap_or_default();
    let read = move || {
        let values = CannedValues {
            visitor_name: words.example_name,
            visitor_email: words.example_email,
            agent_name: &me.name,
            ticket_number: EXAMPLE_NUMBER,
            workspace_name: &me.workspace_name,
        };
        fill(&canned.text.read(), &values)
    };
    let about = format::fill(words.example, &[("name", words.example_name)]);
    view! {
        <div class="field" hidden=move || canned.text.read().trim().is_empty()>
            <h3>{about}</h3>
            <p class="canned-example" dir="auto">{read}</p>
        </div>
    }
    .into_any()
}
