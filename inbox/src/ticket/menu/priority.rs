//! Chooses the priority.

use super::Context;
use crate::ui::{Pick, Picker, fitting};
use crate::words;
use leptos::prelude::*;
use porthole_shared::inbox::ticket::{Priority, TicketPatch};

/// What a priority is called.
pub(crate) fn name(priority: Priority) -> &'static str {
    let words = words::desk();
    match priority {
        Priority::None | Priority::Unknown => words.priority_none,
        Priority::Low => words.priority_low,
        Priority::Medium => words.priority_medium,
        Priority::High => words.priority_high,
        Priority::Urgent => words.priority_urgent,
    }
}

pub(super) fn menu(context: Context) -> AnyView {
    let words = words::desk();
    let picks = move |typed: String| {
        let all = Priority::ALL.iter().rev();
        let picks = all.map(|&priority| {
            let act = move || {
                let patch = TicketPatch {
                    priority: Some(priority),
                    ..TicketPatch::default()
                };
                context.desk.change(&context.targets.get_value(), patch);
            };
            Pick::new(priority.as_str(), name(priority), act)
                .checked(context.all(|ticket| ticket.priority == priority))
        });
        fitting(picks.collect(), &typed)
    };
    view! {
        <Picker
            id="priority-picker"
            label=words::action().priority
            placeholder=words.priority_placeholder
            nothing=words.nothing_fits
            picks
            done=context.done()
        />
    }
    .into_any()
}
