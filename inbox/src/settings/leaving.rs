//! Asks before changes are left behind.

use super::form::SettingsForm;
use crate::ui::ConfirmDialog;
use crate::{host, words};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::{JsCast, closure::Closure};

/// Asks before changes are left behind: by a link of this page with a question of ours, by
/// closing the tab with the browser's. Going back keeps them in the form.
#[component]
pub(super) fn Leaving(
    /// The form that may be left.
    form: SettingsForm,
) -> impl IntoView {
    let words = words::settings();
    let open = RwSignal::new(false);
    let target = StoredValue::new(String::new());
    let navigate = use_navigate();
    let unload = window_event_listener(leptos::ev::beforeunload, move |event| {
        if form.dirty.get_untracked() {
            event.prevent_default();
        }
    });
    let held = Held::new(move |event| {
        let Some(href) = host::link_of(event).filter(|_| form.dirty.get_untracked()) else {
            return;
        };
        event.prevent_default();
        target.set_value(href);
        open.set(true);
    });
    let held = StoredValue::new_local(Some(held));
    on_cleanup(move || {
        unload.remove();
        held.set_value(None);
    });
    let leave = move || {
        form.discard();
        navigate(
            &target.get_value(),
            leptos_router::NavigateOptions::default(),
        );
    };
    view! {
        <ConfirmDialog
            id="leave"
            open
            title=words.leave_title
            text=words.leave_text
            confirm=words.leave_go
            cancel=words.leave_stay
            on_confirm=leave
        />
    }
}

/// Sees every click before the router does, as long as it lives.
struct Held(Closure<dyn Fn(web_sys::Event)>);

impl Held {
    fn new(on_click: impl Fn(&web_sys::Event) + 'static) -> Self {
        let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event| on_click(&event));
        // The router listens on the window while the event bubbles; capturing comes first.
        let _ = document().add_event_listener_with_callback_and_bool(
            "click",
            closure.as_ref().unchecked_ref(),
            true,
        );
        Self(closure)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = document().remove_event_listener_with_callback_and_bool(
            "click",
            self.0.as_ref().unchecked_ref(),
            true,
        );
    }
}
