//! The page for an address that is none.

use crate::words;
use leptos::prelude::*;

/// Says so, and leads back.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    let words = words::entry();
    view! {
        <main id="content" class="blank" tabindex="-1">
            <h1>{words.not_found_title}</h1>
            <p>{words.not_found_text}</p>
            <a class="button" href="/inbox">{words.to_inbox}</a>
        </main>
    }
}
