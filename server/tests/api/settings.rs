//! The settings page.

use crate::support::TestApp;
use axum::http::Method;
use serde_json::{Value, json};

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
    let save = |body: &Value| owner.call(Method::PUT, "settings").json(body).send();
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

#[tokio::test]
async fn each_part_of_the_office_hours_has_its_limits() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let page = owner.get("settings").await;
    let save = async |hours: Value| {
        let mut body = json!({ "workspace_name": "Acme", "settings": page["settings"] });
        body["settings"]["office_hours"] = hours;
        owner.call(Method::PUT, "settings").json(&body).send().await
    };
    let hours = |zone: &str, weekly: Value, holidays: Value| json!({ "enabled": true, "time_zone": zone, "weekly": weekly, "holidays": holidays });
    let day = json!({ "day": 0, "from": 540, "until": 1020 });
    let refused = [
        ("time_zone", hours("", json!([day]), json!([]))),
        (
            "weekly",
            hours(
                "UTC",
                json!([{ "day": 0, "from": 540, "until": 540 }]),
                json!([]),
            ),
        ),
        ("weekly", hours("UTC", json!(vec![&day; 51]), json!([]))),
        (
            "holidays",
            hours("UTC", json!([day]), json!(["2026-02-29"])),
        ),
    ];
    for (part, hours) in refused {
        let error = save(hours).await.refused(422, "invalid_field");
        assert_eq!(error["field"], format!("office_hours.{part}"));
    }
    assert_eq!(owner.get("settings").await, page);

    let night = json!({ "day": 4, "from": 1320, "until": 1800 });
    let mixed = hours(
        "Europe/Berlin",
        json!([night, day, day]),
        json!(["2027-01-01", "2026-12-25"]),
    );
    let saved = save(mixed).await.ok();
    let expected = hours(
        "Europe/Berlin",
        json!([day, night]),
        json!(["2026-12-25", "2027-01-01"]),
    );
    assert_eq!(saved["settings"]["office_hours"], expected);
    let path = format!("/api/v1/widget/config?token={}", app.token());
    let config = app.get(&path).send().await.ok();
    assert_eq!(config["office_hours"], expected);
}
