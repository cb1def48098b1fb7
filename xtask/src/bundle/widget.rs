//! The widget's files: loader, glue, WASM, styles and languages, what stands in for them under a
//! strict policy, and the chat on a page of its own.

use serde_json::{Map, Value, json};

use super::locales::{self, Locale};
use super::trunk::Built;
use super::{File, esbuild, manifest};
use crate::files;
use crate::paths::Paths;

const SCRIPT: &str = "{{script}}";
const STYLE: &str = "{{style}}";

/// All of them; loader and chat page come last because they know the names of the others.
pub(super) fn files(paths: &Paths, built: &Built) -> Result<Vec<File>, String> {
    let glue = esbuild::bundle(paths, &built.glue, &["--format=esm".to_owned()])?;
    let mut files = vec![
        manifest::hashed("porthole", "js", glue),
        manifest::hashed("porthole", "wasm", files::read(&built.wasm)?),
        manifest::hashed(
            "panel",
            "css",
            esbuild::style(paths, "widget/style/panel.css")?,
        ),
    ];
    let mut assets = Map::new();
    for (key, file) in ["glue", "wasm", "css"].into_iter().zip(&files) {
        assets.insert(key.to_owned(), json!(file.path));
    }
    let locales = locales(paths)?;
    let names = locales
        .iter()
        .map(|(language, file)| (language.clone(), json!(file.path)));
    assets.insert("locales".to_owned(), Value::Object(names.collect()));
    files.extend(locales.into_iter().map(|(_, file)| file));
    files.extend(chat(paths, &assets)?);
    let fallback = module(paths, "fallback", &assets)?;
    assets.insert("fallback".to_owned(), json!(fallback.path));
    files.push(fallback);
    files.push(File {
        logical: Some("widget.js".to_owned()),
        path: "widget.js".to_owned(),
        bytes: script(paths, "loader", "iife", &assets)?,
    });
    Ok(files)
}

fn locales(paths: &Paths) -> Result<Vec<(String, File)>, String> {
    let locales = locales::complete(&paths.root.join("widget/locales"))?;
    let file = |Locale {
                    language,
                    catalogue,
                }: Locale| {
        let file = manifest::hashed(&language, "json", catalogue.to_string().into_bytes());
        (language, file)
    };
    Ok(locales.into_iter().map(file).collect())
}

/// The chat on a page of its own. The server fills in the workspace.
fn chat(paths: &Paths, assets: &Map<String, Value>) -> Result<[File; 3], String> {
    let script = module(paths, "chat", assets)?;
    let style = esbuild::style(paths, "widget/style/chat.css")?;
    let style = manifest::hashed("chat", "css", style);
    let page = files::read_text(&paths.root.join("widget/loader/chat.html"))?
        .replace(SCRIPT, &format!("/{}", script.path))
        .replace(STYLE, &format!("/{}", style.path));
    let page = File {
        logical: None,
        path: "chat.html".to_owned(),
        bytes: page.into_bytes(),
    };
    Ok([script, style, page])
}

fn module(paths: &Paths, name: &str, assets: &Map<String, Value>) -> Result<File, String> {
    let bytes = script(paths, name, "esm", assets)?;
    Ok(manifest::hashed(name, "js", bytes))
}

fn script(
    paths: &Paths,
    name: &str,
    format: &str,
    assets: &Map<String, Value>,
) -> Result<Vec<u8>, String> {
    let assets = Value::Object(assets.clone());
    let options = [
        format!("--format={format}"),
        format!("--define:ASSETS={assets}"),
        format!("--define:VERSION=\"{}\"", env!("CARGO_PKG_VERSION")),
    ];
    let entry = paths.root.join(format!("widget/loader/{name}.js"));
    esbuild::bundle(paths, &entry, &options)
}
