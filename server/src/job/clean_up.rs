//! Deletes what is over: dead sessions, links of the first run, and browsers that nobody used for
//! a year or whose public token was replaced, with the visitors who thereby are nobody.

use crate::app::App;
use crate::store::StoreError;

pub(super) async fn run(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    let mut gone = 0;
    loop {
        match app.store.clean_up(now).await? {
            0 => break,
            some => gone += some,
        }
    }
    if gone > 0 {
        tracing::info!(gone, "rows whose time was over were deleted");
    }
    Ok(())
}
