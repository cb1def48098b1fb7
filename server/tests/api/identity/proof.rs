//! Proofs: which are taken, which are refused, and until when.

use super::{boot, bring, key, mail, start, tickets, token, try_boot, user};
use crate::support::client_id;
use axum::http::Method;
use porthole_server::domain::identity::user_hash;
use porthole_shared::identity::{IdentityForm, IdentityMode};
use porthole_shared::time::{DAY, HOUR};
use serde_json::{Value, json};

#[tokio::test]
async fn a_user_sees_their_tickets_in_every_browser() {
    let app = start().await;
    let first = boot(&app, &key(), &user("u-1")).await;
    assert_eq!(first.boot["identity"]["user_id"], "u-1");
    let ticket = first.write("Hello").await["ticket"]["id"].clone();
    let second = boot(&app, &key(), &user("u-1")).await;
    assert_eq!(second.boot["update"]["tickets"][0]["id"], ticket);
    assert_eq!(
        second.boot["identity"]["person"],
        first.boot["identity"]["person"]
    );
    let mut events = second
        .live(second.boot["update"]["latest"].as_i64().unwrap())
        .await;
    first.write_in(ticket.as_str().unwrap(), "Again").await;
    assert_eq!(events.update().await["messages"][0]["text"], "Again");
    for other in [user("u-2"), Value::Null] {
        let other = boot(&app, &key(), &other).await;
        assert!(tickets(&other.boot["update"]).is_empty());
        let body = json!({ "client_id": client_id(), "ticket": ticket, "text": "Mine?" });
        other
            .post("messages", &body)
            .send()
            .await
            .refused(404, "not_found");
    }
}

#[tokio::test]
async fn a_wrong_a_stale_and_a_foreign_proof_are_refused_on_every_call() {
    let app = start().await;
    bring(&app, IdentityForm::EmailHash, "mail-secret").await;
    let stale = mail(&app, "ada@example.com");
    app.pass(HOUR + 1);
    let mut swapped = mail(&app, "ada@example.com");
    swapped["email_hash"] = user_hash(b"mail-secret", "ada@example.com").into();
    for mode in [IdentityMode::Optional, IdentityMode::Required] {
        app.set(|settings| settings.identity_mode = mode).await;
        let known = boot(&app, &key(), &user("u-1")).await;
        for (identity, code) in [
            (
                json!({ "userId": "u-1", "userHash": "0".repeat(64) }),
                "identity_invalid",
            ),
            (
                json!({ "userId": "u-2", "userHash": user("u-1")["userHash"] }),
                "identity_invalid",
            ),
            (
                json!({ "userId": "u-1\u{0}", "userHash": user("u-1")["userHash"] }),
                "identity_invalid",
            ),
            (
                json!({ "userId": "u-1", "userHash": user_hash(b"of another workspace", "u-1") }),
                "identity_invalid",
            ),
            (
                json!({ "userId": "u-1", "userHash": user_hash(b"mail-secret", "u-1") }),
                "identity_invalid",
            ),
            (json!({ "identityToken": "a.b.c" }), "identity_invalid"),
            (swapped.clone(), "identity_invalid"),
            (stale.clone(), "identity_expired"),
        ] {
            let booted = try_boot(&app, &key(), &identity).await;
            booted.refused(403, code);
            let body = json!({ "identity": identity });
            let put = known.call(Method::PUT, "identity", &body).send().await;
            put.refused(403, code);
        }
        // Whoever was proven before is still that person.
        known.write("Still me").await;
    }
    app.set(|settings| settings.identity_mode = IdentityMode::Off)
        .await;
    let ignored = json!({ "userId": "u-1", "userHash": "0".repeat(64) });
    assert_eq!(
        boot(&app, &key(), &ignored).await.boot["identity"],
        Value::Null
    );
}

#[tokio::test]
async fn where_it_is_required_nobody_chats_without_a_proof() {
    let app = start().await;
    let before = app.visitor().await;
    before.write("Hello").await;
    let proven = boot(&app, &key(), &user("u-1")).await;
    app.set(|settings| settings.identity_mode = IdentityMode::Required)
        .await;
    for identity in [Value::Null, json!({ "email": "ada@example.com" })] {
        try_boot(&app, &key(), &identity)
            .await
            .refused(403, "identity_required");
    }
    for (call, body) in [
        ("sync", json!({ "since": 0 })),
        ("live", json!({ "since": 0 })),
        (
            "messages",
            json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": "Hi" }),
        ),
        ("refresh", json!({})),
    ] {
        before
            .post(call, &body)
            .send()
            .await
            .refused(403, "identity_required");
    }
    proven.write("Hello").await;
    let body = json!({ "identity": user("u-2") });
    before
        .call(Method::PUT, "identity", &body)
        .send()
        .await
        .ok();
    before.write("Now I may").await;
    before
        .call(Method::DELETE, "identity", &Value::Null)
        .send()
        .await
        .ok();
    before
        .post("sync", &json!({ "since": 0 }))
        .send()
        .await
        .refused(403, "identity_required");
    before.post("logout", &json!({})).send().await.ok();
}

#[tokio::test]
async fn a_token_that_ends_ends_the_session() {
    let app = start().await;
    bring(&app, IdentityForm::Token, "token-secret").await;
    let claim = token(&app, "token-secret", "u-1", HOUR, &json!({}));
    let person = boot(&app, &key(), &claim).await;
    assert_eq!(
        person.boot["identity"]["until"],
        app.app.clock.now().0 + HOUR
    );
    app.pass(HOUR - 1);
    person.sync(0).await;
    app.pass(1);
    person
        .post("sync", &json!({ "since": 0 }))
        .send()
        .await
        .refused(401, "identity_expired");
    try_boot(&app, &key(), &claim)
        .await
        .refused(403, "identity_expired");
    // A fresh proof revives it, and so does leaving the person.
    let fresh = json!({ "identity": token(&app, "token-secret", "u-1", HOUR, &json!({})) });
    person
        .call(Method::PUT, "identity", &fresh)
        .send()
        .await
        .ok();
    person.sync(0).await;
    let far = token(&app, "token-secret", "u-1", DAY + 1_000, &json!({}));
    try_boot(&app, &key(), &far)
        .await
        .refused(403, "identity_invalid");
}

#[tokio::test]
async fn of_each_form_two_secrets_work_and_whoever_was_proven_by_a_retired_one_is_out() {
    let app = start().await;
    let person = boot(&app, &key(), &user("u-1")).await;
    bring(&app, IdentityForm::UserHash, "the next one").await;
    let both = boot(&app, &key(), &user("u-1")).await;
    let next = json!({ "userId": "u-1", "userHash": user_hash(b"the next one", "u-1") });
    let kept = boot(&app, &key(), &next).await;
    bring(&app, IdentityForm::UserHash, "the one after").await;
    for over in [person, both] {
        over.post("sync", &json!({ "since": 0 }))
            .send()
            .await
            .refused(401, "session_invalid");
    }
    kept.sync(0).await;
    try_boot(&app, &key(), &user("u-1"))
        .await
        .refused(403, "identity_invalid");
}
