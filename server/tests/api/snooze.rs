//! Tickets sleep until a time, or until the visitor writes.

use super::ticket_change::patch;
use crate::support::{Agent, TestApp};
use porthole_server::job;
use porthole_shared::time::{DAY, HOUR, MINUTE};
use serde_json::{Value, json};

async fn numbers(agent: &Agent<'_>, query: &str) -> Vec<i64> {
    let list = agent.get(&format!("tickets?{query}")).await;
    let tickets = list["tickets"].as_array().unwrap().iter();
    tickets
        .map(|ticket| ticket["number"].as_i64().unwrap())
        .collect()
}

async fn three(app: &TestApp) -> Vec<String> {
    let visitor = app.visitor().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let sent = visitor.write("Hello").await;
        ids.push(sent["ticket"]["id"].as_str().unwrap().to_owned());
    }
    ids
}

#[tokio::test]
async fn tickets_wake_in_time_one_after_the_other_and_stand_on_top() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let ids = three(&app).await;
    let now = app.app.clock.now();
    let sleep = |minutes: i64| json!({ "snoozed_until": now.plus(minutes * MINUTE).0 });
    let slept = patch(&agent, &ids[0], &sleep(90)).send().await.ok();
    assert_eq!(slept["snoozed_until"], now.plus(90 * MINUTE).0);
    patch(&agent, &ids[1], &sleep(30)).send().await.ok();
    assert_eq!(numbers(&agent, "").await, [3]);
    assert_eq!(numbers(&agent, "view=snoozed").await, [2, 1]);
    assert_eq!(agent.get("tickets").await["unread"], 1);

    // The runner is to look again when the first one wakes.
    let next = app.app.store.next_job_at().await.unwrap();
    assert_eq!(next, Some(now.plus(30 * MINUTE)));
    app.pass(30 * MINUTE - 1);
    job::run_due(&app.app).await.unwrap();
    assert_eq!(numbers(&agent, "").await, [3]);
    app.pass(1);
    let latest = agent.get("tickets").await["latest"].clone();
    let mut team = agent
        .post("live", &json!({ "since": latest }))
        .stream()
        .await;
    job::run_due(&app.app).await.unwrap();
    let told = team.update().await;
    assert_eq!(told["tickets"][0]["id"], json!(ids[1]));
    assert_eq!(told["tickets"][0]["snoozed_until"], Value::Null);
    assert_eq!(told["tickets"][0]["position"], told["latest"]);
    assert_eq!(numbers(&agent, "").await, [2, 3]);
    let next = app.app.store.next_job_at().await.unwrap();
    assert_eq!(next, Some(now.plus(90 * MINUTE)));
    app.pass(HOUR);
    job::run_due(&app.app).await.unwrap();
    job::run_due(&app.app).await.unwrap();
    assert_eq!(numbers(&agent, "").await, [1, 2, 3]);
    assert_eq!(numbers(&agent, "view=snoozed").await, [0; 0]);
}

#[tokio::test]
async fn a_message_of_the_visitor_wakes_at_once_and_an_answer_does_not() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let id = sent["ticket"]["id"].as_str().unwrap();
    let until = app.app.clock.now().plus(DAY);
    let sleep = json!({ "snoozed_until": until.0 });
    patch(&agent, id, &sleep).send().await.ok();
    let answered = agent.reply(id, "We look into it").await;
    assert_eq!(answered["ticket"]["snoozed_until"], until.0);
    // The visitor knows nothing of it.
    assert!(!visitor.sync(0).await.to_string().contains("snooze"));
    visitor.write_in(id, "Any news?").await;
    let detail = agent.get(&format!("tickets/{id}")).await;
    assert_eq!(detail["ticket"]["snoozed_until"], Value::Null);
    assert_eq!(numbers(&agent, "").await, [1]);
}

#[tokio::test]
async fn a_sleep_is_changed_ended_and_over_when_the_ticket_is_resolved() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let ids = three(&app).await;
    let now = app.app.clock.now();
    let sleep = |days: i64| json!({ "snoozed_until": now.plus(days * DAY).0 });
    patch(&agent, &ids[0], &sleep(1)).send().await.ok();
    patch(&agent, &ids[0], &sleep(2)).send().await.ok();
    app.pass(DAY);
    job::run_due(&app.app).await.unwrap();
    assert_eq!(numbers(&agent, "view=snoozed").await, [1]);
    let woken = patch(&agent, &ids[0], &json!({ "snoozed_until": 0 }))
        .send()
        .await;
    assert_eq!(woken.ok()["snoozed_until"], Value::Null);
    assert_eq!(numbers(&agent, "").await, [1, 3, 2]);

    patch(&agent, &ids[1], &sleep(3)).send().await.ok();
    let resolved = json!({ "status": "resolved" });
    let resolved = patch(&agent, &ids[1], &resolved).send().await.ok();
    assert_eq!(resolved["snoozed_until"], Value::Null);
    assert_eq!(numbers(&agent, "view=resolved").await, [2]);
    // What is to come back is not done.
    let again = patch(&agent, &ids[1], &sleep(3)).send().await.ok();
    assert_eq!(
        (&again["status"], &again["snoozed_until"]),
        (&json!("open"), &json!(now.plus(3 * DAY).0))
    );
}
