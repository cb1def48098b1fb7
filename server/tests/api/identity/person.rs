//! Persons, and what was said of visitors by proof and without.

use super::{boot, bring, key, mail, start, tickets, token, try_boot, user};
use porthole_shared::identity::IdentityForm;
use porthole_shared::time::HOUR;
use serde_json::{Value, json};

#[tokio::test]
async fn a_token_signs_both_and_makes_one_person_of_two() {
    let app = start().await;
    let agent = app.owner().await;
    bring(&app, IdentityForm::EmailHash, "mail-secret").await;
    bring(&app, IdentityForm::Token, "token-secret").await;
    let by_mail = boot(&app, &key(), &mail(&app, "Ada@Example.com")).await;
    by_mail.write("By mail").await;
    let by_user = boot(&app, &key(), &user("u-1")).await;
    by_user.write("By id").await;
    // Beside a bare hash an address is only said, and merges nobody.
    let mut claim = user("u-1");
    claim["email"] = "ada@example.com".into();
    claim["value"] = json!(5_000);
    assert_eq!(
        tickets(&boot(&app, &key(), &claim).await.boot["update"]),
        [2]
    );
    assert_eq!(tickets(&by_mail.sync(0).await), [1]);

    let more = json!({ "email": "ada@example.com", "name": "Ada", "value": 99.5, "attributes": { "plan": "pro" } });
    let both = boot(
        &app,
        &key(),
        &token(&app, "token-secret", "u-1", HOUR, &more),
    )
    .await;
    assert_eq!(tickets(&both.boot["update"]), [2, 1]);
    assert_eq!(tickets(&by_mail.sync(0).await), [2, 1]);
    let list = agent.get("tickets?view=all&sort=value").await;
    for row in list["tickets"].as_array().unwrap() {
        assert_eq!(row["visitor"]["value"], 99.5);
        assert_eq!(row["visitor"]["email_verified"], true);
        assert_eq!(row["visitor"]["name"], "Ada");
    }
    // Another user's address stays theirs.
    let thief = token(
        &app,
        "token-secret",
        "u-2",
        HOUR,
        &json!({ "email": "ada@example.com" }),
    );
    assert!(tickets(&boot(&app, &key(), &thief).await.boot["update"]).is_empty());
    let again = boot(&app, &key(), &mail(&app, "ada@example.com")).await;
    assert_eq!(tickets(&again.boot["update"]), [2, 1]);
    app.is_sound();
}

#[tokio::test]
async fn the_value_of_a_person_moves_their_tickets_in_the_list_at_once() {
    let app = start().await;
    let agent = app.owner().await;
    bring(&app, IdentityForm::Token, "token-secret").await;
    let person = boot(&app, &key(), &user("u-1")).await;
    let ticket = person.write("Hello").await["ticket"]["id"].clone();
    let state = agent.get("tickets?view=all").await;
    let mut events = agent
        .post("live", &json!({ "since": state["latest"] }))
        .stream()
        .await;
    let claim = token(
        &app,
        "token-secret",
        "u-1",
        HOUR,
        &json!({ "value": 1_000 }),
    );
    boot(&app, &key(), &claim).await;
    let update = events.update().await;
    assert_eq!(update["tickets"][0]["id"], ticket);
    assert_eq!(update["tickets"][0]["visitor"]["value"], 1_000.0);
    // The same again tells nothing.
    let latest = person.sync(0).await["latest"].clone();
    boot(&app, &key(), &claim).await;
    assert_eq!(person.sync(0).await["latest"], latest);
    app.is_sound();
}

#[tokio::test]
async fn what_is_only_said_is_kept_apart_and_opens_nothing() {
    let app = start().await;
    let agent = app.owner().await;
    let claim = json!({
        "userId": "u-1", "email": "ada@example.com", "name": "Ada", "value": 9_000,
        "links": { "CRM": "https://crm.example/1", "bad": "javascript:alert(1)" },
        "customAttributes": { "plan": "pro", "nested": {}, "seats": 5, "tags": ["a", "b"] },
    });
    let said = boot(&app, &key(), &claim).await;
    assert_eq!(said.boot["identity"], Value::Null);
    assert_eq!(said.boot["warnings"].as_array().unwrap().len(), 2);
    let ticket = said.write("Hello").await["ticket"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let again = boot(&app, &key(), &claim).await;
    assert!(tickets(&again.boot["update"]).is_empty());
    let detail = agent.get(&format!("tickets/{ticket}")).await;
    let (visitor, known) = (&detail["ticket"]["visitor"], &detail["known"]["said"]);
    assert_eq!(
        (&visitor["verified"], &visitor["value"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(
        (&known["user_id"], &known["value"]),
        (&json!("u-1"), &json!(9_000.0))
    );
    assert_eq!(
        known["links"],
        json!([{ "label": "CRM", "url": "https://crm.example/1" }])
    );
    assert_eq!(known["attributes"].as_array().unwrap().len(), 3);
    for (field, given) in [
        ("identity.email", json!({ "email": "ada" })),
        ("identity.value", json!({ "value": "much" })),
        ("identity", json!("ada")),
    ] {
        let refused = try_boot(&app, &key(), &given)
            .await
            .refused(422, "invalid_field");
        assert_eq!(refused["field"], field);
    }
}
