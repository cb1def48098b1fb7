//! What goes on in the page around us: where the visitor is, whether they look, whether the
//! browser is online.

use crate::{
    app::App,
    host::{Sure as _, document, window},
};
use js_sys::{Array, Intl, Object, Reflect};
use leptos::prelude::*;
use porthole_shared::session::PageContext;
use wasm_bindgen::prelude::*;
use web_sys::{AddEventListenerOptions, EventTarget, VisibilityState};

/// Where the visitor is, for the team.
pub(crate) fn context(version: &str) -> PageContext {
    let (window, document) = (window(), document());
    let screen = window.screen().ok();
    let side = |length: Option<i32>| length.unwrap_or_default().to_string();
    PageContext {
        url: window.location().href().unwrap_or_default(),
        title: document.title(),
        referrer: document.referrer(),
        language: language(),
        time_zone: time_zone(),
        screen: side(screen.as_ref().and_then(|screen| screen.width().ok()))
            + "x"
            + &side(screen.as_ref().and_then(|screen| screen.height().ok())),
        widget_version: version.to_owned(),
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

/// Watches the page until the messenger stops.
pub(crate) fn watch(app: App) {
    let (window, document): (EventTarget, EventTarget) = (window().into(), document().into());
    listen(app, &window, "online", move || app.wake());
    // A page in the back/forward cache holds no connection, and takes it up when it returns.
    listen(app, &window, "pagehide", move || app.pause(true));
    listen(app, &window, "pageshow", move || app.pause(false));
    listen(app, &document, "visibilitychange", move || {
        app.state.visible.set(is_visible());
        if is_visible() {
            app.wake();
        }
    });
}

fn listen(app: App, target: &EventTarget, event: &str, handler: impl FnMut() + 'static) {
    let handler: Box<dyn FnMut()> = Box::new(handler);
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
