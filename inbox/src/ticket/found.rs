//! The search over the list: its field, and what was found. The focus stays in the field; the
//! arrow keys move the mark, Enter opens, Escape goes back to the list.

use super::row::address;
use super::status;
use crate::action::{ActionId, actions};
use crate::desk::{Desk, Filter};
use crate::thread::Load;
use crate::ui::{Icon, failed, icon};
use crate::{format, host, words};
use leptos::html::Input;
use leptos::prelude::*;
use porthole_shared::inbox::search::{HitKind, SearchHit};

/// The field's id, for the focus.
const FIELD: &str = "search";
/// The list's id.
const LIST: &str = "found";

/// What the list is narrowed to, the search is, too.
fn narrowing(desk: Desk) -> Vec<(&'static str, String)> {
    desk.filter.with_untracked(|filter| {
        let mut pairs = filter.pairs();
        pairs.retain(|(name, _)| !matches!(*name, "sort" | "min_value" | "view"));
        // One searches everything, unless one is in a view that one chose.
        if filter.view != Filter::default().view {
            pairs.push(("view", filter.view.as_str().to_owned()));
        }
        pairs
    })
}

/// Opens what was found, where it was found.
fn open(desk: Desk, hit: &SearchHit) {
    desk.search.remember();
    desk.go(address(desk, &hit.ticket.id, hit.seq));
}

/// The field.
#[component]
pub(super) fn SearchField(desk: Desk) -> impl IntoView {
    let words = words::desk();
    let search = desk.search;
    let field = NodeRef::<Input>::new();
    search.recall();
    let focus = move || {
        if let Some(field) = field.get_untracked() {
            let _ = field.focus();
            field.select();
        }
    };
    actions().register(ActionId::Search, || true, focus);
    // The chips narrow the search as well.
    Effect::new(move |before: Option<()>| {
        desk.filter.track();
        let text = search.text.get_untracked();
        if before.is_some() && !text.trim().is_empty() {
            search.ask(&text, narrowing(desk), true);
        }
    });
    let count = Memo::new(move |_| search.hits.with(Vec::len));
    let key = move |event: leptos::ev::KeyboardEvent| {
        let (now, count) = (search.mark.get_untracked(), count.get_untracked());
        match event.key().as_str() {
            "ArrowDown" if count > 0 => move_to(desk, (now + 1).min(count - 1)),
            "ArrowUp" if count > 0 => move_to(desk, now.saturating_sub(1)),
            "Enter" if !event.is_composing() => {
                let hit = search.hits.with_untracked(|hits| hits.get(now).cloned());
                if let Some(hit) = hit {
                    open(desk, &hit);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="search" role="search">
            {icon(Icon::Search)}
            <input
                id=FIELD
                class="search-field"
                type="text"
                role="combobox"
                enterkeyhint="search"
                autocomplete="off"
                spellcheck="false"
                node_ref=field
                aria-label=words.search
                aria-autocomplete="list"
                aria-expanded=move || (count.get() > 0).to_string()
                aria-controls=LIST
                aria-activedescendant=move || (count.get() > 0).then(|| format!("hit-{}", search.mark.get()))
                placeholder=words.search
                prop:value=search.text
                on:input=move |event| search.ask(&event_target_value(&event), narrowing(desk), false)
                on:keydown=key
            />
            <Recent desk/>
            <button
                class="icon-button search-clear"
                type="button"
                aria-label=words.search_clear
                hidden=move || search.text.with(String::is_empty)
                on:click=move |_| {
                    search.clear();
                    focus();
                }
            >
                {icon(Icon::Close)}
            </button>
        </div>
    }
}

/// What was searched for lately, below the empty field.
#[component]
fn Recent(desk: Desk) -> impl IntoView {
    let words = words::desk();
    let search = desk.search;
    let shown = Memo::new(move |_| !search.is_on() && !search.recent.with(Vec::is_empty));
    let item = move |text: String| {
        let said = text.clone();
        let again = move |_| {
            search.ask(&text, narrowing(desk), true);
            host::focus(FIELD);
        };
        view! { <li><button class="recent" type="button" on:click=again>{icon(Icon::Clock)}<span class="clip">{said}</span></button></li> }
    };
    let items = move || {
        search
            .recent
            .get()
            .into_iter()
            .map(item)
            .collect::<Vec<_>>()
    };
    let list = move || {
        view! {
            <div class="recents">
                <p class="recents-head">
                    {words.search_recent}
                    <button class="link" type="button" on:click=move |_| search.forget()>{words.search_forget}</button>
                </p>
                <ul>{items}</ul>
            </div>
        }
    };
    move || shown.get().then(list)
}

fn move_to(desk: Desk, place: usize) {
    desk.search.mark.set(place);
    host::after_layout(move || host::show_id(&format!("hit-{place}")));
    let last = desk.search.hits.with_untracked(Vec::len) - 1;
    if place == last {
        desk.search.load_more(narrowing(desk));
    }
}

/// What was found.
#[component]
pub(super) fn Found(desk: Desk) -> impl IntoView {
    let words = words::desk();
    let search = desk.search;
    let now = host::now();
    let hits = move || {
        let hits = search.hits.get().into_iter().enumerate();
        hits.map(|(place, hit)| row(desk, place, hit, now))
            .collect::<Vec<_>>()
    };
    let empty = Memo::new(move |_| search.hits.with(Vec::is_empty));
    let state = move || match (search.load.get(), empty.get()) {
        (Load::Failed(failure), _) => {
            let again = move || search.ask(&search.text.get_untracked(), narrowing(desk), true);
            failed(words.search_failed, &failure, again)
        }
        (Load::Ready, true) => view! {
            <div class="blank small">
                <h3>{words.search_none_title}</h3>
                <p>{words.search_none_text}</p>
            </div>
        }
        .into_any(),
        _ => ().into_any(),
    };
    let said = move || match (search.load.get(), search.hits.with(Vec::len)) {
        (Load::Ready, count) if count > 0 => words
            .search_found
            .of(i64::try_from(count).unwrap_or_default()),
        _ => String::new(),
    };
    let further = move || {
        let more = move |_| search.load_more(narrowing(desk));
        let button = move || view! { <div class="more"><button class="button small" type="button" on:click=more>{words::ticket().load_more}</button></div> };
        search.next.with(Option::is_some).then(button)
    };
    view! {
        <div class="list-body" tabindex="0" aria-busy=move || (search.load.get() == Load::Loading).to_string()>
            <p class="visually-hidden" role="status">{said}</p>
            <ul class="row-list hits" id=LIST role="listbox" aria-label=words.search_results hidden=empty>
                {hits}
            </ul>
            {state}
            {further}
        </div>
    }
}

fn row(desk: Desk, place: usize, hit: SearchHit, now: porthole_shared::time::Timestamp) -> AnyView {
    let marked = Memo::new(move |_| desk.search.mark.get() == place);
    let ticket = &hit.ticket;
    let number = format::fill(
        words::ticket().number,
        &[("number", &ticket.number.to_string())],
    );
    let name = format::visitor_name(&ticket.visitor);
    let status = status::mark(ticket.status);
    let at = hit.at;
    let snippet: Vec<AnyView> = hit
        .snippet
        .iter()
        .map(|part| match part.hit {
            true => view! { <mark>{part.text.clone()}</mark> }.into_any(),
            false => part.text.clone().into_any(),
        })
        .collect();
    let kind = match hit.kind {
        HitKind::Note => Some(words::ticket().note),
        _ => None,
    };
    let kind = kind.map(|kind| view! { <span class="status hit-note">{kind}</span> });
    view! {
        <li
            class="row hit"
            id=format!("hit-{place}")
            role="option"
            aria-selected=move || marked.get().to_string()
            on:pointerdown=|event| event.prevent_default()
            on:click=move |_| {
                desk.search.mark.set(place);
                open(desk, &hit);
            }
        >
            <span class="row-body">
                <span class="row-top">
                    <span class="row-name" dir="auto">{name}</span>
                    <time class="row-time" datetime=format::machine(at)>{format::ago(at, now)}</time>
                </span>
                <span class="row-preview" dir="auto">{snippet}</span>
                <span class="row-foot">
                    <span class="row-number">{number}</span>
                    {status}
                    {kind}
                </span>
            </span>
        </li>
    }
    .into_any()
}
