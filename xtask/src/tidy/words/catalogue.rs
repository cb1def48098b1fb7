//! Every language against the English one: the same keys, the same places, nothing empty.

use std::collections::BTreeSet;

use super::super::{Complaints, Source};
use super::{Flat, INBOX, SERVER, WIDGET, english, flat, language, plural};

/// Whether a language that lacks words is a complaint. While words are being added it is none: the
/// bundle puts the English ones in their place.
const EVERY_LANGUAGE_IS_COMPLETE: bool = true;

/// Written from right to left.
const RIGHT_TO_LEFT: &[&str] = &["ar", "he"];

/// The list of catalogues that is compiled into the server.
const NAMED: &str = "server/src/domain/language.rs";

pub(in super::super) fn languages_say_the_same(sources: &[Source]) -> Complaints {
    compare(sources, EVERY_LANGUAGE_IS_COMPLETE)
}

/// The server speaks every language of the widget, the inbox none that they do not.
pub(in super::super) fn languages_are_named(sources: &[Source]) -> Complaints {
    let of = |folder| -> BTreeSet<&str> {
        let paths = sources.iter().map(|source| source.path.as_str());
        paths.filter_map(|path| language(path, folder)).collect()
    };
    let (inbox, server, widget) = (of(INBOX), of(SERVER), of(WIDGET));
    let mut complaints = Complaints::new();
    for missing in widget.symmetric_difference(&server) {
        complaints.push(format!(
            "{missing}.json is in one of {WIDGET} and {SERVER} alone; a language needs both"
        ));
    }
    for stranger in inbox.difference(&widget) {
        complaints.push(format!(
            "{INBOX}{stranger}.json: the widget has no such language"
        ));
    }
    let list = sources.iter().find(|source| source.path == NAMED);
    let list = list.map_or("", |source| source.text.as_str());
    for language in &server {
        if !list.contains(&format!("locales/{language}.json")) {
            complaints.push(format!("{NAMED}: {SERVER}{language}.json is not in FILES"));
        }
    }
    complaints
}

fn compare(sources: &[Source], strict: bool) -> Complaints {
    let mut complaints = Complaints::new();
    for folder in [INBOX, SERVER, WIDGET] {
        let english = english(sources, folder);
        if english.is_empty() && sources.iter().any(|source| source.path.starts_with(folder)) {
            complaints.push(format!("{folder}en.json: is missing or says nothing"));
        }
        for source in sources {
            let Some(language) = language(&source.path, folder) else {
                continue;
            };
            let found = match flat(source) {
                Ok(own) => one(language, &own, &english, strict),
                Err(complaint) => vec![complaint],
            };
            complaints.extend(
                found
                    .into_iter()
                    .map(|what| format!("{}: {what}", source.path)),
            );
        }
    }
    complaints
}

fn one(language: &str, own: &Flat, english: &Flat, strict: bool) -> Complaints {
    let Some(forms) = plural::forms(language) else {
        return vec!["the plural forms of this language are not listed in plural.rs".to_owned()];
    };
    let wanted = wanted(forms, english);
    let mut complaints = Complaints::new();
    for (key, words) in own {
        match wanted.iter().find(|wanted| wanted.key == *key) {
            None => complaints.push(format!(
                "{key} is not in en.json, or no form of this language"
            )),
            Some(_) if words.trim().is_empty() => complaints.push(format!("{key} says nothing")),
            Some(wanted) => complaints.extend(wanted.compare(words)),
        }
    }
    let lacks = |wanted: &&Wanted<'_>| !own.iter().any(|(key, _)| *key == wanted.key);
    if strict {
        let lacking = wanted.iter().filter(lacks);
        complaints.extend(lacking.map(|wanted| format!("{} is missing", wanted.key)));
    }
    let direction = own.iter().find(|(key, _)| key == "direction");
    let expected = if RIGHT_TO_LEFT.contains(&language) {
        "rtl"
    } else {
        "ltr"
    };
    if direction.is_none_or(|(_, words)| words != expected) {
        complaints.push(format!("direction is not {expected}"));
    }
    complaints
}

/// A key that a language has to have.
struct Wanted<'a> {
    key: String,
    /// What the English catalogue says there, or in the form for any number.
    english: &'a str,
    may_hide_the_number: bool,
}

impl Wanted<'_> {
    fn compare(&self, words: &str) -> Option<String> {
        let (mut expected, mut found) = (places(self.english), places(words));
        if self.may_hide_the_number {
            expected.remove("count");
            found.remove("count");
        }
        let list = |places: &BTreeSet<&str>| places.iter().copied().collect::<Vec<_>>().join(", ");
        (expected != found).then(|| {
            format!(
                "{} has the places {{{}}}, in en.json {{{}}}",
                self.key,
                list(&found),
                list(&expected)
            )
        })
    }
}

/// The keys of a language with these plural forms.
fn wanted<'a>(forms: &[&str], english: &'a Flat) -> Vec<Wanted<'a>> {
    let mut wanted = Vec::new();
    for (key, words) in english {
        match plural::split(key, english) {
            None => wanted.push(Wanted {
                key: key.clone(),
                english: words,
                may_hide_the_number: false,
            }),
            Some((base, "other")) => wanted.extend(forms.iter().map(|form| Wanted {
                key: format!("{base}_{form}"),
                english: words,
                may_hide_the_number: plural::may_hide_the_number(form),
            })),
            Some(_) => {}
        }
    }
    wanted
}

/// The names in braces.
fn places(words: &str) -> BTreeSet<&str> {
    let parts = words.split('{').skip(1);
    parts
        .filter_map(|part| Some(part.split_once('}')?.0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::{Source, source};
    use super::*;

    const ENGLISH: &str = r#"{"direction":"ltr","a":{"hello":"Hello {name}","new_one":"{count} new","new_other":"{count} new"}}"#;

    fn with(path: &str, text: &str) -> Vec<Source> {
        vec![source("inbox/locales/en.json", ENGLISH), source(path, text)]
    }

    #[test]
    fn a_language_that_has_it_all_is_fine() {
        let arabic = r#"{"direction":"rtl","a":{"hello":"{name} x","new_zero":"x","new_one":"x","new_two":"x",
            "new_few":"{count} x","new_many":"{count} x","new_other":"{count} x"}}"#;
        let found = compare(&with("inbox/locales/ar.json", arabic), true);
        assert!(found.is_empty(), "{found:?}");
        let japanese = r#"{"direction":"ltr","a":{"hello":"{name} x","new_other":"{count} x"}}"#;
        assert!(compare(&with("inbox/locales/ja.json", japanese), true).is_empty());
    }

    #[test]
    fn what_is_missing_is_found_once_all_have_to_be_complete() {
        let german = with(
            "inbox/locales/de.json",
            r#"{"direction":"ltr","a":{"new_one":"x","new_other":"{count} x"}}"#,
        );
        assert!(compare(&german, false).is_empty());
        assert_eq!(
            compare(&german, true),
            ["inbox/locales/de.json: a.hello is missing"]
        );
    }

    #[test]
    fn strangers_other_places_and_empty_words_are_found() {
        for (words, complaint) in [
            (
                r#""hello":"Hallo""#,
                "a.hello has the places {}, in en.json {name}",
            ),
            (r#""hello":" ""#, "a.hello says nothing"),
            (r#""more":"x""#, "a.more is not in en.json"),
            (r#""new_few":"{count} x""#, "a.new_few is not in en.json"),
            (r#""new_other":"x""#, "a.new_other has the places {}"),
        ] {
            let text = format!(r#"{{"direction":"ltr","a":{{{words}}}}}"#);
            let found = compare(&with("inbox/locales/de.json", &text), false);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].contains(complaint), "{found:?}");
        }
    }

    #[test]
    fn a_wrong_direction_and_an_unknown_language_are_found() {
        let hebrew = with("inbox/locales/he.json", r#"{"direction":"ltr"}"#);
        assert_eq!(compare(&hebrew, false).len(), 1);
        assert_eq!(
            compare(&with("inbox/locales/tlh.json", "{}"), false).len(),
            1
        );
        assert_eq!(
            compare(&with("inbox/locales/de.json", "[]"), false).len(),
            1
        );
        let alone = source("widget/locales/de.json", r#"{"direction":"ltr"}"#);
        assert!(!compare(&[alone], false).is_empty());
    }

    #[test]
    fn a_language_of_one_part_alone_is_found() {
        let widget = source("widget/locales/de.json", "{}");
        let server = source("server/locales/de.json", "{}");
        let list = source(NAMED, r#"include_str!("../../locales/de.json")"#);
        let all = [widget, server, list];
        assert!(languages_are_named(&all).is_empty());
        assert_eq!(languages_are_named(&all[..2]).len(), 1);
        assert_eq!(languages_are_named(&all[..1]).len(), 1);
        assert_eq!(
            languages_are_named(&[source("inbox/locales/fr.json", "{}")]).len(),
            1
        );
    }
}
