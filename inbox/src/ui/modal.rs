//! A dialog over the page.

use leptos::html::Dialog;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A modal dialog around anything. The browser's own `<dialog>` keeps the focus inside, closes on
/// Escape and gives the focus back; a click beside it closes it, too.
#[component]
pub(crate) fn Modal(
    /// Names it within the page.
    id: &'static str,
    /// Its classes.
    #[prop(default = "dialog")]
    class: &'static str,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Where its corner stands, in pixels; absent for the middle of the page.
    #[prop(optional, into)]
    at: Option<Signal<Option<(f64, f64)>>>,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let at = move || at.and_then(|at| at.get());
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if !open.get() {
            dialog.close();
        } else if !dialog.open() {
            // Fails only outside a document, where there is nothing to show.
            let _ = dialog.show_modal();
        }
    });
    // What lies beside the dialog is its backdrop, for which the dialog itself is the target.
    let press = move |event: leptos::ev::PointerEvent| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| target.id() == id) {
            open.set(false);
        }
    };
    view! {
        <dialog
            id=id
            class=class
            class:placed=move || at().is_some()
            style:left=move || at().map(|(left, _)| format!("{left}px"))
            style:top=move || at().map(|(_, top)| format!("{top}px"))
            node_ref=dialog
            aria-label=label
            on:close=move |_| open.set(false) on:pointerdown=press>
            <div class="dialog-body">{children()}</div>
        </dialog>
    }
}
