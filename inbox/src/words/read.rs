//! From the file of the chosen language to the fields of the catalogues.

use js_sys::{Array, Intl, Number, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::{format, host};

/// What can stand in a catalogue. It is read once and kept for as long as the page lives.
pub(super) trait Read {
    /// Reads what a section of the file says under a key.
    fn read(section: &'static str, key: &'static str) -> Self;
}

impl Read for &'static str {
    fn read(section: &'static str, key: &'static str) -> Self {
        // A missing one shows its key; `cargo xtask tidy` sees to it that nothing is missing.
        text(section, key).map_or(key, |text| String::leak(text))
    }
}

/// A sentence about a number of things, in the plural forms of its language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Forms {
    section: &'static str,
    key: &'static str,
}

impl Read for Forms {
    fn read(section: &'static str, key: &'static str) -> Self {
        Self { section, key }
    }
}

impl Forms {
    /// The sentence for this many, with the number in the place `{count}`.
    pub(crate) fn of(self, count: i64) -> String {
        let in_form = |form: &str| text(self.section, &format!("{}_{form}", self.key));
        let form = PLURAL.with(|rules| rules.select(format::number(count)));
        let sentence = in_form(&String::from(form)).or_else(|| in_form("other"));
        let sentence = sentence.unwrap_or_else(|| self.key.to_owned());
        format::fill(&sentence, &[("count", &number(count))])
    }
}

thread_local! {
    static PLURAL: Intl::PluralRules = Intl::PluralRules::new(&locales(), &Object::new());
}

/// A number as it is written in the chosen language.
pub(crate) fn number(number: i64) -> String {
    let locale = locales().get(0).as_string().unwrap_or_default();
    Number::from(format::number(number))
        .to_locale_string(&locale)
        .into()
}

/// The chosen language as `Intl` wants it, with the region of this browser: in London half past
/// three is 15:30, also for somebody who reads the one English catalogue.
pub(crate) fn locales() -> Array {
    let chosen = host::language();
    let own = host::browser_language();
    let regional = own
        .strip_prefix(chosen.as_str())
        .is_some_and(|region| region.starts_with('-'));
    Array::of1(&JsValue::from_str(if regional { &own } else { &chosen }))
}

fn text(section: &str, key: &str) -> Option<String> {
    let section = Reflect::get(&host::catalogue(), &section.into()).ok()?;
    Reflect::get(&section, &key.into()).ok()?.as_string()
}
