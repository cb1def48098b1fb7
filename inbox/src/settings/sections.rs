//! The plain sections of the form, one function each.

use super::form::SettingsForm;
use super::search::{Section, setting};
use crate::ui::{Field, check_field, choice_field, text_field};
use crate::words;
use leptos::prelude::*;
use porthole_shared::color::Color;
use porthole_shared::settings::{ChatIcon, Position, ReplyTime, Theme};

/// A field of the form.
pub(super) fn field(
    form: SettingsForm,
    id: &'static str,
    label: &'static str,
    help: &'static str,
) -> Field {
    Field {
        id,
        label,
        help,
        error: form.error.into(),
    }
}

/// What exists.
pub(super) fn chat(form: SettingsForm) -> Section {
    let words = words::settings();
    let fields = form.fields;
    let field = |id, label, help| field(form, id, label, help);
    let name = field(
        "workspace_name",
        words.workspace_name,
        words.workspace_name_help,
    );
    let conversations = field(
        "conversations_enabled",
        words.conversations,
        words.conversations_help,
    );
    let widget = field("widget_enabled", words.widget, words.widget_help);
    let page = field("chat_page", words.chat_page, words.chat_page_help);
    let session = field("session_hours", words.session, words.session_help);
    Section {
        id: "chat",
        title: words.chat,
        about: words.chat_about,
        settings: vec![
            setting(
                name,
                text_field(name, fields.workspace_name, "text", "organization"),
            ),
            setting(
                conversations,
                check_field(conversations, fields.conversations_enabled),
            ),
            setting(widget, check_field(widget, fields.widget_enabled)),
            setting(page, check_field(page, fields.chat_page)),
            setting(
                session,
                text_field(session, fields.session_hours, "number", "off"),
            ),
        ],
    }
}

/// Who sees the button.
pub(super) fn visibility(form: SettingsForm) -> Section {
    let words = words::settings();
    let fields = form.fields;
    let choices = [
        (ChatIcon::Always.as_str(), words.icon_always),
        (ChatIcon::RevenueBased.as_str(), words.icon_revenue),
        (ChatIcon::Off.as_str(), words.icon_off),
    ];
    let field = |id, label, help| field(form, id, label, help);
    let icon = field("chat_icon", words.icon, words.icon_help);
    let least = field("min_value", words.min_value, words.min_value_help);
    let trust = field(
        "trust_page_value",
        words.trust_value,
        words.trust_value_help,
    );
    Section {
        id: "icon",
        title: words.icon_section,
        about: words.icon_about,
        settings: vec![
            setting(icon, choice_field(icon, fields.chat_icon, &choices)),
            setting(least, text_field(least, fields.min_value, "text", "off")),
            setting(trust, check_field(trust, fields.trust_page_value)),
        ],
    }
}

/// How it looks.
pub(super) fn appearance(form: SettingsForm) -> Section {
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
    let field = |id, label, help| field(form, id, label, help);
    let button = field("button_color", words.color, words.color_help);
    let position = field("position", words.position, words.position_help);
    let offset_x = field("offset_x", words.offset_x, words.offset_help);
    let offset_y = field("offset_y", words.offset_y, words.offset_help);
    let theme = field("theme", words.theme, words.theme_help);
    let title = field("title", words.chat_title, words.chat_title_help);
    Section {
        id: "appearance",
        title: words.appearance,
        about: words.appearance_about,
        settings: vec![
            setting(button, color(button, fields.button_color)),
            setting(
                position,
                choice_field(position, fields.position, &positions),
            ),
            setting(
                offset_x,
                text_field(offset_x, fields.offset_x, "number", "off"),
            ),
            setting(
                offset_y,
                text_field(offset_y, fields.offset_y, "number", "off"),
            ),
            setting(theme, choice_field(theme, fields.theme, &themes)),
            setting(title, text_field(title, fields.title, "text", "off")),
        ],
    }
}

/// What visitors read and hear.
pub(super) fn messages(form: SettingsForm) -> Section {
    let words = words::settings();
    let fields = form.fields;
    let times = [
        (ReplyTime::None.as_str(), words.reply_none),
        (ReplyTime::Minutes.as_str(), words.reply_minutes),
        (ReplyTime::Hours.as_str(), words.reply_hours),
        (ReplyTime::Day.as_str(), words.reply_day),
    ];
    let field = |id, label, help| field(form, id, label, help);
    let greeting = field("greeting", words.greeting, words.greeting_help);
    let reply = field("reply_time", words.reply_time, words.reply_time_help);
    let title = field("title_unread", words.title_unread, words.title_unread_help);
    let sound = field("sound", words.sound, words.sound_help);
    let notify = field(
        "notifications",
        words.notifications,
        words.notifications_help,
    );
    Section {
        id: "messages",
        title: words.messages,
        about: words.messages_about,
        settings: vec![
            setting(greeting, area_field(greeting, fields.greeting, "2")),
            setting(reply, choice_field(reply, fields.reply_time, &times)),
            setting(title, check_field(title, fields.title_unread)),
            setting(sound, check_field(sound, fields.sound)),
            setting(notify, check_field(notify, fields.notifications)),
        ],
    }
}

/// What is asked before the first message.
pub(super) fn identification(form: SettingsForm) -> Section {
    let words = words::settings();
    let fields = form.fields;
    let field = |id, label, help| field(form, id, label, help);
    let email = field(
        "require_email",
        words.require_email,
        words.require_email_help,
    );
    let name = field("collect_name", words.collect_name, words.collect_name_help);
    let title = field("form_title", words.form_title, words.form_title_help);
    let description = field(
        "form_description",
        words.form_description,
        words.form_description_help,
    );
    Section {
        id: "form",
        title: words.form,
        about: words.form_about,
        settings: vec![
            setting(email, check_field(email, fields.require_email)),
            setting(name, check_field(name, fields.collect_name)),
            setting(title, text_field(title, fields.form_title, "text", "off")),
            setting(
                description,
                area_field(description, fields.form_description, "2"),
            ),
        ],
    }
}

/// The colour, to pick and to type. What is typed need not be a colour yet; the picker then
/// keeps the last one that was.
fn color(field: Field, value: RwSignal<String>) -> AnyView {
    let words = words::settings();
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
                dir="ltr"
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

/// Several lines of text.
pub(super) fn area_field(field: Field, value: RwSignal<String>, rows: &'static str) -> AnyView {
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
