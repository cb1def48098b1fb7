//! What was written, in order, and the scrolling of it.

use super::entry::{Line, LineView, lines, seen_reply};
use crate::desk::Desk;
use crate::thread::{Load, Thread};
use crate::ui::{Icon, icon, waiting};
use crate::{format, host, words};
use leptos::html::Div;
use leptos::prelude::*;

/// How near to the end counts as being there, in pixels.
const NEAR: i32 = 80;

/// The history of the open ticket.
#[component]
pub(super) fn History(
    /// The desk.
    desk: Desk,
) -> impl IntoView {
    let words = words::ticket();
    let thread = desk.thread;
    let now = host::ticking();
    let log = NodeRef::<Div>::new();
    let at_end = RwSignal::new(true);
    let all = Memo::new(move |_| thread.entries.with(|entries| lines(entries, now.get())));
    let seen = Memo::new(move |_| {
        let read = visitor_read(thread);
        thread.entries.with(|entries| seen_reply(entries, read))
    });
    let visitor = Memo::new(move |_| visitor_name(thread));
    keep_place(thread, log, at_end);

    let scrolled = move |_| {
        if let Some(log) = log.get_untracked() {
            let rest = log.scroll_height() - log.scroll_top() - log.client_height();
            at_end.set(rest < NEAR);
        }
    };
    let loading = Memo::new(move |_| thread.load.get() == Load::Loading && all.with(Vec::is_empty));
    view! {
        <div class="history">
            <div class="log-scroll" node_ref=log on:scroll=scrolled tabindex="0" role="group" aria-label=words.history>
                {move || loading.get().then(waiting)}
                {earlier(thread, loading)}
                <div class="log" role="log" aria-label=words.history aria-relevant="additions">
                    <For each=move || all.get() key=Line::key children=move |line| view! { <LineView line seen visitor/> }/>
                </div>
                <TypingLine desk/>
            </div>
            <button
                class="button jump"
                type="button"
                hidden=move || at_end.get()
                on:click=move |_| to_end(log)
            >
                {icon(Icon::Down)}
                <span>{words.jump}</span>
            </button>
        </div>
    }
}

/// The number up to which the visitor has seen the conversation.
fn visitor_read(thread: Thread) -> i64 {
    thread
        .ticket
        .with(|ticket| ticket.as_ref().map_or(0, |ticket| ticket.visitor_read))
}

/// What the visitor is called, as far as it is known.
fn visitor_name(thread: Thread) -> String {
    thread.ticket.with(|ticket| {
        let visitor = ticket.as_ref().map(|ticket| &ticket.visitor);
        visitor.map(format::visitor_name).unwrap_or_default()
    })
}

/// Stays at the end while somebody reads there, and keeps what is being read in its place while
/// older entries come in above it.
fn keep_place(thread: Thread, log: NodeRef<Div>, at_end: RwSignal<bool>) {
    Effect::new(move |before: Option<Option<i64>>| {
        let first = thread
            .entries
            .with(|all| all.first().map(|entry| entry.seq));
        let Some(element) = log.get_untracked() else {
            return first;
        };
        let older = before
            .flatten()
            .zip(first)
            .is_some_and(|(before, first)| first < before);
        let height = element.scroll_height();
        let top = element.scroll_top();
        let at_end = at_end.get_untracked();
        host::after_layout(move || {
            if older {
                element.set_scroll_top(top + element.scroll_height() - height);
            } else if at_end {
                element.set_scroll_top(element.scroll_height());
            }
        });
        first
    });
}

fn to_end(log: NodeRef<Div>) {
    if let Some(element) = log.get_untracked() {
        element.set_scroll_top(element.scroll_height());
    }
}

fn earlier(thread: Thread, loading: Memo<bool>) -> AnyView {
    let words = words::ticket();
    let failure = move || match thread.earlier_load.get() {
        Load::Failed(failure) => Some(failure.sentence()),
        Load::Loading | Load::Ready => None,
    };
    let busy = move || thread.earlier_load.get() == Load::Loading;
    let button = move || {
        view! {
            <div class="more">
                <p class="error" role="alert" hidden=move || failure().is_none()>{failure}</p>
                <button class="button small" type="button" aria-busy=move || busy().to_string() on:click=move |_| thread.load_earlier()>
                    {move || if busy() { words::entry().loading } else { words.load_earlier }}
                </button>
            </div>
        }
        .into_any()
    };
    (move || match (loading.get(), thread.earlier.get()) {
        (true, _) => ().into_any(),
        (false, true) => button(),
        (false, false) => view! { <p class="beginning">{words.beginning}</p> }.into_any(),
    })
    .into_any()
}

#[component]
fn TypingLine(desk: Desk) -> impl IntoView {
    let words = words::ticket();
    let thread = desk.thread;
    let who = Memo::new(move |_| {
        let id = thread.id.get()?;
        let typing = desk.typing.with(|typing| typing.contains_key(&id));
        thread.ticket.with(|ticket| {
            let ticket = ticket.as_ref().filter(|_| typing)?;
            Some(format::visitor_name(&ticket.visitor))
        })
    });
    view! {
        <div class="typing" role="status">
            {move || {
                who.get().map(|name| {
                    view! {
                        <span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span>
                        <span>{format::fill(words.typing, &[("name", &name)])}</span>
                    }
                })
            }}
        </div>
    }
}
