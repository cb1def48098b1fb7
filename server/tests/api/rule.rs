//! Rules of the automation: what they are, when they run and what they do.

use crate::support::{Agent, TestApp, client_id};
use axum::http::Method;
use porthole_server::job;
use porthole_shared::time::{DAY, HOUR};
use serde_json::{Value, json};

/// A rule that waits for an event, with conditions and actions.
fn rule(name: &str, event: &str, conditions: &Value, actions: &Value) -> Value {
    json!({ "enabled": true, "definition": {
        "name": name, "event": event, "idle_hours": 24, "conditions": conditions, "actions": actions,
    } })
}

async fn add(owner: &Agent<'_>, rule: &Value) -> String {
    let added = owner.post("rules", rule).send().await.ok();
    added["id"].as_str().unwrap().to_owned()
}

fn set(kind: &str, word: &str) -> Value {
    json!({ "kind": kind, "word": word })
}

fn tag(tag: &str) -> Value {
    json!({ "kind": "add_tags", "tags": [tag] })
}

async fn ticket(owner: &Agent<'_>, id: &str) -> Value {
    owner.get(&format!("tickets/{id}")).await["ticket"].clone()
}

async fn runs(owner: &Agent<'_>) -> Vec<Value> {
    let runs = owner.get("rules/runs").await;
    runs["runs"].as_array().unwrap().clone()
}

fn id_of(sent: &Value) -> &str {
    sent["ticket"]["id"].as_str().unwrap()
}

impl TestApp {
    async fn run_rules(&self) {
        job::rules::run_due(&self.app).await.unwrap();
    }
}

#[tokio::test]
async fn rules_are_kept_in_their_order() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let first = add(
        &owner,
        &rule("First", "message_sent", &json!([]), &json!([tag("a")])),
    )
    .await;
    let second = add(
        &owner,
        &rule("Second", "message_sent", &json!([]), &json!([tag("b")])),
    )
    .await;
    let names = |list: &Value| -> Vec<String> {
        let rules = list["rules"].as_array().unwrap().iter();
        rules
            .map(|rule| rule["definition"]["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&owner.get("rules").await), ["First", "Second"]);
    let order = owner
        .call(Method::PUT, "rules/order")
        .json(&json!({ "rules": [second, first] }));
    assert_eq!(names(&order.send().await.ok()), ["Second", "First"]);
    for wrong in [
        json!([second]),
        json!([second, second]),
        json!([second, "x"]),
    ] {
        let order = owner
            .call(Method::PUT, "rules/order")
            .json(&json!({ "rules": wrong }));
        let refused = order.send().await.refused(422, "invalid_field");
        assert_eq!(refused["field"], "rules");
    }
    let path = format!("rules/{first}");
    let other = rule("Third", "status_changed", &json!([]), &json!([tag("c")]));
    owner
        .call(Method::PUT, &path)
        .json(&other)
        .send()
        .await
        .ok();
    assert_eq!(names(&owner.get("rules").await), ["Second", "Third"]);
    owner.call(Method::DELETE, &path).send().await.ok();
    assert_eq!(names(&owner.get("rules").await), ["Second"]);
    let again = owner.call(Method::DELETE, &path).send().await;
    again.refused(404, "not_found");
    let foreign = app.second_owner().await;
    assert_eq!(foreign.get("rules").await["rules"], json!([]));
    let theirs = foreign.call(Method::DELETE, &format!("rules/{second}"));
    theirs.send().await.refused(404, "not_found");
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let high = json!([set("priority", "high")]);
    for (rule, field) in [
        (rule("", "ticket_created", &json!([]), &high), "name"),
        (rule("A", "csat_given", &json!([]), &high), "event"),
        (
            rule("A", "ticket_created", &json!([]), &json!([])),
            "actions",
        ),
        (
            rule(
                "A",
                "ticket_created",
                &json!([{ "kind": "text", "comparison": "is" }]),
                &high,
            ),
            "conditions.0.word",
        ),
        (
            rule(
                "A",
                "ticket_created",
                &json!([]),
                &json!([set("assignee", "nobody known")]),
            ),
            "actions.0.word",
        ),
        (
            rule(
                "A",
                "ticket_created",
                &json!([{ "kind": "assignee", "comparison": "is", "word": "nobody known" }]),
                &high,
            ),
            "conditions.0.word",
        ),
        (
            rule(
                "A",
                "ticket_created",
                &json!([]),
                &json!([{ "kind": "webhook", "endpoint": "x" }]),
            ),
            "actions.0.endpoint",
        ),
    ] {
        let refused = owner.post("rules", &rule).send().await;
        assert_eq!(refused.refused(422, "invalid_field")["field"], field);
    }
}

#[tokio::test]
async fn a_rule_changes_the_ticket_it_fits_and_tells_why_it_did_not_another() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let refund = json!([{ "kind": "text", "comparison": "is", "word": "Refund" }]);
    let actions = json!([
        set("priority", "high"),
        tag("money"),
        set("status", "open"),
        set("priority", "high")
    ]);
    add(
        &owner,
        &rule("Refunds", "ticket_created", &refund, &actions),
    )
    .await;
    let visitor = app.visitor().await;
    let fits = visitor.write("I want a REFUND, please").await;
    let other = visitor.write("Hello").await;
    app.run_rules().await;

    let changed = ticket(&owner, id_of(&fits)).await;
    assert_eq!(
        (&changed["priority"], &changed["tags"], &changed["status"]),
        (&json!("high"), &json!(["money"]), &json!("open"))
    );
    assert_eq!(ticket(&owner, id_of(&other)).await["priority"], "none");
    let runs = runs(&owner).await;
    assert_eq!(runs.len(), 2, "the newest first");
    assert_eq!(
        (&runs[0]["outcome"], &runs[0]["ticket"]["number"]),
        (&json!("no_match"), &json!(2))
    );
    assert_eq!(runs[0]["failed"][0]["word"], "Refund");
    assert_eq!(
        (&runs[1]["outcome"], &runs[1]["rule_name"]),
        (&json!("ran"), &json!("Refunds"))
    );
    let steps: Vec<&Value> = runs[1]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| &step["outcome"])
        .collect();
    assert_eq!(steps, ["done", "done", "done", "same"]);
}

#[tokio::test]
async fn every_event_that_is_offered_happens() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let me = owner.get("state").await["me"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let events = [
        "ticket_created",
        "message_received",
        "message_sent",
        "status_changed",
        "priority_changed",
        "assignee_changed",
        "tags_changed",
    ];
    for event in events {
        add(
            &owner,
            &rule(event, event, &json!([]), &json!([tag("seen")])),
        )
        .await;
    }
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let id = id_of(&sent).to_owned();
    let happened = async || {
        app.run_rules().await;
        let mut names: Vec<String> = runs(&owner)
            .await
            .iter()
            .filter(|run| run["depth"] == 0)
            .map(|run| run["event"].as_str().unwrap().to_owned())
            .collect();
        names.reverse();
        names
    };
    assert_eq!(happened().await, ["ticket_created", "message_received"]);
    owner.reply(&id, "Hi").await;
    assert_eq!(happened().await[2..], ["message_sent", "status_changed"]);
    let path = format!("tickets/{id}");
    let patch =
        json!({ "priority": "low", "assignee": me, "add_tags": ["vip"], "status": "resolved" });
    owner
        .call(Method::PATCH, &path)
        .json(&patch)
        .send()
        .await
        .ok();
    assert_eq!(
        happened().await[4..],
        [
            "status_changed",
            "priority_changed",
            "assignee_changed",
            "tags_changed"
        ]
    );
    owner
        .call(Method::PATCH, &path)
        .json(&patch)
        .send()
        .await
        .ok();
    assert_eq!(happened().await.len(), 8, "nothing changed");
    visitor.write_in(&id, "One more thing").await;
    assert_eq!(
        happened().await[8..],
        ["message_received", "status_changed"]
    );
    owner.note(&id, "A note is not for rules").await;
    assert_eq!(happened().await.len(), 10);
}

#[tokio::test]
async fn rules_that_cause_each_other_end() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    // Each of these sets the others off: three run, one after the other.
    add(
        &owner,
        &rule(
            "A",
            "message_received",
            &json!([]),
            &json!([set("priority", "low")]),
        ),
    )
    .await;
    add(
        &owner,
        &rule("B", "priority_changed", &json!([]), &json!([tag("b")])),
    )
    .await;
    add(
        &owner,
        &rule(
            "C",
            "tags_changed",
            &json!([]),
            &json!([set("status", "pending")]),
        ),
    )
    .await;
    add(
        &owner,
        &rule(
            "D",
            "status_changed",
            &json!([]),
            &json!([set("priority", "high")]),
        ),
    )
    .await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    app.run_rules().await;
    let told: Vec<String> = runs(&owner)
        .await
        .iter()
        .rev()
        .map(|run| {
            format!(
                "{} {} {}",
                run["rule_name"].as_str().unwrap(),
                run["depth"],
                run["outcome"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(told, ["A 0 ran", "B 1 ran", "C 2 ran", "D 3 too_deep"]);
    assert_eq!(ticket(&owner, id_of(&sent)).await["priority"], "low");
}

#[tokio::test]
async fn a_rule_runs_once_for_a_ticket_and_a_cause() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    // Two rules that undo each other would go on for ever.
    let when = |word: &str| json!([{ "kind": "priority", "comparison": "is", "word": word }]);
    add(
        &owner,
        &rule(
            "Up",
            "priority_changed",
            &when("low"),
            &json!([set("priority", "high")]),
        ),
    )
    .await;
    add(
        &owner,
        &rule(
            "Down",
            "priority_changed",
            &when("high"),
            &json!([set("priority", "low")]),
        ),
    )
    .await;
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let path = format!("tickets/{}", id_of(&sent));
    for round in 1..=2 {
        let patch = json!({ "priority": "medium" });
        owner
            .call(Method::PATCH, &path)
            .json(&patch)
            .send()
            .await
            .ok();
        app.run_rules().await;
        let patch = json!({ "priority": "low" });
        owner
            .call(Method::PATCH, &path)
            .json(&patch)
            .send()
            .await
            .ok();
        app.run_rules().await;
        let runs = runs(&owner).await;
        let count = |name: &str, outcome: &str| {
            let is = |run: &&Value| run["rule_name"] == name && run["outcome"] == outcome;
            runs.iter().filter(is).count()
        };
        assert_eq!((count("Up", "ran"), count("Down", "ran")), (round, round));
        assert_eq!(count("Up", "again"), 2 * round, "{runs:?}");
        assert_eq!(ticket(&owner, id_of(&sent)).await["priority"], "low");
    }
}

#[tokio::test]
async fn idle_tickets_are_found_when_their_time_comes() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let long_ago = visitor.write("From long ago").await;
    app.pass(2 * DAY);
    let visitor = app.boot(&visitor.device_key).await;
    let before = visitor.write("From before the rule").await;
    app.pass(HOUR);
    add(
        &owner,
        &rule("Idle", "idle", &json!([]), &json!([tag("idle")])),
    )
    .await;
    let answered = visitor.write("This one is answered").await;
    let asleep = visitor.write("This one sleeps").await;
    let wake = app.app.clock.now().plus(5 * DAY).0;
    let sleep = json!({ "snoozed_until": wake });
    let path = format!("tickets/{}", id_of(&asleep));
    owner
        .call(Method::PATCH, &path)
        .json(&sleep)
        .send()
        .await
        .ok();
    let idle = async |sent: &Value| {
        job::run_due(&app.app).await.unwrap();
        app.run_rules().await;
        ticket(&owner, id_of(sent)).await["tags"] == json!(["idle"])
    };
    assert!(!idle(&before).await);
    app.pass(23 * HOUR);
    assert!(idle(&before).await, "a day is over");
    owner.reply(id_of(&answered), "Here I am").await;
    app.pass(2 * HOUR);
    assert!(!idle(&answered).await, "somebody wrote");
    assert!(!idle(&asleep).await);
    app.pass(22 * HOUR);
    assert!(idle(&answered).await);
    assert!(
        !idle(&long_ago).await,
        "it was idle before the rule was there"
    );
    let ran = |runs: Vec<Value>| runs.iter().filter(|run| run["outcome"] == "ran").count();
    assert_eq!(ran(runs(&owner).await), 2);
    let visitor = app.boot(&visitor.device_key).await;
    visitor.write_in(id_of(&before), "Hello?").await;
    app.pass(DAY);
    job::run_due(&app.app).await.unwrap();
    app.run_rules().await;
    assert_eq!(ran(runs(&owner).await), 3, "idle once more");
}

#[tokio::test]
async fn suspected_spam_begins_for_rules_when_it_is_none() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    add(
        &owner,
        &rule("New", "ticket_created", &json!([]), &json!([tag("new")])),
    )
    .await;
    let visitor = app.visitor().await;
    let body = json!({
        "client_id": client_id(), "client_ticket_id": client_id(), "text": "Buy now",
        "profile": { "website": "https://spam.example" },
    });
    let sent = visitor.post("messages", &body).send().await.ok();
    app.run_rules().await;
    assert!(runs(&owner).await.is_empty());
    let path = format!("tickets/{}", id_of(&sent));
    let ham = json!({ "suspicious": false });
    owner
        .call(Method::PATCH, &path)
        .json(&ham)
        .send()
        .await
        .ok();
    app.run_rules().await;
    assert_eq!(ticket(&owner, id_of(&sent)).await["tags"], json!(["new"]));
}

#[tokio::test]
async fn a_rule_that_is_switched_off_does_nothing() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let mut off = rule("Off", "ticket_created", &json!([]), &json!([tag("x")]));
    let id = add(&owner, &off).await;
    off["enabled"] = json!(false);
    let path = format!("rules/{id}");
    owner.call(Method::PUT, &path).json(&off).send().await.ok();
    let sent = app.visitor().await.write("Hello").await;
    app.run_rules().await;
    assert_eq!(ticket(&owner, id_of(&sent)).await["tags"], json!([]));
    assert!(runs(&owner).await.is_empty());
}

#[tokio::test]
async fn the_log_is_trimmed() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let vip = json!([{ "kind": "tag", "comparison": "is", "word": "vip" }]);
    add(
        &owner,
        &rule("All", "ticket_created", &json!([]), &json!([tag("x")])),
    )
    .await;
    add(
        &owner,
        &rule("Few", "ticket_created", &vip, &json!([tag("y")])),
    )
    .await;
    app.visitor().await.write("Hello").await;
    app.run_rules().await;
    let left = async || {
        let now = app.app.clock.now();
        while app.app.store.clean_up(now).await.unwrap() > 0 {}
        runs(&app.sign_in().await).await.len()
    };
    assert_eq!(left().await, 2);
    app.pass(4 * DAY);
    assert_eq!(left().await, 1, "what did not run is forgotten first");
    app.pass(27 * DAY);
    assert_eq!(left().await, 0);
}
