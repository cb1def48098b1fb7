//! A question that must be answered before anything else.

use leptos::html::Dialog;
use leptos::prelude::*;

/// A modal question. The browser's own `<dialog>` keeps the focus inside, closes on Escape and
/// gives the focus back.
#[component]
pub(crate) fn ConfirmDialog(
    /// Names the question within the page.
    id: &'static str,
    /// Whether it is asked now.
    open: RwSignal<bool>,
    /// The question.
    title: &'static str,
    /// What follows from a yes.
    text: &'static str,
    /// The words on the button that does it.
    confirm: &'static str,
    /// The words on the button that does not.
    cancel: &'static str,
    /// Does it.
    on_confirm: impl Fn() + 'static,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let (title_id, text_id) = (format!("{id}-title"), format!("{id}-text"));
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if !open.get() {
            dialog.close();
        } else if !dialog.open() {
            // Fails only outside a document, where there is nothing to ask.
            let _ = dialog.show_modal();
        }
    });
    let act = move |_| {
        open.set(false);
        on_confirm();
    };
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby=title_id
            aria-describedby=text_id
            on:close=move |_| open.set(false)
        >
            <h2 id=title_id.clone()>{title}</h2>
            <p id=text_id.clone()>{text}</p>
            <div class="dialog-actions">
                <button class="button" type="button" on:click=move |_| open.set(false)>
                    {cancel}
                </button>
                <button class="button danger" type="button" on:click=act>
                    {confirm}
                </button>
            </div>
        </dialog>
    }
}
