//! The open conversation: its head, its history, its composer.

use super::company::{Company, Crossing};
use super::composer::Composer;
use super::history::History;
use super::status::StatusSelect;
use super::suspicion::Suspicion;
use crate::desk::desk;
use crate::ui::{Icon, icon};
use crate::{format, host, words};
use leptos::prelude::*;
use porthole_shared::id::TicketId;

/// The middle pane.
#[component]
pub(crate) fn Conversation(
    /// Which ticket.
    id: TicketId,
    /// Whether the visitor's panel is open where it does not always stand beside.
    details: RwSignal<bool>,
) -> impl IntoView {
    let words = words::ticket();
    let desk = desk();
    let thread = desk.thread;
    let visible = host::visibility();
    thread.attendance.attend(id.clone(), visible);
    Effect::new(move |_| {
        // Each of these may be what was missing: an entry, the count, somebody who looks.
        thread.entries.track();
        thread.ticket.track();
        if visible.get() {
            thread.mark_read();
        }
    });
    let name = Memo::new(move |_| {
        thread
            .ticket
            .with(|ticket| {
                ticket
                    .as_ref()
                    .map(|ticket| format::visitor_name(&ticket.visitor))
            })
            .unwrap_or_default()
    });
    let number = move || {
        thread.ticket.with(|ticket| {
            let number = ticket.as_ref()?.number.to_string();
            Some(format::fill(words.number, &[("number", &number)]))
        })
    };
    let label = move || format::fill(words.conversation_with, &[("name", &name.get())]);
    view! {
        <main id="content" class="conversation" aria-label=label tabindex="-1">
            <header class="pane-head conversation-head">
                <a class="icon-button back" href=move || desk.filter.with(super::address) aria-label=words.back>{icon(Icon::Back)}</a>
                <h1 class="conversation-name">
                    <span class="clip">{name}</span>
                    <span class="row-number">{number}</span>
                </h1>
                <Company attendance=thread.attendance/>
                <StatusSelect desk/>
                <button
                    id="details-toggle"
                    class="icon-button details-toggle"
                    type="button"
                    aria-label=words.details
                    title=words.details
                    aria-expanded=move || details.get().to_string()
                    aria-controls="visitor"
                    on:click=move |_| details.update(|open| *open = !*open)
                >
                    {icon(Icon::Panel)}
                </button>
            </header>
            <Suspicion desk/>
            <History desk/>
            <Crossing attendance=thread.attendance/>
            <Composer id desk/>
        </main>
    }
}
