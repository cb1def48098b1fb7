//! The lock on a data directory.

use std::fs::File;
use std::path::Path;

/// The lock's name within the data directory.
pub const LOCK: &str = "porthole.lock";

/// Keeps a second server, or a restore, off the same data until the file is dropped or the process
/// ends.
///
/// # Errors
/// Another one has it, or the directory cannot be written.
pub fn lock(data_dir: &Path) -> Result<File, String> {
    let path = data_dir.join(LOCK);
    let file = File::create(&path)
        .map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
    file.try_lock().map_err(|_| {
        let data_dir = data_dir.display();
        format!("{data_dir} is in use by another porthole: stop it, or choose another --data-dir")
    })?;
    Ok(file)
}
