//! What the page gives us: the loader, the document, the clock, chance, and time to wait.

use js_sys::{Array, Date, Function, Promise};
use porthole_shared::{id::to_hex, time::Timestamp};
use std::{
    cell::{Cell, RefCell},
    future::Future,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// The loader, as `contract.d.ts` declares it, and what `glue.js` does beside it.
    pub type Host;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn root(this: &Host) -> web_sys::ShadowRoot;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn token(this: &Host) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn api(this: &Host) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn version(this: &Host) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn locale(this: &Host) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn config(this: &Host) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn strings(this: &Host) -> JsValue;
    /// Where to keep things; the page's own storage unless given.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn storage(this: &Host) -> Option<web_sys::Storage>;
    /// The page that the visitor is on, where it is not this one.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn page(this: &Host) -> JsValue;
    /// The messenger is a page of its own and cannot be closed.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn whole_page(this: &Host) -> Option<bool>;
    /// Opens or closes the messenger; the loader answers with `set_open`.
    #[wasm_bindgen(method)]
    pub(crate) fn request_open(this: &Host, open: bool);
    /// The launcher shows how much is unread.
    #[wasm_bindgen(method)]
    pub(crate) fn set_unread(this: &Host, count: f64);
    /// Tells the page's listeners.
    #[wasm_bindgen(method)]
    pub(crate) fn emit(this: &Host, event: &str, detail: &JsValue);
    /// What the browser says of notifications; nothing where it has none.
    #[wasm_bindgen(method)]
    pub(crate) fn permission(this: &Host) -> Option<String>;
    /// Has the browser ask the visitor whether notifications may be shown.
    #[wasm_bindgen(method)]
    pub(crate) fn ask_permission(this: &Host);
    /// Makes the sound of a new message, where sound is allowed.
    #[wasm_bindgen(method)]
    pub(crate) fn play(this: &Host);
    /// Shows a notification, where the visitor has allowed it.
    #[wasm_bindgen(method)]
    pub(crate) fn notify(this: &Host, title: &str, body: &str, tag: &str, clicked: &JsValue);
}

/// Takes what the browser cannot refuse. Not `expect`, which would bring along the code that
/// prints any JavaScript value.
pub(crate) trait Sure<T> {
    /// The value; `invariant` says why it is there.
    fn sure(self, invariant: &str) -> T;
}

impl<T> Sure<T> for Result<T, JsValue> {
    fn sure(self, invariant: &str) -> T {
        match self {
            Ok(value) => value,
            Err(_) => panic!("{invariant}"),
        }
    }
}

/// The window.
pub(crate) fn window() -> web_sys::Window {
    web_sys::window().expect("the messenger runs in a page")
}

/// The document.
pub(crate) fn document() -> web_sys::Document {
    window().document().expect("a page has a document")
}

/// Now, by the visitor's clock. Only for show: the server's times decide.
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds are far below 2^53"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp(Date::now() as i64)
}

/// `N` random bytes in lower-case hex, from the browser's cryptographic source (which plain-http
/// pages have as well).
pub(crate) fn random_hex<const N: usize>() -> String {
    to_hex(&random::<N>())
}

/// A number from 0 to 1, to keep many browsers from doing the same thing at the same time.
pub(crate) fn jitter() -> f64 {
    f64::from(random::<1>()[0]) / 255.0
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    window()
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes))
        .sure("every browser with WebAssembly has a source of randomness");
    bytes
}

/// Waits some milliseconds.
pub(crate) async fn sleep(milliseconds: i32) {
    wait(&timer(milliseconds)).await.ok();
}

/// Kept after some milliseconds.
pub(crate) fn timer(milliseconds: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        // It fails only in a page without a window, and then nobody waits.
        let _ = ring(&resolve, milliseconds);
    })
}

/// Calls a function after some milliseconds, unless the messenger's life ends before. Gives the
/// timer's number, where there is a window.
pub(crate) fn ring(bell: &Function, milliseconds: i32) -> Option<i32> {
    let set = window().set_timeout_with_callback_and_timeout_and_arguments_0(bell, milliseconds);
    let timer = set.ok()?;
    TIMERS.with_borrow_mut(|timers| {
        timers.retain(|(_, due)| *due > now());
        timers.push((timer, now().plus(milliseconds.into())));
    });
    Some(timer)
}

/// Waits for the first of two promises.
pub(crate) async fn either(one: &Promise, other: &Promise) {
    wait(&Promise::race(&Array::of2(one, other))).await.ok();
}

/// Waits for a promise.
pub(crate) async fn wait(promise: &Promise) -> Result<JsValue, JsValue> {
    within_life(JsFuture::from(promise.clone())).await
}

thread_local! {
    static LIFE: Cell<u32> = const { Cell::new(0) };
    /// The timers that were set, and when each is due.
    static TIMERS: RefCell<Vec<(i32, Timestamp)>> = const { RefCell::new(Vec::new()) };
}

/// Begins a life of the messenger, or ends it: what waits in an earlier one never goes on, and
/// its timers are gone.
pub(crate) fn turn_of_life() {
    LIFE.set(LIFE.get().wrapping_add(1));
    for (timer, _) in TIMERS.take() {
        window().clear_timeout_with_handle(timer);
    }
}

/// Every wait goes through here, so that no task outlives `stop` and touches what is gone.
async fn within_life<T>(future: impl Future<Output = T>) -> T {
    let born = LIFE.get();
    let done = future.await;
    if LIFE.get() != born {
        std::future::pending::<()>().await;
    }
    done
}
