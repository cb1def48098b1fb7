//! The visitor's other tickets.

use crate::thread::Thread;
use crate::ticket::status;
use crate::{format, words};
use leptos::prelude::*;
use porthole_shared::inbox::ticket::TeamTicket;
use porthole_shared::time::Timestamp;

/// The newest of them as links, and how many more there are.
#[component]
pub(super) fn Previous(
    /// The open ticket.
    thread: Thread,
    /// The time now.
    now: ReadSignal<Timestamp>,
) -> impl IntoView {
    let words = words::thread();
    move || {
        let tickets = thread.previous.get();
        if tickets.is_empty() {
            return view! { <p class="help">{words.previous_none}</p> }.into_any();
        }
        let shown = i64::try_from(tickets.len()).unwrap_or_default();
        let more = thread.previous_count.get() - shown;
        let rows: Vec<AnyView> = tickets.iter().map(|ticket| row(ticket, now)).collect();
        view! {
            <ul class="previous">{rows}</ul>
            {(more > 0).then(|| view! { <p class="help">{words.previous_more.of(more)}</p> })}
        }
        .into_any()
    }
}

fn row(ticket: &TeamTicket, now: ReadSignal<Timestamp>) -> AnyView {
    let number = ticket.number.to_string();
    let number = format::fill(words::ticket().number, &[("number", &number)]);
    let at = ticket.updated_at;
    view! {
        <li>
            <a class="previous-link" href=format!("/inbox/tickets/{}", ticket.id.as_str())>
                <span class="previous-top">
                    <span class="previous-number">{number}</span>
                    {status::mark(ticket.status)}
                    <time datetime=format::machine(at) title=format::exact(at)>
                        {move || format::ago(at, now.get())}
                    </time>
                </span>
                <span class="previous-preview">{ticket.preview.clone()}</span>
            </a>
        </li>
    }
    .into_any()
}
