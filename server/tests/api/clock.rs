//! The machine's clock jumps: order, sessions and what is stored do not depend on it.

use crate::support::{TestApp, client_id};
use porthole_server::job;
use porthole_shared::time::{DAY, HOUR};
use serde_json::{Value, json};

/// The texts of a visitor's only ticket, in their order.
fn texts(update: &Value) -> Vec<&str> {
    let messages = update["messages"].as_array().unwrap().iter();
    messages
        .map(|message| message["text"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn messages_keep_their_order_when_the_clock_is_set_back() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let visitor = app.visitor().await;
    let since = visitor.boot["update"]["latest"].as_i64().unwrap();
    let mut stream = visitor.live(since).await;
    let ticket = visitor.write("First").await["ticket"]["id"].clone();
    let ticket = ticket.as_str().unwrap();
    app.pass(-DAY);
    visitor.write_in(ticket, "Second").await;
    app.pass(-DAY);
    agent.reply(ticket, "Third").await;
    app.pass(3 * HOUR);
    visitor.write_in(ticket, "Fourth").await;

    let all = ["First", "Second", "Third", "Fourth"];
    assert_eq!(texts(&visitor.sync(since).await), all);
    let mut streamed: Vec<Value> = Vec::new();
    while streamed.len() < all.len() {
        let update = stream.update().await;
        streamed.extend(update["messages"].as_array().unwrap().iter().cloned());
    }
    assert_eq!(texts(&json!({ "messages": streamed })), all);
    let detail = agent.get(&format!("tickets/{ticket}")).await;
    let entries = detail["entries"].as_array().unwrap().iter();
    assert!(entries.map(|entry| entry["text"].as_str().unwrap()).eq(all));
}

#[tokio::test]
async fn the_newest_ticket_is_first_also_after_the_clock_was_set_back() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let visitor = app.visitor().await;
    visitor.write("Before").await;
    app.pass(-10 * DAY);
    visitor.write("After").await;
    let list = agent.get("tickets").await;
    let previews = list["tickets"].as_array().unwrap().iter();
    let previews: Vec<_> = previews.map(|ticket| ticket["preview"].clone()).collect();
    assert_eq!(previews, ["After", "Before"]);
}

#[tokio::test]
async fn a_message_is_stored_once_although_the_session_ended_between_two_tries() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let body = json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": "Once" });
    let first = visitor.post("messages", &body).send().await.ok();
    // The answer did not arrive, and the clock was set ahead.
    app.pass(2 * DAY);
    let again = visitor.post("messages", &body).send().await;
    again.refused(401, "session_invalid");
    let back = app.boot(&visitor.device_key).await;
    let second = back.post("messages", &body).send().await.ok();
    assert_eq!(second["message"], first["message"]);
    // It was wrong, and is set right.
    app.pass(-2 * DAY);
    let third = back.post("messages", &body).send().await.ok();
    assert_eq!(third["message"], first["message"]);
}

#[tokio::test]
async fn a_clock_that_was_ahead_for_a_while_takes_nothing_away() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let since = visitor.boot["update"]["latest"].as_i64().unwrap();
    let sent = visitor.write("Keep me").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap().to_owned();
    app.pass(100 * DAY);
    // Sessions are over and the change log is old: both are cleaned up.
    job::run_due(&app.app).await.unwrap();
    app.pass(-100 * DAY);
    job::run_due(&app.app).await.unwrap();
    let back = app.boot(&visitor.device_key).await;
    assert_eq!(back.boot["update"]["tickets"][0]["preview"], "Keep me");
    let request = json!({ "since": since, "ticket": ticket });
    let update = back.post("sync", &request).send().await.ok();
    assert_eq!(texts(&update), ["Keep me"]);
    back.write_in(&ticket, "And me").await;
    let latest = back.boot["update"]["latest"].as_i64().unwrap();
    assert_eq!(texts(&back.sync(latest).await), ["And me"]);
}
