//! Visitors with real browsers, driven by Playwright (`e2e/faults`).

use crate::folder::Folder;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// How long browsers may take to open the chat, and to show everything in the end.
const SLACK: Duration = Duration::from_secs(180);

/// What drives browsers.
#[derive(Clone, Debug)]
pub struct Tools {
    /// The folder `e2e`.
    pub folder: PathBuf,
    /// Playwright's command.
    pub playwright: PathBuf,
}

/// What one browser wrote, and what it shows in the end.
#[derive(Clone, Debug, Deserialize)]
pub struct Written {
    /// Whose texts these are.
    pub name: String,
    /// How many messages were written.
    pub sent: u32,
    /// How many of them are not on their way any more.
    pub acknowledged: u32,
    /// The texts of the history, in its order.
    pub shown: Vec<String>,
}

/// Browsers that have the chat open. They are ended when dropped.
#[derive(Debug)]
pub struct Browsers {
    child: Child,
    folder: Folder,
    deadline: Instant,
}

impl Browsers {
    /// Opens the chat in each: loaded from the server, and speaking through the proxy. Waits until
    /// all have been answered once.
    ///
    /// # Errors
    /// They could not.
    pub async fn open(
        tools: &Tools,
        (server, proxy, token): (SocketAddr, SocketAddr, &str),
        (visitors, messages): (usize, u32),
        duration: Duration,
    ) -> Result<Self, String> {
        let folder = Folder::new()?;
        let mut command = Command::new(&tools.playwright);
        command
            .args(["test", "--config", "faults.config.ts"])
            .current_dir(&tools.folder)
            .env("TRIAL_SERVER", format!("http://{server}"))
            .env("TRIAL_API", format!("http://{proxy}"))
            .env("TRIAL_TOKEN", token)
            .env("TRIAL_VISITORS", visitors.to_string())
            .env("TRIAL_MESSAGES", messages.to_string())
            .env("TRIAL_SECONDS", duration.as_secs().to_string())
            .env("TRIAL_SLACK", SLACK.as_secs().to_string())
            .env("TRIAL_FOLDER", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::from(std::io::stderr()));
        let child = command
            .spawn()
            .map_err(|error| format!("Playwright cannot be started: {error}"))?;
        let mut browsers = Self {
            child,
            folder,
            deadline: Instant::now() + 2 * SLACK + duration,
        };
        while !browsers.all_are("ready", visitors) {
            browsers.wait_a_moment().await?;
        }
        Ok(browsers)
    }

    /// Lets them write.
    ///
    /// # Errors
    /// They cannot be told.
    pub fn start(&self) -> Result<(), String> {
        let path = self.folder.path().join("go");
        std::fs::write(&path, "").map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Waits until they have written everything, and gives what they show.
    ///
    /// # Errors
    /// A browser complained.
    pub async fn finish(mut self) -> Result<Vec<Written>, String> {
        loop {
            match self.child.try_wait() {
                Ok(None) => self.wait_a_moment().await?,
                Ok(Some(status)) if status.success() => break,
                other => return Err(format!("the browsers failed: {other:?}")),
            }
        }
        let mut written = Vec::new();
        for path in files(self.folder.path()) {
            if path.extension().is_some_and(|ending| ending == "json") {
                let text = std::fs::read(&path).map_err(|error| error.to_string())?;
                let one = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
                written.push(one);
            }
        }
        Ok(written)
    }

    fn all_are(&self, state: &str, visitors: usize) -> bool {
        let is_so = |path: &PathBuf| path.extension().is_some_and(|ending| ending == state);
        files(self.folder.path()).filter(is_so).count() == visitors
    }

    async fn wait_a_moment(&mut self) -> Result<(), String> {
        sleep(Duration::from_millis(50)).await;
        if Instant::now() > self.deadline {
            return Err("the browsers took too long".to_owned());
        }
        match self.child.try_wait() {
            Ok(Some(status)) if !status.success() => {
                Err(format!("the browsers ended early ({status})"))
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Browsers {
    fn drop(&mut self) {
        // Asked, not killed: Playwright ends its browsers with itself.
        let pid = self.child.id().to_string();
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = Command::new("kill").args(["-INT", &pid]).status();
            let _ = self.child.wait();
        }
    }
}

fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(|entry| Some(entry.ok()?.path()))
}
