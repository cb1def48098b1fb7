//! What stands where something is awaited, failed, or has a face.

use super::{Icon, icon};
use crate::api::Failure;
use crate::{format, words};
use leptos::prelude::*;

/// Shown while a whole pane is on its way.
pub(crate) fn waiting() -> AnyView {
    view! {
        <div class="waiting" role="status">
            <span class="spinner" aria-hidden="true"></span>
            <span>{words::entry().loading}</span>
        </div>
    }
    .into_any()
}

/// Shown where a whole pane could not be loaded.
pub(crate) fn failed(
    title: &'static str,
    failure: &Failure,
    retry: impl Fn() + 'static,
) -> AnyView {
    view! {
        <div class="blank" role="alert">
            <h2>{title}</h2>
            <p>{failure.sentence()}</p>
            <button class="button" type="button" on:click=move |_| retry()>
                {words::entry().retry}
            </button>
        </div>
    }
    .into_any()
}

/// The sentence about a failure, at the place where it happened. The element is always there, so
/// that a screen reader hears the sentence come in.
pub(crate) fn error_line(id: &'static str, sentence: Signal<Option<String>>) -> AnyView {
    view! {
        <p class="error" id=id role="alert" dir="auto" hidden=move || sentence.with(Option::is_none)>
            {move || sentence.get()}
        </p>
    }
    .into_any()
}

/// The circle with somebody's initials.
///
/// The colour is chosen by `seed`, so that two people of one name can be told apart.
pub(crate) fn avatar(name: impl Into<Signal<String>>, seed: &str) -> AnyView {
    let name: Signal<String> = name.into();
    let shade = seed
        .bytes()
        .fold(0_u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte))
        % 6;
    let letters = move || name.with(|name| format::initials(name));
    let known = move || !name.with(String::is_empty);
    view! {
        <span class=format!("avatar avatar-{shade}") aria-hidden="true">
            {move || if known() { letters().into_any() } else { icon(Icon::Chat) }}
        </span>
    }
    .into_any()
}
