//! The change log: resuming over what was trimmed, over thousands of changes and over much text.

use crate::support::{Agent, KEEP_CHANGES, TestApp, Visitor, client_id};
use axum::http::Method;
use porthole_server::domain::job::JobKind;
use porthole_server::job::run_due;
use porthole_shared::live::{UPDATE_BYTES, UPDATE_LIMIT};
use serde_json::{Value, json};

/// Lets the server trim what is old by now.
async fn trim(app: &TestApp) {
    let now = app.app.clock.now();
    app.app
        .store
        .add_job(JobKind::TrimChanges, now)
        .await
        .unwrap();
    run_due(&app.app).await.unwrap();
}

fn texts(messages: &Value) -> Vec<String> {
    let messages = messages.as_array().unwrap();
    let text = |message: &Value| message["text"].as_str().unwrap().to_owned();
    messages.iter().map(text).collect()
}

/// All that a browser gets which asks until there is no more, and how often it asked.
async fn sync_all(visitor: &Visitor<'_>, mut since: i64) -> (Vec<String>, usize) {
    let mut all = Vec::new();
    for asked in 1.. {
        let update = visitor.sync(since).await;
        assert_eq!(update["reset"], false);
        all.extend(texts(&update["messages"]));
        since = update["latest"].as_i64().unwrap();
        if update["more"] == false {
            return (all, asked);
        }
    }
    unreachable!("numbers do not end")
}

#[tokio::test]
async fn a_browser_that_comes_back_after_the_log_was_trimmed_sees_everything() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap().to_owned();
    let known = sent["message"]["seq"].as_i64().unwrap();
    owner.reply(&ticket, "Hi").await;
    owner.note(&ticket, "A difficult one").await;
    let mut old_stream = visitor.live(known).await;
    assert_eq!(texts(&old_stream.update().await["messages"]), ["Hi"]);

    app.pass(KEEP_CHANGES + 1);
    let visitor = app.boot(&visitor.device_key).await;
    let owner = app.sign_in().await;
    owner.reply(&ticket, "Are you there?").await;
    // A stream that stood all the time goes on, whatever is trimmed behind it.
    let update = old_stream.update().await;
    assert_eq!(texts(&update["messages"]), ["Are you there?"]);
    trim(&app).await;
    owner.reply(&ticket, "Hello?").await;
    let update = old_stream.update().await;
    assert_eq!(texts(&update["messages"]), ["Hello?"]);
    // A browser that was away does not, and is told to read everything anew.
    let update = visitor.live(known).await.update().await;
    assert_eq!(
        (&update["reset"], &update["messages"]),
        (&json!(true), &json!([]))
    );
    assert_eq!(update["tickets"][0]["preview"], "Hello?");
    assert_eq!(update["tickets"][0]["unread"], 3);
    let page = json!({ "since": update["latest"], "ticket": ticket });
    let page = visitor.post("sync", &page).send().await.ok();
    assert_eq!(page["reset"], false);
    assert_eq!(
        texts(&page["messages"]),
        ["Hello", "Hi", "Are you there?", "Hello?"]
    );
    // Its new number holds.
    let again = visitor.sync(update["latest"].as_i64().unwrap()).await;
    assert_eq!(
        (&again["reset"], &again["tickets"]),
        (&json!(false), &json!([]))
    );
}

#[tokio::test]
async fn both_sides_can_go_on_from_just_before_the_logs_beginning_and_not_from_earlier() {
    let app = TestApp::start().await;
    app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("one").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap().to_owned();
    let last_trimmed = sent["message"]["seq"].as_i64().unwrap();
    app.pass(KEEP_CHANGES + 1);
    let visitor = app.boot(&visitor.device_key).await;
    let owner = app.sign_in().await;
    visitor.write_in(&ticket, "two").await;
    trim(&app).await;

    let team = async |since: i64| {
        let mut stream = owner
            .post("live", &json!({ "since": since }))
            .stream()
            .await;
        stream.update().await
    };
    assert_eq!(visitor.sync(last_trimmed).await["reset"], false);
    assert_eq!(
        texts(&visitor.sync(last_trimmed).await["messages"]),
        ["two"]
    );
    assert_eq!(team(last_trimmed).await["reset"], false);
    assert_eq!(texts(&team(last_trimmed).await["entries"]), ["two"]);
    assert_eq!(visitor.sync(last_trimmed - 1).await["reset"], true);
    assert_eq!(team(last_trimmed - 1).await["reset"], true);
}

#[tokio::test]
async fn a_visitor_of_whom_the_log_tells_nothing_is_not_told_to_read_again_for_ever() {
    let app = TestApp::start().await;
    let quiet = app.visitor().await;
    quiet.write("Hello").await;
    let newcomer = app.visitor().await;
    app.pass(KEEP_CHANGES + 1);
    let quiet = app.boot(&quiet.device_key).await;
    app.boot(&newcomer.device_key).await.write("Later").await;
    trim(&app).await;
    for visitor in [quiet, app.visitor().await] {
        let first = visitor.sync(0).await["latest"].as_i64().unwrap();
        assert!(first > 0, "0 would say that nothing is known");
        assert_eq!(visitor.sync(first).await["reset"], false);
    }
}

/// Answers a lot at once. Gives the texts in the order in which they were stored.
async fn answer(
    owner: &Agent<'_>,
    ticket: &str,
    count: usize,
    text: impl Fn(usize) -> String,
) -> Vec<String> {
    let path = format!("tickets/{ticket}/messages");
    let answers = (0..count).map(|number| {
        let body = json!({ "client_id": client_id(), "text": text(number) });
        owner.call(Method::POST, &path).json(&body).send()
    });
    let replies = futures_util::future::join_all(answers).await;
    let mut stored: Vec<_> = replies
        .into_iter()
        .map(|reply| reply.ok()["entry"].clone())
        .collect();
    stored.sort_by_key(|entry| entry["seq"].as_i64());
    texts(&json!(stored))
}

#[tokio::test]
async fn a_gap_of_more_changes_than_one_update_holds_comes_whole_and_in_order() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap();
    let known = sent["message"]["seq"].as_i64().unwrap();
    let count = usize::try_from(UPDATE_LIMIT).unwrap() * 2 + 10;
    let expected = answer(&owner, ticket, count, |number| number.to_string()).await;

    let (synced, asked) = sync_all(&visitor, known).await;
    assert_eq!(synced, expected);
    assert_eq!(asked, 3);
    let mut stream = visitor.live(known).await;
    let mut streamed = Vec::new();
    while streamed.len() < count {
        streamed.extend(texts(&stream.update().await["messages"]));
    }
    assert_eq!(streamed, expected);
    let mut team = owner
        .post("live", &json!({ "since": known }))
        .stream()
        .await;
    let mut seen = Vec::new();
    while seen.len() < count {
        seen.extend(texts(&team.update().await["entries"]));
    }
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn no_update_and_no_page_is_larger_than_it_may_be() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap();
    let known = sent["message"]["seq"].as_i64().unwrap();
    // The longest text there is: 40,000 bytes.
    let text = |number: usize| format!("{number:04}{}", "🙂".repeat(9_996));
    let expected = answer(&owner, ticket, 20, text).await;
    let (synced, asked) = sync_all(&visitor, known).await;
    assert_eq!(synced, expected);
    assert_eq!(asked, 4, "six of them fit");

    let is_small = |reply: &Value| reply.to_string().len() < UPDATE_BYTES + 20_000;
    assert!(is_small(&visitor.sync(known).await));
    let mut team = owner
        .post("live", &json!({ "since": known }))
        .stream()
        .await;
    let mut seen = Vec::new();
    while seen.len() < 20 {
        let update = team.update().await;
        assert!(is_small(&update));
        seen.extend(texts(&update["entries"]));
    }
    assert_eq!(seen, expected);

    // A page of the conversation has as many as fit, the newest ones, and says that there are more.
    let ask = json!({ "since": visitor.sync(0).await["latest"], "ticket": ticket });
    let page = visitor.post("sync", &ask).send().await.ok();
    assert_eq!(texts(&page["messages"]), expected[14..]);
    assert_eq!(page["earlier"], true);
    let detail = owner.get(&format!("tickets/{ticket}")).await;
    assert_eq!(texts(&detail["entries"]), expected[14..]);
    assert_eq!(detail["earlier"], true);
}
