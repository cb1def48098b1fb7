//! What goes on in the page around us: where the visitor is, whether they look, whether the
//! browser is online.

use crate::reactive::*;
use crate::{
    app::App,
    host::{Host, Sure as _, document, window},
    json::JsJson,
};
use js_sys::{Array, Intl, Object, Reflect};
use porthole_shared::{session::PageContext, wire::Value as _};
use wasm_bindgen::prelude::*;
use web_sys::{AddEventListenerOptions, Event, EventTarget, StorageEvent, VisibilityState};

/// Where the visitor is, for the team. A frame is nowhere: its host says where the page is.
pub(crate) fn context(host: &Host) -> PageContext {
    let given = JsJson(host.page());
    let given = |name| given.get(name).and_then(|text| text.as_text());
    let (window, document) = (window(), document());
    let screen = window.screen().ok();
    let side = |length: Option<i32>| length.unwrap_or_default().to_string();
    PageContext {
        url: given("url").unwrap_or_else(|| window.location().href().unwrap_or_default()),
        title: given("title").unwrap_or_else(|| document.title()),
        referrer: given("referrer").unwrap_or_else(|| document.referrer()),
        language: language(),
        time_zone: time_zone(),
        screen: side(screen.as_ref().and_then(|screen| screen.width().ok()))
            + "x"
            + &side(screen.as_ref().and_then(|screen| screen.height().ok())),
        widget_version: host.version(),
    }
}

/// The language that the browser is set to, with its region where there is one.
pub(crate) fn language() -> String {
    window().navigator().language().unwrap_or_default()
}

/// Whether somebody can see the page.
pub(crate) fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Loads the page anew.
pub(crate) fn reload() {
    // It fails only where the page is going away anyway.
    let _ = window().location().reload();
}

/// Whether the browser has a network, as far as it knows.
pub(crate) fn is_online() -> bool {
    window().navigator().on_line()
}

/// Watches the page until the messenger stops.
pub(crate) fn watch(app: App) {
    let (window, document): (EventTarget, EventTarget) = (window().into(), document().into());
    for event in ["online", "offline"] {
        listen(app, &window, event, move |_| {
            app.state.online.set(is_online());
            // A connection through the network that was may be dead without a sign.
            app.reconnect();
        });
    }
    // A page that the browser puts aside (back/forward cache, frozen tab) holds neither lock nor
    // connection, and takes them up when it returns.
    listen(app, &window, "pagehide", move |_| app.pause(true));
    listen(app, &window, "pageshow", move |_| app.pause(false));
    listen(app, &document, "freeze", move |_| app.pause(true));
    listen(app, &document, "resume", move |_| app.pause(false));
    listen(app, &document, "visibilitychange", move |_| {
        app.state.visible.set(is_visible());
        app.tell_lead();
        if is_visible() {
            app.wake();
        }
    });
    listen(app, &window, "storage", move |event| {
        let event: &StorageEvent = event.unchecked_ref();
        if let Some(name) = event.key() {
            app.take_stored(&name, event.new_value());
        }
    });
}

/// Listens until the messenger stops.
pub(crate) fn listen(
    app: App,
    target: &EventTarget,
    event: &str,
    handler: impl FnMut(&Event) + 'static,
) {
    let handler: Box<dyn FnMut(&Event)> = Box::new(handler);
    let options = AddEventListenerOptions::new();
    options.set_signal(&app.inner().stopping.signal());
    target
        .add_event_listener_with_callback_and_add_event_listener_options(
            event,
            Closure::wrap(handler).into_js_value().unchecked_ref(),
            &options,
        )
        .sure("a page takes listeners");
}

fn time_zone() -> String {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_default()
}
