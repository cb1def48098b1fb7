//! Limits: who asks for too much is told when to come again, and takes nothing from others.

use crate::support::{TestApp, Visitor, client_id};
use porthole_server::limit::{LimitConfig, Rates};
use porthole_shared::time::MINUTE;
use serde_json::{Value, json};

const HOME: &str = "192.0.2.1";
const OFFICE: &str = "198.51.100.7";

/// Limits that are soon reached: 20 reads and 3 writes of a visitor.
fn small() -> LimitConfig {
    LimitConfig {
        visitor: Rates {
            reads: 20,
            writes: 3,
        },
        ..LimitConfig::default()
    }
}

async fn start(limits: LimitConfig) -> TestApp {
    TestApp::start_with(|parts| parts.limits = limits).await
}

fn message(text: &str) -> Value {
    json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": text })
}

/// How many of so many messages are taken.
async fn taken(visitor: &Visitor<'_>, address: &str, tries: usize) -> usize {
    let mut taken = 0;
    for _ in 0..tries {
        let reply = visitor.post("messages", &message("Hi")).from(address);
        taken += usize::from(reply.send().await.status.is_success());
    }
    taken
}

#[tokio::test]
async fn a_visitor_over_the_limit_is_told_when_to_come_again() {
    let app = start(small()).await;
    let visitor = app.visitor().await;
    assert_eq!(taken(&visitor, HOME, 3).await, 3);
    let late = message("One more");
    let reply = visitor.post("messages", &late).from(HOME).send().await;
    assert_eq!(reply.headers["retry-after"], "20");
    reply.refused(429, "too_many");
    // Reads are counted apart, and so is everybody else.
    for _ in 0..20 {
        visitor.sync(0).await;
    }
    visitor
        .post("sync", &json!({}))
        .send()
        .await
        .refused(429, "too_many");
    assert_eq!(taken(&app.visitor().await, HOME, 1).await, 1);
    // The message that was refused is stored when it comes again, and once.
    app.pass(20_000);
    let stored = visitor.post("messages", &late).from(HOME).send().await.ok();
    assert_eq!(stored["message"]["text"], "One more");
}

#[tokio::test]
async fn a_message_that_is_stored_is_stored_once_also_when_its_retry_meets_the_limit() {
    let app = start(small()).await;
    let visitor = app.visitor().await;
    let body = message("Once");
    let first = visitor.post("messages", &body).send().await.ok();
    for _ in 0..2 {
        visitor.post("messages", &body).send().await.ok();
    }
    visitor
        .post("messages", &body)
        .send()
        .await
        .refused(429, "too_many");
    app.pass(MINUTE);
    let again = visitor.post("messages", &body).send().await.ok();
    assert_eq!(first["message"], again["message"]);
}

#[tokio::test]
async fn reading_typing_and_waiting_use_up_no_writes() {
    let app = start(small()).await;
    let visitor = app.visitor().await;
    let reply = visitor.write("Hello").await;
    let ticket = &reply["ticket"]["id"];
    for _ in 0..5 {
        visitor
            .post("typing", &json!({ "ticket": ticket }))
            .send()
            .await
            .ok();
        visitor
            .post("read", &json!({ "ticket": ticket, "seq": 1 }))
            .send()
            .await
            .ok();
        visitor.live(0).await.update().await;
    }
    assert_eq!(taken(&visitor, HOME, 10).await, 2);
}

#[tokio::test]
async fn an_address_has_a_limit_and_a_visitor_in_it_cannot_use_it_up() {
    let app = start(LimitConfig {
        address: Rates {
            reads: 1_000,
            writes: 5,
        },
        ..small()
    })
    .await;
    let (loud, calm, other) = (
        app.visitor().await,
        app.visitor().await,
        app.visitor().await,
    );
    assert_eq!(taken(&loud, OFFICE, 50).await, 3);
    assert_eq!(taken(&calm, OFFICE, 2).await, 2);
    // Now the office has used up its five; the world outside has not.
    assert_eq!(taken(&other, OFFICE, 1).await, 0);
    assert_eq!(taken(&other, HOME, 1).await, 1);
}

#[tokio::test]
async fn an_address_that_tries_tokens_is_stopped() {
    let app = start(LimitConfig {
        address: Rates {
            reads: 10,
            writes: 5,
        },
        ..small()
    })
    .await;
    let mut statuses = Vec::new();
    for number in 0..12 {
        let token = format!("wst_{number:064x}");
        let call = app.post("/api/v1/widget/sync").bearer(&token);
        let reply = call.json(&json!({})).from(HOME).send().await;
        statuses.push(reply.status.as_u16());
    }
    assert_eq!(statuses[..10], [401; 10]);
    assert_eq!(statuses[10..], [429; 2]);
}

#[tokio::test]
async fn new_browsers_have_a_limit_of_their_own() {
    let app = start(LimitConfig {
        address: Rates {
            reads: 1_000,
            writes: 2,
        },
        ..LimitConfig::default()
    })
    .await;
    let visitor = app.visitor().await;
    app.visitor().await;
    let body = json!({ "token": app.token(), "device_key": "0".repeat(64) });
    let boot = || app.post("/api/v1/widget/boot").json(&body);
    boot().send().await.refused(429, "too_many");
    boot().from(OFFICE).send().await.ok();
    // Whoever has a session goes on writing.
    visitor.write("Still here").await;
}

#[tokio::test]
async fn a_workspace_has_a_limit_for_all_its_visitors_together() {
    let app = start(LimitConfig {
        workspace: Rates {
            reads: 1_000,
            writes: 4,
        },
        ..LimitConfig::default()
    })
    .await;
    let (ada, bob) = (app.visitor().await, app.visitor().await);
    assert_eq!(taken(&ada, HOME, 3).await, 3);
    assert_eq!(taken(&bob, OFFICE, 3).await, 1);
    bob.sync(0).await;
    // The team is not among the visitors.
    let agent = app.owner().await;
    let ticket = agent.get("tickets").await["tickets"][0]["id"].clone();
    agent.reply(ticket.as_str().unwrap(), "Hello").await;
}

#[tokio::test]
async fn the_team_works_on_while_visitors_of_its_address_are_stopped() {
    let app = start(LimitConfig {
        address: Rates {
            reads: 20,
            writes: 20,
        },
        ..small()
    })
    .await;
    let agent = app.owner().await;
    let visitor = app.visitor().await;
    for _ in 0..30 {
        visitor.post("sync", &json!({})).send().await;
    }
    agent.get("tickets").await;
    // A member has ten times the calls of a visitor, and an end to them too.
    let page = "/api/v1/widget/config?token=".to_owned() + &app.token();
    app.get(&page).send().await.refused(429, "too_many");
}

#[tokio::test]
async fn streams_of_an_address_have_a_limit_and_give_their_places_back() {
    let app = start(LimitConfig {
        streams: 2,
        ..LimitConfig::default()
    })
    .await;
    let visitor = app.visitor().await;
    let first = visitor.live(1).await;
    let _second = visitor.live(1).await;
    let reply = visitor.post("live", &json!({ "since": 1 })).send().await;
    assert!(reply.headers.contains_key("retry-after"));
    reply.refused(429, "too_many");
    visitor.write("Messages still go").await;
    drop(first);
    visitor.live(1).await;
}

#[tokio::test]
async fn a_visitor_with_too_many_streams_loses_the_oldest() {
    let app = start(LimitConfig {
        visitor_streams: 2,
        ..LimitConfig::default()
    })
    .await;
    let (ada, bob) = (app.visitor().await, app.visitor().await);
    let mut first = ada.live(1).await;
    let mut second = ada.live(1).await;
    let mut of_another = bob.live(1).await;
    let mut third = ada.live(1).await;
    assert_eq!(first.next().await, None);
    let reply = ada.write("Hello").await;
    bob.write("Hello").await;
    for stream in [&mut second, &mut third, &mut of_another] {
        assert_eq!(
            stream.update().await["tickets"].as_array().unwrap().len(),
            1
        );
    }
    // What is closed counts no more.
    drop(second);
    let mut fourth = ada.live(1).await;
    let ticket = reply["ticket"]["id"].as_str().unwrap();
    ada.write_in(ticket, "Still there?").await;
    third.update().await;
    fourth.update().await;
}

#[tokio::test]
async fn whoever_watches_over_the_process_is_always_answered() {
    let app = start(LimitConfig {
        address: Rates {
            reads: 1,
            writes: 1,
        },
        ..small()
    })
    .await;
    for path in ["/healthz", "/readyz"].repeat(5) {
        app.get(path).send().await.ok();
    }
}

#[tokio::test]
async fn those_who_ask_at_once_whether_it_is_ready_share_a_write() {
    let app = TestApp::start().await;
    let writes = || app.app.store.figures().batches().sum;
    let before = writes();
    let asked = (0..100).map(|_| app.get("/readyz").send());
    for reply in futures_util::future::join_all(asked).await {
        reply.ok();
    }
    assert!((1..=3).contains(&(writes() - before)));
    let before = writes();
    app.get("/readyz").send().await.ok();
    assert_eq!(writes() - before, 1, "who asks later is not told what was");
}

#[tokio::test]
async fn json_that_is_nested_too_deep_is_refused() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let nested = |depth: usize| format!("{{\"x\":{}1{}}}", "[".repeat(depth), "]".repeat(depth));
    let send = |body: String| {
        app.post("/api/v1/widget/sync")
            .bearer(&visitor.token)
            .raw(body)
            .send()
    };
    send(nested(31)).await.ok();
    send(nested(32)).await.refused(400, "invalid_body");
    let objects = "{\"x\":".repeat(40_000);
    send(objects).await.refused(400, "invalid_body");
}
