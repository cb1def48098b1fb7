//! How much of the window there is for the panel: whether it is a phone's, and what an on-screen
//! keyboard leaves.

use crate::reactive::*;
use crate::{app::App, host::window, page::listen};
use web_sys::HtmlElement;

/// Up to this width, in pixels, the panel fills the window; the style sheet says the same.
const PHONE: f64 = 480.0;
/// Something lower than this, in pixels, is no keyboard.
const KEYBOARD: f64 = 100.0;

/// Watches the window until the messenger stops.
pub(crate) fn watch_viewport(app: App) {
    // A frame is as small as the panel that the page around it shows, and not all there is.
    let framed = !app.inner().host.page().is_undefined();
    let measure = move || {
        let width = window().inner_width().ok().and_then(|width| width.as_f64());
        let phone = !framed && width.is_some_and(|width| width <= PHONE);
        if app.state.phone.get_untracked() != phone {
            app.state.phone.set(phone);
        }
        let room = room();
        if app.state.room.get_untracked() != room {
            app.state.room.set(room);
        }
    };
    measure();
    listen(app, &window(), "resize", move |_| measure());
    if let Some(view) = window().visual_viewport() {
        for event in ["resize", "scroll"] {
            listen(app, &view, event, move |_| measure());
        }
    }
}

/// Where the part of the window begins that a keyboard leaves, and how high it is, in pixels.
/// Nothing where there is no keyboard, or where the browser makes the window smaller for it.
fn room() -> Option<(i32, i32)> {
    let view = window().visual_viewport()?;
    let height = window().inner_height().ok()?.as_f64()?;
    // Who has magnified the page moves within it.
    let magnified = view.scale() > 1.01;
    #[expect(clippy::cast_possible_truncation, reason = "pixels of a window")]
    let room = (view.offset_top() as i32, view.height() as i32);
    (!magnified && height - view.height() > KEYBOARD).then_some(room)
}

/// Tells the style sheet. Not by the attribute `style`, which a page's policy may forbid.
pub(crate) fn make_room(panel: &HtmlElement, room: Option<(i32, i32)>) {
    let style = panel.style();
    let (shift, height) = room.map_or_else(Default::default, |(top, height)| {
        let pixels = |length: i32| i64::from(length).to_string() + "px";
        (pixels(top), pixels(height))
    });
    for (name, value) in [("--shift", shift), ("--room", height)] {
        // Both fail only for what is no property.
        let _ = if value.is_empty() {
            style.remove_property(name).map(drop)
        } else {
            style.set_property(name, &value)
        };
    }
}
