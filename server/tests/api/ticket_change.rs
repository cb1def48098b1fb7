//! What the team changes of tickets.

use super::ticket_list::colleague;
use crate::support::{Agent, TestApp};
use axum::http::Method;
use porthole_shared::time::DAY;
use serde_json::{Value, json};

pub(crate) fn patch<'a>(agent: &'a Agent<'_>, id: &str, body: &Value) -> crate::support::Call<'a> {
    agent
        .call(Method::PATCH, &format!("tickets/{id}"))
        .json(body)
}

#[tokio::test]
async fn priority_assignee_and_tags_are_set_and_taken_back() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let bob = colleague(&app, "bob").await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let id = sent["ticket"]["id"].as_str().unwrap();
    let fresh = agent.get(&format!("tickets/{id}")).await["ticket"].clone();
    assert_eq!(
        (&fresh["priority"], &fresh["assignee"], &fresh["tags"]),
        (&json!("none"), &Value::Null, &json!([]))
    );
    let body = json!({
        "priority": "urgent", "assignee": bob.as_str(), "add_tags": [" Zebra ", "apple", "APPLE"],
    });
    let changed = patch(&agent, id, &body).send().await.ok();
    assert_eq!(changed["priority"], "urgent");
    assert_eq!(changed["assignee"], bob.as_str());
    assert_eq!(changed["tags"], json!(["apple", "Zebra"]));
    assert!(changed["version"].as_i64() > fresh["version"].as_i64());
    // The same once more changes nothing.
    let again = patch(&agent, id, &body).send().await.ok();
    assert_eq!(again, changed);
    // A tag is spelled as it was first.
    let other = visitor.write("Another").await["ticket"]["id"].clone();
    let body = json!({ "add_tags": ["ZEBRA"], "remove_tags": ["none of it"] });
    let other = patch(&agent, other.as_str().unwrap(), &body).send().await;
    assert_eq!(other.ok()["tags"], json!(["Zebra"]));
    let body = json!({ "priority": "none", "assignee": "", "remove_tags": ["ZEBRA"] });
    let back = patch(&agent, id, &body).send().await.ok();
    assert_eq!(
        (&back["priority"], &back["assignee"], &back["tags"]),
        (&json!("none"), &Value::Null, &json!(["apple"]))
    );
}

#[tokio::test]
async fn the_team_hears_of_it_and_the_visitor_only_of_what_they_see() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let id = sent["ticket"]["id"].as_str().unwrap();
    let since = sent["message"]["seq"].as_i64().unwrap();
    let mut team = agent
        .post("live", &json!({ "since": since }))
        .stream()
        .await;
    for body in [
        json!({ "priority": "high" }),
        json!({ "add_tags": ["vip"] }),
        json!({ "suspicious": true }),
    ] {
        patch(&agent, id, &body).send().await.ok();
        let update = team.update().await;
        assert_eq!(update["tickets"][0]["id"], id, "{body}");
    }
    let heard = visitor.sync(since).await;
    assert_eq!(
        (&heard["latest"], &heard["tickets"]),
        (&json!(since), &json!([]))
    );
    patch(&agent, id, &json!({ "status": "resolved" }))
        .send()
        .await
        .ok();
    let heard = visitor.sync(since).await;
    assert_eq!(heard["tickets"][0]["status"], "resolved");
    assert!(!heard.to_string().contains("vip"));
}

#[tokio::test]
async fn what_cannot_be_is_refused_under_the_name_of_its_field() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let id = sent["ticket"]["id"].as_str().unwrap();
    let now = app.app.clock.now().0;
    let many: Vec<String> = (0..21).map(|n| format!("tag {n}")).collect();
    for (field, body) in [
        ("status", json!({})),
        ("status", json!({ "status": "closed" })),
        ("priority", json!({ "priority": "mild" })),
        ("assignee", json!({ "assignee": "nobody" })),
        ("snoozed_until", json!({ "snoozed_until": now })),
        ("snoozed_until", json!({ "snoozed_until": -1 })),
        ("snoozed_until", json!({ "snoozed_until": now + 367 * DAY })),
        (
            "snoozed_until",
            json!({ "snoozed_until": now + DAY, "status": "resolved" }),
        ),
        ("add_tags", json!({ "add_tags": [" "] })),
        ("add_tags", json!({ "add_tags": ["a,b"] })),
        ("add_tags", json!({ "add_tags": ["x".repeat(41)] })),
        ("add_tags", json!({ "add_tags": many })),
        ("remove_tags", json!({ "remove_tags": ["a\u{7}b"] })),
    ] {
        let error = patch(&agent, id, &body).send().await;
        let error = error.refused(422, "invalid_field");
        assert_eq!(error["field"], field, "{body}");
    }
    let some = json!({ "add_tags": many[..20] });
    patch(&agent, id, &some).send().await.ok();
    let one_more = json!({ "add_tags": ["one more"], "priority": "high" });
    let error = patch(&agent, id, &one_more)
        .send()
        .await
        .refused(422, "invalid_field");
    assert_eq!(error["field"], "add_tags");
    let kept = agent.get(&format!("tickets/{id}")).await;
    assert_eq!(kept["ticket"]["priority"], "none");
    let instead = json!({ "add_tags": ["one more"], "remove_tags": ["tag 0"] });
    patch(&agent, id, &instead).send().await.ok();
}

#[tokio::test]
async fn a_ticket_shows_the_others_of_its_visitor() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let visitor = app.visitor().await;
    app.visitor().await.write("Somebody else").await;
    for number in 0..12 {
        visitor.write(&format!("Matter {number}")).await;
    }
    let last = visitor.write("The last one").await;
    let id = last["ticket"]["id"].as_str().unwrap();
    let detail = agent.get(&format!("tickets/{id}")).await;
    assert_eq!(detail["previous_count"], 12);
    let previous = detail["previous"].as_array().unwrap();
    assert_eq!(
        (previous.len(), &previous[0]["preview"]),
        (10, &json!("Matter 11"))
    );
}
