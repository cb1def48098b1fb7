//! The catalogues of one front end: a file for each language, English first of all.
//!
//! A language that lacks a sentence is bundled with the English one in its place, and says so:
//! better than a key in the middle of a page, and `cargo xtask tidy` lists what to translate.

use std::path::Path;

use serde_json::Value;

use crate::{files, say};

/// The language that has every sentence.
pub(crate) const ENGLISH: &str = "en";

/// A language with its sentences.
#[derive(Debug)]
pub(crate) struct Locale {
    /// Its tag, such as `en`: the name of its file.
    pub(crate) language: String,
    pub(crate) catalogue: Value,
}

/// The languages of a folder, sorted by name, each complete.
pub(super) fn complete(dir: &Path) -> Result<Vec<Locale>, String> {
    let mut locales = Vec::new();
    for path in files::list(dir)? {
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let catalogue: Value = serde_json::from_slice(&files::read(&path)?)
            .map_err(|error| format!("{} is not JSON: {error}", path.display()))?;
        let language = path.file_stem().unwrap_or_default().to_string_lossy();
        locales.push(Locale {
            language: language.into_owned(),
            catalogue,
        });
    }
    let english = locales
        .iter()
        .find(|locale| locale.language == ENGLISH)
        .ok_or_else(|| format!("{} lacks {ENGLISH}.json", dir.display()))?
        .catalogue
        .clone();
    for Locale {
        language,
        catalogue,
    } in &mut locales
    {
        let added = fill_up(catalogue, &english);
        if added > 0 {
            say::note(&format!(
                "{}/{language}.json lacks {added} sentences; they are English for now",
                dir.display()
            ));
        }
    }
    Ok(locales)
}

/// Adds what only the other one has, and counts it.
fn fill_up(catalogue: &mut Value, english: &Value) -> usize {
    let (Some(own), Some(english)) = (catalogue.as_object_mut(), english.as_object()) else {
        return 0;
    };
    let mut added = 0;
    for (key, value) in english {
        // A language without this plural form has the one for any number.
        let any = key
            .rsplit_once('_')
            .map(|(base, _)| format!("{base}_other"));
        if key.ends_with("_one") && any.is_some_and(|any| own.contains_key(&any)) {
            continue;
        }
        match own.get_mut(key) {
            Some(section) => added += fill_up(section, value),
            None => {
                added += value.as_object().map_or(1, serde_json::Map::len);
                own.insert(key.clone(), value.clone());
            }
        }
    }
    added
}

#[cfg(test)]
mod tests {
    use super::fill_up;
    use serde_json::json;

    #[test]
    fn what_is_missing_is_english() {
        let english =
            json!({ "direction": "ltr", "a": { "x": "X", "y": "Y" }, "b": { "z": "Z", "w": "W" } });
        let mut german = json!({ "direction": "ltr", "a": { "x": "Ix" } });
        assert_eq!(fill_up(&mut german, &english), 3);
        assert_eq!(
            german,
            json!({ "direction": "ltr", "a": { "x": "Ix", "y": "Y" }, "b": { "z": "Z", "w": "W" } })
        );
        assert_eq!(fill_up(&mut german, &english), 0);
    }

    #[test]
    fn a_language_without_plural_forms_gets_none() {
        let english = json!({ "new_one": "One", "new_other": "{count}" });
        let mut japanese = json!({ "new_other": "J" });
        assert_eq!(fill_up(&mut japanese, &english), 0);
        assert_eq!(japanese, json!({ "new_other": "J" }));
    }
}
