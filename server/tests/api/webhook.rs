//! Webhooks and Slack: a real receiver is called over a real connection.

use crate::support::receiver::Receiver;
use crate::support::{Agent, TestApp};
use axum::http::Method;
use porthole_server::domain::automation::signature::signature;
use porthole_server::job;
use porthole_server::outgoing::Outgoing;
use porthole_shared::time::{DAY, HOUR, MINUTE, SECOND};
use serde_json::{Value, json};

async fn endpoint(owner: &Agent<'_>, kind: &str, url: &str) -> Value {
    let body = json!({ "kind": kind, "name": "Receiver", "url": url });
    owner.post("endpoints", &body).send().await.ok()
}

/// A rule that sends every new ticket there.
async fn rule(owner: &Agent<'_>, kind: &str, made: &Value) {
    let rule = json!({ "enabled": true, "definition": {
        "name": "New tickets", "event": "ticket_created",
        "actions": [{ "kind": kind, "endpoint": made["endpoint"]["id"] }],
    } });
    owner.post("rules", &rule).send().await.ok();
}

async fn work(app: &TestApp) {
    job::rules::run_due(&app.app).await.unwrap();
    job::deliver::run_due(&app.app).await.unwrap();
}

async fn newest(owner: &Agent<'_>) -> Value {
    owner.get("deliveries").await["deliveries"][0].clone()
}

#[tokio::test]
async fn a_new_ticket_arrives_signed() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let receiver = Receiver::start().await;
    let made = endpoint(&owner, "webhook", &receiver.url).await;
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_") && secret.len() == 70);
    rule(&owner, "webhook", &made).await;
    let sent = app.visitor().await.write("A message with an \u{e9}").await;
    work(&app).await;

    let received = receiver.received();
    assert_eq!(received.len(), 1);
    let call = &received[0];
    let body = call.json();
    assert_eq!(call.header("porthole-event"), "ticket_created");
    assert_eq!(
        call.header("porthole-delivery"),
        body["id"].as_str().unwrap()
    );
    let signed = signature(secret, app.app.clock.now(), &call.body);
    assert_eq!(call.header("porthole-signature"), signed);
    assert_eq!(body["ticket"]["id"], sent["ticket"]["id"]);
    assert_eq!(body["message"]["text"], "A message with an \u{e9}");
    let link = format!(
        "http://chat.example/inbox/tickets/{}",
        sent["ticket"]["id"].as_str().unwrap()
    );
    assert_eq!(body["ticket"]["url"], link);

    let delivery = newest(&owner).await;
    assert_eq!(
        (
            &delivery["state"],
            &delivery["status"],
            &delivery["attempts"]
        ),
        (&json!("delivered"), &json!(200), &json!(1))
    );
    let path = format!("deliveries/{}", delivery["id"].as_str().unwrap());
    assert_eq!(owner.get(&path).await["body"], call.body);
    work(&app).await;
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn what_is_not_taken_is_tried_again_with_the_same_id_for_a_day() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let receiver = Receiver::start().await;
    receiver.answer(&[500, 302, 429]);
    let made = endpoint(&owner, "webhook", &receiver.url).await;
    rule(&owner, "webhook", &made).await;
    app.visitor().await.write("Hello").await;
    work(&app).await;
    let delivery = newest(&owner).await;
    assert_eq!(
        (&delivery["state"], &delivery["status"]),
        (&json!("waiting"), &json!(500))
    );
    assert_eq!(delivery["error"], "The answer was 500.");
    work(&app).await;
    assert_eq!(receiver.received().len(), 1, "not yet");
    for wait in [10 * SECOND, 30 * SECOND, 2 * MINUTE] {
        app.pass(wait);
        work(&app).await;
    }
    assert_eq!(newest(&owner).await["state"], "delivered");
    let received = receiver.received();
    assert_eq!(received.len(), 4);
    for call in &received {
        assert_eq!(call.body, received[0].body);
        assert_eq!(
            call.header("porthole-delivery"),
            received[0].header("porthole-delivery")
        );
    }
    let signatures: Vec<_> = received
        .iter()
        .map(|call| call.header("porthole-signature"))
        .collect();
    assert_ne!(
        signatures[0], signatures[1],
        "each try is signed with its own time"
    );

    receiver.answer(&[503; 99]);
    app.visitor().await.write("Hello again").await;
    for _ in 0..40 {
        work(&app).await;
        app.pass(HOUR);
    }
    let owner = app.sign_in().await;
    let delivery = newest(&owner).await;
    assert_eq!(
        (&delivery["state"], &delivery["next_at"]),
        (&json!("failed"), &Value::Null)
    );
    assert!(delivery["attempts"].as_i64().unwrap() > 8, "{delivery}");
}

#[tokio::test]
async fn a_delivery_can_be_sent_once_more() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let receiver = Receiver::start().await;
    let made = endpoint(&owner, "webhook", &receiver.url).await;
    let id = made["endpoint"]["id"].as_str().unwrap();
    let test = owner.call(Method::POST, &format!("endpoints/{id}/test"));
    let delivery = test.send().await.ok();
    let path = format!("deliveries/{}/redeliver", delivery["id"].as_str().unwrap());
    let waits = owner.call(Method::POST, &path).send().await;
    waits.refused(422, "invalid_field");
    work(&app).await;
    owner.call(Method::POST, &path).send().await.ok();
    work(&app).await;
    let received = receiver.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].body, received[1].body);
    assert_eq!(received[0].header("porthole-event"), "test");
    let foreign = app.second_owner().await;
    let theirs = foreign.call(Method::POST, &path).send().await;
    theirs.refused(404, "not_found");
    assert_eq!(foreign.get("deliveries").await["deliveries"], json!([]));
}

#[tokio::test]
async fn slack_gets_a_message_of_its_form_and_its_address_stays_secret() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let receiver = Receiver::start().await;
    let url = format!("{}?key=hush", receiver.url);
    let made = endpoint(&owner, "slack", &url).await;
    assert_eq!(made["secret"], Value::Null);
    rule(&owner, "slack", &made).await;
    app.visitor().await.write("<!channel> help").await;
    work(&app).await;
    let received = receiver.received();
    let body = received[0].json();
    assert_eq!(body["text"], "New ticket #1: &lt;!channel&gt; help");
    assert_eq!(received[0].header("porthole-signature"), "");
    let listed = owner.get("endpoints").await.to_string();
    assert!(!listed.contains("hush"), "{listed}");
    let database = std::fs::read(app.dir.path().join("porthole.db-wal")).unwrap();
    assert!(!database.windows(8).any(|bytes| bytes == b"key=hush"));
}

#[tokio::test]
async fn endpoints_are_changed_and_deleted() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (first, second) = (Receiver::start().await, Receiver::start().await);
    let made = endpoint(&owner, "webhook", &first.url).await;
    let path = format!("endpoints/{}", made["endpoint"]["id"].as_str().unwrap());
    rule(&owner, "webhook", &made).await;
    let used = owner.call(Method::DELETE, &path).send().await;
    let used = used.refused(422, "invalid_field");
    assert!(used["message"].as_str().unwrap().contains("New tickets"));

    let change = json!({ "kind": "webhook", "name": "Elsewhere", "url": second.url });
    owner
        .call(Method::PUT, &path)
        .json(&change)
        .send()
        .await
        .ok();
    let secret = owner
        .call(Method::POST, &format!("{path}/secret"))
        .send()
        .await
        .ok();
    assert_ne!(secret["secret"], made["secret"]);
    app.visitor().await.write("Hello").await;
    work(&app).await;
    assert!(first.received().is_empty());
    let call = &second.received()[0];
    let signed = signature(
        secret["secret"].as_str().unwrap(),
        app.app.clock.now(),
        &call.body,
    );
    assert_eq!(call.header("porthole-signature"), signed);

    for (url, word) in [
        ("ftp://example.com", "https://"),
        ("https://user:pass@example.com", "password"),
        ("http://2130706433/", "host"),
        ("", "https://"),
    ] {
        let body = json!({ "kind": "webhook", "name": "A", "url": url });
        let refused = owner
            .post("endpoints", &body)
            .send()
            .await
            .refused(422, "invalid_field");
        assert_eq!(refused["field"], "url");
        assert!(
            refused["message"].as_str().unwrap().contains(word),
            "{refused}"
        );
    }
    let rules = owner.get("rules").await;
    let rule = format!("rules/{}", rules["rules"][0]["id"].as_str().unwrap());
    second.answer(&[500]);
    app.pass(SECOND);
    app.visitor().await.write("This one is not taken").await;
    work(&app).await;
    owner.call(Method::DELETE, &rule).send().await.ok();
    owner.call(Method::DELETE, &path).send().await.ok();
    assert_eq!(newest(&owner).await["state"], "failed");
    app.pass(HOUR);
    work(&app).await;
    assert_eq!(second.received().len(), 2);
}

#[tokio::test]
async fn this_machine_is_not_called_unless_that_is_allowed() {
    let app = TestApp::start_with(|parts| parts.outgoing = Outgoing::new(false)).await;
    let owner = app.owner().await;
    let receiver = Receiver::start().await;
    let made = endpoint(&owner, "webhook", &receiver.url).await;
    rule(&owner, "webhook", &made).await;
    app.visitor().await.write("Hello").await;
    work(&app).await;
    assert!(receiver.received().is_empty());
    let delivery = newest(&owner).await;
    assert_eq!(delivery["state"], "waiting");
    assert!(delivery["error"].as_str().unwrap().contains("private"));
}

#[tokio::test]
async fn deliveries_are_trimmed() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let receiver = Receiver::start().await;
    let made = endpoint(&owner, "webhook", &receiver.url).await;
    rule(&owner, "webhook", &made).await;
    app.visitor().await.write("Hello").await;
    work(&app).await;
    app.pass(31 * DAY);
    let now = app.app.clock.now();
    while app.app.store.clean_up(now).await.unwrap() > 0 {}
    let owner = app.sign_in().await;
    assert_eq!(owner.get("deliveries").await["deliveries"], json!([]));
}
