//! The restore drill: what a backup holds that is made while everybody writes, and what becomes of
//! it.

use super::{Engine, NOW, client_id, engine};
use porthole_server::backup::{RestoredKey, backup, check, restore};
use porthole_server::store::{Store, TicketChange, TicketRead};
use porthole_shared::id::VisitorId;
use porthole_shared::session::PageContext;
use porthole_shared::ticket::TicketStatus;
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// Every row of every table, sorted.
type Rows = BTreeMap<String, Vec<Vec<Value>>>;

fn rows(path: &Path) -> Rows {
    let connection = Connection::open(path).unwrap();
    let view = connection.unchecked_transaction().unwrap();
    let tables: Vec<String> = view
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let read = |table: String| (rows_of(&view, &format!("SELECT * FROM {table}")), table);
    tables
        .into_iter()
        .map(read)
        .map(|(rows, table)| (table, rows))
        .collect()
}

fn rows_of(connection: &Connection, query: &str) -> Vec<Vec<Value>> {
    let mut statement = connection.prepare(query).unwrap();
    let columns = statement.column_count();
    let mut rows: Vec<Vec<Value>> = statement
        .query_map([], |row| {
            (0..columns).map(|column| row.get(column)).collect()
        })
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    rows.sort_by_key(|row| format!("{row:?}"));
    rows
}

fn number(connection: &Connection, query: &str) -> i64 {
    connection.query_row(query, [], |row| row.get(0)).unwrap()
}

/// A visitor writes until it is enough; what was acknowledged is noted.
async fn write(
    engine: &Engine,
    acknowledged: &Mutex<Vec<(i64, String)>>,
    is_enough: impl Fn() -> bool,
) -> VisitorId {
    let session = engine.visitor().await;
    let mut conversation = client_id();
    let mut round = 0;
    while !is_enough() {
        round += 1;
        if round % 7 == 0 {
            conversation = client_id();
        }
        let mut message = engine.message(&session, &conversation, &format!("message {round}"));
        message.page = PageContext {
            url: format!("https://shop.example/{round}"),
            ..PageContext::default()
        };
        let reply = engine.store.send(message).await.unwrap().unwrap();
        let (ticket, seq) = (reply.ticket.id, reply.message.seq);
        let noted = (seq, reply.message.id.as_str().to_owned());
        acknowledged.lock().unwrap().push(noted);
        let workspace = engine.workspace.clone();
        if round % 3 == 0 {
            let read = TicketRead {
                ticket: ticket.clone(),
                seq: seq - 1,
                now: NOW,
            };
            engine
                .store
                .read_by_team(workspace.clone(), read)
                .await
                .unwrap();
        }
        if round % 5 == 0 {
            let change = TicketChange {
                status: Some(TicketStatus::Resolved),
                ..TicketChange::default()
            };
            let changed = engine.store.change_ticket(workspace, ticket, change, NOW);
            changed.await.unwrap().unwrap().unwrap();
        }
    }
    session.visitor_id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_in_a_storm_of_writes_holds_one_moment_of_it() {
    let engine = engine().await;
    let acknowledged = Mutex::new(Vec::new());
    let stop = AtomicBool::new(false);
    let target = engine.dir.path().join("copy.db");
    let writing = |_| write(&engine, &acknowledged, || stop.load(Ordering::SeqCst));
    let storm = futures_util::future::join_all((0..8).map(writing));
    let copying = async {
        while acknowledged.lock().unwrap().len() < 200 {
            tokio::task::yield_now().await;
        }
        let before = acknowledged.lock().unwrap().clone();
        let (from, to) = (engine.dir.path().to_owned(), target.clone());
        let copy = tokio::task::spawn_blocking(move || backup(&from, None, &to, NOW));
        let told = copy.await.unwrap().unwrap();
        // The storm goes on behind the copy too.
        let enough = acknowledged.lock().unwrap().len() + 50;
        while acknowledged.lock().unwrap().len() < enough {
            tokio::task::yield_now().await;
        }
        stop.store(true, Ordering::SeqCst);
        (before, told)
    };
    let (_, (before, told)) = tokio::join!(storm, copying);
    assert!(told.contains("messages"), "{told}");
    assert_eq!(sound(&target), Ok(()));

    let copy = Connection::open(&target).unwrap();
    let last = number(&copy, "SELECT max(seq) FROM change");
    let kept: Vec<(i64, String)> = copy
        .prepare("SELECT seq, id FROM message ORDER BY seq")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for message in &before {
        assert!(
            kept.contains(message),
            "{message:?} was acknowledged before"
        );
    }
    let source = Connection::open(Store::path(engine.dir.path())).unwrap();
    assert!(number(&source, "SELECT max(seq) FROM change") > last);
    // What is only ever added is, up to that moment, the same row by row.
    for table in ["message", "note", "change", "ticket_context"] {
        let source_rows = rows_of(
            &source,
            &format!("SELECT * FROM {table} WHERE seq <= {last}"),
        );
        let copied = rows_of(&copy, &format!("SELECT * FROM {table}"));
        assert_eq!(source_rows, copied, "{table}");
    }
    // What changes is what the rows above make of it, which `sound` has counted; what of it does
    // not change is the same.
    let fixed =
        "SELECT id, workspace_id, number, visitor_id, client_id, channel, created_at FROM ticket";
    let tickets = rows_of(&copy, fixed);
    let of_source = rows_of(&source, fixed);
    assert!(tickets.iter().all(|ticket| of_source.contains(ticket)));
}

fn sound(path: &Path) -> Result<(), String> {
    let (text, is_sound) = check(path, Some(path))?;
    if is_sound { Ok(()) } else { Err(text) }
}

#[tokio::test]
async fn what_is_restored_is_the_same_row_by_row_and_old_numbers_begin_anew() {
    let engine = engine().await;
    let acknowledged = Mutex::new(Vec::new());
    let is_enough = || acknowledged.lock().unwrap().len() == 30;
    let visitor = write(&engine, &acknowledged, is_enough).await;
    let file = engine.dir.path().join("copy.db");
    backup(engine.dir.path(), None, &file, NOW).unwrap();
    let source = rows(&Store::path(engine.dir.path()));
    assert_eq!(rows(&file), source);

    let place = tempfile::tempdir().unwrap();
    let data_dir = place.path().join("data");
    let told = restore(&file, RestoredKey::Beside, &data_dir, NOW).unwrap();
    assert!(told.contains("30 messages"), "{told}");
    assert_eq!(sound(&Store::path(&data_dir)), Ok(()));
    let mut restored = rows(&Store::path(&data_dir));
    let mut expected = source;
    let (log, old_log) = (restored.remove("change"), expected.remove("change"));
    assert_eq!(restored, expected);
    assert_eq!(log.unwrap().len(), 1);
    assert!(old_log.unwrap().len() > 30);

    // A browser may have seen numbers that were given out after the copy.
    let store = Store::open(&data_dir, |_| {}).unwrap();
    assert!(
        store
            .visitor_update(visitor.clone(), 35)
            .await
            .unwrap()
            .reset
    );
    let fresh = store.visitor_update(visitor.clone(), 0).await.unwrap();
    let later = store.visitor_update(visitor, fresh.latest).await.unwrap();
    assert!(!later.reset);
}
