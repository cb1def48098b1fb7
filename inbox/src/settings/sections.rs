//! The sections of the form, one function each.

use super::form::SettingsForm;
use crate::ui::{Field, check_field, choice_field, text_field};
use crate::words;
use leptos::prelude::*;
use porthole_shared::color::Color;
use porthole_shared::settings::{Position, Theme};

/// A section with its heading and what it is about.
pub(super) fn section(
    id: &'static str,
    title: &'static str,
    about: &'static str,
    content: AnyView,
) -> AnyView {
    let heading = format!("{id}-title");
    view! {
        <section class="section" id=id aria-labelledby=heading>
            <div class="section-head">
                <h2 id=heading.clone()>{title}</h2>
                <p class="help">{about}</p>
            </div>
            <div class="section-body">{content}</div>
        </section>
    }
    .into_any()
}

fn field(form: SettingsForm, id: &'static str, label: &'static str, help: &'static str) -> Field {
    Field {
        id,
        label,
        help,
        error: form.error.into(),
    }
}

/// What exists.
pub(super) fn chat(form: SettingsForm) -> AnyView {
    let words = words::settings();
    let name = field(
        form,
        "workspace_name",
        words.workspace_name,
        words.workspace_name_help,
    );
    let conversations = field(
        form,
        "conversations_enabled",
        words.conversations,
        words.conversations_help,
    );
    let widget = field(form, "widget_enabled", words.widget, words.widget_help);
    let page = field(form, "chat_page", words.chat_page, words.chat_page_help);
    let content = view! {
        {text_field(name, form.fields.workspace_name, "text", "organization")}
        {check_field(conversations, form.fields.conversations_enabled)}
        {check_field(widget, form.fields.widget_enabled)}
        {check_field(page, form.fields.chat_page)}
    };
    section("chat", words.chat, words.chat_about, content.into_any())
}

/// How it looks.
pub(super) fn appearance(form: SettingsForm) -> AnyView {
    let words = words::settings();
    let fields = form.fields;
    let positions = [
        (Position::BottomRight.as_str(), words.bottom_right),
        (Position::BottomLeft.as_str(), words.bottom_left),
        (Position::TopRight.as_str(), words.top_right),
        (Position::TopLeft.as_str(), words.top_left),
    ];
    let themes = [
        (Theme::Auto.as_str(), words.theme_auto),
        (Theme::Light.as_str(), words.theme_light),
        (Theme::Dark.as_str(), words.theme_dark),
    ];
    let position = field(form, "position", words.position, words.position_help);
    let offset_x = field(form, "offset_x", words.offset_x, words.offset_help);
    let offset_y = field(form, "offset_y", words.offset_y, words.offset_help);
    let theme = field(form, "theme", words.theme, words.theme_help);
    let title = field(form, "title", words.chat_title, words.chat_title_help);
    let greeting = field(form, "greeting", words.greeting, words.greeting_help);
    let content = view! {
        {color(form)}
        {choice_field(position, fields.position, &positions)}
        <div class="pair">
            {text_field(offset_x, fields.offset_x, "number", "off")}
            {text_field(offset_y, fields.offset_y, "number", "off")}
        </div>
        {choice_field(theme, fields.theme, &themes)}
        {text_field(title, fields.title, "text", "off")}
        {area_field(greeting, fields.greeting, "2")}
    };
    section(
        "appearance",
        words.appearance,
        words.appearance_about,
        content.into_any(),
    )
}

/// The colour, to pick and to type. What is typed need not be a colour yet; the picker then
/// keeps the last one that was.
fn color(form: SettingsForm) -> AnyView {
    let words = words::settings();
    let value = form.fields.button_color;
    let field = field(form, "button_color", words.color, words.color_help);
    let picked = Memo::new(move |before: Option<&String>| {
        Color::parse(value.read().trim())
            .map(Color::to_css)
            .or_else(|| before.cloned())
            .unwrap_or_default()
    });
    let control = view! {
        <div class="color">
            <input
                class="color-pick"
                type="color"
                aria-label=words.color_pick
                prop:value=picked
                on:input=move |event| value.set(event_target_value(&event))
            />
            <input
                class="input"
                id=field.id
                name=field.id
                type="text"
                spellcheck="false"
                autocomplete="off"
                aria-describedby=field.described_by()
                aria-invalid=move || field.invalid()
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    };
    field.around(control.into_any())
}

/// Where it may appear.
pub(super) fn domains(form: SettingsForm) -> AnyView {
    let words = words::settings();
    let domains = field(
        form,
        "allowed_domains",
        words.domains_label,
        words.domains_help,
    );
    let content = area_field(domains, form.fields.allowed_domains, "4");
    section("domains", words.domains, words.domains_about, content)
}

/// What is asked before the first message.
pub(super) fn identification(form: SettingsForm) -> AnyView {
    let words = words::settings();
    let fields = form.fields;
    let email = field(
        form,
        "require_email",
        words.require_email,
        words.require_email_help,
    );
    let name = field(
        form,
        "collect_name",
        words.collect_name,
        words.collect_name_help,
    );
    let title = field(form, "form_title", words.form_title, words.form_title_help);
    let description = field(
        form,
        "form_description",
        words.form_description,
        words.form_description_help,
    );
    let content = view! {
        {check_field(email, fields.require_email)}
        {check_field(name, fields.collect_name)}
        {text_field(title, fields.form_title, "text", "off")}
        {area_field(description, fields.form_description, "2")}
    };
    section("form", words.form, words.form_about, content.into_any())
}

/// Several lines of text.
fn area_field(field: Field, value: RwSignal<String>, rows: &'static str) -> AnyView {
    let control = view! {
        <textarea
            class="input"
            id=field.id
            name=field.id
            rows=rows
            dir="auto"
            aria-describedby=field.described_by()
            aria-invalid=move || field.invalid()
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
        ></textarea>
    };
    field.around(control.into_any())
}
