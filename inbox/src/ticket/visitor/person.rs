//! The person: name, address, what they are worth, when they were here.

use super::pair;
use crate::ui::{CopyIcon, avatar};
use crate::{format, words};
use leptos::prelude::*;
use porthole_shared::inbox::ticket::TeamVisitor;
use porthole_shared::time::Timestamp;

/// The head of the panel.
pub(super) fn person(visitor: &TeamVisitor, now: ReadSignal<Timestamp>) -> AnyView {
    let words = words::ticket();
    let name = visitor.name.clone();
    let unnamed = name.is_none();
    let value = visitor
        .value
        .map(|value| pair(words::thread().value, format::value(value).into_any()));
    let time = move |at: Timestamp| {
        view! {
            <time datetime=format::machine(at) title=format::exact(at)>
                {move || format::ago(at, now.get())}
            </time>
        }
        .into_any()
    };
    let copy_name = name
        .clone()
        .map(|name| view! { <CopyIcon text=name what=words::thread().name/> });
    view! {
        <div class="person">
            {avatar(format::visitor_name(visitor), visitor.id.as_str())}
            <div class="person-line">
                <h2 class="person-name" class:faint=unnamed>
                    {name.unwrap_or_else(|| words.no_name.to_owned())}
                </h2>
                {copy_name}
            </div>
            {email(visitor.email.as_deref())}
            <dl class="pairs">
                {value}
                {pair(words.first_seen, time(visitor.created_at))}
                {pair(words.last_seen, time(visitor.seen_at))}
            </dl>
        </div>
    }
    .into_any()
}

/// The address. Whoever wrote it down may not be whose it is.
fn email(email: Option<&str>) -> AnyView {
    let words = words::ticket();
    let Some(email) = email.map(ToOwned::to_owned) else {
        return view! { <p class="person-email faint">{words.no_email}</p> }.into_any();
    };
    view! {
        <div class="person-line">
            <p class="person-email">
                <a href=format!("mailto:{email}") dir="ltr" rel="external">{email.clone()}</a>
            </p>
            <CopyIcon text=email what=words::thread().email/>
        </div>
        <p><span class="tag unverified" title=words.not_verified_hint>{words.not_verified}</span></p>
    }
    .into_any()
}
