//! `GET /metrics`: figures about the process, for Prometheus.

use crate::app::App;
use crate::domain::secret;
use crate::error::ApiError;
use crate::extract::Passed;
use crate::metrics::{MEDIA_TYPE, Page, Readers, Unit};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, header};
use porthole_shared::time::SECOND;
use subtle::ConstantTimeEq as _;

/// Answers with the figures. To whoever may not read them, there is nothing here.
pub async fn show(
    State(app): State<App>,
    Extension(passed): Extension<Passed>,
    headers: HeaderMap,
) -> Result<([(HeaderName, &'static str); 2], String), ApiError> {
    if !may_read(&app.metrics_readers, passed, &headers) {
        return Err(ApiError::NotFound);
    }
    let mut page = Page::default();
    process(&app, &mut page);
    app.requests.write(&mut page);
    callers(&app, &mut page);
    writer(&app, &mut page);
    database(&app, &mut page).await?;
    let headers = [
        (header::CONTENT_TYPE, MEDIA_TYPE),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, page.into_text()))
}

fn may_read(readers: &Readers, passed: Passed, headers: &HeaderMap) -> bool {
    match readers {
        Readers::Nobody => false,
        Readers::ThisMachine => passed.is_direct && passed.address.is_loopback(),
        Readers::Token(hash) => {
            let value = headers.get(header::AUTHORIZATION);
            let token = value
                .and_then(|value| value.to_str().ok())
                .and_then(|value| value.strip_prefix("Bearer "));
            token.is_some_and(|token| secret::hash(token).ct_eq(hash).into())
        }
    }
}

fn process(app: &App, page: &mut Page) {
    page.family("porthole_build_info", "gauge", "The version that runs.")
        .figure(&[("version", env!("CARGO_PKG_VERSION"))], 1);
    page.family(
        "process_start_time_seconds",
        "gauge",
        "When the process began, in seconds since 1970.",
    )
    .figure(&[], app.requests.since.0 / SECOND);
    if let Some(bytes) = resident_bytes() {
        page.family(
            "process_resident_memory_bytes",
            "gauge",
            "Memory that is in use.",
        )
        .figure(&[], bytes);
    }
}

/// The memory that this process has in use; `None` where the system does not say.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

fn callers(app: &App, page: &mut Page) {
    page.family(
        "porthole_connections",
        "gauge",
        "Connections that are open.",
    )
    .figure(&[], app.limits.connections());
    let (visitors, team) = app.hub.listeners();
    page.family(
        "porthole_streams",
        "gauge",
        "Streams that are open, and calls that wait for a change.",
    )
    .figure(&[("side", "visitor")], visitors)
    .figure(&[("side", "team")], team);
    page.family(
        "porthole_refused_calls_total",
        "counter",
        "Calls over a limit, by whose it was and what they would have drawn on.",
    );
    for (scope, kind, count) in app.limits.refused() {
        page.figure(&[("limit", scope), ("kind", kind)], count);
    }
}

fn writer(app: &App, page: &mut Page) {
    let figures = app.store.figures();
    page.family(
        "porthole_messages_stored_total",
        "counter",
        "Messages of visitors and team that are on disk, each counted once.",
    )
    .figure(&[], figures.messages());
    page.family("porthole_writer_queue", "gauge", "Writes that wait.")
        .figure(&[], figures.waiting());
    page.family(
        "porthole_writer_failures_total",
        "counter",
        "Transactions that could not be committed.",
    )
    .figure(&[], figures.failures());
    page.family(
        "porthole_writer_batch_size",
        "histogram",
        "Writes that shared a transaction.",
    )
    .histogram(&[], &figures.batches(), Unit::One);
    page.family(
        "porthole_commit_duration_seconds",
        "histogram",
        "How long commits took, the write to the disk included.",
    )
    .histogram(&[], &figures.commits(), Unit::Microseconds);
}

async fn database(app: &App, page: &mut Page) -> Result<(), ApiError> {
    let measured = app.store.measure().await?;
    page.family("porthole_database_bytes", "gauge", "Size of the database.")
        .figure(&[], measured.database_bytes);
    page.family(
        "porthole_changes",
        "gauge",
        "Numbers that the change log spans.",
    )
    .figure(&[], measured.newest_change - measured.oldest_change + 1);
    page.family(
        "porthole_change_oldest",
        "gauge",
        "The oldest number that the change log reaches back to.",
    )
    .figure(&[], measured.oldest_change);
    page.family("porthole_jobs", "gauge", "Jobs in the queue.")
        .figure(&[("state", "waiting")], measured.jobs_waiting)
        .figure(&[("state", "failing")], measured.jobs_failing);
    Ok(())
}
