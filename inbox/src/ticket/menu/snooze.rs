//! Lets tickets sleep until a time, or wakes them.

use super::Context;
use crate::ui::{Pick, Picker, fitting};
use crate::{calendar, format, host, words};
use leptos::prelude::*;
use porthole_shared::inbox::ticket::TicketPatch;
use porthole_shared::time::{HOUR, Timestamp};

/// When the day begins, by the clock of this browser.
const MORNING: u32 = 9;

pub(super) fn menu(context: Context) -> AnyView {
    let words = words::desk();
    let choosing = RwSignal::new(false);
    let picks = move |typed: String| {
        let mut picks = Vec::new();
        if context
            .tickets()
            .iter()
            .any(|ticket| ticket.snoozed_until.is_some())
        {
            picks.push(Pick::new("wake", words.snooze_wake, move || {
                snooze(context, Timestamp(0));
            }));
        }
        picks.extend(times().into_iter().map(|(label, at)| {
            let act = move || snooze(context, at);
            Pick::new(label, label, act).hint(format::moment(at))
        }));
        picks.push(Pick::new("pick", words.snooze_pick, move || choosing.set(true)).stays());
        fitting(picks, &typed)
    };
    let list = move || {
        view! {
            <Picker
                id="snooze-picker"
                label=words::action().snooze
                placeholder=words.snooze_placeholder
                nothing=words.nothing_fits
                picks
                done=context.done()
            />
        }
    };
    (move || {
        if choosing.get() {
            view! { <OwnTime context/> }.into_any()
        } else {
            list().into_any()
        }
    })
    .into_any()
}

/// The times that are offered. Late in the evening "later today" would be tomorrow.
fn times() -> Vec<(&'static str, Timestamp)> {
    let words = words::desk();
    let now = host::now();
    let later = now.plus(3 * HOUR);
    let to_monday = match calendar::weekday() {
        0 => 1,
        day => 8 - day,
    };
    let mut times = vec![
        (words.snooze_tomorrow, calendar::hour_in(1, MORNING)),
        (words.snooze_monday, calendar::hour_in(to_monday, MORNING)),
        (words.snooze_week, calendar::hour_in(7, MORNING)),
    ];
    if format::day_number(later) == format::day_number(now) {
        times.insert(0, (words.snooze_later, later));
    }
    // On a Sunday tomorrow is Monday, on a Monday next Monday is in a week.
    times.dedup_by_key(|(_, at)| *at);
    times
}

fn snooze(context: Context, until: Timestamp) {
    let patch = TicketPatch {
        snoozed_until: Some(until),
        ..TicketPatch::default()
    };
    context.desk.change(&context.targets.get_value(), patch);
}

/// A date and a time of one's own.
#[component]
fn OwnTime(context: Context) -> impl IntoView {
    let words = words::desk();
    let value = RwSignal::new(calendar::to_field(calendar::hour_in(1, MORNING)));
    let error = RwSignal::new(None::<&'static str>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match value.with_untracked(|value| calendar::from_field(value)) {
            Some(at) if at > host::now() => {
                context.done().run(());
                snooze(context, at);
            }
            _ => error.set(Some(words.snooze_past)),
        }
    };
    host::after_layout(|| host::focus("snooze-at"));
    view! {
        <form class="own-time" on:submit=submit>
            <div class="field">
                <label for="snooze-at">{words.snooze_at}</label>
                <input
                    class="input"
                    id="snooze-at"
                    type="datetime-local"
                    aria-describedby="snooze-at-error"
                    aria-invalid=move || error.get().map(|_| "true")
                    prop:value=value
                    on:input=move |event| {
                        error.set(None);
                        value.set(event_target_value(&event));
                    }
                />
                <p class="error" id="snooze-at-error" role="alert" hidden=move || error.get().is_none()>{error}</p>
            </div>
            <button class="button primary" type="submit">{words.snooze_do}</button>
        </form>
    }
}
