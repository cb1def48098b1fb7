//! The team's list: views, filters, orders and pages.

use crate::support::{Agent, TestApp, Visitor, client_id};
use axum::http::Method;
use porthole_server::random::Random;
use porthole_server::store::{NewMember, Store};
use porthole_shared::id::MemberId;
use porthole_shared::inbox::member::Role;
use porthole_shared::text::{EmailAddress, PersonName};
use rusqlite::Connection;
use serde_json::{Value, json};

/// The first messages of the tickets of a list.
async fn list(agent: &Agent<'_>, query: &str) -> Vec<String> {
    previews(&agent.get(&format!("tickets?{query}")).await)
}

fn previews(list: &Value) -> Vec<String> {
    let tickets = list["tickets"].as_array().unwrap().iter();
    tickets
        .map(|ticket| ticket["preview"].as_str().unwrap().to_owned())
        .collect()
}

/// Opens a ticket and changes it.
async fn open(agent: &Agent<'_>, visitor: &Visitor<'_>, text: &str, patch: Value) -> String {
    let sent = visitor.write(text).await;
    let id = sent["ticket"]["id"].as_str().unwrap().to_owned();
    if patch != Value::Null {
        change(agent, &id, patch).await;
    }
    id
}

async fn change(agent: &Agent<'_>, id: &str, patch: Value) -> Value {
    let call = agent.call(Method::PATCH, &format!("tickets/{id}"));
    call.json(&patch).send().await.ok()
}

/// What a customer is worth, as another program may say.
fn worth(app: &TestApp, visitor: &Visitor<'_>, value: f64) {
    let id = visitor.boot["visitor"].as_str();
    assert_eq!(id, None, "a visitor is not told their id");
    let database = Connection::open(Store::path(app.dir.path())).unwrap();
    let key = porthole_server::domain::secret::hash(&visitor.device_key);
    let sql = "UPDATE visitor SET value = ? WHERE id = (SELECT visitor_id FROM device WHERE key_hash = ?)";
    assert_eq!(database.execute(sql, (value, key)).unwrap(), 1);
}

pub(crate) async fn colleague(app: &TestApp, name: &str) -> MemberId {
    let now = app.app.clock.now();
    let new = NewMember {
        id: Random.id(now),
        workspace: app.app.workspaces.first().unwrap().id.clone(),
        email: EmailAddress::parse(&format!("{name}@team.example")).unwrap(),
        name: PersonName::parse(name).unwrap(),
        role: Role::Agent,
        password_hash: String::new(),
        now,
    };
    let id = new.id.clone();
    assert!(app.app.store.add_member(new).await.unwrap());
    id
}

#[tokio::test]
async fn each_view_has_its_tickets() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let me = agent.get("state").await["me"]["id"].clone();
    let bob = colleague(&app, "bob").await;
    let visitor = app.visitor().await;
    let later = app.app.clock.now().0 + 60_000;
    let plain = open(&agent, &visitor, "plain", Value::Null).await;
    let note =
        json!({ "client_id": client_id(), "text": "Look at this", "mentions": [me, bob.as_str()] });
    agent
        .post(&format!("tickets/{plain}/notes"), &note)
        .send()
        .await
        .ok();
    open(&agent, &visitor, "mine", json!({ "assignee": me })).await;
    open(
        &agent,
        &visitor,
        "Bob's",
        json!({ "assignee": bob.as_str() }),
    )
    .await;
    open(
        &agent,
        &visitor,
        "asleep",
        json!({ "snoozed_until": later }),
    )
    .await;
    open(&agent, &visitor, "done", json!({ "status": "resolved" })).await;
    open(&agent, &visitor, "spam", json!({ "suspicious": true })).await;
    for (view, expected) in [
        ("", vec!["Bob's", "mine", "plain"]),
        ("view=active&sort=oldest", vec!["plain", "mine", "Bob's"]),
        ("view=mine", vec!["mine"]),
        ("view=unassigned", vec!["plain"]),
        ("view=mentions", vec!["plain"]),
        ("view=snoozed", vec!["asleep"]),
        ("view=resolved", vec!["done"]),
        ("view=suspicious", vec!["spam"]),
        (
            "view=all",
            vec!["spam", "done", "asleep", "Bob's", "mine", "plain"],
        ),
        (
            "view=all&sort=oldest",
            vec!["plain", "mine", "Bob's", "asleep", "done", "spam"],
        ),
    ] {
        assert_eq!(list(&agent, view).await, expected, "{view}");
    }
}

#[tokio::test]
async fn filters_combine() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let me = agent.get("state").await["me"]["id"].clone();
    let (poor, rich) = (app.visitor().await, app.visitor().await);
    worth(&app, &rich, 2_500.5);
    open(
        &agent,
        &poor,
        "a",
        json!({ "add_tags": ["Refund"], "priority": "high" }),
    )
    .await;
    open(
        &agent,
        &rich,
        "b",
        json!({ "add_tags": ["refund", "vip"], "assignee": me }),
    )
    .await;
    open(
        &agent,
        &rich,
        "c",
        json!({ "priority": "high", "status": "pending" }),
    )
    .await;
    let done = json!({ "add_tags": ["refund"], "status": "resolved", "priority": "low" });
    open(&agent, &poor, "d", done).await;
    for (query, expected) in [
        ("tag=REFUND", vec!["b", "a"]),
        ("tag=refund&priority=high", vec!["a"]),
        ("tag=refund&view=all", vec!["d", "b", "a"]),
        ("tag=refund&view=resolved", vec!["d"]),
        ("tag=refund&view=mine", vec!["b"]),
        ("tag=refund&min_value=1", vec!["b"]),
        ("tag=nobody", vec![]),
        ("priority=high", vec!["c", "a"]),
        ("priority=high&sort=priority", vec!["c", "a"]),
        ("priority=none", vec!["b"]),
        ("priority=low", vec![]),
        ("status=pending", vec!["c"]),
        ("status=resolved", vec![]),
        ("status=resolved&view=all", vec!["d"]),
        ("status=new&sort=oldest", vec!["a", "b"]),
        ("min_value=2500.5", vec!["c", "b"]),
        ("min_value=2500.6", vec![]),
        ("min_value=1&sort=value&status=pending", vec!["c"]),
        ("channel=widget&view=unassigned", vec!["c", "a"]),
        ("channel=email", vec![]),
        (
            "view=&status=&tag=&channel=&priority=&min_value=&sort=&before=",
            vec!["c", "b", "a"],
        ),
    ] {
        assert_eq!(list(&agent, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn the_most_pressing_and_the_dearest_come_first_and_ties_by_the_last_message() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let me = agent.get("state").await["me"]["id"].clone();
    let visitors = [
        app.visitor().await,
        app.visitor().await,
        app.visitor().await,
    ];
    worth(&app, &visitors[0], 10.0);
    worth(&app, &visitors[1], -3.0);
    let mut first = None;
    for (name, of, priority) in [
        ("a", 0, "low"),
        ("b", 1, "urgent"),
        ("c", 2, "none"),
        ("d", 0, "urgent"),
        ("e", 1, "none"),
        ("f", 2, "low"),
    ] {
        let patch = json!({ "priority": priority, "assignee": me });
        let id = open(&agent, &visitors[of], name, patch).await;
        first.get_or_insert(id);
    }
    assert_eq!(
        list(&agent, "sort=priority").await,
        ["d", "b", "f", "a", "e", "c"]
    );
    assert_eq!(
        list(&agent, "sort=priority&view=mine").await,
        ["d", "b", "f", "a", "e", "c"]
    );
    assert_eq!(
        list(&agent, "sort=value").await,
        ["d", "a", "e", "b", "f", "c"]
    );
    assert_eq!(
        list(&agent, "sort=value&view=all&priority=low").await,
        ["a", "f"]
    );
    visitors[0].write_in(&first.unwrap(), "a again").await;
    let again = list(&agent, "sort=value").await;
    assert_eq!(again, ["a again", "d", "e", "b", "f", "c"]);
}

/// All pages of a list; `between` happens after each.
async fn pages(agent: &Agent<'_>, query: &str, mut between: impl AsyncFnMut(usize)) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = agent.get(&format!("tickets?{query}&before={cursor}")).await;
        let tickets = page["tickets"].as_array().unwrap();
        assert!(tickets.len() <= 50);
        all.extend(tickets.iter().map(|ticket| ticket["number"].clone()));
        between(all.len()).await;
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return all,
        }
    }
}

#[tokio::test]
async fn pages_neither_skip_nor_repeat_while_tickets_move() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    let visitors = [app.visitor().await, app.visitor().await];
    worth(&app, &visitors[1], 7.0);
    let mut ids = Vec::new();
    for number in 0..120_usize {
        let patch = match number % 3 {
            0 => json!({ "priority": "high", "add_tags": ["many"] }),
            _ => json!({ "add_tags": ["many"] }),
        };
        ids.push(open(&agent, &visitors[number % 2], "Hi", patch).await);
    }
    let every: Vec<Value> = (1..=120).map(Value::from).collect();
    for sort in ["newest", "oldest", "priority", "value"] {
        for view in ["active", "all", "unassigned", "all&tag=many"] {
            let query = format!("sort={sort}&view={view}");
            let mut numbers = pages(&agent, &query, async |seen| {
                // One that was listed, and would be listed again at the other end.
                if sort != "newest" && seen == 50 {
                    let page = agent.get(&format!("tickets?{query}")).await;
                    let id = page["tickets"][3]["id"].as_str().unwrap().to_owned();
                    let note = agent.reply(&id, "Moved").await;
                    assert_eq!(note["ticket"]["status"], "open");
                }
            })
            .await;
            if matches!(sort, "priority" | "value") {
                assert_eq!(numbers.len(), 120, "{query}");
            }
            numbers.sort_by_key(Value::as_i64);
            assert_eq!(numbers, every, "{query}");
        }
    }
    // One that moves on top is told by the stream; the others stay where they are.
    let mut numbers = pages(&agent, "sort=newest", async |seen| {
        if seen == 50 {
            visitors[1].write_in(&ids[1], "On top").await;
        }
    })
    .await;
    numbers.sort_by_key(Value::as_i64);
    numbers.dedup();
    assert!(numbers.len() >= 119, "{}", numbers.len());
}

#[tokio::test]
async fn what_is_no_word_of_the_list_is_refused_by_name() {
    let app = TestApp::start().await;
    let agent = app.owner().await;
    for (field, text) in [
        ("view", "unknown"),
        ("status", "closed"),
        ("channel", "pigeon"),
        ("priority", "7"),
        ("sort", "random"),
        ("min_value", "NaN"),
        ("min_value", "much"),
        ("before", "5"),
        ("before", "o1.2"),
        ("tag", "a%2Cb"),
    ] {
        let call = agent.call(Method::GET, &format!("tickets?{field}={text}"));
        let error = call.send().await.refused(422, "invalid_field");
        assert_eq!(error["field"], field, "{error}");
    }
}
