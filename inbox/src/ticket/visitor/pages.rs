//! Where the visitor was, and with what.

use super::pair;
use crate::thread::Thread;
use crate::{format, host, words};
use leptos::prelude::*;
use porthole_shared::inbox::ticket::TicketContext;
use porthole_shared::time::Timestamp;

/// The pages from which the visitor wrote, newest first.
#[component]
pub(super) fn Pages(thread: Thread) -> impl IntoView {
    let words = words::ticket();
    move || {
        let contexts = thread.contexts.get();
        match contexts.split_first() {
            Some((newest, older)) => view! {
                {page_link(newest)}
                {referrer(newest)}
                {(!older.is_empty()).then(|| earlier(older))}
            }
            .into_any(),
            None => view! { <p class="help">{words.no_context}</p> }.into_any(),
        }
    }
}

/// The browser, the machine, and what time it is there.
#[component]
pub(super) fn Device(thread: Thread, now: ReadSignal<Timestamp>) -> impl IntoView {
    let words = words::ticket();
    let newest = Memo::new(move |_| thread.contexts.with(|contexts| contexts.first().cloned()));
    move || {
        let Some(context) = newest.get() else {
            return view! { <p class="help">{words.no_context}</p> }.into_any();
        };
        let page = &context.page;
        let language = format::language(&page.language);
        let facts = [
            (words.browser, &context.browser),
            (words.os, &context.os),
            (words.device, &context.device),
            (words.language, &language),
            (words.time_zone, &page.time_zone),
            (words.screen, &page.screen),
        ];
        let mut pairs: Vec<AnyView> = facts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(label, value)| pair(label, value.clone().into_any()))
            .collect();
        let zone = page.time_zone.clone();
        if let Some(clock) = format::clock_in(&zone, now.get_untracked()) {
            let clock = move || format::clock_in(&zone, now.get()).unwrap_or(clock.clone());
            pairs.insert(0, pair(words::thread().local_time, clock.into_any()));
        }
        view! { <dl class="pairs">{pairs}</dl> }.into_any()
    }
}

fn referrer(context: &TicketContext) -> Option<AnyView> {
    let referrer = context.page.referrer.clone();
    let some = !referrer.is_empty();
    some.then(|| {
        let referrer = view! { <span dir="ltr">{referrer}</span> }.into_any();
        let from = pair(words::ticket().referrer, referrer);
        view! { <dl class="pairs">{from}</dl> }.into_any()
    })
}

/// The older places, as pages alone.
fn earlier(contexts: &[TicketContext]) -> AnyView {
    let links: Vec<AnyView> = contexts
        .iter()
        .map(|context| view! { <li>{page_link(context)}</li> }.into_any())
        .collect();
    view! {
        <details class="earlier-pages">
            <summary>{words::ticket().earlier_pages}</summary>
            <ul>{links}</ul>
        </details>
    }
    .into_any()
}

/// The page: a link where the address is one of the web. It comes from the visitor's browser, so
/// a `javascript:` one stays text.
fn page_link(context: &TicketContext) -> AnyView {
    let page = &context.page;
    let at = context.at;
    let web = ["https://", "http://"]
        .iter()
        .any(|scheme| page.url.starts_with(scheme));
    let address = if web {
        let url = page.url.clone();
        view! { <a class="place-url" dir="ltr" href=url target="_blank" rel="noopener noreferrer nofollow">{url.clone()}</a> }.into_any()
    } else {
        view! { <span class="place-url" dir="ltr">{page.url.clone()}</span> }.into_any()
    };
    view! {
        <div class="place">
            <span class="place-title" dir="auto" hidden=page.title.is_empty()>{page.title.clone()}</span>
            {address}
            <time datetime=format::machine(at) title=format::exact(at)>
                {format::day(at, host::now())}" "{format::clock(at)}
            </time>
        </div>
    }
    .into_any()
}
