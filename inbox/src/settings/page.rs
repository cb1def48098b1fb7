//! The page: its sections, its one button, and the question asked on leaving.

use super::form::SettingsForm;
use super::own::own;
use super::sections;
use super::token::Installation;
use crate::thread::Load;
use crate::ui::{ConfirmDialog, failed, waiting};
use crate::{host, words};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::{JsCast, closure::Closure};

/// The settings page.
#[component]
pub(crate) fn SettingsPage() -> impl IntoView {
    let words = words::settings();
    let form: SettingsForm = expect_context();
    form.read();
    let there = Memo::new(move |_| form.saved.with(Option::is_some));
    let content = move || match (there.get(), form.load.get()) {
        (true, _) => view! { <Form form/> }.into_any(),
        (false, Load::Failed(failure)) => failed(words.failed, &failure, move || form.read()),
        (false, _) => waiting(),
    };
    view! {
        <main id="content" class="settings" tabindex="-1">
            <header class="settings-head">
                <h1>{words.title}</h1>
            </header>
            {content}
            <Leaving form/>
        </main>
    }
}

#[component]
fn Form(form: SettingsForm) -> impl IntoView {
    let words = words::settings();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.save();
    };
    let contents = [
        ("chat", words.chat),
        ("appearance", words.appearance),
        ("domains", words.domains),
        ("form", words.form),
        ("own", words.own),
        ("installation", words.installation),
        ("danger", words.danger),
    ]
    .map(|(id, label)| view! { <li><a href=format!("#{id}") rel="external">{label}</a></li> });
    view! {
        <nav class="contents" aria-label=words.contents>
            <ul>{contents}</ul>
        </nav>
        <div class="settings-body">
            <form id="settings-form" class="settings-form" novalidate on:submit=save>
                {sections::chat(form)}
                {sections::appearance(form)}
                {sections::domains(form)}
                {sections::identification(form)}
                <SaveBar form/>
            </form>
            {own()}
            <Installation form/>
        </div>
    }
}

#[component]
fn SaveBar(form: SettingsForm) -> impl IntoView {
    let words = words::settings();
    let wrong = move || {
        form.error.with(|error| {
            let (field, sentence) = error.as_ref()?;
            Some(match field.as_str() {
                "" => sentence.clone(),
                _ => words.not_saved.to_owned(),
            })
        })
    };
    let state = move || {
        if wrong().is_some() {
            None
        } else if form.dirty.get() {
            Some(words.unsaved)
        } else {
            form.done.get()
        }
    };
    let shown =
        move || form.dirty.get() || form.done.get().is_some() || form.error.with(Option::is_some);
    view! {
        <div class="save-bar" class:shown=shown>
            <p class="save-state" class:done=move || !form.dirty.get() role="status">{state}</p>
            <p class="error" role="alert" hidden=move || wrong().is_none()>{wrong}</p>
            <button
                class="button"
                type="button"
                hidden=move || !form.dirty.get()
                on:click=move |_| form.discard()
            >
                {words.discard}
            </button>
            <button class="button primary" type="submit" aria-disabled=move || form.busy.get().to_string()>
                {move || if form.busy.get() { words.saving } else { words.save }}
            </button>
        </div>
    }
}

/// Asks before changes are left behind: by a link of this page with a question of ours, by
/// closing the tab with the browser's. Going back keeps them in the form.
#[component]
fn Leaving(form: SettingsForm) -> impl IntoView {
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
