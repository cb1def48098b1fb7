//! The public configuration.

use crate::support::TestApp;
use serde_json::json;

#[tokio::test]
async fn a_page_gets_the_configuration_and_then_only_its_tag() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/widget/config?token={}&lang=en", app.token());
    let reply = app.get(&path).origin("https://shop.example").send().await;
    let tag = reply.headers["etag"].to_str().unwrap().to_owned();
    assert_eq!(
        reply.headers["access-control-allow-origin"],
        "https://shop.example"
    );
    assert!(
        reply
            .headers
            .get_all("vary")
            .iter()
            .any(|value| value == "origin")
    );
    let config = reply.ok();
    assert_eq!(config["theme"], "auto");
    assert_eq!(config["greeting"], "Hi! How can we help?");
    assert_eq!(config["labels"]["open"], "Open chat");
    assert_eq!(config["form"]["title"], "Before we start...");
    assert_eq!(
        config["form"]["description"],
        "Please provide your details so we can help you better."
    );
    let style = config["style"].as_str().unwrap();
    assert!(style.contains("--brand:#") && style.contains(".launcher{bottom:calc(20px"));

    let again = app.get(&path).header("if-none-match", &tag).send().await;
    assert_eq!(again.status, 304);
    app.set(|settings| settings.greeting = "Ahoy".to_owned())
        .await;
    let changed = app.get(&path).header("if-none-match", &tag).send().await;
    assert_eq!(changed.ok()["greeting"], "Ahoy");
}

#[tokio::test]
async fn the_configuration_speaks_the_language_of_the_visitor() {
    let app = TestApp::start().await;
    let path = |lang| format!("/api/v1/widget/config?token={}&lang={lang}", app.token());
    let (german, arabic) = (path("de-AT"), path("ar"));
    app.set(|settings| settings.form_title = "Who are you?".to_owned())
        .await;
    let reply = app.get(&german).send().await;
    let tag = reply.headers["etag"].to_str().unwrap().to_owned();
    let config = reply.ok();
    assert_eq!(config["labels"]["open"], "Chat öffnen");
    assert_eq!(config["greeting"], "Hallo! Wie können wir helfen?");
    // The workspace's own words are nobody's to translate.
    assert_eq!(config["form"]["title"], "Who are you?");

    let again = app.get(&german).header("if-none-match", &tag).send().await;
    assert_eq!(again.status, 304);
    let other = app.get(&arabic).header("if-none-match", &tag).send().await;
    assert_eq!(other.ok()["labels"]["open"], "فتح المحادثة");
    let unknown = app.get(&path("tlh")).send().await.ok();
    assert_eq!(unknown["labels"]["open"], "Open chat");
}

#[tokio::test]
async fn the_configuration_is_packed_for_those_who_take_it() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/widget/config?token={}", app.token());
    let plain = app.get(&path).send().await;
    let packed = app
        .get(&path)
        .header("accept-encoding", "br, gzip")
        .send()
        .await;
    assert_eq!(packed.headers["content-encoding"], "gzip");
    assert!(!plain.headers.contains_key("content-encoding"));
    // One tag for both: what the browser has already is the same, however it came.
    assert_eq!(packed.headers["etag"], plain.headers["etag"]);
    assert!(
        packed
            .headers
            .get_all("vary")
            .iter()
            .any(|value| value == "accept-encoding")
    );
}

#[tokio::test]
async fn a_new_workspace_is_off_and_says_so() {
    let app = TestApp::start_new().await;
    let path = format!("/api/v1/widget/config?token={}", app.token());
    let config = || app.get(&path).send();
    let body = json!({ "token": app.token(), "device_key": "0".repeat(64) });
    let boot = || app.post("/api/v1/widget/boot").json(&body).send();
    boot().await.refused(403, "conversations_disabled");
    config().await.refused(403, "conversations_disabled");
    app.set(|settings| settings.conversations_enabled = true)
        .await;
    boot().await.refused(403, "widget_disabled");
    config().await.refused(403, "widget_disabled");
    app.set(|settings| settings.widget_enabled = true).await;
    boot().await.ok();
    assert_eq!(config().await.ok()["widget_enabled"], true);
}

#[tokio::test]
async fn what_was_saved_never_falls_back() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/widget/config?token={}", app.token());
    for number in 0..50 {
        let greeting = format!("Hello {number}");
        app.set(|settings| settings.greeting.clone_from(&greeting))
            .await;
        // Those who hear of a commit read the settings again, at their own pace.
        for _ in 0..5 {
            let config = app.get(&path).send().await.ok();
            assert_eq!(config["greeting"], greeting);
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn an_unknown_token_is_refused() {
    let app = TestApp::start().await;
    for query in ["?token=pub_wrong", "?token=", ""] {
        let reply = app
            .get(&format!("/api/v1/widget/config{query}"))
            .send()
            .await;
        reply.refused(401, "token_invalid");
    }
}

#[tokio::test]
async fn only_pages_of_allowed_domains_are_served() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    app.set(|settings| settings.allowed_domains = vec!["*.shop.example".to_owned()])
        .await;
    let path = format!("/api/v1/widget/config?token={}", app.token());

    app.get(&path)
        .origin("https://www.shop.example")
        .send()
        .await
        .ok();
    app.get(&path)
        .header("referer", "https://shop.example/cart")
        .send()
        .await
        .ok();
    app.get(&path)
        .origin("https://evil.test")
        .header("sec-fetch-site", "same-origin")
        .send()
        .await
        .ok();
    let refused = app.get(&path).origin("https://evil.test").send().await;
    // The page must be able to read why.
    assert_eq!(
        refused.headers["access-control-allow-origin"],
        "https://evil.test"
    );
    refused.refused(403, "domain_not_allowed");
    app.get(&path)
        .send()
        .await
        .refused(403, "domain_not_allowed");

    // Reads and writes with a session are held to the list too.
    let sync = || visitor.post("sync", &json!({ "since": 0 }));
    sync().origin("https://shop.example").send().await.ok();
    sync()
        .origin("https://evil.test")
        .send()
        .await
        .refused(403, "domain_not_allowed");
    let boot = json!({ "token": app.token(), "device_key": "a".repeat(64) });
    let reply = app
        .post("/api/v1/widget/boot")
        .json(&boot)
        .origin("https://evil.test")
        .send()
        .await;
    reply.refused(403, "domain_not_allowed");
}

#[tokio::test]
async fn a_page_may_ask_for_another_look() {
    let app = TestApp::start().await;
    let path = |look: &str| format!("/api/v1/widget/config?token={}&{look}", app.token());
    let get = async |look: &str| app.get(&path(look)).send().await;
    let config = get("theme=dark&color=%23fc0&position=top_left&offsetX=4")
        .await
        .ok();
    assert_eq!(config["theme"], "dark");
    let style = config["style"].as_str().unwrap();
    assert!(style.contains("--brand:#ffcc00") && style.contains(".launcher{top:calc(20px"));
    let refused = get("color=red").await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json["error"]["field"], "color");
    // Nobody else sees it.
    assert_eq!(get("lang=en").await.ok()["theme"], "auto");
}

#[tokio::test]
async fn of_several_reasons_a_page_learns_the_first_one() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/widget/config?token={}", app.token());
    app.set(|settings| settings.allowed_domains = vec!["shop.example".to_owned()])
        .await;
    for (conversations, widget, expected) in [
        (false, false, "conversations_disabled"),
        (true, false, "widget_disabled"),
        (true, true, "domain_not_allowed"),
    ] {
        app.set(|settings| {
            settings.conversations_enabled = conversations;
            settings.widget_enabled = widget;
        })
        .await;
        let reply = app.get(&path).origin("https://other.example").send().await;
        assert_eq!(reply.status, 403);
        assert_eq!(reply.json["error"]["code"], expected);
    }
    let reply = app.get(&path).origin("https://shop.example").send().await;
    assert_eq!(reply.ok()["chat_icon"], "always");
}
