//! What the browser remembers. Where storage is blocked or full, memory has to do.

use gloo_storage::{LocalStorage, Storage};
use serde::{Serialize, de::DeserializeOwned};
use std::cell::RefCell;
use std::collections::HashMap;

thread_local! {
    static MEMORY: RefCell<HashMap<String, String>> = RefCell::default();
}

/// Reads what was kept under `key`.
pub(crate) fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    if let Some(text) = MEMORY.with_borrow(|memory| memory.get(key).cloned()) {
        return serde_json::from_str(&text).ok();
    }
    is_open().then(|| LocalStorage::get(key).ok()).flatten()
}

/// Keeps `value` under `key`.
pub(crate) fn keep<T: Serialize>(key: &str, value: &T) {
    if is_open() && LocalStorage::set(key, value).is_ok() {
        MEMORY.with_borrow_mut(|memory| memory.remove(key));
    } else if let Ok(text) = serde_json::to_string(value) {
        MEMORY.with_borrow_mut(|memory| memory.insert(key.to_owned(), text));
    }
}

/// Forgets what was kept under `key`.
pub(crate) fn forget(key: &str) {
    MEMORY.with_borrow_mut(|memory| memory.remove(key));
    if is_open() {
        LocalStorage::delete(key);
    }
}

/// Names this tab of the browser: the same after a reload, another one in another tab. A tab that
/// was made as a copy has the name of the first one.
pub(crate) fn tab(mint: impl FnOnce() -> String) -> String {
    const KEY: &str = "porthole-inbox:tab";
    let Ok(Some(open)) = leptos::prelude::window().session_storage() else {
        return mint();
    };
    if let Ok(Some(tab)) = open.get_item(KEY) {
        return tab;
    }
    let tab = mint();
    // Where it is full, a reload makes another name.
    let _ = open.set_item(KEY, &tab);
    tab
}

/// What is kept under keys that begin so.
pub(crate) fn keys(prefix: &str) -> Vec<String> {
    let mut keys: Vec<String> = MEMORY.with_borrow(|memory| memory.keys().cloned().collect());
    if let Ok(Some(open)) = leptos::prelude::window().local_storage() {
        let count = open.length().unwrap_or_default();
        keys.extend((0..count).filter_map(|index| open.key(index).ok().flatten()));
    }
    keys.retain(|key| key.starts_with(prefix));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Does something when another page of this browser has kept something.
pub(crate) fn on_change(work: impl Fn() + 'static) {
    let listener = leptos::prelude::window_event_listener_untyped("storage", move |_| work());
    leptos::prelude::on_cleanup(move || listener.remove());
}

/// gloo panics where the browser refuses storage, so ask first.
fn is_open() -> bool {
    matches!(leptos::prelude::window().local_storage(), Ok(Some(_)))
}
