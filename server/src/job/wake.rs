//! Wakes the tickets that slept long enough: they stand on top of the lists again.

use crate::app::App;
use crate::store::StoreError;

pub(super) async fn run(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    while app.store.wake_tickets(now).await? > 0 {}
    Ok(())
}
