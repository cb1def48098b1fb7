//! A look at settings that are not saved.

use crate::support::{Agent, Reply, TestApp};
use axum::http::Method;
use porthole_shared::time::MINUTE;
use serde_json::{Value, json};

/// Something to try out, from what is saved.
async fn sample(app: &TestApp) -> (Agent<'_>, Value) {
    let owner = app.owner().await;
    let page = owner.get("settings").await;
    let mut body = json!({
        "token": "", "workspace_name": page["workspace_name"], "settings": page["settings"],
    });
    body["settings"]["greeting"] = json!("Just looking");
    (owner, body)
}

async fn config(app: &TestApp, token: &str) -> Reply {
    let path = format!("/api/v1/widget/config?token={token}");
    app.get(&path).origin("null").send().await
}

#[tokio::test]
async fn a_preview_shows_what_is_not_saved_and_stores_nothing() {
    let app = TestApp::start().await;
    let (owner, mut body) = sample(&app).await;
    let before = owner.get("settings").await;
    body["settings"]["conversations_enabled"] = json!(false);
    body["settings"]["allowed_domains"] = json!(["not a domain"]);
    let keep = |body: &Value| {
        owner
            .call(Method::PUT, "settings/preview")
            .json(body)
            .send()
    };
    let reply = keep(&body).await.ok();
    let token = reply["token"].as_str().unwrap().to_owned();
    assert!(token.starts_with("preview_"));
    let shown = config(&app, &token).await.ok();
    assert_eq!(shown["greeting"], "Just looking");
    assert_eq!(shown["conversations_enabled"], true);
    assert_eq!(owner.get("settings").await, before);
    let public = config(&app, &app.token()).await.ok();
    assert_eq!(public["greeting"], "Hi! How can we help?");

    body["token"] = json!(token);
    body["settings"]["button_color"] = json!("#ff0000");
    assert_eq!(keep(&body).await.ok()["token"], token.as_str());
    let changed = config(&app, &token).await.ok();
    assert_ne!(changed["style"], shown["style"]);

    body["settings"]["offset_x"] = json!(401);
    let error = keep(&body).await.refused(422, "invalid_field");
    assert_eq!(error["field"], "offset_x");
    body["workspace_name"] = json!(" ");
    let error = keep(&body).await.refused(422, "invalid_field");
    assert_eq!(error["field"], "workspace_name");
    assert_eq!(config(&app, &token).await.ok(), changed);
}

#[tokio::test]
async fn a_preview_ends_ten_minutes_after_its_last_change() {
    let app = TestApp::start().await;
    let (owner, mut body) = sample(&app).await;
    let keep = |body: &Value| {
        owner
            .call(Method::PUT, "settings/preview")
            .json(body)
            .send()
    };
    let token = keep(&body).await.ok()["token"].clone();
    body["token"] = token.clone();
    app.pass(6 * MINUTE);
    keep(&body).await.ok();
    app.pass(10 * MINUTE - 1);
    let token = token.as_str().unwrap();
    config(&app, token).await.ok();
    app.pass(1);
    config(&app, token).await.refused(422, "invalid_field");
    // Who looks on gets a fresh one.
    assert_ne!(keep(&body).await.ok()["token"], token);
}

#[tokio::test]
async fn nobody_can_write_from_a_preview() {
    let app = TestApp::start().await;
    let (owner, body) = sample(&app).await;
    let reply = owner
        .call(Method::PUT, "settings/preview")
        .json(&body)
        .send()
        .await
        .ok();
    let token = reply["token"].as_str().unwrap();
    let boot = json!({ "token": token, "device_key": "0".repeat(64), "code": "0".repeat(64) });
    for path in ["boot", "handoff/redeem"] {
        let path = format!("/api/v1/widget/{path}");
        let error = app
            .post(&path)
            .json(&boot)
            .send()
            .await
            .refused(422, "invalid_field");
        assert_eq!(error["field"], "token");
    }
    assert_eq!(app.get(&format!("/chat/{token}")).send().await.status, 404);
}

#[tokio::test]
async fn the_page_of_the_preview_is_for_our_own_frame() {
    let app = TestApp::start().await;
    let page = app.get("/inbox/preview").send().await;
    assert_eq!(page.status, 200);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-ancestors 'self'") && policy.ends_with("sandbox allow-scripts"));
    assert_eq!(page.headers["x-frame-options"], "SAMEORIGIN");
    let script = app.get("/inbox/preview.js").send().await;
    assert_eq!(
        script.headers["content-type"],
        "text/javascript; charset=utf-8"
    );
}
