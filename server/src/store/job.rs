//! The queue of jobs.

use super::row::{Sql, execute, list};
use super::{Store, StoreError, idle, snooze};
use crate::domain::job::{JobKind, retry_after};
use porthole_shared::time::Timestamp;

/// A job whose time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueJob {
    /// Its kind.
    pub kind: JobKind,
    /// How often it was tried in vain.
    pub attempts: u32,
}

impl Store {
    /// Puts a job into the queue unless one of its kind waits already.
    ///
    /// # Errors
    /// The store failed.
    pub async fn add_job(&self, kind: JobKind, run_at: Timestamp) -> Result<(), StoreError> {
        self.write(move |written| {
            execute(
                written.connection,
                "INSERT INTO job (kind, run_at) VALUES (?, ?) ON CONFLICT (kind) DO NOTHING",
                (kind.as_str(), Sql(run_at)),
            )?;
            Ok(())
        })
        .await
    }

    /// The jobs whose time has come, the oldest first. Kinds of a newer version are left alone.
    ///
    /// # Errors
    /// The store failed.
    pub async fn due_jobs(&self, now: Timestamp) -> Result<Vec<DueJob>, StoreError> {
        self.read(move |connection| {
            let rows = list(
                connection,
                "SELECT kind, attempts FROM job WHERE run_at <= ? ORDER BY run_at LIMIT 100",
                [Sql(now)],
                |row| Ok((row.get::<_, String>("kind")?, row.get("attempts")?)),
            )?;
            let known = |(word, attempts): (String, u32)| {
                JobKind::from_word(&word).map(|kind| DueJob { kind, attempts })
            };
            Ok(rows.into_iter().filter_map(known).collect())
        })
        .await
    }

    /// When the next job is due. Kinds of a newer version are left alone.
    ///
    /// # Errors
    /// The store failed.
    pub async fn next_job_at(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(|connection| {
            let rows = list(
                connection,
                "SELECT kind, run_at FROM job ORDER BY run_at",
                [],
                |row| Ok((row.get::<_, String>("kind")?, row.get("run_at")?)),
            )?;
            let mut known = rows
                .into_iter()
                .filter(|(word, _)| JobKind::from_word(word).is_some());
            Ok(known.next().map(|(_, at)| Timestamp(at)))
        })
        .await
    }

    /// A job is done and comes again after its period, or when there is work for it before.
    ///
    /// # Errors
    /// The store failed.
    pub async fn finish_job(&self, kind: JobKind, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |written| {
            let latest = now.plus(kind.period());
            let work = match kind {
                JobKind::Wake => snooze::earliest(written.connection)?,
                JobKind::Idle => idle::earliest(written.connection)?,
                JobKind::CleanUp | JobKind::TrimChanges => None,
            };
            let next = work.map_or(latest, |work| work.min(latest));
            execute(
                written.connection,
                "UPDATE job SET run_at = ?, attempts = 0, last_error = NULL WHERE kind = ?",
                (Sql(next), kind.as_str()),
            )?;
            Ok(())
        })
        .await
    }

    /// A job failed and is tried again later.
    ///
    /// # Errors
    /// The store failed.
    pub async fn retry_job(
        &self,
        job: DueJob,
        error: String,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |written| {
            execute(
                written.connection,
                "UPDATE job SET run_at = ?, attempts = attempts + 1, last_error = ? WHERE kind = ?",
                (
                    Sql(now.plus(retry_after(job.attempts))),
                    error,
                    job.kind.as_str(),
                ),
            )?;
            Ok(())
        })
        .await
    }
}
