//! The status of a ticket: its name, its mark, and the control that changes it.

use crate::desk::Desk;
use crate::words;
use leptos::prelude::*;
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
    let change = move |event| {
        let patch = TicketPatch {
            status: Some(TicketStatus::from_word(&event_target_value(&event))),
            ..TicketPatch::default()
        };
        if let Some(id) = thread.id.get_untracked() {
            desk.change(&[id], patch);
        }
    };
    let options: Vec<AnyView> = TicketStatus::ALL
        .iter()
        .map(|&choice| {
            let selected = move || status.get() == choice;
            view! { <option value=choice.as_str() selected=selected>{name(choice)}</option> }
                .into_any()
        })
        .collect();
    view! {
        <label class="status-field">
            <span>{words.status}</span>
            <select class="input select small" prop:value=move || status.get().as_str() on:change=change>
                {options}
            </select>
        </label>
    }
}
