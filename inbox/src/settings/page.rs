//! The page: what is looked for, the contents, the sections, and the one button.

use super::area;
use super::canned::canned;
use super::danger::danger;
use super::domains::domains;
use super::form::SettingsForm;
use super::hours::office_hours;
use super::installation::installation;
use super::leaving::Leaving;
use super::own::own;
use super::preview::Preview;
use super::search::Search;
use super::sections::{appearance, chat, identification, messages, visibility};
use crate::session::session;
use crate::thread::Load;
use crate::ui::{Icon, failed, icon, waiting};
use crate::{host, words};
use leptos::prelude::*;

/// The settings page.
#[component]
pub(crate) fn SettingsPage() -> impl IntoView {
    let words = words::settings();
    let form: SettingsForm = expect_context();
    form.read();
    let there = Memo::new(move |_| form.saved.with(Option::is_some));
    let current = RwSignal::new("chat".to_owned());
    let content = move || match (there.get(), form.load.get()) {
        (true, _) => view! { <Sections form current/> }.into_any(),
        (false, Load::Failed(failure)) => failed(words.failed, &failure, move || form.read()),
        (false, _) => waiting(),
    };
    let follow = move |_| {
        if let Some(id) = host::in_view(".section:not([hidden])") {
            current.set(id);
        }
    };
    view! {
        <main id="content" class="settings" tabindex="-1" on:scroll=follow>
            {content}
            <Leaving form/>
        </main>
    }
}

#[component]
fn Sections(
    /// The form.
    form: SettingsForm,
    /// The section that is read now.
    current: RwSignal<String>,
) -> impl IntoView {
    let words = words::settings();
    let search = Search::new(form.query);
    let sections = [
        chat(form),
        visibility(form),
        appearance(form),
        messages(form),
        identification(form),
        office_hours(form),
        domains(form),
    ];
    let [
        chat,
        visibility,
        appearance,
        messages,
        identification,
        hours,
        domains,
    ] = sections.map(|section| search.section(section));
    let others = [installation(form), canned(form.canned), own(), danger(form)];
    let others = others.map(|section| search.section(section));
    search.mark();
    let may_change = session().may_change_settings();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.save();
    };
    let preview = may_change.then(|| view! { <Preview form/> });
    view! {
        <div class="settings-side">
            <h1>{words.title}</h1>
            {looked_for(search)}
            {area::ways(search.query.into())}
            {contents(search, current)}
        </div>
        <div class="settings-body">
            <p class="readers" hidden=may_change>{words.readers}</p>
            <p class="blank" hidden=move || search.count() != Some(0)>{words.nothing_found}</p>
            <form id="settings-form" class="settings-form" novalidate on:submit=save>
                <fieldset class="plain" disabled=!may_change>
                    {chat}
                    {visibility}
                    <div class="with-preview">
                        <div class="previewed">{appearance} {messages} {identification}</div>
                        {preview}
                    </div>
                    {hours}
                    {domains}
                </fieldset>
                <SaveBar form/>
            </form>
            {others}
        </div>
    }
}

/// The field to look for a setting, and how many were found.
fn looked_for(search: Search) -> AnyView {
    let words = words::settings();
    let query = search.query;
    let found = move || match search.count() {
        None => String::new(),
        Some(0) => words.nothing_found.to_owned(),
        Some(count) => words.found.of(i64::try_from(count).unwrap_or_default()),
    };
    let press = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Escape" if !query.with_untracked(String::is_empty) => {
            event.prevent_default();
            query.set(String::new());
        }
        "Enter" | "ArrowDown" => {
            event.prevent_default();
            host::focus_first(FIRST_FOUND);
        }
        _ => {}
    };
    view! {
        <div class="settings-search" role="search">
            <label class="visually-hidden" for="settings-search">{words.search}</label>
            {icon(Icon::Search)}
            <input
                class="input"
                id="settings-search"
                type="search"
                autocomplete="off"
                spellcheck="false"
                placeholder=words.search
                aria-describedby="settings-found"
                prop:value=query
                on:input=move |event| query.set(event_target_value(&event))
                on:keydown=press
            />
            <p class="help" id="settings-found" role="status">{found}</p>
        </div>
    }
    .into_any()
}

/// The first control of what was found.
const FIRST_FOUND: &str = ".section:not([hidden]) .setting:not([hidden]) \
     :is(input, select, textarea, button, summary):not(:disabled)";

fn contents(search: Search, current: RwSignal<String>) -> AnyView {
    let words = words::settings();
    let links = move || {
        let contents = search.contents().into_iter();
        contents
            .map(|(id, title)| {
                let here = move || current.with(|current| current == id).then_some("true");
                view! {
                    <li>
                        <a href=format!("#{id}") rel="external" aria-current=here>{title}</a>
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <nav class="contents" aria-label=words.contents>
            <ul>{links}</ul>
        </nav>
    }
    .into_any()
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
