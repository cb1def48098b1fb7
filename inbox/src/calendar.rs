//! Times by the calendar and clock of this browser.

use js_sys::Date;
use porthole_shared::time::Timestamp;
use wasm_bindgen::JsValue;

/// The day of the week, 0 for Sunday.
pub(crate) fn weekday() -> u32 {
    Date::new_0().get_day()
}

/// The full hour of the day that is so many days from today. Over a change to summer time too it
/// is that hour on the clock.
pub(crate) fn hour_in(days: u32, hour: u32) -> Timestamp {
    let date = Date::new_0();
    date.set_date(date.get_date() + days);
    date.set_hours(hour);
    date.set_minutes(0);
    date.set_seconds(0);
    date.set_milliseconds(0);
    stamp(&date).unwrap_or_default()
}

/// A time as a field of a form holds it: the browser's own, to the minute.
pub(crate) fn to_field(at: Timestamp) -> String {
    let date = Date::new(&JsValue::from_f64(crate::format::number(at.0)));
    let (year, month, day) = (date.get_full_year(), date.get_month() + 1, date.get_date());
    let (hour, minute) = (date.get_hours(), date.get_minutes());
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")
}

/// The time that stands in such a field; `None` where it is none.
pub(crate) fn from_field(text: &str) -> Option<Timestamp> {
    stamp(&Date::new(&JsValue::from_str(text)))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "whole milliseconds stay below 2^53"
)]
fn stamp(date: &Date) -> Option<Timestamp> {
    let milliseconds = date.get_time();
    milliseconds
        .is_finite()
        .then_some(Timestamp(milliseconds as i64))
}
