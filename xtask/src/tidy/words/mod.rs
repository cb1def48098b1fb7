//! The words shown to people: every language has them all, the code uses each, and none stands
//! in the code itself.

mod catalogue;
mod plural;
mod sentence;
mod used;

pub(super) use catalogue::{languages_are_named, languages_say_the_same};
pub(super) use sentence::views_hold_no_words;
pub(super) use used::{inbox_names_its_words, server_uses_its_words, widget_uses_its_words};

use serde_json::Value;

use super::Source;

/// The folders of the catalogues.
const INBOX: &str = "inbox/locales/";
const SERVER: &str = "server/locales/";
const WIDGET: &str = "widget/locales/";

/// A catalogue as flat pairs: the key with its section before it, and the words.
type Flat = Vec<(String, String)>;

/// The language of a file in one of the folders.
fn language<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    path.strip_prefix(folder)?.strip_suffix(".json")
}

/// The catalogue of a file, or what is wrong with it.
fn flat(source: &Source) -> Result<Flat, String> {
    let value: Value = serde_json::from_str(&source.text)
        .map_err(|error| format!("{}:{}: {error}", source.path, error.line()))?;
    let mut flat = Flat::new();
    flatten("", &value, &mut flat).map_err(|key| {
        format!(
            "{}: {key} is neither a text nor a section of texts",
            source.path
        )
    })?;
    Ok(flat)
}

fn flatten(before: &str, value: &Value, flat: &mut Flat) -> Result<(), String> {
    let entries = value.as_object().ok_or_else(|| before.to_owned())?;
    for (key, value) in entries {
        let key = if before.is_empty() {
            key.clone()
        } else {
            format!("{before}.{key}")
        };
        match value.as_str() {
            Some(words) => flat.push((key, words.to_owned())),
            None => flatten(&key, value, flat)?,
        }
    }
    Ok(())
}

/// The English catalogue of a folder; another rule complains where there is none.
fn english(sources: &[Source], folder: &str) -> Flat {
    let path = format!("{folder}en.json");
    let file = sources.iter().find(|source| source.path == path);
    file.and_then(|file| flat(file).ok()).unwrap_or_default()
}
