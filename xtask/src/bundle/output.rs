//! Writes the bundle: each file with its compressed siblings, the manifest and the list for the server.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::compress::{Compressed, compressed};
use super::embed::{self, Listed};
use super::{File, manifest};
use crate::files;
use crate::paths::Paths;

/// Writes what changed and removes what no longer belongs.
pub(super) fn write(paths: &Paths, list: &[File]) -> Result<(), String> {
    let cache = paths.target.join("compressed");
    let mut packed = Vec::new();
    for file in list {
        packed.push((file, compressed(&file.bytes, &cache)?));
    }
    let manifest = File {
        logical: None,
        path: "manifest.json".to_owned(),
        bytes: manifest::render(&packed),
    };
    packed.push((&manifest, compressed(&manifest.bytes, &cache)?));
    packed.sort_by(|(one, _), (other, _)| one.path.cmp(&other.path));

    let mut kept = BTreeSet::new();
    for (file, forms) in &packed {
        write_forms(paths, file, forms, &mut kept)?;
    }
    let listed = packed
        .iter()
        .map(|(file, forms)| listed(file, forms))
        .collect::<Vec<_>>();
    let embed = paths.bundle().join("embed.rs");
    files::write(&embed, &embed::render(&listed))?;
    kept.insert(embed);
    remove_others(&paths.bundle(), |path| kept.contains(path))?;

    let hashes: BTreeSet<String> = packed
        .iter()
        .map(|(file, _)| files::sha256(&file.bytes))
        .collect();
    let is_of_a_file = |path: &Path| {
        path.file_stem()
            .is_some_and(|stem| hashes.contains(&*stem.to_string_lossy()))
    };
    remove_others(&cache, is_of_a_file)
}

fn listed(file: &File, forms: &Compressed) -> Listed {
    Listed {
        path: file.path.clone(),
        brotli: forms.brotli.is_some(),
        gzip: forms.gzip.is_some(),
    }
}

fn write_forms(
    paths: &Paths,
    file: &File,
    forms: &Compressed,
    kept: &mut BTreeSet<PathBuf>,
) -> Result<(), String> {
    let all = [
        ("", Some(&file.bytes)),
        (".br", forms.brotli.as_ref()),
        (".gz", forms.gzip.as_ref()),
    ];
    for (suffix, bytes) in all {
        let Some(bytes) = bytes else { continue };
        let path = paths.bundle().join(format!("{}{suffix}", file.path));
        files::write(&path, bytes)?;
        kept.insert(path);
    }
    Ok(())
}

fn remove_others(folder: &Path, keep: impl Fn(&Path) -> bool) -> Result<(), String> {
    for path in files::walk(folder)? {
        if !keep(&path) {
            std::fs::remove_file(&path)
                .map_err(|error| format!("cannot remove {}: {error}", path.display()))?;
        }
    }
    Ok(())
}
