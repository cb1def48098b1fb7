//! The fault suite: what visitors sent is counted, and so is what became of it.

pub mod browsers;
pub mod crash;
pub mod crowd;
pub mod full_disk;
pub mod listener;
pub mod restart;
pub mod talker;
pub mod tally;
pub mod team;

use crate::random::Random;
use crate::server::Server;
use crate::{database, say};
use std::path::PathBuf;
use tally::Tally;

/// What the suite works with.
#[derive(Debug)]
pub struct Trial {
    /// The server's program.
    pub binary: PathBuf,
    /// The repository's `e2e` folder and Playwright's command, if browsers are to take part.
    pub browsers: Option<browsers::Tools>,
    /// The long form.
    pub is_full: bool,
    /// Where all chance comes from.
    pub random: Random,
}

/// How one fault went.
#[derive(Debug, Default)]
pub struct Report {
    /// The counts, one row for each kind of client.
    pub rows: Vec<(String, Tally)>,
    /// What else is worth knowing.
    pub notes: Vec<String>,
    /// What must not have happened.
    pub complaints: Vec<String>,
    /// Why it was not tried here.
    pub skipped: Option<String>,
}

impl Report {
    /// Something must hold.
    pub fn check(&mut self, holds: bool, complaint: impl FnOnce() -> String) {
        if !holds {
            self.complaints.push(complaint());
        }
    }

    /// Whether nothing must be complained of.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.complaints.is_empty() && self.rows.iter().all(|(_, tally)| tally.is_fine())
    }

    /// Prints the rows, the notes and the complaints.
    pub fn print(&self) {
        for (name, tally) in &self.rows {
            say::line(&tally.row(name));
        }
        if let Some(reason) = &self.skipped {
            say::line(&format!("skipped: {reason}"));
        }
        for note in &self.notes {
            say::line(&format!("- {note}"));
        }
        for complaint in &self.complaints {
            say::line(&format!("- FAILED: {complaint}"));
        }
    }
}

/// Looks through the data that the server left: SQLite by itself, and `porthole check`.
fn check(server: &Server, report: &mut Report) {
    match database::soundness(server.data()).and_then(|()| server.check()) {
        Ok(_) => report.notes.push("every row is as it should be".to_owned()),
        Err(told) => report.complaints.push(told),
    }
}

/// The stories, by name.
pub const STORIES: &[&str] = &["crash", "restart", "disk"];

/// Runs one of [`STORIES`].
///
/// # Errors
/// It could not be carried through.
pub async fn run(trial: &Trial, story: &str) -> Result<Report, String> {
    match story {
        "crash" => crash::run(trial).await,
        "restart" => restart::run(trial).await,
        _ => full_disk::run(trial).await,
    }
}
