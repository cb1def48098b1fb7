//! The inbox's files: its page, one script, WASM, styles and languages.

use serde_json::{Map, json};

use super::locales::{self, Locale};
use super::trunk::Built;
use super::{File, esbuild, manifest};
use crate::files;
use crate::paths::Paths;

const SCRIPT: &str = "{{script}}";
const STYLE: &str = "{{style}}";

/// All of them; script and page know the names of those before them.
pub(super) fn files(paths: &Paths, built: &Built) -> Result<Vec<File>, String> {
    let wasm = manifest::hashed("inbox", "wasm", files::read(&built.wasm)?);
    let mut languages = Vec::new();
    let mut addresses = Map::new();
    for Locale {
        language,
        catalogue,
    } in locales::complete(&paths.root.join("inbox/locales"))?
    {
        let stem = format!("inbox.{language}");
        let file = manifest::hashed(&stem, "json", catalogue.to_string().into_bytes());
        addresses.insert(language, json!(format!("/{}", file.path)));
        languages.push(file);
    }
    let options = [
        "--format=esm".to_owned(),
        format!("--alias:glue={}", built.glue.display()),
        format!("--define:INBOX_WASM=\"/{}\"", wasm.path),
        format!("--define:INBOX_LOCALES={}", json!(addresses)),
    ];
    let script = esbuild::bundle(paths, &paths.root.join("inbox/start.js"), &options)?;
    let script = manifest::hashed("inbox", "js", script);
    let style = manifest::hashed(
        "inbox",
        "css",
        esbuild::style(paths, "inbox/style/inbox.css")?,
    );
    let page = page(&files::read_text(&built.page)?, &script.path, &style.path)?;
    let page = File {
        logical: None,
        path: "inbox.html".to_owned(),
        bytes: page.into_bytes(),
    };
    languages.extend([wasm, script, style, page]);
    Ok(languages)
}

/// Puts the hashed names into the page and takes out Trunk's own link, which stays where Trunk injects nothing.
fn page(skeleton: &str, script: &str, style: &str) -> Result<String, String> {
    for placeholder in [SCRIPT, STYLE] {
        if !skeleton.contains(placeholder) {
            return Err(format!(
                "inbox/index.html lacks the placeholder {placeholder}"
            ));
        }
    }
    let mut page = skeleton
        .replace(SCRIPT, &format!("/{script}"))
        .replace(STYLE, &format!("/{style}"));
    while let Some(start) = page.find("<link data-trunk") {
        let length = page[start..]
            .find('>')
            .ok_or("inbox/index.html ends inside a link")?;
        page.replace_range(start..=start + length, "");
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn puts_names_into_the_page() {
        let skeleton = r#"<link data-trunk rel="rust"/><link href="{{style}}"><script src="{{script}}"></script>"#;
        let expected = r#"<link href="/assets/i.css"><script src="/assets/i.js"></script>"#;
        assert_eq!(
            page(skeleton, "assets/i.js", "assets/i.css").as_deref(),
            Ok(expected)
        );
        assert!(page("<p>", "a", "b").is_err_and(|message| message.contains("{{script}}")));
    }
}
