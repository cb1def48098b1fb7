//! Every route, called by every kind of caller: what they are answered, that nothing leaks, and
//! that a call which is refused changes nothing.

mod caller;
mod rows;
mod world;

use crate::support::Reply;
use axum::http::{HeaderMap, Method};
use caller::{Caller, Expected, MATRIX, Rights, expected};
use porthole_server::domain::change::Topic;
use porthole_server::live::Subscription;
use porthole_server::random::Random;
use porthole_server::router::table;
use porthole_server::store::Store;
use porthole_shared::id::TicketId;
use porthole_shared::time::SECOND;
use rows::{Row, Subject, rows};
use rusqlite::Connection;
use serde_json::Value;
use std::collections::BTreeSet;
use world::{SECRETS, TEAM_SECRETS, World};

/// Calls a route, naming a ticket.
async fn call(world: &World, row: &Row, caller: Caller, ticket: &str) -> Reply {
    let (query, body) = (row.sample)(&Subject {
        world,
        caller,
        ticket: ticket.to_owned(),
    });
    let path = format!("{}{query}", row.path.replace("{id}", ticket));
    let mut call = world.app.call(row.method.clone(), &path);
    for (name, value) in caller.headers(world) {
        call = call.header(name, &value);
    }
    if !body.is_null() {
        call = call.json(&body);
    }
    // Nobody is to be refused for coming too often.
    world.app.pass(10 * SECOND);
    call.send().await
}

/// Whether anything was written, or anybody told of anything.
struct Watch {
    database: Connection,
    version: i64,
    streams: [Subscription; 2],
}

impl Watch {
    async fn new(world: &World) -> Self {
        let app = &world.app.app;
        let id = TicketId::from(world.ticket.clone());
        let visitor = app.store.visitor_of(world.first.clone(), id).await;
        let visitor = visitor.unwrap().unwrap();
        let database = Connection::open(Store::path(world.app.dir.path())).unwrap();
        let mut watch = Self {
            database,
            version: 0,
            streams: [Topic::Team(world.first.clone()), Topic::Visitor(visitor)]
                .map(|topic| app.hub.subscribe(topic)),
        };
        watch.changed();
        watch
    }

    /// Since the last time.
    fn changed(&mut self) -> bool {
        let version = self
            .database
            .query_row("PRAGMA data_version", [], |row| row.get(0))
            .unwrap();
        let was_written = std::mem::replace(&mut self.version, version) != version;
        self.streams
            .iter_mut()
            .fold(was_written, |changed, stream| {
                let was_told = stream.signals.has_changed().unwrap();
                stream.signals.mark_unchanged();
                changed || was_told
            })
    }
}

fn name(row: &Row, caller: Caller) -> String {
    format!("{} {} called by {caller:?}", row.method, row.path)
}

/// What a reply says, besides its own number.
fn told(reply: &Reply) -> (u16, HeaderMap, Vec<u8>) {
    let mut headers = reply.headers.clone();
    headers.remove("x-request-id");
    (reply.status.as_u16(), headers, reply.bytes.to_vec())
}

fn check_answer(row: &Row, caller: Caller, expected: Expected, reply: &Reply) {
    let name = name(row, caller);
    let code = reply.json["error"]["code"].as_str();
    match expected {
        Expected::Fine => assert_eq!(reply.status, row.fine, "{name}: {}", reply.json),
        Expected::Refused(status, expected) => assert_eq!(
            (reply.status.as_u16(), code),
            (status, Some(expected)),
            "{name}"
        ),
    }
}

fn check_secrets(row: &Row, caller: Caller, world: &World, reply: &Reply) {
    let text = String::from_utf8_lossy(&reply.bytes);
    let is_refused = reply.status.is_client_error();
    let mut hidden: Vec<&str> = Vec::new();
    if is_refused || !caller.is_party() {
        hidden.extend(SECRETS);
        hidden.extend([world.ticket.as_str(), world.visitor.as_str()]);
    }
    if is_refused || !caller.is_team() {
        hidden.extend(TEAM_SECRETS);
    }
    for secret in hidden {
        assert!(
            !text.contains(secret),
            "{} reads {secret:?}",
            name(row, caller)
        );
    }
}

/// A ticket that is somebody else's is answered like one that is not there.
async fn check_foreign(row: &Row, caller: Caller, world: &World, reply: &Reply) {
    let now = world.app.app.clock.now();
    let unknown: TicketId = Random.id(now);
    let answer = call(world, row, caller, unknown.as_str()).await;
    assert_eq!(told(reply), told(&answer), "{}", name(row, caller));
}

#[tokio::test]
async fn every_route_answers_every_caller_as_it_should() {
    let world = World::new().await;
    let mut watch = Watch::new(&world).await;
    for row in &rows() {
        for (caller, expectations) in MATRIX {
            let (caller, expected) = (*caller, expected(expectations, row.rights));
            let copy = match expected {
                Expected::Fine if row.ends => Some(world.copy().await),
                _ => None,
            };
            let here = copy.as_ref().unwrap_or(&world);
            watch.changed();
            let reply = call(here, row, caller, &world.ticket).await;
            check_answer(row, caller, expected, &reply);
            check_secrets(row, caller, &world, &reply);
            if reply.status.is_client_error() {
                assert!(!watch.changed(), "{} changes something", name(row, caller));
            }
            if let Expected::Refused(404, _) = expected {
                check_foreign(row, caller, &world, &reply).await;
            }
        }
    }
}

#[tokio::test]
async fn whoever_may_open_a_ticket_is_told_the_same_of_one_that_is_not_there_and_of_nonsense() {
    let world = World::new().await;
    for row in &rows() {
        let caller = match row.rights {
            Rights::TicketOfVisitor => Caller::Visitor,
            Rights::TicketOfTeam => Caller::Owner,
            _ => continue,
        };
        let nonsense = call(&world, row, caller, "nonsense").await;
        check_answer(row, caller, Expected::Refused(404, "not_found"), &nonsense);
        check_foreign(row, caller, &world, &nonsense).await;
    }
}

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let of_table: BTreeSet<_> = table()
        .into_iter()
        .map(|route| (route.path, route.method.to_string()))
        .collect();
    let of_rows: BTreeSet<_> = rows()
        .into_iter()
        .map(|row| (row.path, row.method.to_string()))
        .collect();
    let missing: Vec<_> = of_table.difference(&of_rows).collect();
    assert!(
        missing.is_empty(),
        "say in server/tests/api/authorisation/rows.rs who may call {missing:?}"
    );
    let stale: Vec<_> = of_rows.difference(&of_table).collect();
    assert!(stale.is_empty(), "there is no route {stale:?}");
}

#[tokio::test]
async fn what_a_path_does_not_take_is_refused_whoever_asks() {
    let world = World::new().await;
    let methods = [
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ];
    let rows = rows();
    let paths: BTreeSet<_> = rows.iter().map(|row| row.path).collect();
    for path in paths {
        for method in &methods {
            if rows
                .iter()
                .any(|row| row.path == path && row.method == *method)
            {
                continue;
            }
            let row = Row {
                method: method.clone(),
                path,
                rights: Rights::Anybody,
                fine: 405,
                ends: false,
                sample: |_| (String::new(), Value::Null),
            };
            for caller in [Caller::Nobody, Caller::Visitor, Caller::Owner] {
                let reply = call(&world, &row, caller, &world.ticket).await;
                check_answer(&row, caller, Expected::Fine, &reply);
            }
        }
    }
}
