//! Deletes what is over: dead sessions, links of the first run, and browsers that nobody used for
//! a year or whose public token was replaced, with the visitors who thereby are nobody. And files
//! that no message took.

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
    gone += files(app).await?;
    if gone > 0 {
        tracing::info!(gone, "rows whose time was over were deleted");
    }
    Ok(())
}

/// First the file, then its row: a server that dies in between goes on there.
async fn files(app: &App) -> Result<usize, StoreError> {
    let mut gone = 0;
    loop {
        let leaving = app.store.leaving_attachments(app.clock.now()).await?;
        if leaving.is_empty() {
            return Ok(gone);
        }
        for id in leaving {
            if let Err(error) = app.files.remove(&id).await {
                tracing::error!(%error, "a file that nobody needs cannot be deleted");
                return Ok(gone);
            }
            app.store.forget_attachment(id).await?;
            gone += 1;
        }
    }
}
