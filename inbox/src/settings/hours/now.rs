//! What visitors would be told right now, by the rule that tells them.

use super::Hours;
use crate::{format, host, words, zone};
use leptos::prelude::*;
use porthole_shared::office_hours::{DAY_MINUTES, Standing, WallTime, weekday};

/// One line: open or closed, and until when.
pub(super) fn right_now(hours: Hours) -> AnyView {
    let words = words::hours();
    let time = host::ticking();
    let standing = move || {
        let now = zone::wall_time(&hours.time_zone.read(), time.get())?;
        Some((now, hours.read().at(now)))
    };
    let is_open = move || matches!(standing(), Some((_, Standing::Open { .. })));
    let sentence = move || match standing() {
        Some((now, standing)) => told(now, standing),
        None => words.now_unknown.to_owned(),
    };
    view! {
        <p class="right-now" class:open=is_open hidden=move || !hours.enabled.get()>
            <span class="right-now-mark" aria-hidden="true"></span>
            <strong>{words.now}</strong>
            <span role="status">{sentence}</span>
        </p>
    }
    .into_any()
}

fn told(now: WallTime, standing: Standing) -> String {
    let words = words::hours();
    let (sentence, minutes) = match standing {
        Standing::Open { left: Some(left) } => (words.now_open, left),
        Standing::Closed { wait: Some(wait) } => (words.now_closed, wait),
        Standing::Open { left: None } => return words.now_always.to_owned(),
        Standing::Closed { wait: None } => return words.now_never.to_owned(),
    };
    let then = now.day * DAY_MINUTES + now.minute + minutes;
    let day = zone::weekday(weekday(then.div_euclid(DAY_MINUTES)));
    format::fill(
        sentence,
        &[
            ("day", &day),
            ("time", &zone::clock(then)),
            ("wait", &zone::length(minutes)),
        ],
    )
}
