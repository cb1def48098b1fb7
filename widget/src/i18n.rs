//! Words and times in the visitor's language.

use crate::json::JsJson;
use js_sys::{Array, Date, Function, Intl, Number, Object, Reflect};
use porthole_shared::{
    office_hours::{DAY_MINUTES, WallTime},
    time::Timestamp,
    wire::Wire,
};
use wasm_bindgen::{JsCast as _, JsValue};

/// The catalogue of the chosen language, and the browser's own rules for it.
pub(crate) struct Words {
    locale: String,
    strings: JsValue,
    plural: Intl::PluralRules,
    time: Function,
    day: Function,
    weekday: Function,
    exact: Function,
}

impl Words {
    /// Takes the catalogue that the loader fetched.
    pub(crate) fn new(locale: String, strings: JsValue) -> Self {
        let locales = Array::of1(&JsValue::from_str(&locale));
        let regional = Array::of1(&JsValue::from_str(&region_of(&locale)));
        let format =
            |parts: &[(&str, &str)]| Intl::DateTimeFormat::new(&regional, &options(parts)).format();
        Self {
            strings,
            plural: Intl::PluralRules::new(&locales, &Object::new()),
            time: format(&[("timeStyle", "short")]),
            day: format(&[("weekday", "short"), ("month", "short"), ("day", "numeric")]),
            weekday: format(&[("weekday", "long")]),
            exact: format(&[("dateStyle", "full"), ("timeStyle", "short")]),
            locale,
        }
    }

    /// The words for a key. A missing one shows its key; `cargo xtask tidy` sees to it that
    /// nothing is missing.
    pub(crate) fn get(&self, key: &str) -> String {
        self.find(key).unwrap_or_else(|| key.to_owned())
    }

    fn find(&self, key: &str) -> Option<String> {
        Reflect::get(&self.strings, &key.into()).ok()?.as_string()
    }

    /// The words for a number of things: the catalogue has the key once for each plural form of
    /// its language, with the form's name in CLDR at its end.
    pub(crate) fn count(&self, key: &'static str, count: i64) -> String {
        let number: JsValue = i64::write::<JsJson>(&count).0;
        let form = number.as_f64().map(|number| self.plural.select(number));
        let form = form.map_or_else(|| String::from("other"), String::from);
        let in_form = |form: &str| self.find(&(String::from(key) + "_" + form));
        // A browser may know more forms of a language than its catalogue.
        let words = in_form(&form).or_else(|| in_form("other"));
        fill(
            &words.unwrap_or_default(),
            "count",
            &self.number(usize::try_from(count).unwrap_or_default()),
        )
    }

    /// A number as it is written in this language.
    pub(crate) fn number(&self, number: usize) -> String {
        u32::try_from(number).map_or_else(
            |_| String::new(),
            |number| Number::from(number).to_locale_string(&self.locale).into(),
        )
    }

    /// The size of a file: "1.4 MB".
    pub(crate) fn size(&self, bytes: i64) -> String {
        let (unit, scale) = match bytes {
            ..1_000 => ("byte", 1.0),
            1_000..1_000_000 => ("kilobyte", 1e3),
            _ => ("megabyte", 1e6),
        };
        let options = options(&[("style", "unit"), ("unit", unit)]);
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&options, &"maximumFractionDigits".into(), &1.into());
        let locales = Array::of1(&JsValue::from_str(&self.locale));
        let number = bytes.write::<JsJson>().0.as_f64().unwrap_or_default() / scale;
        let format = Intl::NumberFormat::new(&locales, &options).format();
        let written = format.call1(&JsValue::NULL, &JsValue::from_f64(number));
        written
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    }

    /// Hours and minutes.
    pub(crate) fn time(&self, at: Timestamp) -> String {
        apply(&self.time, at)
    }

    /// Day and time in full.
    pub(crate) fn exact(&self, at: Timestamp) -> String {
        apply(&self.exact, at)
    }

    /// The day: "Today", "Yesterday" or its date.
    pub(crate) fn day(&self, at: Timestamp, now: Timestamp) -> String {
        match days_between(at, now) {
            0.0 => self.get("today"),
            1.0 => self.get("yesterday"),
            _ => apply(&self.day, at),
        }
    }

    /// The day of the week as it is said in a sentence, or its date if it is far; nothing for
    /// today.
    pub(crate) fn weekday(&self, at: Timestamp, now: Timestamp) -> Option<String> {
        match days_between(now, at) {
            0.0 => None,
            1.0 => Some(self.get("tomorrow")),
            days if days < 7.0 => Some(apply(&self.weekday, at)),
            _ => Some(apply(&self.day, at)),
        }
    }

    /// What a clock in a time zone shows; nothing where the browser does not know the zone.
    pub(crate) fn wall_time(&self, at: Timestamp, zone: &str) -> Option<WallTime> {
        // Sweden writes a date and a time like the standard does: 2026-11-25 09:30.
        let parts = [
            ("timeZone", zone),
            ("dateStyle", "short"),
            ("timeStyle", "short"),
        ];
        let given = Array::of2(&"sv-SE".into(), &options(&parts));
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let class: Function = Reflect::get(&intl, &"DateTimeFormat".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let format: Intl::DateTimeFormat =
            Reflect::construct(&class, &given).ok()?.unchecked_into();
        // Read as if it were the time in Greenwich.
        let text = apply(&format.format(), at).replace(' ', "T") + "Z";
        let shown = Date::parse(&text);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "minutes of some thousand years"
        )]
        let minutes = (shown / 60_000.0) as i64;
        shown.is_finite().then_some(WallTime {
            day: minutes.div_euclid(DAY_MINUTES),
            minute: minutes.rem_euclid(DAY_MINUTES),
        })
    }

    /// The time if it is today, else the day.
    pub(crate) fn short(&self, at: Timestamp, now: Timestamp) -> String {
        let day = self.day(at, now);
        if day == self.get("today") {
            self.time(at)
        } else {
            day
        }
    }

    /// The language.
    pub(crate) fn locale(&self) -> &str {
        &self.locale
    }
}

/// Puts a value in place of `{name}`.
pub(crate) fn fill(words: &str, name: &str, value: &str) -> String {
    words.replace(&(String::from("{") + name + "}"), value)
}

/// The form of a time for machines (`datetime` of `<time>`).
pub(crate) fn machine_time(at: Timestamp) -> String {
    date(at).to_iso_string().into()
}

/// How many midnights lie between two times.
fn days_between(earlier: Timestamp, later: Timestamp) -> f64 {
    let midnight = |at| {
        let date = date(at);
        date.set_hours(0);
        date.set_minutes(0);
        date.set_seconds(0);
        date.set_milliseconds(0);
        date.get_time()
    };
    // Days with a change of the clock have 23 or 25 hours.
    ((midnight(later) - midnight(earlier)) / 86_400_000.0).round()
}

fn date(at: Timestamp) -> Date {
    Date::new(&at.write::<JsJson>().0)
}

fn apply(format: &Function, at: Timestamp) -> String {
    format
        .call1(&JsValue::NULL, &date(at))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// The language with the visitor's own region: in London half past three is 15:30, also for
/// somebody who reads the one English catalogue.
fn region_of(locale: &str) -> String {
    let own = crate::page::language();
    match own.strip_prefix(locale) {
        Some(rest) if rest.starts_with('-') => own,
        _ => locale.to_owned(),
    }
}

fn options(parts: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in parts {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    options
}
