//! Plural forms: which of the six of CLDR a language has.

use super::Flat;

/// The languages with the forms that `Intl.PluralRules` chooses among (CLDR 45; Hebrew lost `many`
/// in CLDR 42, so that an older browser falls back to `other`).
const FORMS: &[(&str, &[&str])] = &[
    ("ar", &["zero", "one", "two", "few", "many", "other"]),
    ("de", &["one", "other"]),
    ("en", &["one", "other"]),
    ("es", &["one", "many", "other"]),
    ("fr", &["one", "many", "other"]),
    ("he", &["one", "two", "other"]),
    ("it", &["one", "many", "other"]),
    ("ja", &["other"]),
    ("nl", &["one", "other"]),
    ("pl", &["one", "few", "many", "other"]),
    ("pt", &["one", "many", "other"]),
    ("zh", &["other"]),
];

/// Forms in which the number itself may be left out: `one` may say "a message", `two` has a dual.
const MAY_HIDE_THE_NUMBER: &[&str] = &["zero", "one", "two"];

/// The forms of a language; nothing where it is not known here.
pub(super) fn forms(language: &str) -> Option<&'static [&'static str]> {
    let known = FORMS.iter().find(|(name, _)| *name == language);
    known.map(|(_, forms)| *forms)
}

/// Splits `unread_one` into `unread` and `one`, where the English catalogue has both forms of it.
pub(super) fn split<'a>(key: &'a str, english: &Flat) -> Option<(&'a str, &'a str)> {
    let (base, form) = key.rsplit_once('_')?;
    let is_form = FORMS[0].1.contains(&form);
    let has = |form: &str| {
        let key = format!("{base}_{form}");
        english.iter().any(|(known, _)| *known == key)
    };
    (is_form && has("one") && has("other")).then_some((base, form))
}

/// Whether a form need not say the number.
pub(super) fn may_hide_the_number(form: &str) -> bool {
    MAY_HIDE_THE_NUMBER.contains(&form)
}
