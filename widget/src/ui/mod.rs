//! Elements that follow signals: the messenger's way of writing views.
//!
//! An [`El`] is an element under construction. What it takes as a function is run again whenever
//! a signal read in it changes, and only that text, class or attribute is touched. Handlers and
//! bindings are boxed at once, so that the code behind them exists a single time: a tenth of
//! what the same views cost as Leptos' generic ones (ARCHITECTURE has the figures).

mod each;
mod field;
mod icon;

pub(crate) use field::{Field, field};
pub(crate) use icon::{Icon, icon};

use crate::host::{Sure as _, document};
use crate::reactive::*;
use wasm_bindgen::{JsCast, prelude::*};
use web_sys::{Event, HtmlElement, KeyboardEvent};

/// An element under construction.
#[derive(Clone)]
pub(crate) struct El(HtmlElement);

/// Begins an element.
pub(crate) fn el(tag: &str) -> El {
    let element = document()
        .create_element(tag)
        .sure("the tag is a word of ours");
    El(element.unchecked_into())
}

/// Begins a `div` of a class.
pub(crate) fn div(class: &str) -> El {
    el("div").class(class)
}

/// Begins a button of a class with an accessible name of its own.
pub(crate) fn button(class: &str) -> El {
    el("button").class(class).attr("type", "button")
}

/// Puts the focus on an element that is put into the page right after this.
pub(crate) fn focus_soon(node: &HtmlElement) {
    let node = node.clone();
    spawn_local(async move {
        // What cannot take the focus leaves it where it is.
        let _ = node.focus();
    });
}

/// Runs something now and whenever a signal read in it changes, as long as its owner lives.
pub(crate) fn bind(run: impl FnMut() + 'static) {
    bind_boxed(Box::new(run));
}

fn bind_boxed(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_: Option<()>| run());
    // The owner's arena keeps the effect for as long as its owner lives.
    StoredValue::new_local(effect);
}

impl El {
    /// The element itself.
    pub(crate) fn node(&self) -> &HtmlElement {
        &self.0
    }

    /// Sets the class.
    pub(crate) fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    /// Sets an attribute.
    pub(crate) fn attr(self, name: &str, value: &str) -> Self {
        self.0
            .set_attribute(name, value)
            .sure("the name of the attribute is a word of ours");
        self
    }

    /// Sets the accessible name.
    pub(crate) fn label(self, name: &str) -> Self {
        self.attr("aria-label", name)
    }

    /// Sets the text.
    pub(crate) fn text(self, text: &str) -> Self {
        self.0.set_text_content(Some(text));
        self
    }

    /// Appends an element.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a view is written as an expression: its parts are made where they are put"
    )]
    pub(crate) fn child(self, child: El) -> Self {
        self.append(&child.0);
        self
    }

    /// Appends any node.
    pub(crate) fn append(&self, node: &web_sys::Node) {
        self.0
            .append_child(node)
            .sure("an element is put into its parent while it is made");
    }

    /// The text follows a function.
    pub(crate) fn text_from(self, text: impl Fn() -> String + 'static) -> Self {
        let node = self.0.clone();
        let mut shown = String::new();
        bind(move || {
            let next = text();
            // An equal text is left alone: screen readers announce what is replaced.
            if next != shown {
                node.set_text_content(Some(&next));
                shown = next;
            }
        });
        self
    }

    /// An attribute follows a function; `None` removes it.
    pub(crate) fn attr_from(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + 'static,
    ) -> Self {
        let node = self.0.clone();
        bind(move || {
            // Both fail only for a name that is none.
            let _ = match value() {
                Some(value) => node.set_attribute(name, &value),
                None => node.remove_attribute(name),
            };
        });
        self
    }

    /// The class follows a function.
    pub(crate) fn class_from(self, class: impl Fn() -> String + 'static) -> Self {
        self.attr_from("class", move || Some(class()))
    }

    /// The element is there only while the function says so.
    pub(crate) fn show_if(self, shown: impl Fn() -> bool + 'static) -> Self {
        self.attr_from("hidden", move || (!shown()).then(String::new))
    }

    /// The content is made for a key, and made anew when the key becomes another.
    pub(crate) fn swap<K: PartialEq + 'static>(
        self,
        key: impl Fn() -> K + 'static,
        make: impl Fn(&K) -> Option<El> + 'static,
    ) -> Self {
        let place = self.clone();
        let outside = Owner::current().expect("views are made under an owner");
        let mut shown: Option<(K, Owner)> = None;
        bind(move || {
            let key = key();
            if shown.as_ref().is_some_and(|(present, _)| *present == key) {
                return;
            }
            if let Some((_, owner)) = shown.take() {
                owner.cleanup();
            }
            place.0.set_text_content(None);
            let owner = outside.child();
            if let Some(content) = owner.with(|| untrack(|| make(&key))) {
                place.append(&content.0);
            }
            shown = Some((key, owner));
        });
        self
    }

    /// Listens.
    pub(crate) fn on(self, event: &str, handler: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(handler));
        self
    }

    /// Listens to clicks.
    pub(crate) fn on_click(self, mut handler: impl FnMut() + 'static) -> Self {
        self.on("click", move |_| handler())
    }

    /// Listens to keys.
    pub(crate) fn on_key(self, mut handler: impl FnMut(&KeyboardEvent) + 'static) -> Self {
        self.on("keydown", move |event| handler(event.unchecked_ref()))
    }

    fn listen(&self, event: &str, handler: Box<dyn FnMut(Event)>) {
        // The browser frees the handler together with the element.
        let handler = Closure::wrap(handler).into_js_value();
        self.0
            .add_event_listener_with_callback(event, handler.unchecked_ref())
            .sure("an element takes listeners");
    }
}
