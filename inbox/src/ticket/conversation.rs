//! The open conversation: its head, its history, its composer.

use super::banner::{Banners, Moved};
use super::company::Crossing;
use super::composer::Composer;
use super::head::{Head, Marks};
use super::history::History;
use crate::desk::desk;
use crate::{format, host, words};
use leptos::prelude::*;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::TeamTicket;

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
    let id = StoredValue::new(id);
    let merged = Memo::new(move |_| {
        let is = |ticket: &TeamTicket| ticket.merged_into.is_some();
        thread.ticket.with(|ticket| ticket.as_ref().is_some_and(is))
    });
    // Nobody writes where nothing is read any more.
    let foot = move || match merged.get() {
        true => view! { <Moved desk/> }.into_any(),
        false => view! { <Composer id=id.get_value() desk/> }.into_any(),
    };
    let label = move || format::fill(words.conversation_with, &[("name", &name.get())]);
    view! {
        <main id="content" class="conversation" aria-label=label tabindex="-1">
            <Head desk name details/>
            <Marks desk/>
            <Banners desk/>
            <History desk/>
            <Crossing attendance=thread.attendance/>
            {foot}
        </main>
    }
}
