//! The list of tickets.

use super::row::TicketRow;
use crate::desk::{Desk, desk};
use crate::thread::Load;
use crate::ui::{failed, waiting};
use crate::{host, words};
use leptos::prelude::*;
use porthole_shared::inbox::ticket::TicketView;

/// The left pane: which tickets, and those.
#[component]
pub(crate) fn TicketListPane() -> impl IntoView {
    let words = words::ticket();
    let desk = desk();
    let now = host::ticking();
    let rows = move || {
        view! {
            <ul class="rows">
                <For
                    each=move || desk.rows.get()
                    key=|row| row.id.clone()
                    children=move |row| view! { <TicketRow desk row now/> }
                />
            </ul>
            {more(desk)}
        }
    };
    let empty = Memo::new(move |_| desk.rows.with(Vec::is_empty));
    let content = move || match (desk.load.get(), empty.get()) {
        (Load::Failed(failure), true) => failed(words.list_failed, &failure, move || desk.reload()),
        (Load::Loading, true) => waiting(),
        (Load::Ready, true) => nothing(desk.view.get()),
        (_, false) => rows().into_any(),
    };
    view! {
        <section class="list" aria-label=words.tickets>
            <header class="pane-head">
                <h2>{words.tickets}</h2>
                <Views desk/>
            </header>
            <div class="list-body">{content}</div>
        </section>
    }
}

#[component]
fn Views(desk: Desk) -> impl IntoView {
    let words = words::ticket();
    let views = [
        (TicketView::Active, words.view_active),
        (TicketView::Resolved, words.view_resolved),
        (TicketView::All, words.view_all),
        (TicketView::Suspicious, words.view_suspicious),
    ];
    let buttons: Vec<AnyView> = views
        .into_iter()
        .map(|(view, label)| {
            let chosen = move || (desk.view.get() == view).to_string();
            view! {
                <button type="button" aria-pressed=chosen on:click=move |_| desk.choose(view)>{label}</button>
            }
            .into_any()
        })
        .collect();
    view! { <div class="segments" role="group" aria-label=words.view_label>{buttons}</div> }
}

fn nothing(view: TicketView) -> AnyView {
    let words = words::ticket();
    let (title, text) = match view {
        TicketView::Resolved => (words.empty_resolved_title, words.empty_resolved_text),
        TicketView::Suspicious => (words.empty_suspicious_title, words.empty_suspicious_text),
        _ => (words.empty_active_title, words.empty_active_text),
    };
    view! {
        <div class="blank small">
            <h2>{title}</h2>
            <p>{text}</p>
        </div>
    }
    .into_any()
}

fn more(desk: Desk) -> AnyView {
    let words = words::ticket();
    let failure = move || match desk.next_load.get() {
        Load::Failed(failure) => Some(failure.sentence()),
        Load::Loading | Load::Ready => None,
    };
    let loading = move || desk.next_load.get() == Load::Loading;
    let button = move || {
        view! {
            <div class="more">
                <p class="error" role="alert" hidden=move || failure().is_none()>{failure}</p>
                <button class="button" type="button" aria-busy=move || loading().to_string() on:click=move |_| desk.load_more()>
                    {move || if loading() { words::entry().loading } else { words.load_more }}
                </button>
            </div>
        }
    };
    (move || desk.next.with(Option::is_some).then(button)).into_any()
}
