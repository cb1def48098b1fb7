//! The settings page.

use crate::support::TestApp;
use axum::http::Method;
use serde_json::json;

#[tokio::test]
async fn settings_are_saved_whole_or_not_at_all() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let page = owner.get("settings").await;
    assert!(
        page["snippet"]
            .as_str()
            .unwrap()
            .starts_with("<script async src=\"http://chat.example/widget.js\"")
    );
    let mut body = json!({ "workspace_name": "Acme Ltd", "settings": page["settings"] });
    body["settings"]["greeting"] = json!("Ahoy");
    body["settings"]["allowed_domains"] = json!([" Shop.example ", "not a domain"]);
    let save = |body: &serde_json::Value| owner.call(Method::PUT, "settings").json(body).send();
    let error = save(&body).await.refused(422, "invalid_field");
    assert_eq!(error["field"], "allowed_domains");
    assert!(error["message"].as_str().unwrap().contains("not a domain"));
    assert_eq!(owner.get("settings").await, page);

    body["settings"]["allowed_domains"] = json!([" Shop.example "]);
    let saved = save(&body).await.ok();
    assert_eq!(
        saved["settings"]["allowed_domains"],
        json!(["shop.example"])
    );
    assert_eq!(saved["workspace_name"], "Acme Ltd");
    assert_eq!(owner.get("settings").await, saved);
    body["settings"]["position"] = json!("middle");
    assert_eq!(
        save(&body).await.refused(422, "invalid_field")["field"],
        "position"
    );
    body["settings"]["position"] = json!(7);
    assert_eq!(
        save(&body).await.refused(400, "invalid_body")["field"],
        "settings.position"
    );
    body["settings"]["position"] = json!("top_left");
    body["workspace_name"] = json!("");
    assert_eq!(
        save(&body).await.refused(422, "invalid_field")["field"],
        "workspace_name"
    );
}
