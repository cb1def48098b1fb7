//! The connections that only read. SQLite's readers never wait for the writer.

use super::{StoreError, sqlite};
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many reads run at once.
const READERS: usize = 4;

/// A few connections that reads borrow.
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let idle = (0..READERS)
            .map(|_| sqlite::open_for_reading(path))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            idle: Arc::new(Mutex::new(idle)),
            permits: Arc::new(Semaphore::new(READERS)),
        })
    }

    pub(super) async fn run<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|_| StoreError::Closed)?;
        let idle = Arc::clone(&self.idle);
        // The permit goes along: whoever asked may go away while the query still runs.
        let task = tokio::task::spawn_blocking(move || Borrowed::take(idle, permit)?.run(query));
        task.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Runs a query of one statement that finds a row by its key, on the spot: that takes some
    /// microseconds, and handing it to another thread many times as long. Where every connection
    /// is lent, it waits in the line as any other.
    pub(super) async fn glance<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        match Arc::clone(&self.permits).try_acquire_owned() {
            Ok(permit) => {
                let borrowed = Borrowed::take(Arc::clone(&self.idle), permit)?;
                query(borrowed.connection()?)
            }
            Err(_) => self.run(query).await,
        }
    }

    /// Waits for the reads under way and closes the connections.
    pub(super) async fn close(&self) {
        let all = u32::try_from(READERS).expect("readers are few");
        let _permits = self.permits.acquire_many(all).await;
        self.permits.close();
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

/// A connection on loan. It comes back when this is dropped, also by a panic, and only then is
/// the next read let in.
struct Borrowed {
    connection: Option<Connection>,
    idle: Arc<Mutex<Vec<Connection>>>,
    _permit: OwnedSemaphorePermit,
}

impl Borrowed {
    fn take(
        idle: Arc<Mutex<Vec<Connection>>>,
        permit: OwnedSemaphorePermit,
    ) -> Result<Self, StoreError> {
        let connection = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Ok(Self {
            connection: Some(connection.ok_or(StoreError::Closed)?),
            idle,
            _permit: permit,
        })
    }

    /// Runs all statements of a query on the same state of the database.
    fn run<T>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let view = self.connection()?.unchecked_transaction()?;
        query(&view)
    }

    fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection.as_ref().ok_or(StoreError::Closed)
    }
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.extend(self.connection.take());
    }
}
