//! Search, as the team uses it.

use crate::support::{Agent, TestApp, Visitor, client_id};
use axum::http::Method;
use porthole_server::job::index::catch_up;
use serde_json::{Value, json};

/// A query as it stands in a URL.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn search(agent: &Agent<'_>, query: &str) -> Value {
    search_with(agent, query, "").await
}

async fn search_with(agent: &Agent<'_>, query: &str, rest: &str) -> Value {
    catch_up(&agent.app.app).await.unwrap();
    let path = format!("search?q={}{rest}", escaped(query));
    agent.get(&path).await
}

/// What was found: kind, number of the ticket, and the snippet with brackets around what was found.
fn told(results: &Value) -> Vec<String> {
    let part = |part: &Value| {
        let text = part["text"].as_str().unwrap();
        if part["hit"] == true {
            format!("[{text}]")
        } else {
            text.to_owned()
        }
    };
    let hit = |hit: &Value| {
        let snippet: String = hit["snippet"]
            .as_array()
            .unwrap()
            .iter()
            .map(part)
            .collect();
        let kind = hit["kind"].as_str().unwrap();
        format!("{kind} {}: {snippet}", hit["ticket"]["number"])
    };
    results["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(hit)
        .collect()
}

fn numbers(results: &Value) -> Vec<i64> {
    let number = |hit: &Value| hit["ticket"]["number"].as_i64().unwrap();
    let hits = results["hits"].as_array().unwrap();
    hits.iter().map(number).collect()
}

async fn introduce(visitor: &Visitor<'_>, name: &str, email: &str, text: &str) -> String {
    let body = json!({
        "client_id": client_id(), "client_ticket_id": client_id(), "text": text,
        "profile": { "name": name, "email": email },
    });
    let sent = visitor.post("messages", &body).send().await.ok();
    sent["ticket"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn people_and_numbers_come_before_what_was_written_and_each_ticket_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (grace, ada) = (app.visitor().await, app.visitor().await);
    let first = introduce(
        &grace,
        "Grace Hopper",
        "grace@navy.example",
        "A moth in relay 70",
    )
    .await;
    ada.write("Grace under pressure, for 2 moths").await;
    owner.note(&first, "Tell Amélie about the moth").await;
    grace.write_in(&first, "The moth is gone").await;

    let found = search(&owner, "grace").await;
    assert_eq!(
        told(&found),
        [
            "person 1: [Grace] Hopper [grace]@navy.example",
            "message 2: [Grace] under pressure, for 2 moths",
        ]
    );
    assert_eq!(found["hits"][0]["seq"], json!(null));
    assert_eq!(found["next"], json!(null));
    assert_eq!(
        told(&search(&owner, "moth").await),
        [
            "message 1: The [moth] is gone",
            "message 2: Grace under pressure, for 2 [moths]"
        ]
    );
    let note = search(&owner, "amelie moth").await;
    assert_eq!(told(&note), ["note 1: Tell [Amélie] about the [moth]"]);
    assert!(note["hits"][0]["seq"].is_i64());
    assert_eq!(told(&search(&owner, "grace@navy").await).len(), 1);
    assert_eq!(
        told(&search(&owner, "#2").await)[0],
        "number 2: [#2] Grace under pressure, for 2 moths"
    );
    assert_eq!(numbers(&search(&owner, "2").await), [2]);
    assert_eq!(told(&search(&owner, "\"the moth is\"").await).len(), 1);
    assert_eq!(told(&search(&owner, "\"moth the\"").await).len(), 0);
    assert_eq!(told(&search(&owner, "pres").await).len(), 1);
    assert_eq!(told(&search(&owner, "pres ").await).len(), 0);
}

#[tokio::test]
async fn nothing_that_is_typed_is_an_error_or_a_command() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    visitor
        .write("NOT near AND or <b>bold</b> \u{1}mark\u{2} %_ 100%")
        .await;
    for query in [
        "",
        " ",
        "\"",
        "\"\"",
        "*",
        "a*",
        "-",
        "NOT",
        "AND OR",
        "NEAR(a b)",
        "body:x",
        "{body}:x",
        "^near",
        "(",
        "a AND (",
        "'; DROP TABLE message; --",
        "\\",
        "\u{0}",
        "%",
        "🦀",
        "a\"b\"c\"",
        "+ +",
        "#",
        "#x",
        "99999999999999999999999",
    ] {
        search(&owner, query).await;
    }
    assert_eq!(
        told(&search(&owner, "NOT <b>").await),
        ["message 1: [NOT] near AND or <[b]>bold</[b]>  mark  %_ 100%"]
    );
    let long = "x".repeat(201);
    for (query, field) in [
        (format!("q={long}"), "q"),
        ("q=x&view=x".to_owned(), "view"),
        ("q=x&status=x".to_owned(), "status"),
        ("q=x&channel=x".to_owned(), "channel"),
        ("q=x&priority=x".to_owned(), "priority"),
        ("q=x&before=x".to_owned(), "before"),
        ("q=x&before=%C3%BC1".to_owned(), "before"),
    ] {
        let reply = owner.call(Method::GET, &format!("search?{query}")).send();
        let error = reply.await.refused(422, "invalid_field");
        assert_eq!(error["field"], field);
    }
}

#[tokio::test]
async fn words_of_every_writing_are_found() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    for text in [
        "Die Größe passt nicht, Rückerstattung bitte",
        "パスワードを忘れました。助けてください。",
        "مرحبًا، أين طلبي؟",
        "환불을 요청합니다",
        "Où est ma commande n° 4711-B ?",
    ] {
        visitor.write(text).await;
    }
    for (query, number) in [
        ("grosse", 1),
        ("RÜCKERST", 1),
        ("忘れ", 2),
        ("パスワード", 2),
        ("助", 2),
        ("مرحبا", 3),
        ("طلبي", 3),
        ("환불", 4),
        ("ou commande", 5),
        ("4711-b", 5),
    ] {
        assert_eq!(numbers(&search(&owner, query).await), [number], "{query}");
    }
}

#[tokio::test]
async fn results_come_in_pages_without_a_ticket_twice() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let mut tickets = Vec::new();
    for number in 0..60 {
        let sent = visitor.write(&format!("lighthouse {number}")).await;
        tickets.push(sent["ticket"]["id"].as_str().unwrap().to_owned());
    }
    // The oldest is found by its newest message, and by that alone.
    visitor.write_in(&tickets[0], "lighthouse again").await;
    let keeper = app.visitor().await;
    introduce(
        &keeper,
        "Lighthouse Keeper",
        "keeper@sea.example",
        "lighthouse",
    )
    .await;
    let (mut all, mut rest) = (Vec::new(), String::new());
    let mut pages = 0;
    loop {
        let page = search_with(&owner, "lighth", &rest).await;
        assert!(page["hits"].as_array().unwrap().len() <= 25);
        all.extend(numbers(&page));
        pages += 1;
        match page["next"].as_str() {
            Some(next) => rest = format!("&before={next}"),
            None => break,
        }
    }
    let mut expected = vec![61, 1];
    expected.extend((2..=60).rev());
    assert_eq!((pages, all), (3, expected));
}

#[tokio::test]
async fn a_filter_leaves_tickets_out() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let sent = visitor.write("A heron").await;
    visitor.write("Another heron").await;
    let id = sent["ticket"]["id"].as_str().unwrap();
    let change = owner.call(Method::PATCH, &format!("tickets/{id}"));
    let change = change.json(&json!({ "status": "resolved" })).send().await;
    change.ok();
    let me = owner.get("state").await["me"]["id"].clone();
    let second = owner.get("tickets").await["tickets"][0]["id"].clone();
    let note = json!({ "client_id": client_id(), "text": "Look", "mentions": [me] });
    let path = format!("tickets/{}/notes", second.as_str().unwrap());
    owner.post(&path, &note).send().await.ok();
    for (rest, expected) in [
        ("", vec![2, 1]),
        ("&view=all", vec![2, 1]),
        ("&view=active", vec![2]),
        ("&view=resolved", vec![1]),
        ("&status=resolved", vec![1]),
        ("&status=new&channel=widget", vec![2]),
        ("&channel=email", vec![]),
        ("&tag=refund", vec![]),
        ("&view=mentions", vec![2]),
    ] {
        let found = search_with(&owner, "heron", rest).await;
        assert_eq!(numbers(&found), expected, "{rest}");
        let by_number = search_with(&owner, "#1", rest).await;
        assert_eq!(
            numbers(&by_number).contains(&1),
            expected.contains(&1),
            "{rest}"
        );
    }
}

#[tokio::test]
async fn names_and_addresses_that_change_are_found_anew() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    introduce(&visitor, "Ada Byron", "ada@byron.example", "Hello").await;
    assert_eq!(numbers(&search(&owner, "byron").await), [1]);
    introduce(
        &visitor,
        "Ada Lovelace",
        "ada@lovelace.example",
        "Hello again",
    )
    .await;
    assert_eq!(numbers(&search(&owner, "byron").await), Vec::<i64>::new());
    assert_eq!(numbers(&search(&owner, "lovelace").await), [2, 1]);
}

#[tokio::test]
async fn a_team_finds_nothing_of_another_workspace() {
    let app = TestApp::start().await;
    let (owner, other) = (app.owner().await, app.second_owner().await);
    let visitor = app.visitor().await;
    introduce(&visitor, "Grace", "grace@navy.example", "A moth").await;
    for query in ["moth", "grace", "1"] {
        assert_eq!(numbers(&search(&owner, query).await), [1], "{query}");
        assert_eq!(
            numbers(&search(&other, query).await),
            Vec::<i64>::new(),
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_server_that_died_goes_on_where_it_was() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    introduce(&visitor, "Grace", "grace@navy.example", "The first moth").await;
    assert_eq!(told(&search(&owner, "moth").await).len(), 1);
    visitor.write("The second moth").await;
    // Nobody has indexed it yet: what is found is what was indexed.
    let again = app.copy().await;
    let owner = again.sign_in().await;
    assert_eq!(numbers(&owner.get("search?q=moth").await), [1]);
    assert_eq!(numbers(&search(&owner, "moth").await), [2, 1]);
    assert_eq!(numbers(&search(&owner, "grace").await), [2, 1]);
    let path = porthole_server::store::Store::path(again.dir.path());
    let soundness = porthole_server::store::Store::check_file(&path).unwrap();
    assert_eq!(soundness.findings, Vec::<String>::new());
}
