//! The widget's files: loader, glue, WASM, styles and languages.

use serde_json::{Map, Value, json};

use super::trunk::Built;
use super::{File, esbuild, manifest};
use crate::files;
use crate::paths::Paths;

/// All of them; the loader comes last because it knows the names of the others.
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
    files.push(loader(paths, &Value::Object(assets))?);
    Ok(files)
}

fn locales(paths: &Paths) -> Result<Vec<(String, File)>, String> {
    let mut found = Vec::new();
    for path in files::list(&paths.root.join("widget/locales"))? {
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let catalogue: Value = serde_json::from_slice(&files::read(&path)?)
            .map_err(|error| format!("{} is not JSON: {error}", path.display()))?;
        let language = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let file = manifest::hashed(&language, "json", catalogue.to_string().into_bytes());
        found.push((language, file));
    }
    if found.is_empty() {
        Err("widget/locales holds no language".to_owned())
    } else {
        Ok(found)
    }
}

fn loader(paths: &Paths, assets: &Value) -> Result<File, String> {
    let options = [
        "--format=iife".to_owned(),
        format!("--define:ASSETS={assets}"),
        format!("--define:VERSION=\"{}\"", env!("CARGO_PKG_VERSION")),
    ];
    let bytes = esbuild::bundle(paths, &paths.root.join("widget/loader/loader.js"), &options)?;
    Ok(File {
        logical: Some("widget.js".to_owned()),
        path: "widget.js".to_owned(),
        bytes,
    })
}
