//! Who the visitor is, and where they were.

use crate::desk::desk;
use crate::ui::{Icon, avatar, icon};
use crate::{format, host, words};
use leptos::prelude::*;
use porthole_shared::inbox::ticket::{TeamVisitor, TicketContext};
use porthole_shared::time::Timestamp;

/// The right pane.
#[component]
pub(crate) fn VisitorPanel(
    /// Whether it is open where it does not always stand beside the conversation.
    details: RwSignal<bool>,
) -> impl IntoView {
    let words = words::ticket();
    let thread = desk().thread;
    let now = host::ticking();
    let person = Memo::new(move |_| {
        thread
            .ticket
            .with(|ticket| ticket.as_ref().map(|ticket| ticket.visitor.clone()))
    });
    let places = move || {
        let contexts = thread.contexts.get();
        match contexts.split_first() {
            Some((newest, older)) => view! {
                {place(newest)}
                {(!older.is_empty()).then(|| pages(older))}
            }
            .into_any(),
            None => view! { <p class="help">{words.no_context}</p> }.into_any(),
        }
    };
    view! {
        <aside id="visitor" class="details" class:open=details aria-label=words.person>
            <button
                class="icon-button details-close"
                type="button"
                aria-label=words.close_details
                on:click=move |_| details.set(false)
            >
                {icon(Icon::Close)}
            </button>
            {move || person.get().map(|visitor| view! { <Person visitor now/> })}
            <section class="facts">
                <h2>{words.where_from}</h2>
                {places}
            </section>
        </aside>
    }
}

#[component]
fn Person(visitor: TeamVisitor, now: ReadSignal<Timestamp>) -> impl IntoView {
    let words = words::ticket();
    let name = visitor.name.clone();
    let unnamed = name.is_none();
    let email = match visitor.email.clone() {
        Some(email) => view! {
            <p class="person-email">
                <a href=format!("mailto:{email}") rel="external">{email.clone()}</a>
                <span class="tag" title=words.not_verified_hint>{words.not_verified}</span>
            </p>
        }
        .into_any(),
        None => view! { <p class="person-email faint">{words.no_email}</p> }.into_any(),
    };
    let time = move |at: Timestamp| {
        view! {
            <time datetime=format::machine(at) title=format::exact(at)>
                {move || format::ago(at, now.get())}
            </time>
        }
        .into_any()
    };
    view! {
        <div class="person">
            {avatar(format::visitor_name(&visitor), visitor.id.as_str())}
            <h2 class="person-name" class:faint=unnamed>{name.unwrap_or_else(|| words.no_name.to_owned())}</h2>
            {email}
            <dl class="pairs">
                {pair(words.first_seen, time(visitor.created_at))}
                {pair(words.last_seen, time(visitor.seen_at))}
            </dl>
        </div>
    }
}

/// The newest place, in full.
fn place(context: &TicketContext) -> AnyView {
    let words = words::ticket();
    let page = &context.page;
    let facts = [
        (words.referrer, &page.referrer),
        (words.browser, &context.browser),
        (words.os, &context.os),
        (words.device, &context.device),
        (words.language, &page.language),
        (words.time_zone, &page.time_zone),
        (words.screen, &page.screen),
    ];
    let pairs: Vec<AnyView> = facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| pair(label, value.clone().into_any()))
        .collect();
    view! {
        {page_link(context)}
        <dl class="pairs">{pairs}</dl>
    }
    .into_any()
}

/// The older places, as pages alone.
fn pages(contexts: &[TicketContext]) -> AnyView {
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
    let title = if page.title.is_empty() {
        &page.url
    } else {
        &page.title
    };
    let at = context.at;
    let web = ["https://", "http://"]
        .iter()
        .any(|scheme| page.url.starts_with(scheme));
    let address = if web {
        let url = page.url.clone();
        view! { <a class="place-url" href=url target="_blank" rel="noopener noreferrer nofollow">{url.clone()}</a> }.into_any()
    } else {
        view! { <span class="place-url">{page.url.clone()}</span> }.into_any()
    };
    view! {
        <div class="place">
            <span class="place-title">{title.clone()}</span>
            {address}
            <time datetime=format::machine(at) title=format::exact(at)>
                {format::day(at, host::now())}" "{format::clock(at)}
            </time>
        </div>
    }
    .into_any()
}

fn pair(label: &'static str, value: AnyView) -> AnyView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
        </div>
    }
    .into_any()
}
