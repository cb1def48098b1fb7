//! Says of the open ticket that it may be spam, and ends the suspicion.

use crate::desk::Desk;
use crate::{api, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::inbox::ticket::TicketPatch;

/// A bar above the conversation, while it is under suspicion.
#[component]
pub(super) fn Suspicion(
    /// Whose ticket it is.
    desk: Desk,
) -> impl IntoView {
    let words = words::ticket();
    let thread = desk.thread;
    let suspicious = Memo::new(move |_| {
        thread
            .ticket
            .with(|ticket| ticket.as_ref().is_some_and(|ticket| ticket.suspicious))
    });
    let acquit = move |_| {
        let Some(id) = thread.id.get_untracked() else {
            return;
        };
        spawn_local(async move {
            let patch = TicketPatch {
                suspicious: Some(false),
                ..TicketPatch::default()
            };
            match desk.session.call(api::patch(&id, &patch)).await {
                Ok(ticket) => desk.put(ticket, false),
                Err(failure) => desk.notice.set(Some(failure.sentence())),
            }
        });
    };
    view! {
        <div class="suspicion" hidden=move || !suspicious.get()>
            <p>{words.suspicious_hint}</p>
            <button class="button small" type="button" on:click=acquit>{words.not_spam}</button>
        </div>
    }
}
