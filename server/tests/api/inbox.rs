//! Who may call the team's part of the API.

use crate::support::TestApp;
use axum::http::Method;
use porthole_server::api::route::Who;
use porthole_server::router::table;
use serde_json::json;

#[tokio::test]
async fn every_call_of_the_team_needs_a_member() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    for route in table().into_iter().filter(|route| route.who == Who::Member) {
        let path = route.path.replace("{id}", "x");
        let call = || app.call(route.method.clone(), &path).json(&json!({}));
        call().send().await.refused(403, "forbidden");
        let named = || call().header("x-porthole-inbox", "1");
        named().send().await.refused(401, "unauthenticated");
        named()
            .header("cookie", "porthole_member=wrong")
            .send()
            .await
            .refused(401, "unauthenticated");
        // A visitor's token opens nothing here.
        named()
            .bearer(&visitor.token)
            .send()
            .await
            .refused(401, "unauthenticated");
    }
}

#[tokio::test]
async fn a_members_cookie_opens_nothing_of_a_visitor() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let call = app
        .call(Method::POST, "/api/v1/widget/sync")
        .header("cookie", &owner.cookie);
    call.json(&json!({}))
        .send()
        .await
        .refused(401, "session_invalid");
}
