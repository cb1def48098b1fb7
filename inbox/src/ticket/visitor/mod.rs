//! Who the visitor is, where they were, and what else they wrote.

mod pages;
mod person;
mod previous;
mod section;

use crate::desk::desk;
use crate::ui::{Icon, icon};
use crate::{host, words};
use leptos::prelude::*;
use pages::{Device, Pages};
use person::person;
use previous::Previous;
use section::Section;

/// The right pane.
#[component]
pub(crate) fn VisitorPanel(
    /// Whether it is open where it does not always stand beside the conversation.
    details: RwSignal<bool>,
) -> impl IntoView {
    let words = words::ticket();
    let more = words::thread();
    let thread = desk().thread;
    let now = host::ticking();
    let visitor = Memo::new(move |_| {
        thread
            .ticket
            .with(|ticket| ticket.as_ref().map(|ticket| ticket.visitor.clone()))
    });
    let close = move || {
        details.set(false);
        host::focus("details-toggle");
    };
    Effect::new(move |before: Option<bool>| {
        let open = details.get();
        if open && before == Some(false) {
            host::focus("details-close");
        }
        open
    });
    let key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && details.get_untracked() {
            event.stop_propagation();
            close();
        }
    };
    let count = Signal::derive(move || thread.previous_count.get());
    let none = Signal::stored(0);
    view! {
        <aside id="visitor" class="details" class:open=details aria-label=words.person on:keydown=key>
            <button
                id="details-close"
                class="icon-button details-close"
                type="button"
                aria-label=words.close_details
                on:click=move |_| close()
            >
                {icon(Icon::Close)}
            </button>
            {move || visitor.get().map(|visitor| person(&visitor, now))}
            <Section name="pages" title=words.where_from count=none>
                <Pages thread/>
            </Section>
            <Section name="device" title=more.device_section count=none>
                <Device thread now/>
            </Section>
            <Section name="previous" title=more.previous_section count>
                <Previous thread now/>
            </Section>
        </aside>
    }
}

/// A fact: what it is and what it says.
fn pair(label: &'static str, value: AnyView) -> AnyView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
        </div>
    }
    .into_any()
}
