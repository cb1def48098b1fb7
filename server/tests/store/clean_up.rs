//! What is over is deleted bit by bit, and nothing else is.

use super::{Engine, NOW, engine};
use porthole_server::domain::secret;
use porthole_server::domain::session::VisitorSession;
use porthole_server::random::Random;
use porthole_server::store::{NewBoot, Store};
use porthole_shared::id::{DeviceId, to_hex};
use porthole_shared::session::DEVICE_LIFE;
use porthole_shared::time::{DAY, Timestamp};
use rusqlite::Connection;

fn count(engine: &Engine, table: &str) -> i64 {
    let connection = Connection::open(Store::path(engine.dir.path())).unwrap();
    let sql = format!("SELECT count(*) FROM {table}");
    connection.query_row(&sql, [], |row| row.get(0)).unwrap()
}

async fn clean_up(engine: &Engine, now: Timestamp) -> usize {
    let mut pieces = 0;
    while engine.store.clean_up(now).await.unwrap() > 0 {
        pieces += 1;
    }
    pieces
}

#[tokio::test]
async fn visitors_without_a_browser_and_a_ticket_are_forgotten() {
    let engine = engine().await;
    let writer = engine.visitor().await;
    let message = engine.message(&writer, &super::client_id(), "Hi");
    engine.store.send(message).await.unwrap().unwrap();
    let silent = engine.visitor().await;
    engine.store.log_out(silent).await.unwrap();
    assert_eq!(
        (count(&engine, "visitor"), count(&engine, "device")),
        (1, 1)
    );

    let boots = (0..1_200).map(|_| engine.visitor());
    futures_util::future::join_all(boots).await;
    assert_eq!(clean_up(&engine, NOW).await, 0, "all of them live");
    let pieces = clean_up(&engine, NOW.plus(DEVICE_LIFE)).await;
    assert!(pieces >= 3, "{pieces}");
    assert_eq!(
        (count(&engine, "device"), count(&engine, "session")),
        (0, 0)
    );
    // The team keeps the ticket, and whose it is.
    assert_eq!(
        (count(&engine, "visitor"), count(&engine, "ticket")),
        (1, 1)
    );
}

#[tokio::test]
async fn a_new_token_ends_all_at_once_and_what_is_left_goes_bit_by_bit() {
    let engine = engine().await;
    let visitor = engine.visitor().await;
    let key_hash = secret::hash(&to_hex(&Random.bytes::<32>()));
    let boot = |public_token: &str| NewBoot {
        workspace: engine.workspace.clone(),
        public_token: public_token.to_owned(),
        key_hash,
        token_hash: Random.bytes(),
        expires_at: NOW.plus(DAY),
        device_id: Random.id(NOW),
        visitor_id: Random.id(NOW),
        identity: super::nobody(),
        now: NOW,
    };
    let first = engine.store.boot(boot("pub_1")).await.unwrap().unwrap();
    let new_token = "pub_2".to_owned();
    let workspace = engine.workspace.clone();
    let regenerated = engine.store.regenerate_token(workspace, new_token);
    regenerated.await.unwrap().unwrap();
    let of = |device_id: &DeviceId| VisitorSession {
        device_id: device_id.clone(),
        ..visitor.clone()
    };
    for device in [&visitor.device_id, &first.device_id] {
        assert!(!engine.store.is_living(of(device)).await.unwrap());
    }
    let message = engine.message(&visitor, &super::client_id(), "Too late");
    let refused = engine.store.send(message).await.unwrap();
    assert_eq!(
        refused.unwrap_err(),
        porthole_server::store::Refusal::SessionOver
    );
    // The same browser begins anew, and its new beginning survives the clean-up.
    let again = engine.store.boot(boot("pub_2")).await.unwrap().unwrap();
    assert_ne!(again.device_id, first.device_id);
    assert_eq!(clean_up(&engine, NOW).await, 1);
    assert_eq!(
        (count(&engine, "device"), count(&engine, "visitor")),
        (1, 1)
    );
    assert!(engine.store.is_living(of(&again.device_id)).await.unwrap());
}

#[tokio::test]
async fn the_log_is_trimmed_from_its_beginning_and_its_last_row_stays() {
    let engine = engine().await;
    let session = engine.visitor().await;
    let conversation = super::client_id();
    let at = |day: i64| NOW.plus(day * DAY);
    let mut numbers = Vec::new();
    // The clock was a year ahead for a while.
    for day in [0, 1, 365, 2, 3] {
        let mut message = engine.message(&session, &conversation, "Hi");
        message.now = at(day);
        let reply = engine.store.send(message).await.unwrap().unwrap();
        numbers.push(reply.message.seq);
    }
    let trim = async |before| {
        while engine.store.trim_changes(before).await.unwrap() > 0 {}
        let sql = "SELECT min(seq) FROM change";
        let connection = Connection::open(Store::path(engine.dir.path())).unwrap();
        connection
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    assert_eq!(
        trim(at(-1)).await,
        numbers[0],
        "the log's own first row is old"
    );
    assert_eq!(trim(at(1)).await, numbers[1]);
    assert_eq!(trim(at(3)).await, numbers[4]);
    assert_eq!(trim(at(999)).await, numbers[4]);
    // The next number follows the last one, however old that is.
    let message = engine.message(&session, &conversation, "Hi");
    let reply = engine.store.send(message).await.unwrap().unwrap();
    assert_eq!(reply.message.seq, numbers[4] + 1);
}
