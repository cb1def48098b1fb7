//! Chooses the status.

use super::Context;
use crate::ticket::status::name;
use crate::ui::{Pick, Picker, fitting};
use crate::words;
use leptos::prelude::*;
use porthole_shared::inbox::ticket::TicketPatch;
use porthole_shared::ticket::TicketStatus;

pub(super) fn menu(context: Context) -> AnyView {
    let words = words::desk();
    let picks = move |typed: String| {
        let all = TicketStatus::ALL.iter();
        let picks = all.map(|&status| {
            let act = move || {
                let patch = TicketPatch {
                    status: Some(status),
                    ..TicketPatch::default()
                };
                context.desk.change(&context.targets.get_value(), patch);
            };
            Pick::new(status.as_str(), name(status), act)
                .checked(context.all(|ticket| ticket.status == status))
        });
        fitting(picks.collect(), &typed)
    };
    view! {
        <Picker
            id="status-picker"
            label=words::action().status
            placeholder=words.status_placeholder
            nothing=words.nothing_fits
            picks
            done=context.done()
        />
    }
    .into_any()
}
