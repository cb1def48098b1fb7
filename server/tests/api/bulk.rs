//! Many tickets are changed in the same way.

use super::ticket_change::patch;
use crate::support::{Agent, Call, TestApp};
use axum::http::Method;
use porthole_server::random::Random;
use porthole_server::store::NewWorkspace;
use porthole_shared::id::to_hex;
use serde_json::{Value, json};

fn bulk<'a>(agent: &'a Agent<'_>, tickets: &[Value], change: &Value) -> Call<'a> {
    let mut body = change.clone();
    body["tickets"] = tickets.into();
    agent.post("tickets/bulk", &body)
}

#[tokio::test]
async fn many_tickets_are_changed_and_seen_at_once() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let visitor = app.visitor().await;
    let mut ids = Vec::new();
    let mut since = 0;
    for _ in 0..3 {
        let sent = visitor.write("Hello").await;
        ids.push(sent["ticket"]["id"].clone());
        since = sent["message"]["seq"].as_i64().unwrap();
    }
    let mut team = agent
        .post("live", &json!({ "since": since }))
        .stream()
        .await;
    let change = json!({
        "patch": { "status": "pending", "add_tags": ["sale"], "priority": "low" }, "read": true,
    });
    let twice = [ids[0].clone(), ids[1].clone(), ids[0].clone()];
    let changed = bulk(&agent, &twice, &change).send().await.ok();
    let changed = changed["tickets"].as_array().unwrap();
    assert_eq!(changed.len(), 2);
    for ticket in changed {
        assert_eq!(
            (&ticket["status"], &ticket["tags"], &ticket["unread"]),
            (&json!("pending"), &json!(["sale"]), &json!(0))
        );
    }
    let told = team.update().await;
    assert_eq!(told["tickets"].as_array().unwrap().len(), 2);
    assert_eq!(told["unread"], 1);
    let read = json!({ "read": true });
    let changed = bulk(&agent, &ids, &read).send().await.ok();
    assert_eq!(changed["tickets"].as_array().unwrap().len(), 3);
    assert_eq!(agent.get("tickets").await["unread"], 0);
}

#[tokio::test]
async fn all_are_changed_or_none() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let visitor = app.visitor().await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        ids.push(visitor.write("Hello").await["ticket"]["id"].clone());
    }
    let many: Vec<String> = (0..20).map(|n| format!("tag {n}")).collect();
    let full = json!({ "add_tags": many });
    patch(&agent, ids[1].as_str().unwrap(), &full)
        .send()
        .await
        .ok();
    for (field, change) in [
        (
            "add_tags",
            json!({ "patch": { "add_tags": ["one more"], "priority": "low" } }),
        ),
        (
            "assignee",
            json!({ "patch": { "assignee": "nobody", "priority": "low" } }),
        ),
        ("status", json!({ "patch": { "status": "closed" } })),
        ("patch", json!({})),
    ] {
        let error = bulk(&agent, &ids, &change)
            .send()
            .await
            .refused(422, "invalid_field");
        assert_eq!(error["field"], field);
    }
    let first = agent
        .get(&format!("tickets/{}", ids[0].as_str().unwrap()))
        .await;
    assert_eq!(
        (&first["ticket"]["priority"], &first["ticket"]["tags"]),
        (&json!("none"), &json!([]))
    );
    let read = json!({ "read": true });
    for some in [vec![], vec![ids[0].clone(); 101]] {
        let error = bulk(&agent, &some, &read)
            .send()
            .await
            .refused(422, "invalid_field");
        assert_eq!(error["field"], "tickets");
    }
}

#[tokio::test]
async fn tickets_of_others_are_left_out() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let own = app.visitor().await.write("Hello").await["ticket"]["id"].clone();
    let now = app.app.clock.now();
    let second = NewWorkspace {
        id: Random.id(now),
        name: "Second".to_owned(),
        public_token: "pub_second".to_owned(),
        now: now.plus(1),
    };
    let id = second.id.clone();
    assert!(app.app.store.add_workspace(second).await.unwrap());
    let enable = |workspace: &mut porthole_server::domain::workspace::Workspace| {
        workspace.settings.conversations_enabled = true;
        workspace.settings.widget_enabled = true;
        Ok::<(), ()>(())
    };
    let enabled = app.app.store.change_workspace(id, enable).await;
    enabled.unwrap().unwrap().unwrap();
    app.app.workspaces.reload(&app.app.store).await.unwrap();
    let stranger = app
        .boot_with("pub_second", &to_hex(&Random.bytes::<32>()))
        .await;
    let foreign = stranger.write("Hello from elsewhere").await["ticket"].clone();
    let ids = [foreign["id"].clone(), json!("nonsense"), own.clone()];
    let change = json!({ "patch": { "status": "resolved" } });
    let changed = bulk(&agent, &ids, &change).send().await.ok();
    let changed = changed["tickets"].as_array().unwrap();
    assert_eq!((changed.len(), &changed[0]["id"]), (1, &own));
    let kept = stranger.sync(0).await;
    assert_eq!(kept["tickets"][0]["version"], foreign["version"]);
    let call = agent.call(Method::PATCH, "tickets/bulk");
    call.json(&json!({}))
        .send()
        .await
        .refused(405, "method_not_allowed");
}
