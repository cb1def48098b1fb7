//! Tells the rules of tickets in which nobody wrote for a while.

use crate::app::App;
use crate::store::StoreError;

pub(super) async fn run(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    while app.store.find_idle(now).await? > 0 {}
    Ok(())
}
