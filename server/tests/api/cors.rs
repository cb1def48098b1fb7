//! What pages of other origins may call, and what they may not.

use crate::support::TestApp;
use axum::http::Method;

#[tokio::test]
async fn a_preflight_of_the_widget_is_granted_and_kept_for_two_hours() {
    let app = TestApp::start().await;
    let reply = app
        .call(Method::OPTIONS, "/api/v1/widget/messages")
        .origin("https://shop.example")
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "authorization,content-type",
        )
        .send()
        .await;
    assert_eq!(reply.status, 204);
    assert_eq!(
        reply.headers["access-control-allow-origin"],
        "https://shop.example"
    );
    assert_eq!(reply.headers["access-control-max-age"], "7200");
    assert!(
        reply.headers["access-control-allow-headers"]
            .to_str()
            .unwrap()
            .contains("authorization")
    );
    assert!(
        !reply
            .headers
            .contains_key("access-control-allow-credentials")
    );
}

#[tokio::test]
async fn the_inbox_grants_nothing_to_other_origins() {
    let app = TestApp::start().await;
    let preflight = app
        .call(Method::OPTIONS, "/api/v1/inbox/tickets")
        .origin("https://evil.test")
        .header("access-control-request-method", "GET")
        .send()
        .await;
    assert!(
        !preflight
            .headers
            .contains_key("access-control-allow-origin")
    );

    // With the cookie but without the header, as a forged form would come.
    let owner = app.owner().await;
    let forged = app
        .post("/api/v1/inbox/settings/regenerate")
        .header("cookie", &owner.cookie);
    forged.send().await.refused(403, "forbidden");
    app.get("/api/v1/inbox/tickets")
        .header("cookie", &owner.cookie)
        .send()
        .await
        .refused(403, "forbidden");
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_same_form() {
    let app = TestApp::start().await;
    app.get("/api/v1/nothing")
        .send()
        .await
        .refused(404, "not_found");
    app.get("/api/v1/widget/boot")
        .send()
        .await
        .refused(405, "method_not_allowed");
    // What the framework itself refuses, too.
    let token = app.token();
    let path = format!("/api/v1/widget/config?token={token}&token={token}");
    app.get(&path).send().await.refused(400, "invalid_body");
    app.get("/assets/%FF")
        .send()
        .await
        .refused(404, "not_found");
    let owner = app.owner().await;
    let get = |path: &str| owner.call(Method::GET, path).send();
    get("tickets/x?before=x").await.refused(400, "invalid_body");
    get("tickets/%FF").await.refused(404, "not_found");
    let private = get("tickets").await;
    assert_eq!(private.headers["cache-control"], "no-store");
    assert_eq!(private.headers["x-content-type-options"], "nosniff");
    let reply = app.get("/healthz").send().await;
    assert!(reply.headers.contains_key("x-request-id"));
    app.get("/readyz").send().await.ok();
}
