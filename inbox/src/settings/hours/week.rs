//! The week: the hours of each day.

use super::{Hours, Stretch};
use crate::settings::form::SettingsForm;
use crate::ui::{Icon, error_line, icon};
use crate::{format, host, words, zone};
use leptos::prelude::*;

const FIELD: &str = "office_hours.weekly";

/// Seven days, each with as many hours as wanted.
pub(super) fn week(form: SettingsForm) -> AnyView {
    let words = words::hours();
    let hours = form.fields.hours;
    let wrong = Signal::derive(move || form.error_of(FIELD));
    let days: Vec<AnyView> = (0..7).map(|day| day_row(hours, day)).collect();
    view! {
        <div class="field" id=FIELD tabindex="-1" role="group" aria-labelledby="week-title">
            <h3 id="week-title">{words.week}</h3>
            <p class="help">{words.week_help}</p>
            <div class="week">{days}</div>
            {error_line("office_hours.weekly-error", wrong)}
        </div>
    }
    .into_any()
}

fn day_row(hours: Hours, day: i64) -> AnyView {
    let words = words::hours();
    let name = zone::weekday(day);
    let keys = move || {
        let week = hours.week.read();
        let of_day = week.iter().filter(|stretch| stretch.day == day);
        of_day.map(|stretch| stretch.key).collect::<Vec<u32>>()
    };
    let keys = Memo::new(move |_| keys());
    let closed = move || keys.read().is_empty();
    let add = {
        let said = format::fill(words.add_on, &[("day", &name)]);
        let press = move |_| {
            let key = match last_end(hours, day) {
                Some(end) => hours.add(day, &end, ""),
                None => hours.add(day, "09:00", "17:00"),
            };
            host::after_layout(move || host::focus(&control_id(key, "from")));
        };
        view! {
            <button class="icon-button" type="button" aria-label=said.clone() title=said on:click=press>
                {icon(Icon::Plus)}
            </button>
        }
    };
    let stretch_name = name.clone();
    view! {
        <fieldset class="office-day">
            <legend>{name.clone()}</legend>
            <div class="stretches">
                <p class="help" hidden=move || !closed()>{words.closed}</p>
                <For each=move || keys.get() key=|key| *key let:key>
                    {stretch(hours, key, &stretch_name)}
                </For>
            </div>
            <div class="office-day-actions">
                {add}
                {copy(hours, day, &name)}
            </div>
        </fieldset>
    }
    .into_any()
}

/// The end of a day's last hours, where another beginning may follow.
fn last_end(hours: Hours, day: i64) -> Option<String> {
    let week = hours.week.read_untracked();
    let mut of_day = week.iter().filter(|stretch| stretch.day == day);
    let last = of_day.next_back()?;
    Some(if last.is_overnight() {
        String::new()
    } else {
        last.until.clone()
    })
}

fn control_id(key: u32, part: &str) -> String {
    format!("hours-{key}-{part}")
}

fn stretch(hours: Hours, key: u32, day: &str) -> AnyView {
    let words = words::hours();
    let here = move |read: fn(&Stretch) -> String| {
        move || {
            let week = hours.week.read();
            let stretch = week.iter().find(|stretch| stretch.key == key);
            stretch.map(read).unwrap_or_default()
        }
    };
    let set = move |write: fn(&mut Stretch, String)| {
        move |event: leptos::ev::Event| {
            let value = event_target_value(&event);
            hours.week.update(|week| {
                if let Some(stretch) = week.iter_mut().find(|stretch| stretch.key == key) {
                    write(stretch, value);
                }
            });
        }
    };
    let note = move || {
        let week = hours.week.read();
        let stretch = week.iter().find(|stretch| stretch.key == key)?;
        let range = stretch.range();
        let is_whole = range.from >= 0 && range.until - range.from == 1_440;
        if is_whole {
            Some(words.whole_day)
        } else {
            stretch.is_overnight().then_some(words.next_day)
        }
    };
    let remove = move |_| {
        hours
            .week
            .update(|week| week.retain(|stretch| stretch.key != key));
    };
    let of_day = |sentence| format::fill(sentence, &[("day", day)]);
    let said = of_day(words.remove_on);
    view! {
        <div class="stretch">
            <input
                class="input time"
                type="time"
                id=control_id(key, "from")
                aria-label=of_day(words.from_on)
                prop:value=here(|stretch| stretch.from.clone())
                on:input=set(|stretch, value| stretch.from = value)
            />
            <span aria-hidden="true">"–"</span>
            <input
                class="input time"
                type="time"
                id=control_id(key, "until")
                aria-label=of_day(words.until_on)
                prop:value=here(|stretch| stretch.until.clone())
                on:input=set(|stretch, value| stretch.until = value)
            />
            <button class="icon-button" type="button" aria-label=said.clone() title=said on:click=remove>
                {icon(Icon::Close)}
            </button>
            <span class="help">{note}</span>
        </div>
    }
    .into_any()
}

/// Gives other days the same hours.
fn copy(hours: Hours, day: i64, name: &str) -> AnyView {
    let words = words::hours();
    let chosen = RwSignal::new(Vec::<i64>::new());
    let open = RwSignal::new(false);
    let boxes: Vec<AnyView> = (0..7)
        .filter(|other| *other != day)
        .map(|other| {
            let toggle = move |event: leptos::ev::Event| {
                let checked = event_target_checked(&event);
                chosen.update(|chosen| {
                    chosen.retain(|day| *day != other);
                    if checked {
                        chosen.push(other);
                    }
                });
            };
            view! {
                <label>
                    <input
                        type="checkbox"
                        prop:checked=move || chosen.read().contains(&other)
                        on:change=toggle
                    />
                    {zone::weekday(other)}
                </label>
            }
            .into_any()
        })
        .collect();
    let press = move |_| {
        hours.copy(day, &chosen.get_untracked());
        chosen.set(Vec::new());
        open.set(false);
    };
    let said = format::fill(words.copy_from, &[("day", name)]);
    view! {
        <details
            class="copy-days"
            prop:open=open
            on:toggle=move |event| open.set(host::is_open(&event))
        >
            <summary aria-label=said>{words.copy}</summary>
            <div class="copy-to">
                {boxes}
                <button
                    class="button small"
                    type="button"
                    aria-disabled=move || chosen.read().is_empty().to_string()
                    on:click=press
                >
                    {words.copy_do}
                </button>
            </div>
        </details>
    }
    .into_any()
}
