//! A look at the real widget with what stands in the form. The frame is a page of ours in a
//! sandbox; the server keeps the settings for it in memory, for some minutes.

use super::form::{SettingsForm, check};
use crate::session::session;
use crate::{api, host, words};
use leptos::html::{Div, Iframe};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::inbox::settings::PreviewSettings;
use porthole_shared::settings::Theme;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// How long nothing is typed before the widget follows.
const CALM: Duration = Duration::from_millis(350);

/// A computer's window and a phone's screen, in pixels.
const DESKTOP: (u32, u32) = (720, 700);
const PHONE: (u32, u32) = (390, 720);

/// The languages of the widget.
const LANGUAGES: [&str; 12] = [
    "en", "de", "fr", "es", "pt", "nl", "it", "pl", "ja", "zh", "ar", "he",
];

/// What the frame is told.
#[derive(Clone, Copy)]
struct Shown {
    /// The token of the preview, once there is one.
    token: RwSignal<String>,
    /// Grows with each change, so that the frame starts the widget anew.
    version: RwSignal<u32>,
    /// The theme, if not as it is set.
    theme: RwSignal<Option<Theme>>,
    locale: RwSignal<String>,
    open: RwSignal<bool>,
    phone: RwSignal<bool>,
    /// What stands in the form cannot be shown.
    stale: RwSignal<bool>,
}

/// The preview with its switches.
#[component]
pub(super) fn Preview(
    /// The form.
    form: SettingsForm,
) -> impl IntoView {
    let words = words::preview();
    let shown = Shown {
        token: RwSignal::new(String::new()),
        version: RwSignal::new(0),
        theme: RwSignal::new(None),
        locale: RwSignal::new("en".to_owned()),
        open: RwSignal::new(true),
        phone: RwSignal::new(false),
        stale: RwSignal::new(false),
    };
    let frame = NodeRef::<Iframe>::new();
    let ready = RwSignal::new(false);
    listen(frame, ready, shown.open);
    follow(form, shown, ready);
    Effect::new(move |_| {
        let message = message(form, shown);
        if let Some(frame) = frame.get().filter(|_| shown.version.get() > 0) {
            host::tell_frame(&frame, &message);
        }
    });
    view! {
        <div class="preview" role="group" aria-labelledby="preview-title">
            <h3 id="preview-title">{words.title}</h3>
            <p class="help">{words.about}</p>
            {switches(shown)}
            {stage(frame, shown)}
            <p class="help" role="status">{move || shown.stale.get().then_some(words.stale)}</p>
        </div>
    }
}

/// Hears from the frame that it is there, and that somebody opened or closed the chat in it.
fn listen(frame: NodeRef<Iframe>, ready: RwSignal<bool>, open: RwSignal<bool>) {
    let heard = window_event_listener_untyped("message", move |event| {
        let Some(frame) = frame.get_untracked() else {
            return;
        };
        let Some(said) = host::said_by_frame(&frame, &event) else {
            return;
        };
        match host::boolean(&said, "open") {
            Some(is_open) => open.set(is_open),
            None => ready.set(true),
        }
    });
    on_cleanup(move || heard.remove());
}

/// Tells the server of what stands in the form, a moment after the last change.
fn follow(form: SettingsForm, shown: Shown, ready: RwSignal<bool>) {
    let session = session();
    Effect::new(move |timer: Option<Option<TimeoutHandle>>| {
        if let Some(timer) = timer.flatten() {
            timer.clear();
        }
        let mut request = form.fields.request();
        // Another language is another start of the widget, for which the preview has to be alive.
        shown.locale.track();
        if let Some(theme) = shown.theme.get() {
            request.settings.theme = theme;
        }
        request.settings.allowed_domains.clear();
        if !ready.get() {
            return None;
        }
        // What the server would refuse is not asked for: the last that was allowed stays.
        if check(&request).is_err() {
            shown.stale.set(true);
            return None;
        }
        let work = move || {
            spawn_local(async move {
                let request = PreviewSettings {
                    token: shown.token.get_untracked(),
                    workspace_name: request.workspace_name,
                    settings: request.settings,
                };
                match session.call(api::preview(&request)).await {
                    Ok(reply) => {
                        shown.stale.set(false);
                        shown.token.set(reply.token);
                        shown.version.update(|version| *version += 1);
                    }
                    Err(_) => shown.stale.set(true),
                }
            });
        };
        set_timeout_with_handle(work, CALM).ok()
    });
}

fn message(form: SettingsForm, shown: Shown) -> [(&'static str, JsValue); 5] {
    let theme = shown.theme.get();
    let theme = theme.map_or_else(
        || form.fields.theme.get(),
        |theme| theme.as_str().to_owned(),
    );
    [
        ("token", JsValue::from(shown.token.get())),
        ("version", JsValue::from(shown.version.get())),
        ("locale", JsValue::from(shown.locale.get())),
        ("theme", JsValue::from(theme)),
        ("open", JsValue::from(shown.open.get())),
    ]
}

/// The frame, made smaller where there is no room for a whole window.
fn stage(frame: NodeRef<Iframe>, shown: Shown) -> AnyView {
    let words = words::preview();
    let room = NodeRef::<Div>::new();
    let width = RwSignal::new(0.0_f64);
    let measure = move || {
        if let Some(room) = room.get_untracked() {
            width.set(f64::from(room.client_width()));
        }
    };
    Effect::new(move |_| {
        if let Some(room) = room.get() {
            host::on_resize(&[&room], measure);
        }
    });
    let size = move || if shown.phone.get() { PHONE } else { DESKTOP };
    let scale = move || {
        let wide = f64::from(size().0);
        match width.get() {
            0.0 => 1.0,
            width => (width / wide).min(1.0),
        }
    };
    let pixels = |length: f64| format!("{length:.0}px");
    view! {
        <div class="preview-room" node_ref=room>
            <div
                class="preview-stage"
                class:phone=shown.phone
                style:width=move || pixels(f64::from(size().0) * scale())
                style:height=move || pixels(f64::from(size().1) * scale())
            >
                <iframe
                    node_ref=frame
                    title=words.title
                    src="/inbox/preview"
                    sandbox="allow-scripts"
                    style:width=move || pixels(f64::from(size().0))
                    style:height=move || pixels(f64::from(size().1))
                    style:transform=move || format!("scale({:.4})", scale())
                ></iframe>
            </div>
        </div>
    }
    .into_any()
}

fn switches(shown: Shown) -> AnyView {
    let words = words::preview();
    let languages = LANGUAGES.map(|tag| {
        let selected = move || shown.locale.with(|locale| locale == tag);
        // Each is called as its own readers call it.
        view! { <option value=tag lang=tag selected=selected>{host::language_name(tag)}</option> }
    });
    let phone = [(false, words.desktop), (true, words.phone)];
    let theme = [
        (None, words.as_set),
        (Some(Theme::Light), words.light),
        (Some(Theme::Dark), words.dark),
    ];
    let open = [(true, words.open), (false, words.closed)];
    view! {
        <div class="preview-switches">
            {segments(words.width, phone, shown.phone)}
            {segments(words.colours, theme, shown.theme)}
            {segments(words.chat, open, shown.open)}
            <select
                class="input small select"
                aria-label=words.language
                on:change=move |event| shown.locale.set(event_target_value(&event))
            >
                {languages}
            </select>
        </div>
    }
    .into_any()
}

/// A choice of a few that shows all of them.
fn segments<T, const N: usize>(
    label: &'static str,
    choices: [(T, &'static str); N],
    value: RwSignal<T>,
) -> AnyView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let buttons: Vec<AnyView> = choices
        .into_iter()
        .map(|(choice, name)| {
            let pressed = move || (value.get() == choice).to_string();
            view! {
                <button type="button" aria-pressed=pressed on:click=move |_| value.set(choice)>
                    {name}
                </button>
            }
            .into_any()
        })
        .collect();
    view! { <div class="segments" role="group" aria-label=label>{buttons}</div> }.into_any()
}
