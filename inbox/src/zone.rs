//! Time zones, as the browser knows them: their names, and what a clock there shows.

use crate::{format, words};
use js_sys::{Array, Function, Intl, Object, Reflect};
use porthole_shared::office_hours::{DAY_MINUTES, WallTime};
use porthole_shared::time::{MINUTE, Timestamp};
use wasm_bindgen::{JsCast as _, JsValue};

thread_local! {
    static WEEKDAY: Function = format::dates(&[("weekday", "long"), ("timeZone", "UTC")]);
    static CLOCK: Function = format::dates(&[("timeStyle", "short"), ("timeZone", "UTC")]);
}

/// A Monday, counted from 1970-01-01.
const MONDAY: i64 = 4;

/// The names of all zones; none where the browser does not list them.
pub(crate) fn names() -> Vec<String> {
    let list = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let list: Function = Reflect::get(&intl, &"supportedValuesOf".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let names = list.call1(&intl, &"timeZone".into()).ok()?;
        names.dyn_into::<Array>().ok()
    };
    let names = list().unwrap_or_default();
    names.iter().filter_map(|name| name.as_string()).collect()
}

/// The zone of this browser.
pub(crate) fn own() -> String {
    let settings = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    text(&settings, "timeZone").unwrap_or_else(|| "UTC".to_owned())
}

/// What a clock in a zone shows; `None` where the browser knows no such zone.
pub(crate) fn wall_time(zone: &str, at: Timestamp) -> Option<WallTime> {
    let settings = format::options(&[
        ("timeZone", zone),
        ("hourCycle", "h23"),
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ]);
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &"DateTimeFormat".into())
        .ok()?
        .dyn_into()
        .ok()?;
    // By hand, because an unknown zone throws. English, for its digits and its calendar.
    let format = Reflect::construct(&class, &Array::of2(&"en-US".into(), &settings)).ok()?;
    let format: Intl::DateTimeFormat = format.unchecked_into();
    let parts = format.format_to_parts(&format::date(at));
    let part = |kind: &str| {
        let of_kind = |part: &JsValue| text(part, "type").as_deref() == Some(kind);
        let found = parts.iter().find(of_kind)?;
        text(&found, "value")
    };
    let date = format!("{}-{}-{}", part("year")?, part("month")?, part("day")?);
    let number = |kind: &str| part(kind)?.parse::<i64>().ok();
    Some(WallTime {
        day: porthole_shared::office_hours::day_of(&date)?,
        minute: number("hour")? * 60 + number("minute")?,
    })
}

/// The name of a day of the week, 0 for Monday.
pub(crate) fn weekday(day: i64) -> String {
    let at = (MONDAY + day) * DAY_MINUTES * MINUTE;
    WEEKDAY.with(|format| format::say(format, Timestamp(at)))
}

/// A time of the day that a clock on the wall shows, in minutes since any midnight.
pub(crate) fn clock(minutes: i64) -> String {
    CLOCK.with(|format| format::say(format, Timestamp(minutes.rem_euclid(DAY_MINUTES) * MINUTE)))
}

/// Minutes as a length of time: `2 hours 5 minutes`.
pub(crate) fn length(minutes: i64) -> String {
    let words = words::hours();
    let (days, hours, minutes) = (
        minutes / DAY_MINUTES,
        minutes % DAY_MINUTES / 60,
        minutes % 60,
    );
    let parts = match (days, hours, minutes) {
        (0, 0, minutes) => vec![words.minutes.of(minutes)],
        (0, hours, 0) => vec![words.hours.of(hours)],
        (0, hours, minutes) => vec![words.hours.of(hours), words.minutes.of(minutes)],
        (days, 0, _) => vec![words.days.of(days)],
        (days, hours, _) => vec![words.days.of(days), words.hours.of(hours)],
    };
    parts.join(" ")
}

fn text(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}
