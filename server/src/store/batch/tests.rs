//! What becomes of a batch when something in it, or under it, fails.

use super::*;
use crate::store::writer::pack;
use porthole_shared::id::VisitorId;
use std::sync::Mutex;
use std::sync::mpsc::sync_channel;
use std::time::Duration;
use tokio::sync::oneshot::Receiver;

const SHAPE: &str = "
    CREATE TABLE kept (number INTEGER PRIMARY KEY, filling BLOB);
    CREATE TABLE child (number INTEGER REFERENCES kept (number) DEFERRABLE INITIALLY DEFERRED);";

/// A database, and writes that wait for one batch.
struct Bench {
    path: std::path::PathBuf,
    _dir: tempfile::TempDir,
    told: Arc<Mutex<usize>>,
    waiting: Vec<(Lane, Write)>,
}

impl Bench {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("test.db");
        let bench = Self {
            path,
            _dir: dir,
            told: Arc::default(),
            waiting: Vec::new(),
        };
        bench.open().execute_batch(SHAPE).unwrap();
        bench
    }

    fn open(&self) -> Connection {
        let connection = Connection::open(&self.path).unwrap();
        connection
            .pragma_update(None, "journal_mode", "wal")
            .unwrap();
        connection
            .pragma_update(None, "foreign_keys", true)
            .unwrap();
        connection
    }

    fn add(
        &mut self,
        change: impl FnOnce(&mut Written<'_>) -> Result<(), StoreError> + Send + 'static,
    ) -> Receiver<Result<(), StoreError>> {
        let (write, result) = pack(change);
        self.waiting.push((Lane::Now, write));
        result
    }

    /// A write of one row that somebody is to hear of.
    fn insert(&mut self, number: i64, bytes: i64) -> Receiver<Result<(), StoreError>> {
        self.add(move |written| {
            written.touch(Topic::Visitor(VisitorId::from(number.to_string())));
            let sql = "INSERT INTO kept (number, filling) VALUES (?, zeroblob(?))";
            written.connection.execute(sql, (number, bytes))?;
            Ok(())
        })
    }

    /// Runs all that waits, as one batch, and gives what is stored then.
    fn run(&mut self, connection: Connection) -> Vec<i64> {
        let (sender, queue) = sync_channel(100);
        for write in self.waiting.drain(..) {
            sender.send(write).unwrap();
        }
        drop(sender);
        let told = Arc::clone(&self.told);
        let on_commit = Box::new(move |_: &Notice| *told.lock().unwrap() += 1);
        let figures = Arc::new(Figures::new());
        let mut batches = Batches::new(connection, on_commit, figures);
        batches.time = Duration::MAX;
        batches.run(Lanes::new(queue));
        let connection = self.open();
        let mut rows = connection
            .prepare("SELECT number FROM kept ORDER BY 1")
            .unwrap();
        let rows = rows.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }
}

fn heard(mut result: Receiver<Result<(), StoreError>>) -> Result<(), StoreError> {
    result.try_recv().unwrap_or(Err(StoreError::Closed))
}

#[test]
fn a_write_that_fails_undoes_itself_alone() {
    let mut bench = Bench::new();
    let first = bench.insert(1, 0);
    let failed = bench.add(|written| {
        written
            .connection
            .execute("INSERT INTO kept VALUES (2, NULL)", [])?;
        written
            .connection
            .execute("INSERT INTO kept VALUES (1, NULL)", [])?;
        Ok(())
    });
    let panicked = bench.add(|written| {
        written
            .connection
            .execute("INSERT INTO kept VALUES (3, NULL)", [])?;
        panic!("on purpose")
    });
    let last = bench.insert(4, 0);
    let connection = bench.open();
    assert_eq!(bench.run(connection), [1, 4]);
    assert!(heard(first).is_ok() && heard(last).is_ok());
    assert!(matches!(heard(failed), Err(StoreError::Sqlite(_))));
    assert!(matches!(heard(panicked), Err(StoreError::Closed)));
    assert_eq!(*bench.told.lock().unwrap(), 1);
}

#[test]
fn a_full_disk_acknowledges_nothing_of_its_batch_and_the_next_one_works_again() {
    let mut bench = Bench::new();
    let connection = bench.open();
    connection
        .pragma_update(None, "max_page_count", 20)
        .unwrap();
    let undone = bench.insert(1, 10);
    let too_large = bench.insert(2, 1_000_000);
    let next_batch = bench.insert(3, 10);
    assert_eq!(bench.run(connection), [3]);
    assert!(matches!(heard(undone), Err(StoreError::Undone)));
    assert!(matches!(heard(too_large), Err(StoreError::Full)));
    assert!(heard(next_batch).is_ok());
    assert_eq!(
        *bench.told.lock().unwrap(),
        1,
        "nobody is told of what is not stored"
    );
}

#[test]
fn a_commit_that_fails_acknowledges_nothing() {
    let mut bench = Bench::new();
    let first = bench.insert(1, 0);
    let dangling = bench.add(|written| {
        written
            .connection
            .execute("INSERT INTO child VALUES (77)", [])?;
        Ok(())
    });
    let connection = bench.open();
    assert_eq!(bench.run(connection), [] as [i64; 0]);
    assert!(matches!(heard(first), Err(StoreError::Undone)));
    assert!(matches!(heard(dangling), Err(StoreError::Undone)));
    assert_eq!(*bench.told.lock().unwrap(), 0);
    let again = bench.insert(1, 0);
    let connection = bench.open();
    assert_eq!(bench.run(connection), [1]);
    assert!(heard(again).is_ok());
}

#[test]
fn a_write_that_cannot_be_undone_alone_takes_its_batch_along() {
    let mut bench = Bench::new();
    let first = bench.insert(1, 0);
    let broken = bench.add(|written| {
        written
            .connection
            .execute("INSERT INTO kept VALUES (2, NULL)", [])?;
        written.connection.execute_batch("RELEASE one")?;
        Err(StoreError::Corrupt("on purpose".to_owned()))
    });
    let connection = bench.open();
    assert_eq!(bench.run(connection), [] as [i64; 0]);
    assert!(matches!(heard(first), Err(StoreError::Undone)));
    assert!(matches!(heard(broken), Err(StoreError::Corrupt(_))));
}

#[test]
fn bulk_work_has_a_transaction_of_its_own() {
    let mut bench = Bench::new();
    let (write, tidied) = pack(|written| {
        written
            .connection
            .execute("INSERT INTO child VALUES (77)", [])?;
        Ok(())
    });
    bench.waiting.push((Lane::Bulk, write));
    let first = bench.insert(1, 0);
    let connection = bench.open();
    assert_eq!(bench.run(connection), [1]);
    assert!(heard(first).is_ok());
    assert!(matches!(heard(tidied), Err(StoreError::Undone)));
}
