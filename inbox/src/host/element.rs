//! Elements of the page: focus, places, sizes.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Moves the focus to the element with this id, if there is one.
pub(crate) fn focus(id: &str) {
    let element = document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}

/// Moves the focus on from an element that is about to go, if it has it.
pub(crate) fn move_focus(from: &str, to: &str) {
    if document()
        .active_element()
        .is_some_and(|active| active.id() == from)
    {
        focus(to);
    }
}

/// Does something whenever one of these elements changes its size.
pub(crate) fn on_resize(elements: &[&web_sys::Element], work: impl Fn() + 'static) {
    let work = Closure::<dyn Fn()>::new(work);
    let Ok(observer) = web_sys::ResizeObserver::new(work.as_ref().unchecked_ref()) else {
        return;
    };
    for element in elements {
        observer.observe(element);
    }
    // Held until the view goes, and the observer before what it calls.
    let held = StoredValue::new_local((observer, work));
    on_cleanup(move || held.with_value(|(observer, _)| observer.disconnect()));
}

/// The element that is shown at this place of the window.
pub(crate) fn element_at(x: f64, y: f64) -> Option<web_sys::Element> {
    #[expect(clippy::cast_possible_truncation, reason = "a place within a window")]
    document().element_from_point(x as f32, y as f32)
}

/// Scrolls the element with this id into the middle.
pub(crate) fn center(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Center);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Whether the focus is in this element, or on it.
pub(crate) fn has_focus(element: &web_sys::Element) -> bool {
    document()
        .active_element()
        .is_some_and(|active| element.contains(Some(&active)))
}

/// Whether the focus is on this element.
pub(crate) fn is_focused(element: &web_sys::Element) -> bool {
    document().active_element().as_ref() == Some(element)
}

/// The elements within another one that a selector finds, in their order.
pub(crate) fn elements(within: &web_sys::Element, selector: &str) -> Vec<web_sys::Element> {
    let Ok(found) = within.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect()
}

/// Does something when the pointer is pressed outside of both elements.
pub(crate) fn on_press_outside(
    first: NodeRef<leptos::html::Button>,
    second: NodeRef<leptos::html::Div>,
    work: impl Fn() + 'static,
) {
    let listener = window_event_listener_untyped("pointerdown", move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let holds = |element: Option<&web_sys::Element>| {
            element.is_some_and(|element| element.contains(target.as_ref()))
        };
        let first = first.get_untracked();
        let second = second.get_untracked();
        if !holds(first.as_ref().map(AsRef::as_ref)) && !holds(second.as_ref().map(AsRef::as_ref)) {
            work();
        }
    });
    on_cleanup(move || listener.remove());
}

/// Scrolls a list so that the element that a selector finds in it can be seen.
pub(crate) fn show_within(list: NodeRef<leptos::html::Ul>, selector: &str) {
    let element = list
        .try_get_untracked()
        .flatten()
        .and_then(|list| list.query_selector(selector).ok().flatten());
    if let Some(element) = element {
        show(&element);
    }
}

/// Scrolls as little as needed for the element to be seen.
pub(crate) fn show(element: &web_sys::Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Whether a dialog or a menu waits for an answer, so that keys are meant for it.
pub(crate) fn asks_something() -> bool {
    let selector = "dialog[open], [role=menu]:not([hidden])";
    matches!(document().query_selector(selector), Ok(Some(_)))
}

/// Whether an event came from where somebody types or chooses by letters.
pub(crate) fn is_field(target: Option<&web_sys::EventTarget>) -> bool {
    let selector = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, \
                    [contenteditable=true]";
    comes_from(target, selector)
}

/// Whether an event came from something that Enter means something to.
pub(crate) fn is_control(target: Option<&web_sys::EventTarget>) -> bool {
    comes_from(target, "a[href], button, input, select, textarea, summary")
}

fn comes_from(target: Option<&web_sys::EventTarget>, selector: &str) -> bool {
    let element = target.and_then(|target| target.dyn_ref::<web_sys::Element>());
    element.is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}

/// Moves the focus to the element with this id, if it can be seen. Says whether it was.
pub(crate) fn focus_seen(id: &str) -> bool {
    let element = document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
        .filter(|element| element.get_client_rects().length() > 0);
    let Some(element) = element else {
        return false;
    };
    element.focus().is_ok()
}

/// Takes the focus from whatever has it.
pub(crate) fn blur() {
    let active = document()
        .active_element()
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(active) = active {
        let _ = active.blur();
    }
}

/// Whether nothing has the focus: what had it may be gone.
pub(crate) fn is_nothing_focused() -> bool {
    let body = document().body();
    document()
        .active_element()
        .is_none_or(|active| body.is_some_and(|body| *body == active))
}

/// Whether the focus is within what a selector finds.
pub(crate) fn is_focus_within(selector: &str) -> bool {
    let active = document().active_element();
    comes_from(active.as_ref().map(AsRef::as_ref), selector)
}

/// Whether somebody types now.
pub(crate) fn is_typing() -> bool {
    let active = document().active_element();
    is_field(active.as_ref().map(AsRef::as_ref))
}

/// Whether an event came from within what a selector finds.
pub(crate) fn is_within(target: Option<&web_sys::EventTarget>, selector: &str) -> bool {
    comes_from(target, selector)
}

/// Scrolls as little as needed for the element with this id to be seen.
pub(crate) fn show_id(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        show(&element);
    }
}

/// How wide and high a menu may become, in pixels.
const MENU: (f64, f64) = (352.0, 380.0);
/// How far a menu stays from the edges, in pixels.
const EDGE: f64 = 12.0;

/// The corner of a menu below the element with this id, moved so far that it fits on the page.
pub(crate) fn below(id: &str) -> Option<(f64, f64)> {
    let place = document().get_element_by_id(id)?.get_bounding_client_rect();
    let size = |value: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
        value.ok().and_then(|value| value.as_f64())
    };
    let (width, height) = (
        size(window().inner_width())?,
        size(window().inner_height())?,
    );
    let left = if document().dir() == "rtl" {
        place.right() - MENU.0
    } else {
        place.left()
    };
    let within = |at: f64, size: f64, room: f64| at.min(room - size - EDGE).max(EDGE);
    let top = place.bottom() + 4.0;
    Some((within(left, MENU.0, width), within(top, MENU.1, height)))
}

/// Opens an address in another tab, as a link with `noopener` does.
pub(crate) fn open_in_tab(url: &str) {
    // A browser that opens nothing says so itself.
    let _ = window().open_with_url_and_target_and_features(url, "_blank", "noopener");
}

/// The files in the clipboard; none where there is text as well, which is meant then.
pub(crate) fn pasted_files(event: &web_sys::ClipboardEvent) -> Option<web_sys::FileList> {
    let data = event.clipboard_data()?;
    let text = data.get_data("text/plain").unwrap_or_default();
    let files = data.files()?;
    (text.is_empty() && files.length() > 0).then_some(files)
}
