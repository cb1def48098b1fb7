//! Tickets, as the team works on them.

use crate::support::{TestApp, client_id};
use axum::http::Method;
use serde_json::json;

#[tokio::test]
async fn the_list_is_newest_first_and_goes_on_by_cursor() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    for number in 1..=60 {
        visitor.write(&format!("Matter {number}")).await;
    }
    let first = owner.get("tickets").await;
    assert_eq!(first["tickets"].as_array().unwrap().len(), 50);
    assert_eq!(first["tickets"][0]["number"], 60);
    assert_eq!(first["unread"], 60);
    let next = first["next"].as_str().unwrap();
    let second = owner.get(&format!("tickets?before={next}")).await;
    let numbers: Vec<_> = second["tickets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["number"].as_i64().unwrap())
        .collect();
    assert_eq!(numbers, (1..=10).rev().collect::<Vec<_>>());
    assert_eq!(second["next"], json!(null));

    owner
        .call(Method::GET, "tickets?before=x")
        .send()
        .await
        .refused(422, "invalid_field");
    owner
        .call(Method::GET, "tickets?view=x")
        .send()
        .await
        .refused(422, "invalid_field");
}

#[tokio::test]
async fn a_ticket_opens_with_the_first_answer_and_again_with_the_visitor() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let id = sent["ticket"]["id"].as_str().unwrap();
    assert_eq!(owner.reply(id, "Hi").await["ticket"]["status"], "open");

    let change = |status: &str| {
        owner
            .call(Method::PATCH, &format!("tickets/{id}"))
            .json(&json!({ "status": status }))
    };
    assert_eq!(change("resolved").send().await.ok()["status"], "resolved");
    assert_eq!(owner.get("tickets").await["tickets"], json!([]));
    assert_eq!(
        owner.get("tickets?view=resolved").await["tickets"][0]["id"],
        id
    );
    assert_eq!(owner.get("tickets?view=all").await["tickets"][0]["id"], id);
    visitor.write_in(id, "One more thing").await;
    assert_eq!(owner.get("tickets").await["tickets"][0]["status"], "open");
    for bad in ["", "done", "unknown"] {
        let error = change(bad).send().await.refused(422, "invalid_field");
        assert_eq!(error["field"], "status");
    }
}

#[tokio::test]
async fn the_conversation_shows_notes_in_their_place_and_where_the_visitor_was() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let page = json!({ "url": "https://shop.example/cart", "title": "Cart", "language": "de" });
    let body = json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": "Hello", "page": page });
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let sent = visitor
        .post("messages", &body)
        .header("user-agent", agent)
        .send()
        .await
        .ok();
    let id = sent["ticket"]["id"].as_str().unwrap();
    owner.note(id, "A regular").await;
    owner.reply(id, "Hi").await;

    let detail = owner.get(&format!("tickets/{id}")).await;
    let entries: Vec<_> = detail["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            (
                entry["kind"].as_str().unwrap(),
                entry["text"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        entries,
        [
            ("message", "Hello"),
            ("note", "A regular"),
            ("message", "Hi")
        ]
    );
    let context = &detail["contexts"][0];
    assert_eq!(context["page"]["url"], "https://shop.example/cart");
    assert_eq!(
        (context["browser"].as_str(), context["os"].as_str()),
        (Some("Firefox 140"), Some("Linux"))
    );

    // The same page again adds nothing, another one does.
    visitor
        .post(
            "messages",
            &json!({ "client_id": client_id(), "ticket": id, "text": "a", "page": page }),
        )
        .header("user-agent", agent)
        .send()
        .await
        .ok();
    assert_eq!(
        owner.get(&format!("tickets/{id}")).await["contexts"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    visitor.write_in(id, "From elsewhere").await;
    assert_eq!(
        owner.get(&format!("tickets/{id}")).await["contexts"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn long_conversations_come_in_pages_on_both_sides() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("0").await;
    let id = sent["ticket"]["id"].as_str().unwrap();
    for n in 1..70 {
        visitor.write_in(id, &n.to_string()).await;
    }
    let newest = owner.get(&format!("tickets/{id}")).await;
    assert_eq!(
        (
            newest["entries"].as_array().unwrap().len(),
            &newest["earlier"]
        ),
        (50, &json!(true))
    );
    let before = newest["entries"][0]["seq"].as_i64().unwrap();
    let oldest = owner.get(&format!("tickets/{id}?before={before}")).await;
    assert_eq!(
        (
            oldest["entries"].as_array().unwrap().len(),
            &oldest["earlier"]
        ),
        (20, &json!(false))
    );

    let newest = visitor
        .post("sync", &json!({ "since": 0, "ticket": id }))
        .send()
        .await
        .ok();
    assert_eq!(
        (
            newest["messages"].as_array().unwrap().len(),
            &newest["earlier"]
        ),
        (50, &json!(true))
    );
    let before = newest["messages"][0]["seq"].as_i64().unwrap();
    let oldest = visitor
        .post(
            "sync",
            &json!({ "since": 0, "ticket": id, "before": before }),
        )
        .send()
        .await
        .ok();
    assert_eq!(oldest["messages"][0]["text"], "0");
    assert_eq!(oldest["earlier"], false);
}

#[tokio::test]
async fn what_members_write_is_stored_once_and_checked() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let id = sent["ticket"]["id"].as_str().unwrap();
    for call in ["messages", "notes"] {
        let path = format!("tickets/{id}/{call}");
        let body = json!({ "client_id": client_id(), "text": "Once" });
        let first = owner.post(&path, &body).send().await.ok();
        assert_eq!(
            owner.post(&path, &body).send().await.ok()["entry"],
            first["entry"]
        );
        let long = json!({ "client_id": client_id(), "text": "x".repeat(10_001) });
        assert_eq!(
            owner
                .post(&path, &long)
                .send()
                .await
                .refused(422, "invalid_field")["field"],
            "text"
        );
        let nowhere = format!("tickets/01aaaaaaaaaaaaaaaaaaaaaaaa/{call}");
        let body = json!({ "client_id": client_id(), "text": "Hi" });
        owner
            .post(&nowhere, &body)
            .send()
            .await
            .refused(404, "not_found");
    }
    assert_eq!(
        owner.get(&format!("tickets/{id}")).await["entries"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    // A reply cannot take over the id of the visitor's own message.
    let taken = json!({ "client_id": sent["message"]["client_id"], "text": "Hi" });
    owner
        .post(&format!("tickets/{id}/messages"), &taken)
        .send()
        .await
        .refused(409, "conflict");
    for (method, path) in [
        (Method::GET, "tickets/x"),
        (Method::PATCH, "tickets/x"),
        (Method::POST, "tickets/x/read"),
        (Method::POST, "tickets/x/typing"),
    ] {
        let body = json!({ "status": "open", "seq": 1 });
        owner
            .call(method, path)
            .json(&body)
            .send()
            .await
            .refused(404, "not_found");
    }
}
