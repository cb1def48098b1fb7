//! Times and names as people read them. The browser's `Intl` knows the language's rules.

use js_sys::{Date, Function, Intl, Object, Reflect};
use porthole_shared::inbox::ticket::TeamVisitor;
use porthole_shared::time::{DAY, HOUR, MINUTE, Timestamp};
use wasm_bindgen::{JsCast, JsValue};

use crate::words;

thread_local! {
    static CLOCK: Function = dates(&[("timeStyle", "short")]);
    static DAY_NAME: Function = dates(&[("weekday", "long"), ("day", "numeric"), ("month", "long")]);
    static SHORT_DAY: Function = dates(&[("day", "numeric"), ("month", "short")]);
    static SHORT_DATE: Function = dates(&[("dateStyle", "medium")]);
    static MOMENT: Function = dates(&[
        ("weekday", "short"),
        ("day", "numeric"),
        ("month", "short"),
        ("hour", "numeric"),
        ("minute", "2-digit"),
    ]);
    static EXACT: Function = dates(&[("dateStyle", "full"), ("timeStyle", "medium")]);
    static RELATIVE: Intl::RelativeTimeFormat = Intl::RelativeTimeFormat::new(
        &words::locales(),
        &options(&[("numeric", "auto"), ("style", "narrow")]),
    );
}

/// The time of the day.
pub(crate) fn clock(at: Timestamp) -> String {
    CLOCK.with(|format| say(format, at))
}

/// Day and time, to the second.
pub(crate) fn exact(at: Timestamp) -> String {
    EXACT.with(|format| say(format, at))
}

/// A time to come: day and hour.
pub(crate) fn moment(at: Timestamp) -> String {
    MOMENT.with(|format| say(format, at))
}

/// The size of a file, such as 1.4 MB.
pub(crate) fn size(bytes: i64) -> String {
    let (unit, scale) = match bytes {
        ..1_000 => ("byte", 1.0),
        1_000..1_000_000 => ("kilobyte", 1e3),
        _ => ("megabyte", 1e6),
    };
    let settings = options(&[("style", "unit"), ("unit", unit)]);
    // Setting a field of a plain object cannot fail.
    let _ = Reflect::set(&settings, &"maximumFractionDigits".into(), &1.into());
    let format = Intl::NumberFormat::new(&words::locales(), &settings).format();
    #[expect(clippy::cast_precision_loss, reason = "a file has some megabytes")]
    let number = JsValue::from_f64(bytes as f64 / scale);
    let written = format.call1(&JsValue::NULL, &number).ok();
    written
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// What a customer is worth, in whole units of the currency.
#[expect(
    clippy::cast_possible_truncation,
    reason = "what nobody can be worth is shown as the most that a number holds"
)]
pub(crate) fn value(value: f64) -> String {
    words::number(value.round() as i64)
}

/// The time of the day in a time zone; `None` where the browser does not know the zone.
pub(crate) fn clock_in(zone: &str, at: Timestamp) -> Option<String> {
    if zone.is_empty() {
        return None;
    }
    let settings = options(&[("timeStyle", "short"), ("timeZone", zone)]);
    let format: Intl::DateTimeFormat = intl("DateTimeFormat", &settings)?.unchecked_into();
    Some(say(&format.format(), at))
}

/// What a language is called; its tag where the browser has no name for it.
pub(crate) fn language(tag: &str) -> String {
    let name = || {
        let names = intl("DisplayNames", &options(&[("type", "language")]))?;
        let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
        of.call1(&names, &tag.into()).ok()?.as_string()
    };
    if tag.is_empty() {
        return String::new();
    }
    name().unwrap_or_else(|| tag.to_owned())
}

/// One of the things that `Intl` makes. They throw what does not please them, and js-sys does not
/// catch that.
fn intl(name: &str, settings: &Object) -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let maker: Function = Reflect::get(&intl, &name.into()).ok()?.dyn_into().ok()?;
    let arguments = js_sys::Array::of2(&words::locales(), settings);
    Reflect::construct(&maker, &arguments).ok()
}

/// The time in the form that machines read, for `<time datetime>`.
pub(crate) fn machine(at: Timestamp) -> String {
    date(at).to_iso_string().into()
}

/// How long ago, for a list: minutes and hours, then the day.
pub(crate) fn ago(at: Timestamp, now: Timestamp) -> String {
    let past = (now.0 - at.0).max(0);
    if past < MINUTE {
        words::ticket().now.to_owned()
    } else if past < HOUR {
        relative(past / MINUTE, "minute")
    } else if past < DAY {
        relative(past / HOUR, "hour")
    } else if past < 7 * DAY {
        relative(past / DAY, "day")
    } else if past < 300 * DAY {
        SHORT_DAY.with(|format| say(format, at))
    } else {
        SHORT_DATE.with(|format| say(format, at))
    }
}

/// The day, as a heading: today, yesterday, or the date.
pub(crate) fn day(at: Timestamp, now: Timestamp) -> String {
    match day_number(now) - day_number(at) {
        days @ 0..=1 => capitalized(&relative(days, "day")),
        2..300 => DAY_NAME.with(|format| say(format, at)),
        _ => SHORT_DATE.with(|format| say(format, at)),
    }
}

/// The number of the day on the calendar of this browser's time zone.
#[expect(
    clippy::cast_possible_truncation,
    reason = "an offset of a time zone is a few hundred minutes"
)]
pub(crate) fn day_number(at: Timestamp) -> i64 {
    let offset = date(at).get_timezone_offset() as i64;
    (at.0 - offset * MINUTE).div_euclid(DAY)
}

/// What to call a visitor.
pub(crate) fn visitor_name(visitor: &TeamVisitor) -> String {
    visitor
        .name
        .clone()
        .or_else(|| visitor.email.clone())
        .unwrap_or_else(|| words::ticket().visitor.to_owned())
}

/// The letters in the circle before a name: the first of the first and of the last word.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    let first = words.next().into_iter();
    first
        .chain(words.next_back())
        .flat_map(char::to_uppercase)
        .collect()
}

/// Puts values into the places of a sentence that are written `{name}`.
pub(crate) fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    values
        .iter()
        .fold(sentence.to_owned(), |sentence, (name, value)| {
            sentence.replace(&format!("{{{name}}}"), value)
        })
}

/// A whole number as the browser's functions take it.
#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds and counts stay below 2^53"
)]
pub(crate) fn number(whole: i64) -> f64 {
    whole as f64
}

pub(crate) fn date(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(number(at.0)))
}

pub(crate) fn say(format: &Function, at: Timestamp) -> String {
    format
        .call1(&JsValue::NULL, &date(at))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn relative(past: i64, unit: &str) -> String {
    RELATIVE.with(|format| format.format(number(-past), unit).into())
}

pub(crate) fn dates(settings: &[(&str, &str)]) -> Function {
    Intl::DateTimeFormat::new(&words::locales(), &options(settings)).format()
}

pub(crate) fn options(settings: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in settings {
        // Cannot fail on a plain object.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_take_the_first_and_the_last_word() {
        assert_eq!(initials("ada king lovelace"), "AL");
        assert_eq!(initials("Ada"), "A");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn places_are_filled() {
        assert_eq!(fill("{a} of {b}", &[("a", "1"), ("b", "2")]), "1 of 2");
    }
}
