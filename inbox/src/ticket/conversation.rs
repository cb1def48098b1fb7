//! The open conversation: its head, its history, its composer.

use super::banner::Banners;
use super::company::Crossing;
use super::composer::Composer;
use super::head::{Head, Marks};
use super::history::History;
use crate::desk::desk;
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
    let label = move || format::fill(words.conversation_with, &[("name", &name.get())]);
    view! {
        <main id="content" class="conversation" aria-label=label tabindex="-1">
            <Head desk name details/>
            <Marks desk/>
            <Banners desk/>
            <History desk/>
            <Crossing attendance=thread.attendance/>
            <Composer id desk/>
        </main>
    }
}
