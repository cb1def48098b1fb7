//! Catalogues and code name the same words: none is missing, none is left over.

use std::collections::BTreeSet;

use super::super::rust::{literals, mentions};
use super::super::{Complaints, Source};
use super::{Flat, INBOX, SERVER, WIDGET, english, plural};

/// Where the server's words are named once more, for their types.
const SERVER_NAMES: &str = "server/src/domain/language.rs";
/// What is read by whoever sets up the page, not by the one who shows words.
const DIRECTION: &str = "direction";

/// The inbox's structs name each word of its catalogue. That each is used, the compiler finds.
pub(in super::super) fn inbox_names_its_words(sources: &[Source]) -> Complaints {
    let english = english(sources, INBOX);
    let files = sources
        .iter()
        .filter(|source| source.path.starts_with("inbox/src/words/"));
    let named: BTreeSet<String> = files.flat_map(|source| names(&source.text)).collect();
    differ(
        &named,
        &bases(&english),
        "inbox/src/words",
        "inbox/locales/en.json",
    )
}

/// The names in `catalogue! { Name by section { … } }`, with the section before each.
fn names(text: &str) -> Vec<String> {
    let mut section = None;
    let mut names = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(head) = line.strip_suffix(" {")
            && let Some((_, name)) = head.split_once(" by ")
        {
            section = Some(name);
        } else if let Some(section) = section
            && let Some(name) = line.strip_suffix(',')
        {
            let name = name.strip_suffix(": Forms").map_or(name, |name| name);
            names.push(format!("{section}.{name}"));
        }
    }
    names
}

/// Each key of the widget stands in its code, and each key that is asked for is there.
pub(in super::super) fn widget_uses_its_words(sources: &[Source]) -> Complaints {
    let keys = bases(&english(sources, WIDGET));
    let mut texts = BTreeSet::new();
    let mut complaints = Complaints::new();
    for Source { path, text } in sources {
        if path.starts_with("widget/loader/") && path.ends_with(".js") {
            texts.extend(
                keys.iter()
                    .filter(|key| text.contains(&format!("strings.{key}")))
                    .cloned(),
            );
        }
        if !path.starts_with("widget/src/") || !path.ends_with(".rs") {
            continue;
        }
        for literal in literals(text) {
            let asks = [".t(", "words.get(", "words.count("];
            if asks.iter().any(|call| literal.before.ends_with(call))
                && !keys.contains(&literal.text)
            {
                complaints.push(format!(
                    "{path}:{}: {WIDGET}en.json lacks {}",
                    literal.line, literal.text
                ));
            }
            texts.insert(literal.text);
        }
    }
    let unused = keys.iter().filter(|key| !texts.contains(*key));
    complaints.extend(unused.map(|key| format!("{WIDGET}en.json: {key} is not used")));
    complaints
}

/// Each key of the server's catalogue has a field, which something reads.
pub(in super::super) fn server_uses_its_words(sources: &[Source]) -> Complaints {
    let keys = bases(&english(sources, SERVER));
    let elsewhere = sources.iter().filter(|source| {
        source.path.starts_with("server/src/")
            && source.path.ends_with(".rs")
            && source.path != SERVER_NAMES
    });
    let used: BTreeSet<String> = elsewhere
        .flat_map(|source| mentions(&source.text))
        .flat_map(|mention| mention.path)
        .collect();
    let fields = sources.iter().find(|source| source.path == SERVER_NAMES);
    let fields: BTreeSet<String> = fields
        .into_iter()
        .flat_map(|source| source.text.lines())
        .filter_map(|line| {
            Some(
                line.trim()
                    .strip_prefix("pub ")?
                    .strip_suffix(": String,")?
                    .to_owned(),
            )
        })
        .collect();
    let mut complaints = differ(&fields, &keys, SERVER_NAMES, "server/locales/en.json");
    let unused = keys.iter().filter(|key| !used.contains(*key));
    complaints.extend(unused.map(|key| format!("{SERVER}en.json: {key} is not used")));
    complaints
}

/// The keys of a catalogue, with one for all forms of a plural.
fn bases(english: &Flat) -> BTreeSet<String> {
    let base = |(key, _): &(String, String)| {
        plural::split(key, english).map_or_else(|| key.clone(), |(base, _)| base.to_owned())
    };
    let mut keys: BTreeSet<String> = english.iter().map(base).collect();
    // The inbox's page sets it before any of the code runs.
    if english.iter().any(|(key, _)| key.contains('.')) {
        keys.remove(DIRECTION);
    }
    keys
}

fn differ(
    one: &BTreeSet<String>,
    other: &BTreeSet<String>,
    one_place: &str,
    other_place: &str,
) -> Complaints {
    let in_one = one
        .difference(other)
        .map(|key| format!("{other_place}: lacks {key}, which {one_place} names"));
    let in_other = other
        .difference(one)
        .map(|key| format!("{one_place}: does not name {key} of {other_place}"));
    in_one.chain(in_other).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::source;
    use super::*;

    #[test]
    fn the_inbox_and_its_catalogue_differ() {
        let words = source(
            "inbox/src/words/entry.rs",
            "super::catalogue! {\n    /// Doc.\n    Entry by entry {\n        hello,\n        new: Forms,\n    }\n}\n",
        );
        let catalogue = |text| source("inbox/locales/en.json", text);
        let fine =
            catalogue(r#"{"direction":"ltr","entry":{"hello":"a","new_one":"b","new_other":"c"}}"#);
        let lacks = catalogue(r#"{"direction":"ltr","entry":{"hello":"a"}}"#);
        let more = catalogue(
            r#"{"direction":"ltr","entry":{"hello":"a","bye":"b","new_one":"b","new_other":"c"}}"#,
        );
        let mut sources = vec![words, fine];
        assert!(inbox_names_its_words(&sources).is_empty());
        sources[1] = lacks;
        assert_eq!(inbox_names_its_words(&sources).len(), 1);
        sources[1] = more;
        assert_eq!(inbox_names_its_words(&sources).len(), 1);
    }

    #[test]
    fn a_key_of_the_widget_that_is_missing_or_left_over_is_found() {
        let code = source(
            "widget/src/app.rs",
            r#"fn f() { app.t("hello"); let a = "status_new"; }"#,
        );
        let catalogue = |text| source("widget/locales/en.json", text);
        let mut sources = vec![code, catalogue(r#"{"hello":"a","status_new":"b"}"#)];
        assert!(widget_uses_its_words(&sources).is_empty());
        sources[1] = catalogue(r#"{"status_new":"b"}"#);
        assert_eq!(widget_uses_its_words(&sources).len(), 1);
        sources[1] = catalogue(r#"{"hello":"a","status_new":"b","bye":"c"}"#);
        assert_eq!(widget_uses_its_words(&sources).len(), 1);
    }

    #[test]
    fn a_key_of_the_server_that_is_missing_or_left_over_is_found() {
        let fields = source(SERVER_NAMES, "    pub hello: String,\n");
        let code = source("server/src/page/chat.rs", "fn f() { words.hello }");
        let catalogue = |text| source("server/locales/en.json", text);
        let mut sources = vec![fields, code, catalogue(r#"{"hello":"a"}"#)];
        assert!(server_uses_its_words(&sources).is_empty());
        sources[2] = catalogue("{}");
        assert_eq!(server_uses_its_words(&sources).len(), 1);
        sources[2] = catalogue(r#"{"hello":"a"}"#);
        sources.remove(1);
        assert_eq!(server_uses_its_words(&sources).len(), 1);
    }
}
