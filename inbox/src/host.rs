//! The browser: clock, randomness, timers, title, clipboard, focus.

mod bell;
mod element;
mod find;
mod frame;
mod stroke;
mod tabs;

pub(crate) use bell::*;
pub(crate) use element::*;
pub(crate) use find::{
    Direction, direction, focus_first, highlight, in_view, insert, is_open, origin_of,
};
pub(crate) use frame::{boolean, said_by_frame, tell_frame};
pub(crate) use stroke::Stroke;
pub(crate) use tabs::*;

use js_sys::{Array, Intl, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use porthole_shared::id::{CLIENT_ID_DIGITS, ClientId, to_hex};
use porthole_shared::time::Timestamp;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationPermission};

/// The time now, by the browser's clock.
#[expect(
    clippy::cast_possible_truncation,
    reason = "whole milliseconds stay below 2^53"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// The catalogue of the chosen language, which `start.js` fetched.
pub(crate) fn catalogue() -> JsValue {
    started_with("words")
}

/// The languages that there are catalogues for.
pub(crate) fn languages() -> Vec<String> {
    let tags = Array::from(&started_with("languages"));
    tags.iter().filter_map(|tag| tag.as_string()).collect()
}

fn started_with(name: &str) -> JsValue {
    let given = Reflect::get(&js_sys::global(), &"porthole".into());
    let given = given.and_then(|given| Reflect::get(&given, &name.into()));
    given.unwrap_or_default()
}

/// What the readers of a language call it, such as `Français`.
pub(crate) fn language_name(tag: &str) -> String {
    let options = Object::new();
    // Cannot fail on a plain object.
    let _ = Reflect::set(&options, &"type".into(), &"language".into());
    let names = Intl::DisplayNames::new(&Array::of1(&tag.into()), &options);
    let name = names.of(tag).map_or_else(|| tag.to_owned(), String::from);
    // French and others begin it small, as within a sentence; here it stands alone.
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Starts the page again.
pub(crate) fn reload() {
    // A page that could not be loaded again stays as it is.
    let _ = window().location().reload();
}

/// The language that `start.js` chose.
pub(crate) fn language() -> String {
    let root = document().document_element();
    root.and_then(|root| root.get_attribute("lang"))
        .unwrap_or_else(|| "en".to_owned())
}

/// The language that this browser prefers, with its region.
pub(crate) fn browser_language() -> String {
    window().navigator().language().unwrap_or_default()
}

/// A fresh id for something that is about to be sent.
pub(crate) fn client_id() -> ClientId {
    ClientId::from(to_hex(&random::<{ CLIENT_ID_DIGITS / 2 }>()))
}

/// A random share between 0 and 1, to spread the reconnects of many browsers.
pub(crate) fn jitter() -> f64 {
    let [byte] = random::<1>();
    f64::from(byte) / 255.0
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let array = Uint8Array::new_with_length(u32::try_from(N).expect("a few bytes"));
    window()
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_array_buffer_view(&array))
        .expect("every browser that runs WASM has getRandomValues");
    array.copy_to(&mut bytes);
    bytes
}

/// Waits, but not longer than until the browser is online again.
pub(crate) async fn pause(milliseconds: f64) {
    let mut end = |resolve: js_sys::Function, _: js_sys::Function| {
        let online = window_event_listener(leptos::ev::online, {
            let resolve = resolve.clone();
            move |_| {
                let _ = resolve.call0(&JsValue::NULL);
            }
        });
        let wake = move || {
            online.remove();
            let _ = resolve.call0(&JsValue::NULL);
        };
        set_timeout(wake, Duration::from_secs_f64(milliseconds / 1_000.0));
    };
    let _ = JsFuture::from(Promise::new(&mut end)).await;
}

/// Runs `work` after the next time the page was laid out.
pub(crate) fn after_layout(work: impl FnOnce() + 'static) {
    request_animation_frame(work);
}

/// What stands in the browser's tab.
pub(crate) fn set_title(title: &str) {
    document().set_title(title);
}

/// Whether the page can be seen now.
pub(crate) fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Whether the page can be seen, as a signal.
pub(crate) fn visibility() -> ReadSignal<bool> {
    let (visible, set_visible) = signal(is_visible());
    let listener = window_event_listener_untyped("visibilitychange", move |_| {
        set_visible.set(is_visible());
    });
    on_cleanup(move || listener.remove());
    visible
}

/// Does something when the page goes away: closed, reloaded, or put aside for a step back.
pub(crate) fn on_page_hide(work: impl Fn() + 'static) {
    let listener = window_event_listener_untyped("pagehide", move |_| work());
    on_cleanup(move || listener.remove());
}

/// Does something when the browser brings the page back that it had put aside.
pub(crate) fn on_page_return(work: impl Fn() + 'static) {
    let listener = window_event_listener_untyped("pageshow", move |event| {
        let persisted = Reflect::get(&event, &JsValue::from_str("persisted"));
        if persisted.is_ok_and(|persisted| persisted.is_truthy()) {
            work();
        }
    });
    on_cleanup(move || listener.remove());
}

/// A signal of the time that moves on twice a minute, for relative times.
pub(crate) fn ticking() -> ReadSignal<Timestamp> {
    time_each(Duration::from_secs(30))
}

/// A signal of the time that moves on each second, to count down.
pub(crate) fn every_second() -> ReadSignal<Timestamp> {
    time_each(Duration::from_secs(1))
}

fn time_each(every: Duration) -> ReadSignal<Timestamp> {
    let (time, set_time) = signal(now());
    if let Ok(handle) = set_interval_with_handle(move || set_time.set(now()), every) {
        on_cleanup(move || handle.clear());
    }
    time
}

/// Whether the page is mainly used by touch.
pub(crate) fn is_touched() -> bool {
    let query = window().match_media("(pointer: coarse)");
    matches!(query, Ok(Some(query)) if query.matches())
}

/// Copies a text; whether the browser let us.
pub(crate) async fn copy(text: &str) -> bool {
    // Outside a secure context (plain http on another machine) there is no clipboard at all.
    let navigator = window().navigator();
    let present = Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .is_ok_and(|clipboard| clipboard.is_object());
    present
        && JsFuture::from(navigator.clipboard().write_text(text))
            .await
            .is_ok()
}

/// Whether the browser lets us show notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    /// It does.
    Granted,
    /// It can be asked.
    Open,
    /// It does not, or knows no notifications (plain http on another machine).
    Refused,
}

impl From<NotificationPermission> for Permission {
    fn from(permission: NotificationPermission) -> Self {
        match permission {
            NotificationPermission::Granted => Self::Granted,
            NotificationPermission::Default => Self::Open,
            _ => Self::Refused,
        }
    }
}

/// Whether the browser lets us show notifications, as it stands.
pub(crate) fn may_notify() -> Permission {
    if Reflect::has(&window(), &JsValue::from_str("Notification")).unwrap_or_default() {
        Notification::permission().into()
    } else {
        Permission::Refused
    }
}

/// Asks for the permission to show notifications. Browsers ask only after a click.
pub(crate) async fn ask_to_notify() -> Permission {
    if may_notify() == Permission::Open
        && let Ok(asked) = Notification::request_permission()
    {
        let _ = JsFuture::from(asked).await;
    }
    may_notify()
}

/// The secret of a first-run link (`#setup=SECRET`). It is taken out of the address bar at once,
/// so that it stays in no history and on no screenshot.
pub(crate) fn take_setup_secret() -> Option<String> {
    let hash = window().location().hash().ok()?;
    let secret = hash.strip_prefix("#setup=")?.to_owned();
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some("/"));
    }
    Some(secret)
}

/// Whether this is a machine of Apple, where Cmd is what Ctrl is elsewhere.
pub(crate) fn is_apple() -> bool {
    let platform = window().navigator().platform().unwrap_or_default();
    ["Mac", "iP"]
        .iter()
        .any(|apple| platform.starts_with(apple))
}

/// The `href` of the link that an event came from, where it came from one of this page's links.
pub(crate) fn link_of(event: &web_sys::Event) -> Option<String> {
    let element: web_sys::Element = event.target()?.dyn_into().ok()?;
    let link = element.closest("a[href^='/']").ok()??;
    (!link.has_attribute("target"))
        .then(|| link.get_attribute("href"))
        .flatten()
}

/// Writes a failure that no view can show into the browser's console.
pub(crate) fn complain(sentence: &str) {
    leptos::logging::error!("{sentence}");
}
