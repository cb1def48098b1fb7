//! Who of the team is in a ticket.

use crate::support::{Agent, TestApp};
use porthole_shared::inbox::presence::PRESENCE_LIFE;
use serde_json::{Value, json};

async fn say(agent: &Agent<'_>, ticket: &str, doing: &str) {
    let path = format!("tickets/{ticket}/presence");
    let said = agent.post(&path, &json!({ "doing": doing })).send().await;
    said.ok();
}

async fn present(agent: &Agent<'_>, ticket: &str) -> Value {
    agent.get(&format!("tickets/{ticket}")).await["presence"].clone()
}

#[tokio::test]
async fn the_others_are_told_at_once_and_oneself_never() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.owner().await, app.colleague("Bob").await);
    let visitor = app.visitor().await;
    let sent = visitor.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap();
    let since = json!({ "since": sent["message"]["seq"] });
    let mut of_ada = ada.post("live", &since).stream().await;
    let mut of_bob = bob.post("live", &since).stream().await;
    // Both listen before anything is said.
    assert!(of_ada.piece().await.unwrap().contains("event: open"));
    assert!(of_bob.piece().await.unwrap().contains("event: open"));

    say(&bob, ticket, "viewing").await;
    let told = of_ada.update().await["presence"].clone();
    let id = bob.get("state").await["me"]["id"].clone();
    let expected =
        |doing: &str| json!([{ "ticket": ticket, "member": id, "name": "Bob", "doing": doing }]);
    assert_eq!(told, expected("viewing"));
    assert_eq!(present(&ada, ticket).await, expected("viewing"));
    assert_eq!(present(&bob, ticket).await, json!([]));
    say(&bob, ticket, "typing").await;
    assert_eq!(of_ada.update().await["presence"], expected("typing"));
    assert_eq!(present(&ada, ticket).await, expected("typing"));
    say(&bob, ticket, "left").await;
    assert_eq!(of_ada.update().await["presence"], expected("left"));
    assert_eq!(present(&ada, ticket).await, json!([]));

    // The first that Bob hears of is Ada.
    say(&ada, ticket, "viewing").await;
    let heard = of_bob.update().await;
    assert_eq!(heard["presence"].as_array().unwrap().len(), 1);
    assert_eq!(heard["presence"][0]["name"], "Ada");
}

#[tokio::test]
async fn it_is_over_after_thirty_seconds() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.owner().await, app.colleague("Bob").await);
    let sent = app.visitor().await.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap();
    say(&bob, ticket, "viewing").await;
    app.pass(PRESENCE_LIFE - 1);
    assert_eq!(present(&ada, ticket).await.as_array().unwrap().len(), 1);
    app.pass(1);
    assert_eq!(present(&ada, ticket).await, json!([]));
}

#[tokio::test]
async fn only_what_is_known_is_said() {
    let app = TestApp::start().await;
    let ada = app.owner().await;
    let sent = app.visitor().await.write("Hello").await;
    let ticket = sent["ticket"]["id"].as_str().unwrap();
    for doing in ["", "sleeping", "unknown"] {
        let said = ada.post(
            &format!("tickets/{ticket}/presence"),
            &json!({ "doing": doing }),
        );
        let error = said.send().await.refused(422, "invalid_field");
        assert_eq!(error["field"], "doing");
    }
}
