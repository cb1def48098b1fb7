//! The job runner: one file per kind of job. A job may run twice; each is written so that this
//! does no harm.

mod clean_up;
pub mod deliver;
mod idle;
pub mod index;
pub mod mail;
pub mod rules;
mod trim_changes;
mod wake;

use crate::app::App;
use crate::domain::job::JobKind;
use crate::store::{DueJob, StoreError};
use std::time::Duration;

/// How long the runner rests at the most before it looks again.
const REST: Duration = Duration::from_secs(30);

/// Runs jobs when their time comes, until the task is dropped.
pub async fn run(app: App) {
    for kind in JobKind::ALL {
        if let Err(error) = app.store.add_job(*kind, app.clock.now()).await {
            tracing::error!(%error, job = kind.as_str(), "a job could not be queued");
        }
    }
    loop {
        if let Err(error) = run_due(&app).await {
            tracing::error!(%error, "the queue of jobs could not be read");
        }
        let rest = rest(&app).await;
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            () = app.jobs.notified() => {}
        }
    }
}

/// Runs the jobs whose time has come.
///
/// # Errors
/// The store failed.
pub async fn run_due(app: &App) -> Result<(), StoreError> {
    for job in app.store.due_jobs(app.clock.now()).await? {
        match run_one(app, job.kind).await {
            Ok(()) => app.store.finish_job(job.kind, app.clock.now()).await?,
            Err(error) => fail(app, job, &error).await?,
        }
    }
    Ok(())
}

async fn run_one(app: &App, kind: JobKind) -> Result<(), StoreError> {
    match kind {
        JobKind::CleanUp => clean_up::run(app).await,
        JobKind::TrimChanges => trim_changes::run(app).await,
        JobKind::Wake => wake::run(app).await,
        JobKind::Idle => idle::run(app).await,
    }
}

async fn fail(app: &App, job: DueJob, error: &StoreError) -> Result<(), StoreError> {
    tracing::warn!(%error, job = job.kind.as_str(), attempts = job.attempts, "a job failed and is tried again");
    app.store
        .retry_job(job, error.to_string(), app.clock.now())
        .await
}

async fn rest(app: &App) -> Duration {
    let next = app.store.next_job_at().await.ok().flatten();
    let wait = next.map_or(i64::MAX, |at| (at.0 - app.clock.now().0).max(0));
    REST.min(Duration::from_millis(wait.unsigned_abs()))
        .max(Duration::from_millis(100))
}
