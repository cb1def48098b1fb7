//! What was begun in a browser joins whoever is proven in it, and how a person is left.

use super::{boot, key, start, tickets, user};
use crate::support::client_id;
use axum::http::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn what_was_begun_in_the_browser_joins_whoever_is_proven_first() {
    let app = start().await;
    let agent = app.owner().await;
    let key = key();
    let anonymous = boot(
        &app,
        &key,
        &json!({ "email": "ada@example.com", "company": "Acme" }),
    )
    .await;
    let sent = anonymous.write("Before").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap().to_owned();
    agent.reply(&ticket, "Hello Ada").await;
    agent.note(&ticket, "Nice").await;
    let other_browser = boot(&app, &super::key(), &user("u-1")).await;
    let mut events = other_browser
        .live(other_browser.boot["update"]["latest"].as_i64().unwrap())
        .await;

    let person = boot(&app, &key, &user("u-1")).await;
    assert_eq!(tickets(&person.boot["update"]), [1]);
    assert_eq!(person.boot["profile"]["email"], "ada@example.com");
    assert_eq!(events.update().await["tickets"][0]["id"], ticket.as_str());
    let page = person
        .post("sync", &json!({ "since": 0, "ticket": ticket }))
        .send()
        .await
        .ok();
    assert_eq!(page["messages"].as_array().unwrap().len(), 2);
    person.write_in(&ticket, "As myself").await;
    // The browser's own tabs begin anew, without it.
    anonymous
        .post("sync", &json!({ "since": 0 }))
        .send()
        .await
        .refused(401, "session_invalid");
    let own = boot(&app, &key, &Value::Null).await;
    assert!(tickets(&own.boot["update"]).is_empty());
    assert_eq!(own.boot["profile"]["email"], Value::Null);

    let detail = agent.get(&format!("tickets/{ticket}")).await;
    assert_eq!(detail["ticket"]["visitor"]["user_id"], "u-1");
    assert_eq!(detail["ticket"]["visitor"]["verified"], true);
    assert_eq!(detail["ticket"]["visitor"]["email_verified"], false);
    assert_eq!(detail["known"]["said"]["company"], "Acme");
    app.is_sound();
}

#[tokio::test]
async fn a_message_is_stored_once_though_the_browser_joins_between_two_tries() {
    let app = start().await;
    let key = key();
    let anonymous = boot(&app, &key, &Value::Null).await;
    let first = json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": "One" });
    let stored = anonymous.post("messages", &first).send().await.ok();
    let person = boot(&app, &key, &user("u-1")).await;
    let again = person.post("messages", &first).send().await.ok();
    assert_eq!(again["message"], stored["message"]);

    // A tab that does not know of the person yet sends one more; its answer is lost.
    let late = boot(&app, &key, &Value::Null).await;
    let second =
        json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": "Two" });
    let stored = late.post("messages", &second).send().await.ok();
    let again = person.post("messages", &second).send().await.ok();
    assert_eq!(again["message"]["seq"], stored["message"]["seq"]);
    let third = json!({ "client_id": client_id(), "client_ticket_id": second["client_ticket_id"], "text": "Three" });
    let same = person.post("messages", &third).send().await.ok();
    assert_eq!(same["ticket"]["id"], again["ticket"]["id"]);
    let tries = boot(&app, &key, &Value::Null).await;
    tries
        .post("messages", &second)
        .send()
        .await
        .refused(409, "conflict");
    assert_eq!(tickets(&person.sync(0).await), [2, 1]);
    app.is_sound();
}

#[tokio::test]
async fn only_what_was_begun_since_the_last_person_left_joins_the_next() {
    let app = start().await;
    app.set(|settings| settings.join_anonymous = false).await;
    let key = key();
    boot(&app, &key, &Value::Null).await.write("One").await;
    app.pass(1_000);
    let first = boot(&app, &key, &user("u-1")).await;
    assert!(tickets(&first.boot["update"]).is_empty());
    app.set(|settings| settings.join_anonymous = true).await;
    first
        .call(Method::DELETE, "identity", &Value::Null)
        .send()
        .await
        .ok();
    // The same token is the browser's own again.
    assert_eq!(tickets(&first.sync(0).await), [1]);
    app.pass(1_000);
    first.write("Two").await;
    let second = boot(&app, &key, &user("u-2")).await;
    assert_eq!(tickets(&second.boot["update"]), [2]);
    assert_eq!(
        tickets(&boot(&app, &key, &Value::Null).await.boot["update"]),
        [1]
    );
    app.is_sound();
}

#[tokio::test]
async fn leaving_and_logging_out_end_sessions_and_streams_of_the_person_in_that_browser_alone() {
    let app = start().await;
    let shared = key();
    let one = boot(&app, &shared, &user("u-1")).await;
    let tab = boot(&app, &shared, &user("u-1")).await;
    let elsewhere = boot(&app, &key(), &user("u-1")).await;
    let mut stream = tab.live(1).await;
    one.call(Method::DELETE, "identity", &Value::Null)
        .send()
        .await
        .ok();
    tab.post("sync", &json!({ "since": 0 }))
        .send()
        .await
        .refused(401, "session_invalid");
    assert_eq!(stream.next().await.unwrap().0, "end");
    elsewhere.sync(0).await;

    let again = boot(&app, &shared, &user("u-1")).await;
    again.write("Mine").await;
    let mut stream = again
        .live(again.sync(0).await["latest"].as_i64().unwrap())
        .await;
    again.post("logout", &json!({})).send().await.ok();
    assert_eq!(stream.next().await.unwrap().0, "end");
    let next = boot(&app, &shared, &Value::Null).await;
    assert_ne!(next.boot["device_id"], again.boot["device_id"]);
    assert!(tickets(&next.boot["update"]).is_empty());
    elsewhere.sync(0).await;
}

#[tokio::test]
async fn a_fresh_token_is_of_the_same_person_and_other_tabs_keep_theirs() {
    let app = start().await;
    let shared = key();
    let one = boot(&app, &shared, &user("u-1")).await;
    let tab = boot(&app, &shared, &user("u-1")).await;
    let own = boot(&app, &shared, &Value::Null).await;
    one.write("Mine").await;
    let fresh = one.post("refresh", &json!({})).send().await.ok();
    app.pass(2 * 60_000);
    one.post("sync", &json!({ "since": 0 }))
        .send()
        .await
        .refused(401, "session_invalid");
    let fresh = app.holding(&shared, fresh);
    assert_eq!(tickets(&fresh.sync(0).await), [1]);
    assert_eq!(tickets(&tab.sync(0).await), [1]);
    assert!(tickets(&own.sync(0).await).is_empty());
}
