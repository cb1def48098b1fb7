//! The chat on a page of its own, and in a frame.

use crate::support::{Reply, TestApp};

async fn chat(app: &TestApp, query: &str) -> Reply {
    let path = format!("/chat/{}{query}", app.token());
    app.get(&path).send().await
}

fn header<'a>(reply: &'a Reply, name: &str) -> &'a str {
    reply
        .headers
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

fn policy(reply: &Reply) -> &str {
    header(reply, "content-security-policy")
}

#[tokio::test]
async fn the_page_carries_the_workspace_and_makes_no_markup_of_it() {
    let app = TestApp::start_with_front_end().await;
    app.set(|settings| settings.title = "</script><b>&\"".to_owned())
        .await;
    let page = chat(&app, "").await;
    assert_eq!(page.status, 200);
    let html = page.json.as_str().unwrap();
    assert!(html.contains("<title>&lt;/script&gt;&lt;b&gt;&amp;&quot;</title>"));
    assert!(html.contains("\\u003c/script>\\u003cb>&"));
    assert!(!html.contains("<b>"));
    assert!(policy(&page).contains("require-trusted-types-for 'script'"));
    assert!(policy(&page).ends_with("frame-ancestors 'none'"));
    assert_eq!(header(&page, "x-frame-options"), "DENY");
    assert_eq!(header(&page, "cache-control"), "no-cache");
    assert_eq!(
        header(&page, "referrer-policy"),
        "strict-origin-when-cross-origin"
    );
}

#[tokio::test]
async fn a_frame_is_for_the_domains_of_the_list() {
    let app = TestApp::start_with_front_end().await;
    let framed = chat(&app, "?parent=https://shop.example&lang=en").await;
    assert!(!policy(&framed).contains("frame-ancestors"));
    assert_eq!(header(&framed, "x-frame-options"), "");
    assert_eq!(
        header(&framed, "cross-origin-embedder-policy"),
        "require-corp"
    );
    assert_eq!(
        header(&framed, "cross-origin-resource-policy"),
        "cross-origin"
    );

    app.set(|settings| settings.allowed_domains = vec!["https://*.shop.example".to_owned()])
        .await;
    let framed = chat(&app, "?parent=https://evil.test").await;
    assert!(
        policy(&framed)
            .ends_with("frame-ancestors 'self' https://*.shop.example:* https://shop.example:*")
    );
}

#[tokio::test]
async fn where_there_is_no_chat_a_page_says_so() {
    let app = TestApp::start_with_front_end().await;
    let gone = |reply: Reply| {
        assert_eq!(reply.status, 404);
        assert!(policy(&reply).ends_with("frame-ancestors 'none'"));
        assert!(
            reply
                .json
                .as_str()
                .unwrap()
                .contains("There is no chat here.")
        );
    };
    gone(app.get("/chat/pub_unknown").send().await);
    gone(app.get("/chat/%FF").send().await);

    // The page by itself can be switched off; the frame is the widget and stays.
    app.set(|settings| settings.chat_page = false).await;
    gone(chat(&app, "").await);
    assert_eq!(chat(&app, "?parent=https://shop.example").await.status, 200);
    app.set(|settings| settings.widget_enabled = false).await;
    gone(chat(&app, "?parent=https://shop.example").await);
    app.set(|settings| {
        settings.widget_enabled = true;
        settings.chat_page = true;
        settings.conversations_enabled = false;
    })
    .await;
    gone(chat(&app, "").await);
}

#[tokio::test]
async fn the_page_is_in_the_language_of_its_address_or_of_the_browser() {
    let app = TestApp::start_with_front_end().await;
    let chosen = chat(&app, "?lang=ar").await;
    assert_eq!(header(&chosen, "vary"), "accept-language");
    let html = chosen.json.as_str().unwrap();
    assert!(html.contains("lang=\"ar\" dir=\"rtl\""));
    assert!(html.contains("مرحبًا! كيف يمكننا المساعدة؟"));

    let nowhere = app.get("/chat/pub_wrong");
    let nowhere = nowhere.header("accept-language", "de-DE,de;q=0.9,en;q=0.8");
    let nowhere = nowhere.send().await;
    assert_eq!(nowhere.status, 404);
    let html = nowhere.json.as_str().unwrap();
    assert!(html.contains("lang=\"de\" dir=\"ltr\"") && html.contains("Hier ist kein Chat."));
    assert!(!html.contains("{{"));
}
