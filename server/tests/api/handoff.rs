//! Handing a visitor over to the chat page in another tab.

use crate::support::{Reply, TestApp, Visitor};
use porthole_server::random::Random;
use porthole_shared::id::to_hex;
use porthole_shared::session::HANDOFF_LIFE;
use serde_json::{Value, json};

fn secret() -> String {
    to_hex(&Random.bytes::<32>())
}

async fn offer(visitor: &Visitor<'_>) -> String {
    let code = secret();
    visitor
        .post("handoff", &json!({ "code": code }))
        .send()
        .await
        .ok();
    code
}

async fn redeem(app: &TestApp, device_key: &str, code: &str) -> Reply {
    let body = json!({ "token": app.token(), "device_key": device_key, "code": code });
    app.post("/api/v1/widget/handoff/redeem")
        .json(&body)
        .send()
        .await
}

fn previews(boot: &Value) -> Vec<&str> {
    let tickets = boot["update"]["tickets"].as_array().unwrap();
    tickets
        .iter()
        .map(|ticket| ticket["preview"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn the_other_tab_is_the_same_visitor() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    visitor.write("On the page").await;
    let code = offer(&visitor).await;
    let key = secret();
    redeem(&app, &key, &code).await.ok();

    let tab = app.boot(&key).await;
    assert_eq!(previews(&tab.boot), ["On the page"]);
    assert_ne!(tab.boot["device_id"], visitor.boot["device_id"]);
    tab.write("In the tab").await;
    let page = app.boot(&visitor.device_key).await;
    assert_eq!(previews(&page.boot).len(), 2);
}

#[tokio::test]
async fn a_code_works_once_and_for_a_minute() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let code = offer(&visitor).await;
    redeem(&app, &secret(), &code).await.ok();
    redeem(&app, &secret(), &code)
        .await
        .refused(404, "not_found");
    redeem(&app, &secret(), &secret())
        .await
        .refused(404, "not_found");

    let code = offer(&visitor).await;
    app.pass(HANDOFF_LIFE - 1);
    redeem(&app, &secret(), &code).await.ok();
    let code = offer(&visitor).await;
    app.pass(HANDOFF_LIFE);
    redeem(&app, &secret(), &code)
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn two_who_redeem_at_once_are_not_both_let_in() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    for _ in 0..20 {
        let code = offer(&visitor).await;
        let (one, other) = (secret(), secret());
        let (one, other) = tokio::join!(redeem(&app, &one, &code), redeem(&app, &other, &code));
        let let_in = [one, other].map(|reply| reply.status.is_success());
        assert_eq!(let_in.iter().filter(|in_| **in_).count(), 1);
    }
}

#[tokio::test]
async fn a_browser_with_conversations_of_its_own_keeps_them() {
    let app = TestApp::start().await;
    let (page, tab) = (app.visitor().await, app.visitor().await);
    page.write("On the page").await;
    tab.write("Something else").await;
    let code = offer(&page).await;
    redeem(&app, &tab.device_key, &code)
        .await
        .refused(409, "conflict");
    assert_eq!(
        previews(&app.boot(&tab.device_key).await.boot),
        ["Something else"]
    );
    // The code is still good, for another key of that browser.
    let key = secret();
    redeem(&app, &key, &code).await.ok();
    assert_eq!(previews(&app.boot(&key).await.boot), ["On the page"]);
}

#[tokio::test]
async fn a_browser_that_never_wrote_becomes_the_visitors() {
    let app = TestApp::start().await;
    let (page, tab) = (app.visitor().await, app.visitor().await);
    page.write("On the page").await;
    let code = offer(&page).await;
    redeem(&app, &tab.device_key, &code).await.ok();
    // The session of the visitor that it was before has ended.
    tab.post("sync", &json!({}))
        .send()
        .await
        .refused(401, "session_invalid");
    let again = app.boot(&tab.device_key).await;
    assert_eq!(previews(&again.boot), ["On the page"]);

    // Handed over once more, nothing changes.
    let code = offer(&page).await;
    redeem(&app, &tab.device_key, &code).await.ok();
    again.sync(0).await;
}

#[tokio::test]
async fn a_log_out_and_a_new_token_void_the_codes() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let code = offer(&visitor).await;
    visitor.post("logout", &json!({})).send().await.ok();
    redeem(&app, &secret(), &code)
        .await
        .refused(404, "not_found");

    let visitor = app.visitor().await;
    let code = offer(&visitor).await;
    let owner = app.owner().await;
    owner
        .post("settings/regenerate", &json!({}))
        .send()
        .await
        .ok();
    redeem(&app, &secret(), &code)
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn what_is_no_code_is_refused() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    for bad in ["", "abc", &"A".repeat(64), &"a".repeat(63)] {
        let offered = visitor
            .post("handoff", &json!({ "code": bad }))
            .send()
            .await;
        assert_eq!(offered.refused(422, "invalid_field")["field"], "code");
        let redeemed = redeem(&app, &secret(), bad).await;
        assert_eq!(redeemed.refused(422, "invalid_field")["field"], "code");
    }
    let error = redeem(&app, "short", &secret())
        .await
        .refused(422, "invalid_field");
    assert_eq!(error["field"], "device_key");
    let body = json!({ "token": "pub_wrong", "device_key": secret(), "code": secret() });
    app.post("/api/v1/widget/handoff/redeem")
        .json(&body)
        .send()
        .await
        .refused(401, "token_invalid");
}
