//! A labelled field of a form, with its error.

use super::{El, div, el, focus_soon};
use crate::reactive::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// A field whose value is asked for when the form is sent.
#[derive(Clone)]
pub(crate) struct Field {
    /// The label, the input and the error together.
    pub view: El,
    input: HtmlInputElement,
    error: RwSignal<Option<String>>,
}

/// Makes a field. `name` is its id; `kind` and `autocomplete` are the input's attributes of
/// these names.
pub(crate) fn field(name: &str, label: &str, kind: &str, autocomplete: &str) -> Field {
    let error = RwSignal::new(None::<String>);
    let error_id = String::from(name) + "-error";
    let input = el("input")
        .attr("id", name)
        .attr("type", kind)
        .attr("autocomplete", autocomplete)
        .attr("aria-describedby", &error_id)
        .attr_from("aria-invalid", move || {
            error.with(Option::is_some).then(|| "true".to_owned())
        });
    let node = input.node().clone().unchecked_into();
    let view = div("field")
        .child(el("label").attr("for", name).text(label))
        .child(input.on("input", move |_| error.set(None)))
        .child(
            div("field-error")
                .attr("id", &error_id)
                .attr("role", "alert")
                .text_from(move || error.get().unwrap_or_default()),
        );
    Field {
        view,
        input: node,
        error,
    }
}

impl Field {
    /// What stands in it.
    pub(crate) fn value(&self) -> String {
        self.input.value()
    }

    /// Fills it.
    pub(crate) fn fill(&self, value: &str) {
        self.input.set_value(value);
    }

    /// Puts the cursor into it as soon as it is in the page.
    pub(crate) fn focus(&self) {
        focus_soon(&self.input);
    }

    /// Says what is wrong with it and puts the cursor there.
    pub(crate) fn fail(&self, sentence: String) {
        self.error.set(Some(sentence));
        self.focus();
    }
}
