//! The button that sends, and the ways to send and do something more.

use super::writing::Writing;
use crate::ui::{Choice, Icon, Menu, icon};
use crate::{calendar, host, words};
use leptos::prelude::*;
use porthole_shared::inbox::ticket::TicketPatch;
use porthole_shared::ticket::TicketStatus;
use porthole_shared::time::{DAY, HOUR, Timestamp};

/// Tomorrow begins at this hour, as far as work goes.
const MORNING: u32 = 9;

/// Both halves of the button.
#[component]
pub(super) fn SendButton(writing: Writing) -> impl IntoView {
    let words = words::ticket();
    let note = Memo::new(move |_| writing.is_note());
    let button = move || {
        if note.get() {
            words.add_note
        } else {
            words.send_reply
        }
    };
    let choices = Signal::derive(move || ways(writing));
    view! {
        <div class="send" class:split=move || !note.get()>
            <button class="button primary send-button" type="submit">{button}</button>
            <div hidden=note>
                <Menu
                    id="composer-ways"
                    label=words::thread().more_ways
                    face=icon(Icon::Chevron)
                    class="button primary send-more"
                    up=true
                    choices
                />
            </div>
        </div>
    }
}

fn ways(writing: Writing) -> Vec<Choice> {
    let words = words::thread();
    let way = move |label: &'static str, patch: fn() -> TicketPatch| {
        Choice::new(label, move || {
            writing.focus();
            writing.send(Some(patch()));
        })
    };
    vec![
        way(words.send_resolve, || status(TicketStatus::Resolved)),
        way(words.send_pending, || status(TicketStatus::Pending)),
        way(words.send_snooze_later, || {
            snooze(host::now().plus(3 * HOUR))
        }),
        way(words.send_snooze_tomorrow, || {
            snooze(calendar::hour_in(1, MORNING))
        }),
        way(words.send_snooze_week, || snooze(host::now().plus(7 * DAY))),
    ]
}

fn status(status: TicketStatus) -> TicketPatch {
    TicketPatch {
        status: Some(status),
        ..TicketPatch::default()
    }
}

fn snooze(until: Timestamp) -> TicketPatch {
    TicketPatch {
        snoozed_until: Some(until),
        ..TicketPatch::default()
    }
}
