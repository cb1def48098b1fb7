//! Messages of visitors: stored exactly once, refused whole.

use crate::support::{TestApp, client_id};
use serde_json::{Value, json};
use std::collections::HashSet;

#[tokio::test]
async fn a_message_opens_a_ticket_and_the_next_one_joins_it() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let first = visitor.write("Where is my parcel?").await;
    assert_eq!(first["ticket"]["number"], 1);
    assert_eq!(first["ticket"]["status"], "new");
    assert_eq!(first["message"]["author"]["side"], "visitor");
    let ticket = first["ticket"]["id"].as_str().unwrap();
    let second = visitor.write_in(ticket, "It is late.").await;
    assert_eq!(second["ticket"]["id"], first["ticket"]["id"]);
    assert_eq!(second["ticket"]["preview"], "It is late.");
    assert!(second["message"]["seq"].as_i64() > first["message"]["seq"].as_i64());
    assert_eq!(visitor.write("Another matter").await["ticket"]["number"], 2);
}

#[tokio::test]
async fn the_same_client_id_is_stored_once_however_often_it_arrives() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let body = json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": "Once" });
    let first = visitor.post("messages", &body).send().await.ok();
    let second = visitor.post("messages", &body).send().await.ok();
    assert_eq!(first["message"], second["message"]);
    assert_eq!(stored(&app, &first).await, ["Once"]);
}

#[tokio::test]
async fn the_same_client_id_is_stored_once_also_when_it_arrives_at_once() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let body = json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": "Once" });
    let tries = (0..32).map(|_| visitor.post("messages", &body).send());
    let replies = futures_util::future::join_all(tries).await;
    let replies: Vec<Value> = replies.into_iter().map(crate::support::Reply::ok).collect();
    let ids: HashSet<_> = replies
        .iter()
        .map(|reply| reply["message"]["id"].to_string())
        .collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(stored(&app, &replies[0]).await, ["Once"]);
    assert_eq!(
        visitor.sync(0).await["tickets"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn the_first_messages_of_a_conversation_share_its_ticket() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let conversation = client_id();
    let send = |text: String| {
        let body =
            json!({ "client_id": client_id(), "client_ticket_id": conversation, "text": text });
        let call = visitor.post("messages", &body);
        call.send()
    };
    let replies = futures_util::future::join_all((0..8).map(|n| send(n.to_string()))).await;
    let numbers: HashSet<_> = replies
        .into_iter()
        .map(|reply| reply.ok()["ticket"]["number"].as_i64())
        .collect();
    assert_eq!(numbers, HashSet::from([Some(1)]));
}

#[tokio::test]
async fn a_client_id_belongs_to_its_author() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.visitor().await, app.visitor().await);
    let body = json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": "Mine" });
    ada.post("messages", &body).send().await.ok();
    bob.post("messages", &body)
        .send()
        .await
        .refused(409, "conflict");
    let same_ticket = json!({ "client_id": client_id(), "client_ticket_id": body["client_ticket_id"], "text": "Let me in" });
    bob.post("messages", &same_ticket)
        .send()
        .await
        .refused(409, "conflict");
    assert_eq!(bob.sync(0).await["tickets"], json!([]));
}

#[tokio::test]
async fn bad_texts_are_refused_whole_with_the_limit_named() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let send = |text: Value| {
        let body =
            json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": text });
        visitor.post("messages", &body).send()
    };
    for blank in ["", "  \n\t ", "\u{0}"] {
        let error = send(json!(blank)).await.refused(422, "invalid_field");
        assert_eq!(error["field"], "text");
    }
    let error = send(json!("x".repeat(10_001)))
        .await
        .refused(422, "invalid_field");
    assert!(error["message"].as_str().unwrap().contains("10000"));
    // Characters count, not bytes.
    send(json!("\u{1F980}".repeat(10_000))).await.ok();
    let error = send(json!(5)).await.refused(400, "invalid_body");
    assert_eq!(error["field"], "text");
}

#[tokio::test]
async fn what_is_no_request_is_refused() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let raw = |body: Vec<u8>| {
        app.post("/api/v1/widget/messages")
            .bearer(&visitor.token)
            .raw(body)
            .send()
    };
    for bad in ["", "{", "[]", "null", "{}x", "\u{feff}{}"] {
        raw(bad.as_bytes().to_vec())
            .await
            .refused(400, "invalid_body");
    }
    raw(vec![0xff, 0xfe]).await.refused(400, "invalid_body");
    raw("[".repeat(100_000).into_bytes())
        .await
        .refused(400, "invalid_body");
    raw(vec![b' '; 256 * 1024 + 1])
        .await
        .refused(413, "body_too_large");

    for id in ["", "xyz", &"a".repeat(33)] {
        let body = json!({ "client_id": id, "client_ticket_id": client_id(), "text": "Hi" });
        let error = visitor
            .post("messages", &body)
            .send()
            .await
            .refused(422, "invalid_field");
        assert_eq!(error["field"], "client_id");
    }
    let body = json!({ "client_id": client_id(), "text": "Where to?" });
    let error = visitor
        .post("messages", &body)
        .send()
        .await
        .refused(422, "invalid_field");
    assert_eq!(error["field"], "client_ticket_id");
}

#[tokio::test]
async fn a_foreign_ticket_is_like_an_unknown_one() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.visitor().await, app.visitor().await);
    let reply = ada.write("Private").await;
    let foreign = reply["ticket"]["id"].as_str().unwrap();
    let mut answers = HashSet::new();
    for id in [foreign, "01aaaaaaaaaaaaaaaaaaaaaaaa", ""] {
        let message = json!({ "client_id": client_id(), "ticket": id, "text": "Hi" });
        for (call, body) in [
            ("messages", message),
            ("sync", json!({ "since": 0, "ticket": id })),
            ("read", json!({ "ticket": id, "seq": 1 })),
            ("typing", json!({ "ticket": id })),
        ] {
            answers.insert(
                bob.post(call, &body)
                    .send()
                    .await
                    .refused(404, "not_found")
                    .to_string(),
            );
        }
    }
    assert_eq!(answers.len(), 1, "{answers:?}");
}

#[tokio::test]
async fn an_e_mail_address_is_asked_for_once() {
    let app = TestApp::start().await;
    app.set(|settings| settings.require_email = true).await;
    let visitor = app.visitor().await;
    let mut body =
        json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": "Hello" });
    visitor
        .post("messages", &body)
        .send()
        .await
        .refused(403, "identification_required");
    body["profile"] = json!({ "email": "not an address" });
    let error = visitor
        .post("messages", &body)
        .send()
        .await
        .refused(422, "invalid_field");
    assert_eq!(error["field"], "profile.email");

    body["profile"] = json!({ "email": " Vera@Example.org ", "name": "" });
    let reply = visitor.post("messages", &body).send().await.ok();
    assert_eq!(
        reply["profile"],
        json!({ "email": "vera@example.org", "name": null, "website": null })
    );
    // It is known from now on, also after a reload.
    visitor.write("Second matter").await;
    assert_eq!(
        app.boot(&visitor.device_key).await.boot["profile"]["email"],
        "vera@example.org"
    );
}

#[tokio::test]
async fn numbers_have_no_gaps_when_many_write_at_once() {
    let app = TestApp::start().await;
    let visitors = futures_util::future::join_all((0..20).map(|_| app.visitor())).await;
    let replies =
        futures_util::future::join_all(visitors.iter().map(|visitor| visitor.write("Hi"))).await;
    let mut numbers: Vec<_> = replies
        .iter()
        .map(|reply| reply["ticket"]["number"].as_i64().unwrap())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
}

/// The texts that are stored in the ticket of a reply.
async fn stored(app: &TestApp, reply: &Value) -> Vec<String> {
    let workspace = app.app.workspaces.first().unwrap().id.clone();
    let id = reply["ticket"]["id"].as_str().unwrap().to_owned().into();
    let detail = app
        .app
        .store
        .team_ticket(workspace, id, None)
        .await
        .unwrap()
        .unwrap();
    detail.entries.into_iter().map(|entry| entry.text).collect()
}
