//! Keys as they are printed on the keyboard.

use crate::action::Keys;
use crate::{host, words};
use leptos::prelude::*;

/// The keys of one way to do something, for the eye: `G then M` is two of them.
pub(super) fn caps(keys: Keys) -> AnyView {
    let caps: Vec<AnyView> = names(keys)
        .into_iter()
        .map(|name| view! { <kbd>{name}</kbd> }.into_any())
        .collect();
    view! { <span class="keys">{caps}</span> }.into_any()
}

/// The keys in one line of text.
pub(super) fn line(keys: &[Keys]) -> String {
    keys.first()
        .map_or_else(String::new, |keys| names(*keys).join(" "))
}

fn names(keys: Keys) -> Vec<String> {
    match keys {
        Keys::Press(key) => vec![name(key)],
        Keys::Then(first, second) => vec![name(first), name(second)],
        Keys::Command(key) if host::is_apple() => vec!["⌘".to_owned(), name(key)],
        Keys::Command(key) => vec![words::action().control.to_owned(), name(key)],
    }
}

fn name(key: &str) -> String {
    match key {
        "Escape" => words::action().escape.to_owned(),
        "Enter" => "↵".to_owned(),
        key => key.to_uppercase(),
    }
}
