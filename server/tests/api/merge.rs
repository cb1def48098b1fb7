//! Two tickets of a visitor become one.

use super::ticket_change::patch;
use super::ticket_list::colleague;
use crate::support::{Agent, Call, TestApp, Visitor, client_id};
use porthole_server::store::Store;
use serde_json::{Value, json};

fn merge<'a>(agent: &'a Agent<'_>, source: &str, into: &str) -> Call<'a> {
    agent.post(&format!("tickets/{source}/merge"), &json!({ "into": into }))
}

fn id(sent: &Value) -> String {
    sent["ticket"]["id"].as_str().unwrap().to_owned()
}

fn texts(entries: &Value) -> Vec<&str> {
    let entries = entries.as_array().unwrap().iter();
    entries
        .map(|entry| entry["text"].as_str().unwrap())
        .collect()
}

async fn page(visitor: &Visitor<'_>, ticket: &str) -> Value {
    let request = json!({ "since": 0, "ticket": ticket });
    visitor.post("sync", &request).send().await.ok()
}

#[track_caller]
fn sound(app: &TestApp) {
    let path = Store::path(app.dir.path());
    assert_eq!(Store::check_file(&path).unwrap().findings, [""; 0]);
}

#[tokio::test]
async fn all_that_was_written_is_in_the_ticket_that_stays() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let bob = colleague(&app, "bob").await;
    let visitor = app.visitor().await;
    let source = id(&visitor.write("s1").await);
    let target = id(&visitor.write("t1").await);
    agent.reply(&target, "t2").await;
    let note = json!({ "client_id": client_id(), "text": "s2", "mentions": [bob.as_str()] });
    let path = format!("tickets/{source}/notes");
    agent.post(&path, &note).send().await.ok();
    let page_of = json!({ "url": "https://shop.example/cart" });
    let last = json!({ "client_id": client_id(), "ticket": source, "text": "s3", "page": page_of });
    let last = visitor.post("messages", &last).send().await.ok();
    let since = last["message"]["seq"].as_i64().unwrap();
    let mut team = agent
        .post("live", &json!({ "since": since }))
        .stream()
        .await;
    let mut live = visitor.live(since).await;

    let merged = merge(&agent, &source, &target).send().await.ok();
    assert_eq!(merged["id"], json!(target));
    assert_eq!(
        (&merged["preview"], &merged["last_side"]),
        (&json!("s3"), &json!("visitor"))
    );
    assert_eq!(
        (&merged["status"], &merged["position"]),
        (&json!("open"), &json!(since))
    );
    assert_eq!(merged["unread"], 3);
    let detail = agent.get(&format!("tickets/{target}")).await;
    assert_eq!(texts(&detail["entries"]), ["s1", "t1", "t2", "s2", "s3"]);
    assert!(
        detail["entries"]
            .as_array()
            .unwrap()
            .iter()
            .all(|entry| entry["ticket"] == json!(target))
    );
    assert_eq!(
        detail["contexts"][0]["page"]["url"],
        "https://shop.example/cart"
    );
    assert_eq!(
        (&detail["previous"], &detail["previous_count"]),
        (&json!([]), &json!(0))
    );

    // The other one is in no list but that of all.
    let list = agent.get("tickets").await;
    assert_eq!(
        (list["tickets"].as_array().unwrap().len(), &list["unread"]),
        (1, &json!(1))
    );
    for (view, count) in [("resolved", 0), ("all", 2)] {
        let list = agent.get(&format!("tickets?view={view}")).await;
        assert_eq!(list["tickets"].as_array().unwrap().len(), count, "{view}");
    }
    let left = agent.get(&format!("tickets/{source}")).await;
    assert_eq!(left["entries"], json!([]));
    assert_eq!(
        (&left["ticket"]["status"], &left["ticket"]["merged_into"]),
        (&json!("resolved"), &json!({ "id": target, "number": 2 }))
    );

    // Both sides hear of both tickets.
    let told = team.update().await;
    assert_eq!(told["tickets"].as_array().unwrap().len(), 2);
    let told = live.update().await;
    let told = told["tickets"].as_array().unwrap();
    let moved = told.iter().find(|ticket| ticket["id"] == json!(source));
    assert_eq!(moved.unwrap()["merged_into"], json!(target));
    assert!(
        told.iter()
            .any(|ticket| ticket["id"] == json!(target) && ticket["merged_into"].is_null())
    );
    let fresh = visitor.sync(0).await;
    assert_eq!(fresh["tickets"].as_array().unwrap().len(), 1);
    for ticket in [&source, &target] {
        assert_eq!(
            texts(&page(&visitor, ticket).await["messages"]),
            ["s1", "t1", "t2", "s3"]
        );
    }
    // Whoever was away is told the same from the log.
    let caught_up = visitor.sync(1).await;
    assert_eq!(texts(&caught_up["messages"]), ["s1", "t1", "t2", "s3"]);
    assert!(
        caught_up["messages"]
            .as_array()
            .unwrap()
            .iter()
            .all(|message| message["ticket"] == json!(target))
    );
    sound(&app);
}

#[tokio::test]
async fn what_is_sent_to_the_merged_ticket_arrives_once_where_it_went() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let visitor = app.visitor().await;
    let conversation = client_id();
    let first =
        json!({ "client_id": client_id(), "client_ticket_id": conversation, "text": "First" });
    let source = id(&visitor.post("messages", &first).send().await.ok());
    let target = id(&visitor.write("Target").await);
    merge(&agent, &source, &target).send().await.ok();

    // Stored before, sent again; and new ones, by both names of the ticket.
    let again = visitor.post("messages", &first).send().await.ok();
    assert_eq!(
        (id(&again), &again["message"]["ticket"]),
        (target.clone(), &json!(target))
    );
    let by_conversation =
        json!({ "client_id": client_id(), "client_ticket_id": conversation, "text": "Second" });
    for _ in 0..2 {
        let sent = visitor.post("messages", &by_conversation).send().await.ok();
        assert_eq!(id(&sent), target);
    }
    assert_eq!(id(&visitor.write_in(&source, "Third").await), target);
    let answer = json!({ "client_id": client_id(), "text": "Fourth" });
    for call in ["messages", "messages"] {
        let path = format!("tickets/{source}/{call}");
        let wrote = agent.post(&path, &answer).send().await.ok();
        assert_eq!(
            (id(&wrote), &wrote["entry"]["ticket"]),
            (target.clone(), &json!(target))
        );
    }
    let wrote = agent.note(&source, "Fifth").await;
    assert_eq!(wrote["entry"]["ticket"], json!(target));
    let detail = agent.get(&format!("tickets/{target}")).await;
    assert_eq!(
        texts(&detail["entries"]),
        ["First", "Target", "Second", "Third", "Fourth", "Fifth"]
    );

    // Reading and typing too.
    assert_eq!(visitor.sync(0).await["tickets"][0]["unread"], 1);
    let seq = detail["ticket"]["position"].clone();
    let read = json!({ "ticket": source, "seq": seq });
    visitor.post("read", &read).send().await.ok();
    assert_eq!(visitor.sync(0).await["tickets"][0]["unread"], 0);
    let latest = agent.get("tickets").await["latest"].clone();
    let mut team = agent
        .post("live", &json!({ "since": latest }))
        .stream()
        .await;
    let typing = async {
        loop {
            visitor
                .post("typing", &json!({ "ticket": source }))
                .send()
                .await
                .ok();
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        update = team.update() => assert_eq!(update["typing"], json!([target])),
        () = typing => {}
    }
    sound(&app);
}

#[tokio::test]
async fn a_chain_leads_to_its_end_and_nothing_unseen_counts_as_seen() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let visitor = app.visitor().await;
    let mut ids = Vec::new();
    for text in ["a", "b", "c"] {
        ids.push(id(&visitor.write(text).await));
    }
    let read = |ticket: &str| {
        let body = json!({ "seq": 1_000 });
        agent.post(&format!("tickets/{ticket}/read"), &body)
    };
    read(&ids[1]).send().await.ok();
    agent.reply(&ids[2], "c2").await;
    let resolved = json!({ "status": "resolved" });
    patch(&agent, &ids[2], &resolved).send().await.ok();
    let since = visitor.sync(0).await["latest"].as_i64().unwrap();
    let merged = merge(&agent, &ids[0], &ids[1]).send().await.ok();
    assert!(merged["unread"].as_i64() >= Some(1));
    let merged = merge(&agent, &ids[1], &ids[2]).send().await.ok();
    assert_eq!(merged["status"], "new");
    assert!(merged["unread"].as_i64() >= Some(2));
    let heard = visitor.sync(since).await;
    for ticket in heard["tickets"].as_array().unwrap() {
        let into = &ticket["merged_into"];
        assert!(
            ticket["id"] == json!(ids[2]) || *into == json!(ids[2]),
            "{ticket}"
        );
    }
    assert_eq!(heard["tickets"].as_array().unwrap().len(), 3);
    assert_eq!(id(&visitor.write_in(&ids[0], "to the end").await), ids[2]);
    let detail = agent.get(&format!("tickets/{}", ids[2])).await;
    assert_eq!(
        texts(&detail["entries"]),
        ["a", "b", "c", "c2", "to the end"]
    );
    read(&ids[2]).send().await.ok();
    assert_eq!(agent.get("tickets").await["unread"], 0);
    sound(&app);
}

#[tokio::test]
async fn what_cannot_be_merged_is_refused_with_a_reason() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let visitor = app.visitor().await;
    let (a, b, c) = (
        id(&visitor.write("a").await),
        id(&visitor.write("b").await),
        id(&visitor.write("c").await),
    );
    let other = id(&app.visitor().await.write("Somebody else's").await);
    for (into, word) in [
        (&a, "itself"),
        (&other, "same visitor"),
        (&"x".to_owned(), "no such"),
    ] {
        let error = merge(&agent, &a, into)
            .send()
            .await
            .refused(422, "invalid_field");
        assert_eq!(error["field"], "into");
        assert!(error["message"].as_str().unwrap().contains(word), "{error}");
    }
    merge(&agent, &a, &b).send().await.ok();
    // Once more is as good as once.
    assert_eq!(merge(&agent, &a, &b).send().await.ok()["id"], json!(b));
    let error = merge(&agent, &a, &c)
        .send()
        .await
        .refused(422, "invalid_field");
    assert_eq!(error["field"], "id");
    let error = merge(&agent, &c, &a)
        .send()
        .await
        .refused(422, "invalid_field");
    assert_eq!(error["field"], "into");
    let error = patch(&agent, &a, &json!({ "status": "open" })).send().await;
    let error = error.refused(422, "invalid_field");
    assert!(error["message"].as_str().unwrap().contains("#2"), "{error}");
    let bulk = json!({ "tickets": [a, c], "patch": { "status": "pending" }, "read": true });
    let changed = agent.post("tickets/bulk", &bulk).send().await.ok();
    let mut statuses: Vec<_> = changed["tickets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ticket| ticket["status"].as_str().unwrap())
        .collect();
    statuses.sort_unstable();
    assert_eq!(statuses, ["pending", "resolved"]);
    sound(&app);
}
