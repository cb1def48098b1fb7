//! Whom notes mention.

use crate::support::{TestApp, client_id};
use serde_json::{Value, json};

async fn me(agent: &crate::support::Agent<'_>) -> Value {
    agent.get("state").await["me"]["id"].clone()
}

#[tokio::test]
async fn a_note_tells_everywhere_whom_it_mentions() {
    let app = TestApp::start().await;
    let (owner, bob) = (app.owner().await, app.colleague("Bob").await);
    let id = me(&bob).await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap();
    let since = json!({ "since": sent["message"]["seq"] });
    let mut stream = owner.post("live", &since).stream().await;

    let notes = format!("tickets/{ticket}/notes");
    let body = json!({ "client_id": client_id(), "text": "Look, Bob", "mentions": [id, id] });
    let first = owner.post(&notes, &body).send().await.ok();
    assert_eq!(first["entry"]["mentions"], json!([id]));
    // Stored once: what was mentioned first stays.
    let mut again = body.clone();
    again["mentions"] = json!([]);
    let second = owner.post(&notes, &again).send().await.ok();
    assert_eq!(second["entry"], first["entry"]);

    let detail = owner.get(&format!("tickets/{ticket}")).await;
    assert_eq!(detail["entries"][0]["mentions"], json!([]));
    assert_eq!(detail["entries"][1], first["entry"]);
    assert_eq!(stream.update().await["entries"][0], first["entry"]);
    let both =
        json!({ "client_id": client_id(), "text": "Both", "mentions": [id, me(&owner).await] });
    let stored = owner.post(&notes, &both).send().await.ok();
    assert_eq!(stored["entry"]["mentions"].as_array().unwrap().len(), 2);
    let detail = owner.get(&format!("tickets/{ticket}")).await;
    assert_eq!(detail["entries"][2], stored["entry"]);
}

#[tokio::test]
async fn only_notes_mention_and_only_members() {
    let app = TestApp::start().await;
    let (owner, other) = (app.owner().await, app.second_owner().await);
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap();
    let (ours, theirs) = (me(&owner).await, me(&other).await);
    let many: Vec<_> = (0..21).map(|number| number.to_string()).collect();
    for (call, mentions) in [
        ("messages", json!([ours])),
        ("notes", json!([theirs])),
        ("notes", json!([ours, "nobody"])),
        ("notes", json!(many)),
    ] {
        let body = json!({ "client_id": client_id(), "text": "Hi", "mentions": mentions });
        let reply = owner.post(&format!("tickets/{ticket}/{call}"), &body);
        let error = reply.send().await.refused(422, "invalid_field");
        assert_eq!(error["field"], "mentions");
    }
    let detail = owner.get(&format!("tickets/{ticket}")).await;
    assert_eq!(detail["entries"].as_array().unwrap().len(), 1);
}
