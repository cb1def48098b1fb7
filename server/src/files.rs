//! What is in the files that people attach: a directory beside the database. A file gets its name
//! only when it is whole and on disk.

use crate::domain::attachment::{ARRIVAL_LIMIT, Inspected, Inspector, Refused, SILENCE_LIMIT};
use futures_util::stream::{Stream, StreamExt as _, try_unfold};
use porthole_shared::attachment::FileName;
use porthole_shared::id::AttachmentId;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::fs::{self, DirBuilder, File, OpenOptions};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::{Instant, timeout_at};

/// The directory's name within the data directory.
pub const DIRECTORY: &str = "files";
/// How much is read at a time, in bytes.
const PIECE: usize = 64 * 1024;
const SILENCE: Duration = Duration::from_millis(SILENCE_LIMIT.unsigned_abs());
const ARRIVAL: Duration = Duration::from_millis(ARRIVAL_LIMIT.unsigned_abs());

/// The files of a data directory. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    root: Arc<Path>,
}

/// Why a file did not arrive. Nothing of it is left then.
#[derive(Debug)]
pub enum Lost {
    /// It is not taken.
    Refused(Refused),
    /// It was cut off.
    Cut,
    /// It came too slowly.
    Slow,
    /// The disk is full.
    Full,
    /// The disk failed.
    Disk(io::Error),
}

impl From<io::Error> for Lost {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Disk(error),
        }
    }
}

impl Files {
    /// The files of this data directory.
    #[must_use]
    pub fn of(data_dir: &Path) -> Self {
        Self {
            root: data_dir.join(DIRECTORY).into(),
        }
    }

    /// Where a file is. Folders by the last two characters, which are random: no folder has more
    /// than a thousandth of them.
    #[must_use]
    pub fn path(&self, id: &AttachmentId) -> PathBuf {
        let name = id.as_str();
        let folder = name.get(name.len().saturating_sub(2)..).unwrap_or(name);
        self.root.join(folder).join(name)
    }

    /// Takes a file from whoever sends it, piece by piece, and looks at it on the way.
    ///
    /// # Errors
    /// It did not arrive, and why.
    pub async fn receive<B: AsRef<[u8]>, E>(
        &self,
        id: &AttachmentId,
        name: FileName,
        pieces: impl Stream<Item = Result<B, E>> + Unpin,
    ) -> Result<Inspected, Lost> {
        let path = self.path(id);
        let partial = path.with_extension("part");
        let received = self.write(&path, &partial, name, pieces).await;
        if received.is_err() {
            // It may not have been begun.
            let _ = fs::remove_file(&partial).await;
        }
        received
    }

    async fn write<B: AsRef<[u8]>, E>(
        &self,
        path: &Path,
        partial: &Path,
        name: FileName,
        mut pieces: impl Stream<Item = Result<B, E>> + Unpin,
    ) -> Result<Inspected, Lost> {
        let folder = path.parent().unwrap_or(&self.root);
        self.make(folder).await?;
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(partial)
            .await?;
        let mut inspector = Inspector::default();
        let end = Instant::now() + ARRIVAL;
        loop {
            let wake = end.min(Instant::now() + SILENCE);
            let piece = timeout_at(wake, pieces.next()).await;
            let Some(piece) = piece.map_err(|_| Lost::Slow)? else {
                break;
            };
            let piece = piece.map_err(|_| Lost::Cut)?;
            inspector.take(piece.as_ref()).map_err(Lost::Refused)?;
            file.write_all(piece.as_ref()).await?;
        }
        let inspected = inspector.finish(name).map_err(Lost::Refused)?;
        file.flush().await?;
        file.sync_all().await?;
        fs::rename(partial, path).await?;
        File::open(folder).await?.sync_all().await?;
        Ok(inspected)
    }

    /// Makes a folder if it is missing, for this user's eyes alone, and puts the names that lead to
    /// it on disk.
    async fn make(&self, folder: &Path) -> io::Result<()> {
        if fs::try_exists(folder).await? {
            return Ok(());
        }
        let mut builder = DirBuilder::new();
        builder.recursive(true).mode(0o700).create(folder).await?;
        for directory in self.root.ancestors().take(2) {
            File::open(directory).await?.sync_all().await?;
        }
        Ok(())
    }

    /// What is in a file, piece by piece.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    pub async fn open(
        &self,
        id: &AttachmentId,
    ) -> io::Result<impl Stream<Item = io::Result<Vec<u8>>> + Send + 'static> {
        let file = File::open(self.path(id)).await?;
        Ok(try_unfold(file, async |mut file| {
            let mut piece = Vec::with_capacity(PIECE);
            (&mut file)
                .take(PIECE as u64)
                .read_to_end(&mut piece)
                .await?;
            Ok((!piece.is_empty()).then_some((piece, file)))
        }))
    }

    /// Deletes a file, whole or not. One that is not there is gone already.
    ///
    /// # Errors
    /// It cannot be deleted.
    pub async fn remove(&self, id: &AttachmentId) -> io::Result<()> {
        let path = self.path(id);
        for path in [path.with_extension("part"), path] {
            match fs::remove_file(&path).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// How large a file is on disk, in bytes; `None` where it is not there.
    #[must_use]
    pub fn size(&self, id: &AttachmentId) -> Option<u64> {
        let found = std::fs::metadata(self.path(id)).ok()?;
        found.is_file().then_some(found.len())
    }
}
