//! A part of the panel that can be folded away, which this browser remembers.

use crate::storage;
use leptos::html::Details;
use leptos::prelude::*;

/// The part.
#[component]
pub(super) fn Section(
    /// Names it among the others.
    name: &'static str,
    /// Its heading.
    title: &'static str,
    /// How many there are of what it shows; 0 says nothing.
    count: Signal<i64>,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let key = format!("porthole-inbox:panel:{name}");
    let open = storage::read::<bool>(&key).unwrap_or(true);
    let details = NodeRef::<Details>::new();
    let toggled = move |_| {
        if let Some(details) = details.get_untracked() {
            storage::keep(&key, &details.open());
        }
    };
    view! {
        <details class="facts" node_ref=details open=open on:toggle=toggled>
            <summary>
                <h2>{title}</h2>
                {move || (count.get() > 0).then(|| view! { <span class="facts-count">{count}</span> })}
            </summary>
            <div class="facts-body">{children()}</div>
        </details>
    }
}
