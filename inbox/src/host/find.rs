//! Finding one's way on a page: marking words, following what is read, moving the focus.

use js_sys::{Array, Function, JsString, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Event, HtmlElement, HtmlTextAreaElement, KeyboardEvent, Node};

/// The name of the marks in the style sheets.
const MARKS: &str = "found";
/// `NodeFilter.SHOW_TEXT`.
const SHOW_TEXT: u32 = 4;

/// Marks the words wherever they stand in the elements of a selector; without words nothing is
/// marked. The page stays as it is (CSS custom highlights); an old browser marks nothing.
pub(crate) fn highlight(selector: &str, words: &[String]) {
    let ranges = Array::new();
    if let Ok(elements) = document().query_selector_all(selector) {
        for index in 0..elements.length() {
            if let Some(element) = elements.get(index) {
                mark_in(&element, words, &ranges);
            }
        }
    }
    let _ = show_marks(&ranges);
}

fn mark_in(element: &Node, words: &[String], ranges: &Array) {
    let Ok(walker) = document().create_tree_walker_with_what_to_show(element, SHOW_TEXT) else {
        return;
    };
    while let Ok(Some(node)) = walker.next_node() {
        let text = JsString::from(node.node_value().unwrap_or_default());
        let lower = text.to_lower_case();
        // Where small letters are more or fewer, their places say nothing.
        if lower.length() != text.length() {
            continue;
        }
        for word in words {
            mark_word(&node, &lower, word, ranges);
        }
    }
}

fn mark_word(node: &Node, text: &JsString, word: &str, ranges: &Array) {
    let (mut from, length) = (0, JsString::from(word).length());
    while let Ok(at) = u32::try_from(text.index_of(word, from)) {
        let end = at + length;
        if let Ok(range) = document().create_range()
            && range.set_start(node, at).is_ok()
            && range.set_end(node, end).is_ok()
        {
            ranges.push(&range);
        }
        from = i32::try_from(end).unwrap_or(i32::MAX);
    }
}

fn show_marks(ranges: &Array) -> Result<(), JsValue> {
    let css = Reflect::get(&window(), &"CSS".into())?;
    let marks = Reflect::get(&css, &"highlights".into())?;
    let class: Function = Reflect::get(&window(), &"Highlight".into())?.dyn_into()?;
    let highlight = Reflect::construct(&class, ranges)?;
    let set: Function = Reflect::get(&marks, &"set".into())?.dyn_into()?;
    set.call2(&marks, &MARKS.into(), &highlight).map(drop)
}

/// The id of the element of a selector that is read now: the last one that begins in the upper
/// third of the window, or above.
pub(crate) fn in_view(selector: &str) -> Option<String> {
    let height = window().inner_height().ok()?.as_f64()?;
    let elements = document().query_selector_all(selector).ok()?;
    let elements = (0..elements.length()).filter_map(|index| elements.get(index)?.dyn_into().ok());
    let above = |element: &HtmlElement| element.get_bounding_client_rect().top() < height / 3.0;
    elements
        .take_while(above)
        .last()
        .map(|element| element.id())
}

/// Moves the focus to the first element of a selector.
pub(crate) fn focus_first(selector: &str) {
    let first = document().query_selector(selector).ok().flatten();
    if let Some(element) = first.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Puts a text into the text area of an id, in the place of what is selected there, and gives all
/// that stands in it then. The cursor stands behind it.
pub(crate) fn insert(id: &str, text: &str) -> Option<String> {
    let area: HtmlTextAreaElement = document().get_element_by_id(id)?.dyn_into().ok()?;
    let (from, until) = (area.selection_start().ok()??, area.selection_end().ok()??);
    area.set_range_text_with_start_and_end_and_mode(text, from, until, "end")
        .ok()?;
    let _ = area.focus();
    Some(area.value())
}

/// Where a key leads in a row of tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// To the next one.
    Next,
    /// To the one before.
    Before,
    /// To the first one.
    First,
    /// To the last one.
    Last,
}

/// Where a key leads in a row of tabs, as the page is read.
pub(crate) fn direction(event: &KeyboardEvent) -> Option<Direction> {
    let root = document().document_element();
    let is_rtl = root.and_then(|root| root.get_attribute("dir")).as_deref() == Some("rtl");
    match (event.key().as_str(), is_rtl) {
        ("ArrowRight", false) | ("ArrowLeft", true) => Some(Direction::Next),
        ("ArrowLeft", false) | ("ArrowRight", true) => Some(Direction::Before),
        ("Home", _) => Some(Direction::First),
        ("End", _) => Some(Direction::Last),
        _ => None,
    }
}

/// Whether the `<details>` that an event comes from is open.
pub(crate) fn is_open(event: &Event) -> bool {
    let element = event.target().and_then(|target| target.dyn_into().ok());
    element.is_some_and(|element: web_sys::Element| element.has_attribute("open"))
}

/// The origin of the page at an address; `https` where it says nothing of a scheme.
pub(crate) fn origin_of(address: &str) -> Option<String> {
    let address = if address.contains("://") {
        address.to_owned()
    } else {
        format!("https://{address}")
    };
    let origin = web_sys::Url::new(&address).ok()?.origin();
    origin.starts_with("http").then_some(origin)
}
