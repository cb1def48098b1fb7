//! The status of a ticket: its name, its mark, and the control that changes it.

use crate::desk::Desk;
use crate::{api, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::inbox::ticket::TicketPatch;
use porthole_shared::ticket::TicketStatus;

/// What a status is called.
pub(super) fn name(status: TicketStatus) -> &'static str {
    let words = words::ticket();
    match status {
        TicketStatus::New => words.status_new,
        TicketStatus::Open => words.status_open,
        TicketStatus::Pending => words.status_pending,
        TicketStatus::OnHold => words.status_on_hold,
        TicketStatus::Resolved => words.status_resolved,
        TicketStatus::Unknown => words.status_unknown,
    }
}

/// The mark in the list.
pub(super) fn mark(status: TicketStatus) -> AnyView {
    view! { <span class=format!("status status-{}", status.as_str())>{name(status)}</span> }
        .into_any()
}

/// The mark of suspected spam in the list.
pub(super) fn suspicion() -> AnyView {
    view! { <span class="status status-suspicious">{words::ticket().suspicious}</span> }.into_any()
}

/// Chooses the status of the open ticket.
#[component]
pub(super) fn StatusSelect(
    /// Whose ticket it is.
    desk: Desk,
) -> impl IntoView {
    let words = words::ticket();
    let thread = desk.thread;
    let status = Memo::new(move |_| {
        thread
            .ticket
            .with(|ticket| ticket.as_ref().map(|ticket| ticket.status))
            .unwrap_or_default()
    });
    // Set back on a refusal, which the signal alone would not show: it never changed.
    let shown = RwSignal::new("");
    Effect::new(move |_| shown.set(status.get().as_str()));
    let change = move |event| {
        let chosen = TicketStatus::from_word(&event_target_value(&event));
        let Some(id) = thread.id.get_untracked() else {
            return;
        };
        shown.set(chosen.as_str());
        spawn_local(async move {
            let patch = TicketPatch {
                status: Some(chosen),
                ..TicketPatch::default()
            };
            match desk.session.call(api::patch(&id, &patch)).await {
                Ok(ticket) => desk.put(ticket, false),
                Err(failure) => {
                    shown.set(status.try_get_untracked().unwrap_or_default().as_str());
                    desk.notice.set(Some(failure.sentence()));
                }
            }
        });
    };
    let options: Vec<AnyView> = TicketStatus::ALL
        .iter()
        .map(|&choice| {
            let word = choice.as_str();
            view! { <option value=word selected=move || shown.get() == word>{name(choice)}</option> }.into_any()
        })
        .collect();
    view! {
        <label class="status-field">
            <span>{words.status}</span>
            <select class="input select small" prop:value=shown on:change=change>
                {options}
            </select>
        </label>
    }
}
