//! Canned replies.

use crate::support::{Agent, TestApp};
use axum::http::Method;
use serde_json::{Value, json};

fn reply(title: &str, shortcut: &str) -> Value {
    json!({ "title": title, "shortcut": shortcut, "text": "Hi {{visitor.name|there}}!" })
}

async fn add(owner: &Agent<'_>, title: &str, shortcut: &str) -> Value {
    owner
        .post("canned", &reply(title, shortcut))
        .send()
        .await
        .ok()
}

#[tokio::test]
async fn they_are_kept_by_title() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    assert_eq!(owner.get("canned").await, json!({ "replies": [] }));
    let hello = add(&owner, " hello ", "hi").await;
    let bye = add(&owner, "Bye", "bye").await;
    assert_eq!(hello["title"], "hello");
    assert_eq!(owner.get("canned").await["replies"], json!([bye, hello]));

    let path = format!("canned/{}", hello["id"].as_str().unwrap());
    let change = owner
        .call(Method::PUT, &path)
        .json(&reply("A new name", "hi"));
    let changed = change.send().await.ok();
    assert_eq!(changed["id"], hello["id"]);
    assert_eq!(owner.get("canned").await["replies"], json!([changed, bye]));

    owner.call(Method::DELETE, &path).send().await.ok();
    assert_eq!(owner.get("canned").await["replies"], json!([bye]));
    let again = owner.call(Method::DELETE, &path).send().await;
    again.refused(404, "not_found");
    let gone = owner.call(Method::PUT, &path).json(&reply("Hello", "hi"));
    gone.send().await.refused(404, "not_found");
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let first = add(&owner, "Hello", "hi").await;
    let second = add(&owner, "Bye", "bye").await;
    for (field, body) in [
        ("title", reply(" ", "x")),
        ("title", reply(&"x".repeat(101), "x")),
        ("shortcut", reply("X", "Not a word")),
        ("shortcut", reply("X", "hi")),
        (
            "text",
            json!({ "title": "X", "shortcut": "x", "text": " " }),
        ),
    ] {
        let refused = owner.post("canned", &body).send().await;
        assert_eq!(refused.refused(422, "invalid_field")["field"], field);
    }
    let path = format!("canned/{}", second["id"].as_str().unwrap());
    let taken = owner.call(Method::PUT, &path).json(&reply("Bye", "hi"));
    let refused = taken.send().await.refused(422, "invalid_field");
    assert_eq!(refused["field"], "shortcut");
    assert_eq!(owner.get("canned").await["replies"], json!([second, first]));
}

#[tokio::test]
async fn another_workspace_has_its_own() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let ours = add(&owner, "Hello", "hi").await;
    let path = format!("canned/{}", ours["id"].as_str().unwrap());
    let other = app.second_owner().await;
    assert_eq!(other.get("canned").await, json!({ "replies": [] }));
    let change = other.call(Method::PUT, &path).json(&reply("Mine", "mine"));
    change.send().await.refused(404, "not_found");
    let delete = other.call(Method::DELETE, &path).send().await;
    delete.refused(404, "not_found");
    // The shortcut is free there.
    add(&other, "Hello", "hi").await;
    assert_eq!(owner.get("canned").await["replies"], json!([ours]));
}
