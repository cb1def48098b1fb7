//! Cuts the change log's old beginning off, so that it does not grow for ever. Whoever comes back
//! with an older number is told to read everything anew.

use crate::app::App;
use crate::store::StoreError;

pub(super) async fn run(app: &App) -> Result<(), StoreError> {
    let before = app.clock.now().plus(-app.keep_changes);
    let mut gone = 0;
    loop {
        match app.store.trim_changes(before).await? {
            0 => break,
            some => gone += some,
        }
    }
    if gone > 0 {
        tracing::info!(gone, "old rows of the change log were deleted");
    }
    Ok(())
}
