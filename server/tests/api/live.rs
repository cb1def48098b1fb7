//! Streams: what arrives, to whom, and how they resume and end.

use crate::support::{Agent, TestApp, client_id};
use axum::http::Method;
use porthole_server::domain::session::MEMBER_SESSION_LIFE;
use serde_json::json;

#[tokio::test]
async fn an_answer_arrives_live_and_a_note_never_does() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let mut team = owner.post("live", &json!({ "since": 0 })).stream().await;
    let sent = visitor.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap().to_owned();
    let seen = team.update().await;
    assert_eq!(seen["entries"][0]["text"], "Hello");
    assert_eq!(seen["unread"], 1);

    let mut live = visitor.live(seen["latest"].as_i64().unwrap()).await;
    let noted = owner.note(&ticket, "A difficult one").await;
    owner.reply(&ticket, "Hi, this is Ada").await;
    let update = live.update().await;
    assert_eq!(update["messages"][0]["text"], "Hi, this is Ada");
    assert_eq!(
        update["messages"][0]["author"],
        json!({ "side": "team", "name": "Ada" })
    );
    assert_eq!(update["tickets"][0]["status"], "open");
    assert_eq!(update["tickets"][0]["unread"], 1);
    assert!(update["latest"].as_i64() > noted["entry"]["seq"].as_i64());
    let everything = visitor
        .post("sync", &json!({ "since": 0, "ticket": ticket }))
        .send()
        .await
        .ok();
    assert!(!everything.to_string().contains("difficult"));
    assert_eq!(everything["messages"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_stream_resumes_over_a_gap() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap().to_owned();
    let known = visitor.sync(0).await["latest"].as_i64().unwrap();
    for text in ["one", "two", "three"] {
        owner.reply(&ticket, text).await;
    }
    let update = visitor.live(known).await.update().await;
    let texts: Vec<_> = update["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, ["one", "two", "three"]);
    assert_eq!(update["tickets"].as_array().unwrap().len(), 1);
    assert_eq!(update["reset"], false);
}

#[tokio::test]
async fn a_number_from_another_database_says_read_again() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    visitor.write("Hello").await;
    let update = visitor.sync(999).await;
    assert_eq!(update["reset"], true);
    assert_eq!(update["tickets"].as_array().unwrap().len(), 1);
    assert_eq!(visitor.live(999).await.update().await["reset"], true);
    assert_eq!(visitor.sync(-5).await["reset"], true);
}

#[tokio::test]
async fn regenerating_the_token_ends_the_chat() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let mut live = visitor.live(sent["message"]["seq"].as_i64().unwrap()).await;
    let old = app.token();
    let page = owner
        .post("settings/regenerate", &json!({}))
        .send()
        .await
        .ok();
    assert_ne!(page["public_token"], old);
    assert!(
        page["snippet"]
            .as_str()
            .unwrap()
            .contains(page["public_token"].as_str().unwrap())
    );

    let (event, data) = live.next().await.unwrap();
    assert_eq!(
        (event.as_str(), &data["error"]["code"]),
        ("end", &json!("session_invalid"))
    );
    assert!(live.next().await.is_none());
    visitor
        .post("sync", &json!({}))
        .send()
        .await
        .refused(401, "session_invalid");
    let body = json!({ "token": old, "device_key": visitor.device_key });
    app.post("/api/v1/widget/boot")
        .json(&body)
        .send()
        .await
        .refused(401, "token_invalid");
    // The key is forgotten too: under the new token this browser is new.
    assert_eq!(
        app.boot(&visitor.device_key).await.boot["update"]["tickets"],
        json!([])
    );
}

#[tokio::test]
async fn switching_the_chat_off_ends_streams() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let mut live = visitor.live(sent["message"]["seq"].as_i64().unwrap()).await;
    app.set(|settings| settings.widget_enabled = false).await;
    assert_eq!(
        live.next().await.unwrap().1["error"]["code"],
        "widget_disabled"
    );
}

#[tokio::test]
async fn taking_a_site_off_the_list_ends_its_streams() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let since = json!({ "since": sent["message"]["seq"] });
    let from = |origin| visitor.post("live", &since).origin(origin).stream();
    let mut kept = from("https://shop.example").await;
    let mut ended = from("https://old.example").await;
    app.set(|settings| settings.allowed_domains = vec!["shop.example".to_owned()])
        .await;
    assert_eq!(
        ended.next().await.unwrap().1["error"]["code"],
        "domain_not_allowed"
    );
    let ticket = sent["ticket"]["id"].as_str().unwrap();
    let owner = app.owner().await;
    owner.reply(ticket, "Still here").await;
    assert_eq!(kept.update().await["messages"][0]["text"], "Still here");
}

#[tokio::test]
async fn a_log_out_ends_the_stream_and_a_refresh_does_not() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap();
    let mut live = visitor.live(sent["message"]["seq"].as_i64().unwrap()).await;
    visitor.post("refresh", &json!({})).send().await.ok();
    owner.reply(ticket, "Still here?").await;
    assert_eq!(live.update().await["messages"][0]["text"], "Still here?");
    visitor.post("logout", &json!({})).send().await.ok();
    assert_eq!(live.next().await.unwrap().0, "end");
}

#[tokio::test]
async fn a_members_stream_ends_with_the_session() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let mut team = owner.post("live", &json!({ "since": 0 })).stream().await;
    let visitor = app.visitor().await;
    owner.call(Method::DELETE, "session").send().await.ok();
    visitor.write("Hello").await;
    let (event, data) = team.next().await.unwrap();
    assert_eq!(
        (event.as_str(), &data["error"]["code"]),
        ("end", &json!("unauthenticated"))
    );
}

#[tokio::test]
async fn a_members_stream_ends_when_the_session_is_over_though_nothing_happens() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    app.pass(MEMBER_SESSION_LIFE - 100);
    let mut team = owner.post("live", &json!({ "since": 1 })).stream().await;
    app.pass(100);
    let (event, data) = team.next().await.unwrap();
    assert_eq!(
        (event.as_str(), &data["error"]["code"]),
        ("end", &json!("unauthenticated"))
    );
    assert!(team.next().await.is_none());
}

#[tokio::test]
async fn everybody_who_types_is_told_of() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitors = [app.visitor().await, app.visitor().await];
    let mut tickets = Vec::new();
    let mut seq = 0;
    for visitor in &visitors {
        let sent = visitor.write("Hello").await;
        seq = sent["message"]["seq"].as_i64().unwrap();
        tickets.push(sent["ticket"]["id"].as_str().unwrap().to_owned());
    }
    let mut team = owner.post("live", &json!({ "since": seq })).stream().await;
    // Both before the team looks: the later one does not hide the earlier one.
    for (visitor, ticket) in visitors.iter().zip(&tickets) {
        let typing = json!({ "ticket": ticket });
        visitor.post("typing", &typing).send().await.ok();
    }
    assert_eq!(team.update().await["typing"], json!(tickets));
}

#[tokio::test]
async fn both_sides_see_each_other_type_and_read() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let (ticket, seq) = (
        sent["ticket"]["id"].as_str().unwrap(),
        sent["message"]["seq"].as_i64().unwrap(),
    );
    let mut live = visitor.live(seq).await;
    let mut team = owner.post("live", &json!({ "since": seq })).stream().await;
    visitor
        .post("typing", &json!({ "ticket": ticket }))
        .send()
        .await
        .ok();
    assert_eq!(team.update().await["typing"], json!([ticket]));
    owner
        .post(&format!("tickets/{ticket}/typing"), &json!({}))
        .send()
        .await
        .ok();
    let typing = live.update().await["typing"].clone();
    assert_eq!(
        typing,
        json!([{ "ticket": ticket, "author": { "side": "team", "name": "Ada" } }])
    );

    owner
        .post(&format!("tickets/{ticket}/read"), &json!({ "seq": seq }))
        .send()
        .await
        .ok();
    assert_eq!(live.update().await["tickets"][0]["team_read"], seq);
    assert_eq!(team.update().await["unread"], 0);
    let answer = reply_seq(&owner, ticket).await;
    assert_eq!(live.update().await["tickets"][0]["unread"], 1);
    visitor
        .post("read", &json!({ "ticket": ticket, "seq": answer }))
        .send()
        .await
        .ok();
    assert_eq!(live.update().await["tickets"][0]["unread"], 0);
}

async fn reply_seq(owner: &Agent<'_>, ticket: &str) -> i64 {
    let body = json!({ "client_id": client_id(), "text": "Hi" });
    let reply = owner
        .post(&format!("tickets/{ticket}/messages"), &body)
        .send()
        .await
        .ok();
    reply["entry"]["seq"].as_i64().unwrap()
}

#[tokio::test]
async fn the_server_ends_every_stream_when_it_stops() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let mut live = visitor.live(sent["message"]["seq"].as_i64().unwrap()).await;
    assert!(
        live.piece()
            .await
            .unwrap()
            .starts_with("event: open\ndata: {\"heartbeat\":200}\n\n")
    );
    app.app.hub.close();
    // Not all come back in the same instant.
    let hint = live.piece().await.unwrap();
    let pause = hint.strip_prefix("retry: ").unwrap().trim_end();
    assert!(pause.parse::<u32>().unwrap() < 500, "{hint}");
    assert!(live.piece().await.is_none());
}

#[tokio::test]
async fn a_silent_stream_says_that_it_stands() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let mut live = visitor.live(1).await;
    live.piece().await.unwrap();
    assert_eq!(live.piece().await.unwrap(), ":\n\n");
}

#[tokio::test]
async fn whom_no_stream_reaches_hears_by_polling() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap();
    let seq = sent["message"]["seq"].as_i64().unwrap();
    let poll = |since: i64| visitor.post("poll", &json!({ "since": since })).send();
    // An answer without news says that there were none for a while.
    let hear = async |since: i64, field: &str| loop {
        let answer = poll(since).await.ok();
        if answer[field] != json!([]) {
            return answer;
        }
    };

    // Something is there already, or it comes while the call waits.
    assert_eq!(poll(1).await.ok()["messages"][0]["text"], "Hello");
    let (answer, _) = tokio::join!(hear(seq, "messages"), owner.reply(ticket, "Hi"));
    assert_eq!(answer["messages"][0]["text"], "Hi");
    let latest = answer["latest"].as_i64().unwrap();
    let path = format!("tickets/{ticket}/typing");
    let type_on = async {
        loop {
            owner.post(&path, &json!({})).send().await.ok();
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        answer = hear(latest, "typing") => assert_eq!(answer["typing"][0]["author"]["name"], "Ada"),
        () = type_on => {}
    }

    // Nothing happens, and the call says so before a proxy would cut it.
    let quiet = poll(latest).await.ok();
    assert_eq!(
        (&quiet["latest"], &quiet["tickets"], &quiet["reset"]),
        (&json!(latest), &json!([]), &json!(false))
    );
    assert_eq!(poll(latest + 99).await.ok()["reset"], true);
}

#[tokio::test]
async fn a_poll_ends_with_the_session_and_with_the_server() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let poll = || visitor.post("poll", &json!({ "since": 1 })).send();
    let (answer, ()) = tokio::join!(poll(), async { app.app.hub.close() });
    assert!(answer.headers.contains_key("retry-after"));
    answer.refused(503, "unavailable");
    visitor.post("logout", &json!({})).send().await.ok();
    poll().await.refused(401, "session_invalid");
}

#[tokio::test]
async fn the_very_first_message_reaches_a_stream_that_was_there_before_it() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let known = visitor.boot["update"]["latest"].as_i64().unwrap();
    assert!(known > 0, "0 would say that nothing is known");
    visitor.write("Hello").await;
    let update = visitor.live(known).await.update().await;
    assert_eq!(update["messages"][0]["text"], "Hello");
}

#[tokio::test]
async fn who_typed_before_a_stream_began_is_not_told_by_it() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap();
    let seq = sent["message"]["seq"].as_i64().unwrap();
    let mut first = visitor.live(seq).await;
    let typing = format!("tickets/{ticket}/typing");
    owner.post(&typing, &json!({})).send().await.ok();
    assert_eq!(first.update().await["typing"].as_array().unwrap().len(), 1);
    let mut second = visitor.live(seq).await;
    owner.reply(ticket, "Hi").await;
    assert_eq!(second.update().await["typing"], json!([]));
}

#[tokio::test]
async fn a_note_leaves_no_trace_in_what_the_visitor_gets() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let before = visitor.sync(0).await;
    owner
        .note(sent["ticket"]["id"].as_str().unwrap(), "A difficult one")
        .await;
    assert_eq!(visitor.sync(0).await, before);
    let since = before["latest"].as_i64().unwrap();
    assert_eq!(visitor.sync(since).await["tickets"], json!([]));
}

#[tokio::test]
async fn an_answer_does_not_mark_as_read_what_came_in_the_meantime() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap();
    owner.reply(ticket, "Hi").await;
    assert_eq!(owner.get("tickets").await["tickets"][0]["unread"], 1);
    assert_eq!(visitor.sync(0).await["tickets"][0]["team_read"], 0);
}

#[tokio::test]
async fn states_of_a_ticket_can_be_told_apart_by_age() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let first = visitor.write("Hello").await["ticket"].clone();
    let ticket = first["id"].as_str().unwrap();
    let answered = owner.reply(ticket, "Hi").await["ticket"].clone();
    assert!(answered["version"].as_i64() > first["version"].as_i64());
    assert_eq!(
        visitor.sync(0).await["tickets"][0]["version"],
        answered["version"]
    );
}
