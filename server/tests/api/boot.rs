//! Sessions of visitors.

use crate::support::TestApp;
use porthole_shared::session::{DEVICE_LIFE, SESSION_LIFE, SESSION_OVERLAP};
use serde_json::json;

#[tokio::test]
async fn a_browser_comes_back_with_its_key_and_finds_its_tickets() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    assert!(visitor.token.starts_with("wst_") && visitor.token.len() == 68);
    assert_eq!(visitor.boot["life"], SESSION_LIFE);
    visitor.write("Hello").await;

    let again = app.boot(&visitor.device_key).await;
    assert_eq!(again.boot["device_id"], visitor.boot["device_id"]);
    assert_eq!(again.boot["update"]["tickets"][0]["preview"], "Hello");

    let other = app.visitor().await;
    assert_eq!(other.boot["update"]["tickets"], json!([]));
}

#[tokio::test]
async fn a_bad_key_is_refused() {
    let app = TestApp::start().await;
    let boot = |key: &str| {
        let body = json!({ "token": app.token(), "device_key": key });
        app.post("/api/v1/widget/boot").json(&body).send()
    };
    for bad in ["", "abc", &"A".repeat(64), &"g".repeat(64), &"a".repeat(65)] {
        let error = boot(bad).await.refused(422, "invalid_field");
        assert_eq!(error["field"], "device_key");
    }
}

#[tokio::test]
async fn a_token_dies_in_time_and_a_refreshed_one_overlaps() {
    let app = TestApp::start().await;
    let mut visitor = app.visitor().await;
    app.pass(SESSION_LIFE * 3 / 4 + 1);
    let fresh = visitor.post("refresh", &json!({})).send().await.ok();
    visitor.sync(0).await;
    app.pass(SESSION_OVERLAP + 1);
    visitor
        .post("sync", &json!({}))
        .send()
        .await
        .refused(401, "session_invalid");

    visitor.token = fresh["session_token"].as_str().unwrap().to_owned();
    visitor.sync(0).await;
    app.pass(SESSION_LIFE);
    visitor
        .post("sync", &json!({}))
        .send()
        .await
        .refused(401, "session_invalid");
    // The key lives on, and gives a new session to the same visitor.
    let again = app.boot(&visitor.device_key).await;
    assert_eq!(again.boot["device_id"], visitor.boot["device_id"]);
}

#[tokio::test]
async fn the_life_of_a_session_is_the_workspaces_choice() {
    let app = TestApp::start().await;
    app.set(|settings| settings.session_hours = 1).await;
    let visitor = app.visitor().await;
    app.pass(60 * 60 * 1_000);
    visitor
        .post("sync", &json!({}))
        .send()
        .await
        .refused(401, "session_invalid");
}

#[tokio::test]
async fn a_log_out_forgets_the_browser() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    visitor.write("On a shared computer").await;
    visitor.post("logout", &json!({})).send().await.ok();
    visitor
        .post("sync", &json!({}))
        .send()
        .await
        .refused(401, "session_invalid");
    let next = app.boot(&visitor.device_key).await;
    assert_eq!(next.boot["update"]["tickets"], json!([]));
}

#[tokio::test]
async fn a_key_that_nobody_used_for_a_year_is_dead() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    visitor.write("Long ago").await;
    app.pass(DEVICE_LIFE + 1);
    let again = app.boot(&visitor.device_key).await;
    assert_eq!(again.boot["update"]["tickets"], json!([]));
}

#[tokio::test]
async fn calls_without_a_session_are_refused() {
    let app = TestApp::start().await;
    for call in [
        "refresh", "logout", "sync", "messages", "read", "typing", "live",
    ] {
        let path = format!("/api/v1/widget/{call}");
        let with = |token: &str| app.post(&path).bearer(token).json(&json!({})).send();
        app.post(&path)
            .json(&json!({}))
            .send()
            .await
            .refused(401, "session_invalid");
        with(&format!("wst_{}", "0".repeat(64)))
            .await
            .refused(401, "session_invalid");
        with("nonsense").await.refused(401, "session_invalid");
    }
}

#[tokio::test]
async fn what_is_over_is_cleaned_up() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    app.pass(DEVICE_LIFE + 1);
    porthole_server::job::run_due(&app.app).await.unwrap();
    app.app
        .store
        .add_job(
            porthole_server::domain::job::JobKind::CleanUp,
            app.app.clock.now(),
        )
        .await
        .unwrap();
    porthole_server::job::run_due(&app.app).await.unwrap();
    // The session and the browser are gone, and the chore waits for its next hour.
    assert_eq!(
        app.app.store.clean_up(app.app.clock.now()).await.unwrap(),
        0
    );
    assert_eq!(
        app.app.store.due_jobs(app.app.clock.now()).await.unwrap(),
        []
    );
    assert!(app.app.store.next_job_at().await.unwrap().is_some());
    visitor
        .post("sync", &json!({}))
        .send()
        .await
        .refused(401, "session_invalid");
}
