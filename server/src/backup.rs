//! `porthole backup`, `restore` and `check`: copies of everything, and whether they are sound.

mod key;

pub use key::RestoredKey;

use crate::files::{DIRECTORY, Files};
use crate::lock::{LOCK, lock};
use crate::store::{Content, Soundness, Store, StoreError};
use porthole_shared::id::AttachmentId;
use porthole_shared::time::{DAY, HOUR, MINUTE, SECOND, Timestamp};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// Copies the database of a data directory, and the files of its messages, into a new file and says
/// what is in it. The name appears only when the copy is whole, checked and on disk. The key of its
/// secrets is put beside it, unless it lies elsewhere on purpose (`key_file`).
///
/// # Errors
/// A sentence that says what cannot be done; nothing is left behind then.
pub fn backup(
    data_dir: &Path,
    key_file: Option<&Path>,
    target: &Path,
    now: Timestamp,
) -> Result<String, String> {
    let database = installed(data_dir)?;
    let target = if target.is_dir() {
        target.join(file_name(now))
    } else {
        target.to_owned()
    };
    refuse_replacing(&target)?;
    let (key, of_key) = key::put_beside((data_dir, &database), key_file, &target)?;
    let files = Files::of(data_dir);
    let told = put(
        &database,
        &target,
        Content::Beside(&|id| files.size(id)),
        |copy| Store::pack(copy, &|id| files.path(id)),
        |_| Ok(()),
    )?;
    key.keep();
    Ok(format!("{} holds {told}.{of_key}", target.display()))
}

/// Makes a data directory of a backup and says what is in it.
///
/// # Errors
/// A sentence that says what cannot be done; nothing is left behind then.
pub fn restore(
    backup: &Path,
    key: RestoredKey<'_>,
    data_dir: &Path,
    now: Timestamp,
) -> Result<String, String> {
    if !backup.is_file() {
        return Err(format!("there is no backup {}", backup.display()));
    }
    let cannot = |error: io::Error| format!("{} cannot be used: {error}", data_dir.display());
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data_dir)
        .map_err(cannot)?;
    let _lock = lock(data_dir)?;
    refuse_unless_empty(data_dir)?;
    let put_key = key::put_back(backup, key, data_dir)?;
    let files = Files::of(data_dir);
    let begin_anew = |copy: &Path| {
        if key == RestoredKey::Forgotten {
            Store::forget_vault_key_of(copy)?;
        }
        Store::begin_new_log(copy, now)?;
        Store::unpack(copy, &|id| files.path(id))
    };
    let database = Store::path(data_dir);
    let told = put(backup, &database, Content::Inside, |_| Ok(()), begin_anew);
    if told.is_err() {
        // There was nothing here before.
        let _ = fs::remove_dir_all(data_dir.join(DIRECTORY));
    }
    let told = told?;
    put_key.keep();
    Ok(format!("{} holds {told}.", data_dir.display()))
}

fn refuse_unless_empty(data_dir: &Path) -> Result<(), String> {
    let cannot = |error: io::Error| format!("{} cannot be used: {error}", data_dir.display());
    for entry in fs::read_dir(data_dir).map_err(cannot)? {
        let name = entry.map_err(cannot)?.file_name();
        if name != LOCK {
            return Err(format!(
                "{} is not empty: move {} away first, or choose another --data-dir",
                data_dir.display(),
                name.display()
            ));
        }
    }
    Ok(())
}

/// Looks at the database of a data directory, or at a backup. Gives what is to be said of it, and
/// whether it is sound.
///
/// # Errors
/// A sentence that says why it cannot be looked at.
pub fn check(data_dir: &Path, backup: Option<&Path>) -> Result<(String, bool), String> {
    let path = match backup {
        Some(backup) => backup.to_owned(),
        None => installed(data_dir)?,
    };
    let files = Files::of(data_dir);
    let size_of = |id: &AttachmentId| files.size(id);
    let content = match backup {
        Some(_) => Content::Inside,
        None => Content::Beside(&size_of),
    };
    let soundness = look(&path, content)?;
    Ok(if soundness.findings.is_empty() {
        (format!("sound: {}", contents(&soundness)), true)
    } else {
        (soundness.findings.join("\n"), false)
    })
}

fn installed(data_dir: &Path) -> Result<PathBuf, String> {
    if Store::exists(data_dir) {
        Ok(Store::path(data_dir))
    } else {
        Err(format!(
            "there is no installation in {}",
            data_dir.display()
        ))
    }
}

/// Looks at a database, and at the files of its messages where it is sound itself.
fn look(path: &Path, content: Content<'_>) -> Result<Soundness, String> {
    let mut soundness = Store::check_file(path).map_err(sentence)?;
    if soundness.findings.is_empty() {
        soundness.findings = Store::check_content(path, content).map_err(sentence)?;
    }
    Ok(soundness)
}

/// Copies a database under a name that must not exist: first under another one, where it is
/// `pack`ed, checked and `finish`ed.
fn put(
    from: &Path,
    to: &Path,
    content: Content<'_>,
    pack: impl FnOnce(&Path) -> Result<(), StoreError>,
    finish: impl FnOnce(&Path) -> Result<(), StoreError>,
) -> Result<String, String> {
    refuse_replacing(to)?;
    let mut partial = to.to_owned().into_os_string();
    partial.push(".partial");
    let partial = Partial::create(partial.into())?;
    let copied = Store::copy(from, &partial.0).and_then(|()| pack(&partial.0));
    // Where nothing can be copied, the original says why.
    let soundness = match copied {
        Ok(()) => look(&partial.0, Content::Inside)?,
        Err(_) => look(from, content)?,
    };
    if let Some(finding) = soundness.findings.first() {
        return Err(format!(
            "{} is not sound ({finding}); `porthole check` says more",
            from.display()
        ));
    }
    copied.map_err(sentence)?;
    finish(&partial.0).map_err(sentence)?;
    match partial.rename(to) {
        Ok(()) => Ok(contents(&soundness)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(exists(to)),
        Err(error) => Err(format!("{} cannot be written: {error}", to.display())),
    }
}

fn refuse_replacing(path: &Path) -> Result<(), String> {
    match path.symlink_metadata() {
        Ok(_) => Err(exists(path)),
        Err(_) => Ok(()),
    }
}

fn exists(path: &Path) -> String {
    format!("{} exists already: it is left as it is", path.display())
}

fn contents(soundness: &Soundness) -> String {
    let Soundness {
        workspaces,
        tickets,
        messages,
        ..
    } = soundness;
    let older = if soundness.is_older {
        ", of an older version whose own rules were not looked at"
    } else {
        ""
    };
    format!("{workspaces} workspaces, {tickets} tickets and {messages} messages{older}")
}

/// A file that is not whole yet, for this user's eyes alone. It goes when this is dropped.
struct Partial(PathBuf);

impl Partial {
    fn create(path: PathBuf) -> Result<Self, String> {
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path);
        match made {
            Ok(_) => Ok(Self(path)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(format!(
                "{} is there already: another copy is being made, or one was cut off; delete it then",
                path.display()
            )),
            Err(error) => Err(format!("{} cannot be written: {error}", path.display())),
        }
    }

    /// Gives the whole file its name, which nothing may have yet, and puts both on disk.
    fn rename(self, to: &Path) -> io::Result<()> {
        File::open(&self.0)?.sync_all()?;
        match fs::hard_link(&self.0, to) {
            Ok(()) => fs::remove_file(&self.0)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(error),
            // Not every file system knows second names. The name was free a moment ago.
            Err(_) => fs::rename(&self.0, to)?,
        }
        let directory = to.parent().filter(|parent| !parent.as_os_str().is_empty());
        File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Gone already where it got its name.
        let _ = fs::remove_file(&self.0);
    }
}

/// The name of a backup that is made at this time, in UTC.
fn file_name(now: Timestamp) -> String {
    let (year, month, day) = date(now.0.div_euclid(DAY));
    let rest = now.0.rem_euclid(DAY);
    let (hour, minute, second) = (rest / HOUR, rest % HOUR / MINUTE, rest % MINUTE / SECOND);
    format!("porthole-{year:04}-{month:02}-{day:02}T{hour:02}{minute:02}{second:02}Z.db")
}

/// The date of a day since 1970 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
/// `civil_from_days`).
fn date(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 {
        (year_of_era + era * 400, month + 3)
    } else {
        (year_of_era + era * 400 + 1, month - 9)
    };
    (year, month, day)
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err takes")]
fn sentence(error: StoreError) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_named_after_its_time() {
        for (at, name) in [
            (0, "porthole-1970-01-01T000000Z.db"),
            (951_827_696_000, "porthole-2000-02-29T123456Z.db"),
            (1_795_305_599_999, "porthole-2026-11-21T235959Z.db"),
            (1_798_761_600_000, "porthole-2027-01-01T000000Z.db"),
        ] {
            assert_eq!(file_name(Timestamp(at)), name);
        }
    }
}
