//! Work that happens after the answer.

use porthole_shared::time::{HOUR, MINUTE, SECOND};

/// A kind of job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Deletes sessions and browsers whose time is over. Runs every hour.
    CleanUp,
    /// Cuts the change log's old beginning off. Runs every hour.
    TrimChanges,
    /// Wakes the tickets that slept long enough. Runs when the first of them wakes, and every hour.
    Wake,
    /// Looks for tickets in which nobody wrote for a while. Runs when the first of them is idle for
    /// as long as a rule waits, and every hour.
    Idle,
}

impl JobKind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::CleanUp, Self::TrimChanges, Self::Wake, Self::Idle];

    /// The word in the queue.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CleanUp => "clean_up",
            Self::TrimChanges => "trim_changes",
            Self::Wake => "wake",
            Self::Idle => "idle",
        }
    }

    /// The kind of a word in the queue; `None` for one of a newer version.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }

    /// For a job that comes again: after how many milliseconds at the latest.
    #[must_use]
    pub fn period(self) -> i64 {
        match self {
            Self::CleanUp | Self::TrimChanges | Self::Wake | Self::Idle => HOUR,
        }
    }
}

/// How long to wait before a failed job is tried again, in milliseconds: doubling from a second
/// to an hour.
#[must_use]
pub fn retry_after(attempts: u32) -> i64 {
    (SECOND << attempts.min(20)).min(60 * MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_up_to_an_hour() {
        assert_eq!(retry_after(0), SECOND);
        assert_eq!(retry_after(3), 8 * SECOND);
        assert_eq!(retry_after(40), HOUR);
    }
}
