//! What a member chooses for this browser alone. It counts at once: nothing here waits for the
//! save button.

use super::language::language;
use super::search::{Section, Setting, setting};
use crate::host::{self, Permission};
use crate::preference::{Notify, UNDO_SECONDS, preference};
use crate::ui::{Field, check_field, choice_field};
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Language, notifications, sound, and how long a reply can be taken back.
pub(super) fn own() -> Section {
    let words = words::settings();
    Section {
        id: "own",
        title: words.own,
        about: words.own_about,
        settings: vec![language(), notifications(), sound(), undo(), single_keys()],
    }
}

fn field(id: &'static str, label: &'static str, help: &'static str) -> Field {
    Field {
        id,
        label,
        help,
        error: RwSignal::new(None).into(),
    }
}

/// The browser asks whether it may only when somebody has just chosen something here.
fn notifications() -> Setting {
    let words = words::settings();
    let chosen = preference();
    let error = RwSignal::new(None);
    let value = RwSignal::new(chosen.notifications.get_untracked().as_str().to_owned());
    let permission = RwSignal::new(host::may_notify());
    let choose = move |word: String| {
        error.set(None);
        let notify = Notify::from_word(&word);
        if notify == Notify::Off || permission.get_untracked() == Permission::Granted {
            chosen.notify(notify);
            return;
        }
        spawn_local(async move {
            permission.set(host::ask_to_notify().await);
            if permission.get_untracked() == Permission::Granted {
                chosen.notify(notify);
            } else {
                chosen.notify(Notify::Off);
                value.set(Notify::Off.as_str().to_owned());
                error.set(Some((
                    "own_notifications".to_owned(),
                    words.own_refused.to_owned(),
                )));
            }
        });
    };
    Effect::new(move |before: Option<String>| {
        let now = value.get();
        if before.is_some_and(|before| before != now) {
            choose(now.clone());
        }
        now
    });
    let field = Field {
        error: error.into(),
        ..field(
            "own_notifications",
            words.own_notifications,
            words.own_notifications_help,
        )
    };
    let options = Notify::ALL.map(|notify| {
        let label = match notify {
            Notify::Off => words.own_off,
            Notify::Mine => words.own_mine,
            Notify::All => words.own_all,
        };
        (notify.as_str(), label)
    });
    setting(field, choice_field(field, value, &options))
}

fn sound() -> Setting {
    let words = words::settings();
    let chosen = preference();
    let value = RwSignal::new(chosen.sound.get_untracked());
    Effect::new(move |_| chosen.set_sound(value.get()));
    let field = field("own_sound", words.own_sound, words.own_sound_help);
    setting(field, check_field(field, value))
}

fn single_keys() -> Setting {
    let words = words::action();
    let chosen = preference();
    let value = RwSignal::new(chosen.single_keys.get_untracked());
    Effect::new(move |_| chosen.set_single_keys(value.get()));
    let field = field("own_single_keys", words.single_keys, words.single_keys_help);
    setting(field, check_field(field, value))
}

fn undo() -> Setting {
    let words = words::settings();
    let chosen = preference();
    let value = RwSignal::new(chosen.undo_seconds.get_untracked().to_string());
    Effect::new(move |_| chosen.set_undo(value.read().parse().unwrap_or_default()));
    let options: Vec<AnyView> = UNDO_SECONDS
        .iter()
        .map(|seconds| {
            let count = seconds.to_string();
            let label = match seconds {
                0 => words.own_undo_off.to_owned(),
                _ => words.own_undo_seconds.of(i64::from(*seconds)),
            };
            let selected = value.get_untracked() == count;
            view! { <option value=count selected=selected>{label}</option> }.into_any()
        })
        .collect();
    let field = field("own_undo", words.own_undo, words.own_undo_help);
    let control = view! {
        <select
            class="input select"
            id=field.id
            aria-describedby=field.described_by()
            on:change=move |event| value.set(event_target_value(&event))
        >
            {options}
        </select>
    };
    setting(field, field.around(control.into_any()))
}
