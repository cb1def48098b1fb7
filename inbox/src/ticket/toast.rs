//! What is said below the list: what was just done, with a way back, and what came in.

use crate::desk::{Desk, Undo};
use crate::words;
use leptos::prelude::*;
use porthole_shared::ticket::TicketStatus;
use std::time::Duration;

/// How long tickets that come in are gathered before it is said how many they are.
const GATHER: Duration = Duration::from_secs(3);

/// The last change, with its undo, and the arrivals for a screen reader.
#[component]
pub(super) fn Toasts(desk: Desk) -> impl IntoView {
    let words = words::desk();
    let changes = desk.changes;
    let toast = move || {
        changes.undo.get().map(|undo| {
            view! {
                <div class="toast">
                    <span>{sentence(&undo)}</span>
                    <button class="link" type="button" on:click=move |_| desk.undo()>{words.undo}</button>
                </div>
            }
        })
    };
    let said = RwSignal::new(String::new());
    let waiting = StoredValue::new(false);
    Effect::new(move |_| {
        if desk.arrived.get() == 0 || waiting.get_value() {
            return;
        }
        waiting.set_value(true);
        let say = move || {
            let Some(arrived) = desk.arrived.try_get_untracked() else {
                return;
            };
            waiting.set_value(false);
            said.set(words.arrived.of(arrived));
            desk.arrived.set(0);
        };
        set_timeout(say, GATHER);
    });
    view! {
        <div class="toasts" role="status">{toast}</div>
        <p class="visually-hidden" role="status">{said}</p>
    }
}

fn sentence(undo: &Undo) -> String {
    let words = words::desk();
    let count = i64::try_from(undo.count).unwrap_or_default();
    let patch = &undo.change.patch;
    let forms = match patch.status {
        Some(TicketStatus::Resolved) => words.done_resolved,
        _ if patch.snoozed_until.is_some_and(|until| until.0 > 0) => words.done_snoozed,
        _ if patch.assignee.as_ref().is_some_and(|id| !id.is_empty()) => words.done_assigned,
        _ => words.done_changed,
    };
    forms.of(count)
}
