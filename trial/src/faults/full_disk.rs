//! The disk is full: the server says so, acknowledges nothing that it has not, and goes on when
//! there is room again.

use super::listener::history;
use super::talker::{Script, boot, insist, parse};
use super::tally::{Tally, Trail};
use super::{Report, Trial};
use crate::client::{Client, Failure};
use crate::folder::Folder;
use crate::random::Random;
use crate::server::{OPEN_DOORS, Server, run as run_command};
use crate::visitor::Visitor;
use crate::{database, say};
use porthole_shared::error::ErrorBody;
use porthole_shared::live::{SyncRequest, Update};
use porthole_shared::ticket::{SendReply, SendRequest};
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tokio::task::block_in_place;

/// How long a client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// The size of the disk, in bytes.
const DISK: u64 = 24 * 1024 * 1024;
/// How much of it is left when visitors begin to write.
const ROOM: u64 = 2 * 1024 * 1024;
/// How many visitors write, and how much each.
const VISITORS: usize = 4;
const MESSAGES: u32 = 300;
const LENGTH: usize = 4_000;

/// Runs it.
///
/// # Errors
/// It could not be carried through.
pub async fn run(trial: &Trial) -> Result<Report, String> {
    let mut report = Report::default();
    let disk = match block_in_place(Disk::mount) {
        Ok(disk) => disk,
        Err(why) => {
            report.skipped = Some(format!(
                "a size-limited disk cannot be mounted here ({why})"
            ));
            return Ok(report);
        }
    };
    let data = disk.folder.path().join("data");
    let mut server = block_in_place(|| Server::install(&trial.binary, &data, OPEN_DOORS))?;
    let mut writers = Vec::new();
    for index in 0..VISITORS {
        writers.push(Writer::new(&server, index, &trial.random).await?);
    }
    disk.fill()?;
    for writer in &mut writers {
        writer.until_refused(&mut report).await?;
        writer.read(&mut report).await;
    }
    say::note("restarting on the full disk …");
    let restarted = block_in_place(|| server.stop().and_then(|()| server.start()));
    report.notes.push(match restarted {
        Ok(()) => "restarted while the disk was full".to_owned(),
        Err(why) => format!("did not start while the disk was full: {why}"),
    });
    disk.free()?;
    if server.pid().is_none() {
        block_in_place(|| server.start())?;
    }
    for writer in &mut writers {
        writer.finish().await?;
    }
    report
        .rows
        .push(("full disk".to_owned(), count(&server, &mut writers).await?));
    block_in_place(|| server.stop())?;
    block_in_place(|| super::check(&server, &mut report));
    Ok(report)
}

async fn count(server: &Server, writers: &mut [Writer]) -> Result<Tally, String> {
    let texts = database::texts(server.data())?;
    let mut tally = Tally::default();
    for writer in writers {
        let stored = texts.iter().filter_map(|text| parse(text));
        let own = stored.filter(|(name, _)| *name == writer.script.name);
        let stored = own.map(|(_, number)| number).collect();
        let shown = history(&mut writer.visitor, &mut writer.random).await?;
        tally.add(&Trail {
            sent: MESSAGES,
            acknowledged: writer.acknowledged,
            stored,
            shown: shown.into_values().collect(),
        });
    }
    Ok(tally)
}

/// A visitor who goes on as long as the server has room.
struct Writer {
    visitor: Visitor,
    script: Script,
    random: Random,
    acknowledged: u32,
    /// The message that was refused, to be sent again as it is.
    refused: Option<SendRequest>,
}

impl Writer {
    async fn new(server: &Server, index: usize, random: &Random) -> Result<Self, String> {
        let client = Client::new(server.address, PATIENCE);
        let mut visitor = Visitor::new(client, &server.token, random.of("visitor", index));
        let mut random = random.of("writer", index);
        boot(&mut visitor, &mut random).await?;
        Ok(Self {
            visitor,
            script: Script {
                name: format!("disk{index}"),
                count: MESSAGES,
                duration: Duration::ZERO,
                length: LENGTH,
            },
            random,
            acknowledged: 0,
            refused: None,
        })
    }

    /// Writes until the server says no, which it has to say well.
    async fn until_refused(&mut self, report: &mut Report) -> Result<(), String> {
        while self.acknowledged < MESSAGES {
            let text = self.script.text(self.acknowledged);
            let message = self.visitor.compose(text);
            match self.visitor.send(&message).await {
                Ok(_) => self.acknowledged += 1,
                Err(Failure::Refused(status, _, body)) => {
                    let told: ErrorBody = serde_json::from_str(&body).unwrap_or_default();
                    report.check(status == 503 && !told.error.message.is_empty(), || {
                        format!("a full disk was answered with {status}: {body}")
                    });
                    self.refused = Some(message);
                    return Ok(());
                }
                Err(Failure::Broken(why)) => {
                    return Err(format!("the server went away on a full disk: {why}"));
                }
            }
        }
        report
            .complaints
            .push("nobody was refused: the disk was not full".to_owned());
        Ok(())
    }

    /// What is stored can be read while nothing can be written.
    async fn read(&mut self, report: &mut Report) {
        let update = self
            .visitor
            .call::<Update, _>("sync", &SyncRequest::default());
        report.check(update.await.is_ok(), || {
            "nothing could be read from a full disk".to_owned()
        });
    }

    /// Sends the refused message again, and the rest.
    async fn finish(&mut self) -> Result<(), String> {
        while self.acknowledged < MESSAGES {
            let message = match self.refused.take() {
                Some(message) => message,
                None => self.visitor.compose(self.script.text(self.acknowledged)),
            };
            let (visitor, random) = (&mut self.visitor, &mut self.random);
            let _: SendReply = insist(visitor, random, "messages", &message).await?;
            self.acknowledged += 1;
        }
        Ok(())
    }
}

/// A disk of a limited size, in memory. It is unmounted when dropped.
struct Disk {
    folder: Folder,
}

impl Disk {
    fn mount() -> Result<Self, String> {
        let folder = Folder::new()?;
        let size = format!("size={DISK}");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "porthole-trial"]);
        run_command(mount.arg(folder.path()), "")?;
        Ok(Self { folder })
    }

    /// Leaves just a little room.
    fn fill(&self) -> Result<(), String> {
        let used: u64 = size_of(self.folder.path());
        let write = || {
            let mut file = File::create(self.ballast())?;
            let page = [1_u8; 4096];
            for _ in 0..(DISK - used - ROOM) / 4096 {
                file.write_all(&page)?;
            }
            Ok::<_, std::io::Error>(())
        };
        write().map_err(|error| format!("the ballast cannot be written: {error}"))
    }

    fn free(&self) -> Result<(), String> {
        std::fs::remove_file(self.ballast()).map_err(|error| error.to_string())
    }

    fn ballast(&self) -> std::path::PathBuf {
        self.folder.path().join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: whoever still has a file open there is about to end.
        let _ = Command::new("umount")
            .arg("-l")
            .arg(self.folder.path())
            .status();
    }
}

/// How many bytes lie in a folder.
fn size_of(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(data) if data.is_dir() => size_of(&entry.path()),
            Ok(data) => data.len(),
            Err(_) => 0,
        })
        .sum()
}
