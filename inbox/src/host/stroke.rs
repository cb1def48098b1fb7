//! Pressing a key again that was pressed too early for what it was meant for.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent,
    KeyboardEventInit,
};

/// A key as it was pressed.
#[derive(Clone, Debug)]
pub(crate) struct Stroke {
    key: String,
    code: String,
    shift: bool,
    control: bool,
    meta: bool,
}

impl Stroke {
    /// The key of an event.
    pub(crate) fn of(event: &KeyboardEvent) -> Self {
        Self {
            key: event.key(),
            code: event.code(),
            shift: event.shift_key(),
            control: event.ctrl_key(),
            meta: event.meta_key(),
        }
    }

    /// Presses it where the focus is now. What the browser does only for a real key is done here:
    /// a sign is written, Enter presses what has the focus.
    pub(crate) fn press(&self) {
        let Some(focused) = document().active_element() else {
            return;
        };
        let handled = self.event().is_none_or(|event| {
            // Fails only for an event that is on its way already.
            !focused.dispatch_event(&event).unwrap_or_default()
        });
        if handled || self.control || self.meta {
            return;
        }
        if self.key == "Enter" {
            if let Some(element) = focused.dyn_ref::<HtmlElement>() {
                element.click();
            }
        } else if self.key.chars().count() == 1 && write(&focused, &self.key).is_ok() {
            say_written(&focused);
        }
    }

    fn event(&self) -> Option<KeyboardEvent> {
        let init = KeyboardEventInit::new();
        init.set_key(&self.key);
        init.set_code(&self.code);
        init.set_shift_key(self.shift);
        init.set_ctrl_key(self.control);
        init.set_meta_key(self.meta);
        init.set_bubbles(true);
        init.set_cancelable(true);
        KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).ok()
    }
}

/// Puts a sign where the caret is. Whoever has no caret takes none.
fn write(field: &Element, sign: &str) -> Result<(), JsValue> {
    if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        let (from, to) = (area.selection_start()?, area.selection_end()?);
        let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
        return area.set_range_text_with_start_and_end_and_mode(sign, from, to, "end");
    }
    let Some(input) = field.dyn_ref::<HtmlInputElement>() else {
        return Err(JsValue::NULL);
    };
    let (from, to) = (input.selection_start()?, input.selection_end()?);
    let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
    input.set_range_text_with_start_and_end(sign, from, to)?;
    let behind = from + u32::try_from(sign.encode_utf16().count()).unwrap_or_default();
    input.set_selection_range(behind, behind)
}

fn say_written(field: &Element) {
    let init = EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &init) {
        // As above.
        let _ = field.dispatch_event(&event);
    }
}
