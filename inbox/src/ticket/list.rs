//! The list of tickets.

use super::bulk::BulkBar;
use super::chips::Chips;
use super::found::{Found, SearchField};
use super::row::{Marks, TicketRow, row_id};
use super::toast::Toasts;
use super::views::view_name;
use crate::desk::{Desk, desk};
use crate::team::team;
use crate::thread::Load;
use crate::ui::{Icon, failed, icon, waiting};
use crate::{host, words};
use leptos::html::Div;
use leptos::prelude::*;
use porthole_shared::inbox::ticket::TicketView;

/// How near to its end the list loads the next page, in pixels.
const NEAR: i32 = 800;

/// The left pane: what is listed, and that.
#[component]
pub(crate) fn TicketListPane(
    /// Opens the views where they do not stand beside the list.
    views: RwSignal<bool>,
) -> impl IntoView {
    let words = words::ticket();
    let desk = desk();
    let body = NodeRef::<Div>::new();
    let searching = Memo::new(move |_| desk.search.is_on());
    // For whose the tickets are.
    team().need_members();
    keep_place(body, searching);
    keep_focus(desk);
    Effect::new(move |_| {
        // After each page: it may have been shorter than the screen.
        desk.rows.track();
        desk.next_load.track();
        host::after_layout(move || load_near_the_end(desk, body));
    });
    view! {
        <section class="list" aria-label=words.tickets class:selecting=move || desk.selection.is_any()>
            <header class="list-head">
                <button
                    class="icon-button views-toggle"
                    type="button"
                    aria-label=words::desk().views
                    aria-haspopup="dialog"
                    on:click=move |_| views.set(true)
                >
                    {icon(Icon::Menu)}
                </button>
                <h2 class="clip">{move || view_name(desk.filter.read().view)}</h2>
                <SearchField desk/>
            </header>
            <Chips desk/>
            <div
                class="list-body"
                node_ref=body
                hidden=searching
                on:scroll=move |_| load_near_the_end(desk, body)
            >
                <Content desk/>
            </div>
            {move || searching.get().then(|| view! { <Found desk/> })}
            <BulkBar desk/>
            <Toasts desk/>
        </section>
    }
}

#[component]
fn Content(desk: Desk) -> impl IntoView {
    let words = words::ticket();
    let now = host::ticking();
    let rows = move || {
        let marks = Marks::of(desk);
        view! {
            <ul class="row-list">
                <For
                    each=move || desk.rows.get()
                    key=|row| row.id.clone()
                    children=move |row| view! { <TicketRow desk row now marks=marks.clone()/> }
                />
            </ul>
            {more(desk)}
        }
    };
    let empty = Memo::new(move |_| desk.rows.with(Vec::is_empty));
    let state = Memo::new(move |_| match (desk.load.get(), empty.get()) {
        (load @ (Load::Failed(_) | Load::Loading), true) => Some(load),
        (Load::Ready, true) if desk.next.with(Option::is_some) => Some(Load::Loading),
        (Load::Ready, true) => Some(Load::Ready),
        (_, false) => None,
    });
    move || match state.get() {
        Some(Load::Failed(failure)) => failed(words.list_failed, &failure, move || desk.reload()),
        Some(Load::Loading) => waiting(),
        Some(Load::Ready) => nothing(desk),
        None => rows().into_any(),
    }
}

/// The list comes back where it was when a search ends.
fn keep_place(body: NodeRef<Div>, searching: Memo<bool>) {
    let top = StoredValue::new(0);
    Effect::new(move |before: Option<bool>| {
        let searching = searching.get();
        let Some(body) = body.get() else {
            return searching;
        };
        if searching && before == Some(false) {
            top.set_value(body.scroll_top());
        } else if before == Some(true) {
            host::after_layout(move || body.set_scroll_top(top.get_value()));
        }
        searching
    });
}

/// When the row that had the focus goes, the one that is marked then gets it.
fn keep_focus(desk: Desk) {
    let had = StoredValue::new(false);
    let listener = window_event_listener(leptos::ev::focusin, move |event| {
        had.set_value(host::is_within(event.target().as_ref(), ".row-list"));
    });
    on_cleanup(move || listener.remove());
    Effect::new(move |_| {
        desk.rows.track();
        desk.selection.cursor.track();
        host::after_layout(move || {
            // The mark as it is by then: a row that gets the focus takes the mark along.
            let marked = desk.selection.cursor.try_get_untracked().flatten();
            if let Some(id) = marked
                && had.get_value()
                && host::is_nothing_focused()
            {
                host::focus(&row_id(&id));
            }
        });
    });
}

fn load_near_the_end(desk: Desk, body: NodeRef<Div>) {
    let Some(body) = body.try_get_untracked().flatten() else {
        return;
    };
    let below = body.scroll_height() - body.scroll_top() - body.client_height();
    let ready = desk.next_load.with_untracked(|load| *load == Load::Ready);
    // What is hidden has no height, and a failure waits for somebody to press the button.
    if body.client_height() > 0 && below < NEAR && ready {
        desk.load_more();
    }
}

fn nothing(desk: Desk) -> AnyView {
    let words = words::desk();
    let entry = words::ticket();
    let filter = desk.filter.get();
    let (title, text) = match filter.view {
        _ if filter.is_narrowed() => (words.empty_narrowed_title, words.empty_narrowed_text),
        TicketView::Mine => (words.empty_mine_title, words.empty_mine_text),
        TicketView::Unassigned => (words.empty_unassigned_title, words.empty_unassigned_text),
        TicketView::Mentions => (words.empty_mentions_title, words.empty_mentions_text),
        TicketView::Snoozed => (words.empty_snoozed_title, words.empty_snoozed_text),
        TicketView::Resolved => (entry.empty_resolved_title, entry.empty_resolved_text),
        TicketView::Suspicious => (entry.empty_suspicious_title, entry.empty_suspicious_text),
        _ => (entry.empty_active_title, entry.empty_active_text),
    };
    let whole = filter.is_narrowed().then(|| {
        let href = super::views::address(&filter.whole());
        view! { <a class="button small" href=href>{words.clear_filters}</a> }
    });
    view! {
        <div class="blank small">
            <h3>{title}</h3>
            <p>{text}</p>
            {whole}
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
                <button class="button small" type="button" aria-busy=move || loading().to_string() on:click=move |_| desk.load_more()>
                    {move || if loading() { words::entry().loading } else { words.load_more }}
                </button>
            </div>
        }
    };
    let is_more = Memo::new(move |_| desk.next.with(Option::is_some));
    (move || is_more.get().then(button)).into_any()
}
