//! The widget's files: loader, glue, WASM, styles and languages, what stands in for them under a
//! strict policy, and the chat on a page of its own.

use serde_json::{Map, Value, json};

use super::trunk::Built;
use super::{File, esbuild, locales, manifest, names};
use crate::files;
use crate::paths::Paths;

const SCRIPT: &str = "{{script}}";
const STYLE: &str = "{{style}}";

/// All of them; loader and chat page come last because they know the names of the others.
pub(super) fn files(paths: &Paths, built: &Built) -> Result<Vec<File>, String> {
    let attention = module(paths, "attention", &Map::new())?;
    // Only what a script loads itself is put into it: in the loader every byte counts.
    let own = Map::from_iter([("attention".to_owned(), json!(attention.path))]);
    let (wasm, glue) = names::shorten(&files::read(&built.wasm)?, &files::read_text(&built.glue)?)?;
    let below = paths.target.join("trunk/widget.glue.js");
    files::write(&below, glue.as_bytes())?;
    let alias = format!("--alias:wasm={}", below.display());
    let glue = script(paths, "glue", "esm", &own, &[alias])?;
    let mut files = vec![
        manifest::hashed("porthole", "js", glue),
        manifest::hashed("porthole", "wasm", wasm),
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
    files.push(attention);
    let Spoken {
        languages,
        words,
        catalogues,
    } = spoken(paths)?;
    assets.insert("locales".to_owned(), json!(languages.join(" ")));
    assets.insert("words".to_owned(), json!(words));
    files.extend(catalogues);
    files.extend(chat(paths, &assets)?);
    let fallback = module(paths, "fallback", &assets)?;
    assets.insert("fallback".to_owned(), json!(fallback.path));
    files.push(fallback);
    let (compat, shims) = shims(paths)?;
    assets.insert("compat".to_owned(), json!(compat));
    files.extend(shims);
    files.push(File {
        logical: Some("widget.js".to_owned()),
        path: "widget.js".to_owned(),
        bytes: script(paths, "loader", "iife", &assets, &[])?,
    });
    Ok(files)
}

/// The catalogues. One hash over all of them stands in each name: so the loader, in which every
/// byte counts, has to know one name and the list of languages.
struct Spoken {
    languages: Vec<String>,
    /// The name, with a star in place of the language.
    words: String,
    catalogues: Vec<File>,
}

fn spoken(paths: &Paths) -> Result<Spoken, String> {
    let locales: Vec<(String, Vec<u8>)> = locales::complete(&paths.root.join("widget/locales"))?
        .into_iter()
        .map(|locale| (locale.language, locale.catalogue.to_string().into_bytes()))
        .collect();
    let all: Vec<u8> = locales
        .iter()
        .flat_map(|(_, bytes)| bytes.clone())
        .collect();
    let words = manifest::hashed("*", "json", all).path;
    let catalogue = |(language, bytes): &(String, Vec<u8>)| File {
        logical: Some(format!("{language}.json")),
        path: words.replace('*', language),
        bytes: bytes.clone(),
    };
    Ok(Spoken {
        catalogues: locales.iter().map(catalogue).collect(),
        languages: locales.into_iter().map(|(language, _)| language).collect(),
        words,
    })
}

/// The calls of other products. As with the catalogues, one name stands for all.
fn shims(paths: &Paths) -> Result<(String, Vec<File>), String> {
    let mut files = Vec::new();
    for product in ["helper", "posthog"] {
        let bytes = script(paths, &format!("compat/{product}"), "esm", &Map::new(), &[])?;
        files.push((product, bytes));
    }
    let all: Vec<u8> = files.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
    let name = manifest::hashed("compat.*", "js", all).path;
    let file = |(product, bytes): (&str, Vec<u8>)| File {
        logical: Some(format!("compat.{product}.js")),
        path: name.replace('*', product),
        bytes,
    };
    Ok((name.clone(), files.into_iter().map(file).collect()))
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
    let bytes = script(paths, name, "esm", assets, &[])?;
    Ok(manifest::hashed(name, "js", bytes))
}

fn script(
    paths: &Paths,
    name: &str,
    format: &str,
    assets: &Map<String, Value>,
    more: &[String],
) -> Result<Vec<u8>, String> {
    let assets = Value::Object(assets.clone());
    let mut options = vec![
        format!("--format={format}"),
        format!("--define:ASSETS={assets}"),
        format!("--define:VERSION=\"{}\"", env!("CARGO_PKG_VERSION")),
    ];
    options.extend_from_slice(more);
    let entry = paths.root.join(format!("widget/loader/{name}.js"));
    esbuild::bundle(paths, &entry, &options)
}
