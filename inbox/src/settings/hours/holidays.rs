//! The days on which nothing begins.

use super::{Holiday, Hours};
use crate::settings::form::SettingsForm;
use crate::ui::{Icon, error_line, icon};
use crate::{format, host, words};
use leptos::prelude::*;

const FIELD: &str = "office_hours.holidays";

/// The list, with a control for each date.
pub(super) fn holidays(form: SettingsForm) -> AnyView {
    let words = words::hours();
    let hours = form.fields.hours;
    let wrong = Signal::derive(move || form.error_of(FIELD));
    let keys = Memo::new(move |_| {
        let holidays = hours.holidays.read();
        holidays
            .iter()
            .map(|holiday| holiday.key)
            .collect::<Vec<u32>>()
    });
    let add = move |_| {
        let key = hours.fresh_key();
        let date = String::new();
        hours
            .holidays
            .update(|holidays| holidays.push(Holiday { key, date }));
        host::after_layout(move || host::focus(&control_id(key)));
    };
    view! {
        <div class="field" id=FIELD tabindex="-1" role="group" aria-labelledby="holidays-title">
            <h3 id="holidays-title">{words.holidays}</h3>
            <p class="help">{words.holidays_help}</p>
            <ul class="holidays">
                <For each=move || keys.get() key=|key| *key let:key>
                    {row(hours, key)}
                </For>
            </ul>
            {error_line("office_hours.holidays-error", wrong)}
            <div>
                <button class="button small" type="button" on:click=add>
                    {icon(Icon::Plus)}
                    {words.holiday_add}
                </button>
            </div>
        </div>
    }
    .into_any()
}

fn control_id(key: u32) -> String {
    format!("holiday-{key}")
}

fn row(hours: Hours, key: u32) -> AnyView {
    let words = words::hours();
    let date = move || {
        let holidays = hours.holidays.read();
        let holiday = holidays.iter().find(|holiday| holiday.key == key);
        holiday
            .map(|holiday| holiday.date.clone())
            .unwrap_or_default()
    };
    let set = move |event| {
        let value = event_target_value(&event);
        hours.holidays.update(|holidays| {
            if let Some(holiday) = holidays.iter_mut().find(|holiday| holiday.key == key) {
                holiday.date = value;
            }
        });
    };
    let remove = move |_| {
        hours
            .holidays
            .update(|holidays| holidays.retain(|holiday| holiday.key != key));
    };
    let said = move || format::fill(words.holiday_remove, &[("date", &date())]);
    view! {
        <li class="stretch">
            <input
                class="input date"
                type="date"
                id=control_id(key)
                aria-label=words.holiday_date
                prop:value=date
                on:input=set
            />
            <button class="icon-button" type="button" aria-label=said title=said on:click=remove>
                {icon(Icon::Close)}
            </button>
        </li>
    }
    .into_any()
}
