//! Talking with a frame in a sandbox.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Event, HtmlIFrameElement, MessageEvent};

/// Sends a frame an object of these fields.
pub(crate) fn tell_frame(frame: &HtmlIFrameElement, fields: &[(&'static str, JsValue)]) {
    let object = Object::new();
    for (name, value) in fields {
        // Cannot fail on a plain object.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    if let Some(window) = frame.content_window() {
        // A sandbox has no origin that could be named.
        let _ = window.post_message(&object, "*");
    }
}

/// What this very frame said, if the event is a message of it.
pub(crate) fn said_by_frame(frame: &HtmlIFrameElement, event: &Event) -> Option<JsValue> {
    let event: &MessageEvent = event.dyn_ref()?;
    let source: JsValue = event.source()?.into();
    let window: JsValue = frame.content_window()?.into();
    (source == window).then(|| event.data())
}

/// A field of an object that is `true` or `false`.
pub(crate) fn boolean(object: &JsValue, name: &str) -> Option<bool> {
    Reflect::get(object, &name.into()).ok()?.as_bool()
}
