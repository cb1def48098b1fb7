//! A database of an older version is brought to this one with everything in it.

use porthole_server::store::Store;
use rusqlite::Connection;
use std::path::Path;

/// A database as it was before the desk, with tickets of all kinds.
fn before_the_desk(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap() < "0006")
        .collect();
    files.sort();
    for file in &files {
        let migration = std::fs::read_to_string(file).unwrap();
        connection.execute_batch(&migration).unwrap();
    }
    connection
        .pragma_update(None, "user_version", i64::try_from(files.len()).unwrap())
        .unwrap();
    connection.execute_batch(ROWS).unwrap();
    connection
}

const ROWS: &str = "
INSERT INTO workspace (id, name, public_token, settings, last_ticket_number, created_at)
VALUES ('w', 'Acme', 'pub_1', '{}', 4, 1);
INSERT INTO workspace_count (workspace_id) VALUES ('w');
INSERT INTO visitor (id, workspace_id, created_at, seen_at) VALUES ('v', 'w', 1, 1);
INSERT INTO member (id, workspace_id, email, name, role, password_hash, created_at)
VALUES ('m', 'w', 'a@b.example', 'Ada', 'owner', '', 1);
CREATE TEMP TABLE kind (n INTEGER, status TEXT, suspicious INTEGER);
INSERT INTO kind VALUES (1, 'new', 0), (2, 'pending', 0), (3, 'resolved', 0), (4, 'open', 1);
INSERT INTO change (seq, workspace_id, visitor_id, ticket_id, kind, at)
SELECT n + 1, 'w', 'v', 't' || n, 'message', n FROM kind;
INSERT INTO ticket (id, workspace_id, number, visitor_id, client_id, status, channel, created_at, updated_at,
                    version, last_seq, last_side, last_author_name, preview, team_unread, suspicious)
SELECT 't' || n, 'w', n, 'v', 'c' || n, status, 'widget', n, n, n + 1, n + 1, 'visitor', '', 'Hi', 1, suspicious
FROM kind;
INSERT INTO message (seq, id, workspace_id, ticket_id, client_id, side, author_id, author_name, body, at)
SELECT n + 1, 'm' || n, 'w', 't' || n, 'c' || n, 'visitor', 'v', '', 'Hi', n FROM kind;
INSERT INTO change (seq, workspace_id, visitor_id, ticket_id, kind, at) VALUES (6, 'w', 'v', 't1', 'note', 9);
INSERT INTO note (seq, id, workspace_id, ticket_id, client_id, author_id, author_name, body, at)
VALUES (6, 'n', 'w', 't1', 'c', 'm', 'Ada', 'Look', 9);
INSERT INTO mention (seq, member_id, ticket_id) VALUES (6, 'm', 't1');
";

#[tokio::test]
async fn tickets_from_before_the_desk_are_counted_and_lie_where_they_belong() {
    let dir = tempfile::tempdir().unwrap();
    let path = Store::path(dir.path());
    drop(before_the_desk(&path));
    let store = Store::open(dir.path(), |_| {}).unwrap();
    let counts = store.ticket_counts("w".to_owned().into(), "m".to_owned().into());
    let counts = counts.await.unwrap();
    assert_eq!(
        (counts.active, counts.unassigned, counts.mentions),
        (2, 2, 1)
    );
    assert_eq!((counts.resolved, counts.suspicious, counts.all), (1, 1, 4));
    store.close().await;
    let soundness = Store::check_file(&path).unwrap();
    assert_eq!(soundness.findings, [""; 0]);
    let connection = Connection::open(&path).unwrap();
    let sql = "SELECT count(*) FROM ticket WHERE position = last_seq";
    let count: i64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(count, 4);
}
