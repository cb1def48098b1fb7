//! Fills the indexes of the search soon after something was written.

use crate::app::App;
use crate::store::StoreError;
use std::time::Duration;

/// How long what was written waits for company: an index is cheaper to fill by the hundred.
const GATHER: Duration = Duration::from_millis(200);
/// How long to rest after a failure.
const REST: Duration = Duration::from_secs(10);

/// Indexes whatever is written, until the task is dropped.
pub async fn run(app: App) {
    loop {
        match catch_up(&app).await {
            Ok(()) => {
                app.written.notified().await;
                tokio::time::sleep(GATHER).await;
            }
            Err(error) => {
                tracing::error!(%error, "what was written could not be indexed for the search");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

/// Indexes all that is not indexed yet, and then merges what was written into the indexes.
///
/// # Errors
/// The store failed.
pub async fn catch_up(app: &App) -> Result<(), StoreError> {
    loop {
        if app.store.is_index_behind().await? {
            app.store.index().await?;
        } else if !app.store.merge_index().await? {
            return Ok(());
        }
    }
}
