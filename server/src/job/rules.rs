//! Runs the rules of the automation soon after something happened.

use crate::app::App;
use crate::store::{Evaluating, StoreError};
use std::time::Duration;

/// How long to rest at the most before looking again.
const REST: Duration = Duration::from_secs(30);

/// Runs rules whenever something happens that one waits for, until the task is dropped.
pub async fn run(app: App) {
    loop {
        if let Err(error) = run_due(&app).await {
            tracing::error!(%error, "the rules of the automation could not be run");
        }
        tokio::select! {
            () = tokio::time::sleep(REST) => {}
            () = app.events.notified() => {}
        }
    }
}

/// Runs the rules for all that happened, and for what they cause.
///
/// # Errors
/// The store failed.
pub async fn run_due(app: &App) -> Result<(), StoreError> {
    loop {
        let (now, random) = (app.clock.now(), app.random);
        let by = Evaluating {
            public_url: app.public_url.to_string(),
            now,
            mint: Box::new(move || random.id(now)),
        };
        if app.store.run_rules(by).await? == 0 {
            return Ok(());
        }
        app.deliveries.notify_one();
        // A ticket may sleep now.
        app.jobs.notify_one();
    }
}
