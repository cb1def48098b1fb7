//! Deletes what is over: dead sessions, and browsers that nobody used for a year.

use crate::app::App;
use crate::store::StoreError;

pub(super) async fn run(app: &App) -> Result<(), StoreError> {
    let gone = app.store.clean_up(app.clock.now()).await?;
    if gone > 0 {
        tracing::info!(gone, "rows whose time was over were deleted");
    }
    Ok(())
}
