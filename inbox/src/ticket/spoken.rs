//! Reads out what comes into the open conversation, and nothing of what was there before: to a
//! screen reader the history would be new each time a ticket is opened.

use super::history::visitor_name;
use crate::thread::Thread;
use crate::words;
use leptos::prelude::*;
use porthole_shared::inbox::ticket::{Entry, EntryKind};
use porthole_shared::ticket::Side;

/// The place from which it is read out; nobody sees it.
#[component]
pub(super) fn Spoken(
    /// The open ticket.
    thread: Thread,
) -> impl IntoView {
    view! {
        <div class="visually-hidden" aria-live="polite">
            <For each=move || thread.arrived.get() key=|entry| entry.seq let:entry>
                <p>{sentence(thread, &entry)}</p>
            </For>
        </div>
    }
}

/// Who wrote, and what.
fn sentence(thread: Thread, entry: &Entry) -> String {
    let author = match entry.author.side {
        Side::Visitor => visitor_name(thread),
        Side::Team | Side::Unknown => entry.author.name.clone(),
    };
    match entry.kind {
        EntryKind::Note => format!(
            "{}, {author}: {}",
            words::ticket().note_label,
            entry.spoken()
        ),
        EntryKind::Message | EntryKind::Unknown => format!("{author}: {}", entry.spoken()),
    }
}
