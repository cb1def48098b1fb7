//! The field that nobody sees: what fills it in is stored like all else, and kept aside.

use crate::support::{Agent, TestApp, client_id};
use axum::http::Method;
use serde_json::{Value, json};

fn message(text: &str, website: &str) -> Value {
    json!({
        "client_id": client_id(), "client_ticket_id": client_id(), "text": text,
        "profile": { "email": "a@b.example", "name": null, "website": website },
    })
}

/// The previews of a view, and how many tickets are unread.
async fn view(agent: &Agent<'_>, name: &str) -> (Vec<String>, i64) {
    let list = agent.get(&format!("tickets?view={name}")).await;
    let tickets = list["tickets"].as_array().unwrap();
    let preview = |ticket: &Value| ticket["preview"].as_str().unwrap().to_owned();
    (
        tickets.iter().map(preview).collect(),
        list["unread"].as_i64().unwrap(),
    )
}

#[tokio::test]
async fn whoever_fills_it_in_cannot_tell() {
    let app = TestApp::start().await;
    let (person, program) = (app.visitor().await, app.visitor().await);
    let fine = person
        .post("messages", &message("Hello", "  "))
        .send()
        .await;
    let caught = program
        .post("messages", &message("Hello", "x.example"))
        .send()
        .await;
    assert_eq!(fine.status, caught.status);
    let (fine, caught) = (fine.ok(), caught.ok());
    for part in ["message", "ticket", "profile"] {
        let names = |reply: &Value| {
            let fields = reply[part].as_object().unwrap();
            fields.keys().cloned().collect::<Vec<_>>()
        };
        assert_eq!(names(&fine), names(&caught));
    }
    for field in ["status", "unread", "team_read", "preview"] {
        assert_eq!(fine["ticket"][field], caught["ticket"][field], "{field}");
    }
    assert_eq!(fine["profile"], caught["profile"]);
    assert!(!caught.to_string().contains("x.example"));
    // It finds its message again, and writes on.
    let ticket = caught["ticket"]["id"].as_str().unwrap();
    program.write_in(ticket, "More").await;
    let known = program.sync(0).await;
    assert_eq!(known["tickets"][0]["preview"], "More");
    let again = app.boot(&program.device_key).await;
    assert_eq!(again.boot["update"]["tickets"][0]["id"], ticket);
}

#[tokio::test]
async fn nothing_is_lost_and_the_team_decides() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let visitor = app.visitor().await;
    let trapped = message("Cheap watches", "x.example");
    let reply = visitor.post("messages", &trapped).send().await.ok();
    let id = reply["ticket"]["id"].as_str().unwrap();
    let nothing = (Vec::new(), 0);
    let watches = vec!["Cheap watches".to_owned()];
    assert_eq!(view(&agent, "active").await, nothing);
    assert_eq!(view(&agent, "suspicious").await, (watches.clone(), 0));
    assert_eq!(view(&agent, "all").await, (watches.clone(), 0));
    let path = format!("tickets/{id}");
    let change = |body: Value| agent.call(Method::PATCH, &path).json(&body).send();
    let acquitted = change(json!({ "suspicious": false })).await.ok();
    assert_eq!(acquitted["suspicious"], false);
    assert_eq!(view(&agent, "active").await, (watches.clone(), 1));
    assert_eq!(view(&agent, "suspicious").await, (Vec::new(), 1));
    // Resolved or not, what is suspected is in its own list.
    change(json!({ "suspicious": true, "status": "resolved" }))
        .await
        .ok();
    assert_eq!(view(&agent, "resolved").await, nothing);
    assert_eq!(view(&agent, "suspicious").await, (watches.clone(), 0));
    change(json!({})).await.refused(422, "invalid_field");
    // An answer ends the suspicion too.
    change(json!({ "status": "open" })).await.ok();
    agent.reply(id, "Which ones?").await;
    assert_eq!(view(&agent, "suspicious").await.0, Vec::<String>::new());
    assert_eq!(view(&agent, "active").await.1, 1);
}

#[tokio::test]
async fn a_conversation_that_the_team_has_stays_where_it_is() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let visitor = app.visitor().await;
    let reply = visitor.write("A person").await;
    let mut body = message("with a zealous password manager", "x.example");
    body["ticket"] = reply["ticket"]["id"].clone();
    visitor.post("messages", &body).send().await.ok();
    assert_eq!(
        view(&agent, "active").await,
        (vec!["with a zealous password manager".to_owned()], 1)
    );
}
