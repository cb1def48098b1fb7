//! The editor of the office hours.

use super::holidays::holidays;
use super::now::right_now;
use super::week::week;
use crate::settings::form::SettingsForm;
use crate::settings::search::{Section, Setting, found_by, setting};
use crate::settings::sections::field;
use crate::ui::check_field;
use crate::{words, zone};
use leptos::prelude::*;

/// When the team is there.
pub(in crate::settings) fn office_hours(form: SettingsForm) -> Section {
    let words = words::hours();
    let hours = form.fields.hours;
    // Whoever switches it on mostly means their own zone, and the usual week.
    Effect::new(move |_| {
        if hours.enabled.get() && hours.time_zone.with_untracked(String::is_empty) {
            hours.time_zone.set(zone::own());
            if hours.week.with_untracked(Vec::is_empty) {
                for day in 0..5 {
                    hours.add(day, "09:00", "17:00");
                }
            }
        }
    });
    let enabled = field(
        form,
        "office_hours.enabled",
        words.enabled,
        words.enabled_help,
    );
    Section {
        id: "hours",
        title: words.title,
        about: words.about,
        settings: vec![
            setting(enabled, check_field(enabled, hours.enabled)),
            found_by(&[words.now], right_now(hours)),
            zones(form),
            found_by(&[words.week, words.week_help], week(form)),
            found_by(&[words.holidays, words.holidays_help], holidays(form)),
        ],
    }
}

fn zones(form: SettingsForm) -> Setting {
    let words = words::hours();
    let value = form.fields.hours.time_zone;
    let field = field(form, "office_hours.time_zone", words.zone, words.zone_help);
    let mut names = zone::names();
    // A zone that this browser does not list stays choosable.
    for name in [zone::own(), "UTC".to_owned(), value.get_untracked()] {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names.sort();
    let options: Vec<AnyView> = names
        .into_iter()
        .map(|name| {
            let label = name.replace('_', " ");
            view! { <option value=name>{label}</option> }.into_any()
        })
        .collect();
    let control = view! {
        <select
            class="input select zone"
            id=field.id
            aria-describedby=field.described_by()
            aria-invalid=move || field.invalid()
            prop:value=value
            on:change=move |event| value.set(event_target_value(&event))
        >
            <option value="">{words.zone_none}</option>
            {options}
        </select>
    };
    setting(field, field.around(control.into_any()))
}
