//! How many tickets there are of what.

use super::ticket_change::patch;
use crate::support::{Agent, TestApp, client_id};
use porthole_server::store::Store;
use serde_json::{Value, json};

async fn counts(agent: &Agent<'_>) -> Value {
    agent.get("counts").await
}

fn keys(counts: &Value) -> Vec<(&str, i64)> {
    let counts = counts.as_array().unwrap().iter();
    counts
        .map(|count| {
            (
                count["key"].as_str().unwrap(),
                count["count"].as_i64().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn every_view_is_counted_and_the_active_ones_by_all_they_are_filtered_by() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let me = agent.get("state").await["me"]["id"].clone();
    let visitor = app.visitor().await;
    let none = counts(&agent).await;
    assert_eq!((&none["all"], &none["statuses"]), (&json!(0), &json!([])));
    let later = app.app.clock.now().0 + 60_000;
    let mut ids = Vec::new();
    for body in [
        json!({ "priority": "none" }),
        json!({ "assignee": me, "priority": "high", "add_tags": ["Refund", "vip"] }),
        json!({ "status": "pending", "priority": "high", "add_tags": ["refund"] }),
        json!({ "snoozed_until": later, "add_tags": ["refund"], "assignee": me }),
        json!({ "status": "resolved", "add_tags": ["refund"], "priority": "low" }),
        json!({ "suspicious": true }),
    ] {
        let sent = visitor.write("Hello").await;
        let id = sent["ticket"]["id"].as_str().unwrap().to_owned();
        patch(&agent, &id, &body).send().await.ok();
        ids.push(id);
    }
    for id in &ids[..2] {
        let note = json!({ "client_id": client_id(), "text": "You", "mentions": [me] });
        let path = format!("tickets/{id}/notes");
        agent.post(&path, &note).send().await.ok();
    }
    let now = counts(&agent).await;
    let views = [
        "active",
        "mine",
        "unassigned",
        "mentions",
        "snoozed",
        "resolved",
        "suspicious",
        "all",
        "valued",
    ];
    let found = views.map(|view| now[view].as_i64().unwrap());
    assert_eq!(found, [3, 1, 2, 2, 1, 1, 1, 6, 0]);
    assert_eq!(keys(&now["statuses"]), [("new", 2), ("pending", 1)]);
    assert_eq!(keys(&now["tags"]), [("Refund", 2), ("vip", 1)]);
    assert_eq!(keys(&now["channels"]), [("widget", 3)]);
    assert_eq!(keys(&now["priorities"]), [("none", 1), ("high", 2)]);

    // Everything that happens is counted.
    visitor.write_in(&ids[3], "Wake up").await;
    visitor.write_in(&ids[4], "It is broken again").await;
    agent.reply(&ids[5], "You are no spam").await;
    patch(&agent, &ids[1], &json!({ "status": "resolved" }))
        .send()
        .await
        .ok();
    patch(&agent, &ids[2], &json!({ "remove_tags": ["refund"] }))
        .send()
        .await
        .ok();
    let now = counts(&agent).await;
    let found = views.map(|view| now[view].as_i64().unwrap());
    assert_eq!(found, [5, 1, 4, 1, 0, 1, 0, 6, 0]);
    assert_eq!(keys(&now["tags"]), [("Refund", 2)]);
    let path = Store::path(app.dir.path());
    assert_eq!(Store::check_file(&path).unwrap().findings, [""; 0]);
}
