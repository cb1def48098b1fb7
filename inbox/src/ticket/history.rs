//! What was written, in order, and the scrolling of it.

use super::entry::{Around, Line, LineView, lines, on_their_way, seen_reply};
use super::place::{Place, step};
use super::spoken::Spoken;
use crate::desk::Desk;
use crate::thread::{Load, Thread};
use crate::ui::{Icon, icon, waiting};
use crate::{format, host, words};
use leptos::html::Div;
use leptos::prelude::*;

/// The history of the open ticket.
#[component]
pub(super) fn History(
    /// The desk.
    desk: Desk,
) -> impl IntoView {
    let words = words::ticket();
    let thread = desk.thread;
    let me = desk.session.me().unwrap_or_default().name;
    let now = host::ticking();
    let scroll = NodeRef::<Div>::new();
    let content = NodeRef::<Div>::new();
    let place = Place::new(thread, scroll, content);
    let all = Memo::new(move |_| {
        let expected = on_their_way(thread, &me);
        thread
            .entries
            .with(|entries| lines(entries, &expected, now.get()))
    });
    let seen = Memo::new(move |_| {
        let read = visitor_read(thread);
        thread.entries.with(|entries| seen_reply(entries, read))
    });
    let visitor = Memo::new(move |_| visitor_name(thread));
    let around = Around {
        thread,
        seen,
        visitor,
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let back = match event.key().as_str() {
            "ArrowUp" => true,
            "ArrowDown" => false,
            _ => return,
        };
        let bare = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        if bare && step(scroll, back) {
            event.prevent_default();
        }
    };
    let loading = Memo::new(move |_| thread.load.get() == Load::Loading && all.with(Vec::is_empty));
    view! {
        <div class="history">
            <div
                class="log-scroll"
                node_ref=scroll
                on:scroll=move |_| place.scrolled()
                on:keydown=key
                tabindex="0"
                role="group"
                aria-label=words.history
            >
                <div class="log-content" node_ref=content>
                    {move || loading.get().then(waiting)}
                    {earlier(thread, loading)}
                    // What comes in is read out by `Spoken`: older entries come into this one as well.
                    <div class="log" role="log" aria-label=words.history aria-live="off">
                        <For each=move || all.get() key=Line::key children=move |line| view! { <LineView line around/> }/>
                    </div>
                    <TypingLine desk/>
                </div>
            </div>
            <Spoken thread/>
            <button class="button jump" type="button" hidden=place.at_end on:click=move |_| place.to_end()>
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
pub(super) fn visitor_name(thread: Thread) -> String {
    thread.ticket.with(|ticket| {
        let visitor = ticket.as_ref().map(|ticket| &ticket.visitor);
        visitor.map(format::visitor_name).unwrap_or_default()
    })
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
