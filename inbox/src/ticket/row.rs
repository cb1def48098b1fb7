//! One row of the ticket list.

use super::status;
use crate::desk::{Desk, Row};
use crate::ui::avatar;
use crate::{format, words};
use leptos::prelude::*;
use porthole_shared::ticket::Side;
use porthole_shared::time::Timestamp;

/// A ticket as a link to its conversation.
#[component]
pub(super) fn TicketRow(
    /// The desk.
    desk: Desk,
    /// The ticket.
    row: Row,
    /// The time now.
    now: ReadSignal<Timestamp>,
) -> impl IntoView {
    let words = words::ticket();
    let Row { id, ticket } = row;
    let ticket: RwSignal<_> = ticket.into();
    let href = format!("/inbox/tickets/{}", id.as_str());
    let open = {
        let id = id.clone();
        move || {
            desk.thread
                .id
                .with(|open| open.as_ref() == Some(&id))
                .then_some("true")
        }
    };
    let typing = Memo::new(move |_| desk.typing.with(|typing| typing.contains_key(&id)));
    let name = Memo::new(move |_| ticket.with(|ticket| format::visitor_name(&ticket.visitor)));
    let unread = Memo::new(move |_| ticket.with(|ticket| ticket.unread));
    let seed = ticket.with_untracked(|ticket| ticket.visitor.id.as_str().to_owned());
    let number = ticket.with_untracked(|ticket| ticket.number.to_string());
    let preview = move || {
        if typing.get() {
            let name = name.get();
            return view! { <span class="typing-mark">{format::fill(words.typing, &[("name", &name)])}</span> }.into_any();
        }
        ticket
            .with(|ticket| {
                let before = if ticket.last_side == Side::Team {
                    words.team
                } else {
                    ""
                };
                format!("{before}{}", ticket.preview)
            })
            .into_any()
    };
    view! {
        <li>
            <a class="row" class:unread={move || unread.get() > 0} href=href aria-current=open data-noscroll="">
                {avatar(name, &seed)}
                <span class="row-body">
                    <span class="row-top">
                        <span class="row-name">{name}</span>
                        <time class="row-time" datetime=move || format::machine(ticket.read().updated_at)>
                            {move || format::ago(ticket.read().updated_at, now.get())}
                        </time>
                    </span>
                    <span class="row-preview">{preview}</span>
                    <span class="row-foot">
                        <span class="row-number">{format::fill(words.number, &[("number", &number)])}</span>
                        {move || status::mark(ticket.read().status)}
                        {move || ticket.read().suspicious.then(status::suspicion)}
                        {move || unread_mark(unread.get())}
                    </span>
                </span>
            </a>
        </li>
    }
}

fn unread_mark(unread: i64) -> Option<AnyView> {
    let count = unread.to_string();
    (unread > 0).then(|| {
        let said = words::ticket().unread.of(unread);
        view! { <span class="count" role="img" aria-label=said>{count}</span> }.into_any()
    })
}
