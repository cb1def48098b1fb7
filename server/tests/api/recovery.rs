//! Recovering tickets in another browser.

use crate::support::mail::{header, text};
use crate::support::{Reply, TestApp, Visitor, client_id};
use porthole_shared::time::{HOUR, MINUTE};
use serde_json::{Value, json};

const ADDRESS: &str = "grace@b.example";

/// A browser with a ticket of this address.
async fn known<'a>(app: &'a TestApp, email: &str, text: &str) -> (Visitor<'a>, String) {
    let visitor = app.visitor().await;
    let body = json!({
        "client_id": client_id(), "client_ticket_id": client_id(), "text": text,
        "profile": { "email": email },
    });
    let sent = visitor.post("messages", &body).send().await.ok();
    let ticket = sent["ticket"]["id"].as_str().unwrap().to_owned();
    (visitor, ticket)
}

async fn ask(app: &TestApp, email: &str) -> Reply {
    ask_from(
        app,
        email,
        "https://shop.example",
        "https://shop.example/help?a=b#c",
    )
    .await
}

async fn ask_from(app: &TestApp, email: &str, origin: &str, page: &str) -> Reply {
    // Mails are told apart by their time.
    app.pass(1);
    let body = json!({ "token": app.token(), "email": email, "page": page, "language": "en" });
    app.post("/api/v1/widget/recovery")
        .origin(origin)
        .json(&body)
        .send()
        .await
}

/// The link in the newest mail.
async fn link(app: &TestApp) -> String {
    let mails = app.mails().await;
    let text = text(mails.last().unwrap());
    let line = text.lines().find(|line| line.contains("porthole_restore="));
    line.unwrap().to_owned()
}

async fn token(app: &TestApp) -> String {
    ask(app, ADDRESS).await.ok();
    let link = link(app).await;
    link.split_once("porthole_restore=").unwrap().1.to_owned()
}

async fn redeem(visitor: &Visitor<'_>, token: &str) -> String {
    let body = json!({ "token": token });
    let reply = visitor.post("recovery/redeem", &body).send().await.ok();
    reply["outcome"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn tickets_are_shared_with_the_new_browser() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (old, ticket) = known(&app, ADDRESS, "Begun over there").await;
    let new = app.visitor().await;
    new.write("Of my own").await;
    let since = new.sync(0).await["latest"].as_i64().unwrap();
    let token = token(&app).await;
    assert_eq!(token.len(), 43);
    let mut live = new.live(since).await;
    assert_eq!(redeem(&new, &token).await, "restored");

    // The open stream hears of it at once.
    let update = live.update().await;
    assert_eq!(update["tickets"][0]["id"], ticket);
    assert_eq!(update["tickets"][0]["restored"], true);
    let tickets = new.sync(0).await["tickets"].clone();
    assert_eq!(tickets.as_array().unwrap().len(), 2);
    let restored: Vec<bool> = tickets
        .as_array()
        .unwrap()
        .iter()
        .map(|ticket| ticket["restored"].as_bool().unwrap())
        .collect();
    assert_eq!(restored.iter().filter(|restored| **restored).count(), 1);
    let page = new
        .post("sync", &json!({ "since": 1, "ticket": ticket }))
        .send()
        .await
        .ok();
    assert_eq!(page["messages"][0]["text"], "Begun over there");

    // Both write in it, and both see it.
    new.write_in(&ticket, "From the new one").await;
    owner.reply(&ticket, "To both").await;
    for browser in [&old, &new] {
        let page = browser
            .post("sync", &json!({ "since": 1, "ticket": ticket }))
            .send()
            .await
            .ok();
        let texts: Vec<&str> = page["messages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|message| message["text"].as_str().unwrap())
            .filter(|text| *text != "Of my own")
            .collect();
        assert_eq!(texts, ["Begun over there", "From the new one", "To both"]);
    }
    let own = old.sync(0).await["tickets"].clone();
    assert_eq!(own.as_array().unwrap().len(), 1);
    assert_eq!(
        (&own[0]["id"], &own[0]["restored"]),
        (&json!(ticket), &json!(false))
    );
    app.app.store.check().await.unwrap();
    let path = porthole_server::store::Store::path(app.dir.path());
    let soundness = porthole_server::store::Store::check_file(&path).unwrap();
    assert_eq!(soundness.findings, [""; 0]);
}

#[tokio::test]
async fn a_shared_ticket_goes_on_live_in_the_new_browser() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (old, ticket) = known(&app, ADDRESS, "Hello").await;
    let new = app.visitor().await;
    redeem(&new, &token(&app).await).await;
    let since = new.sync(0).await["latest"].as_i64().unwrap();
    let mut live = new.live(since).await;
    let reply = owner.reply(&ticket, "Live").await;
    let update = live.update().await;
    assert_eq!(update["messages"][0]["text"], "Live");
    assert_eq!(new.sync(since).await["messages"][0]["text"], "Live");
    let seen = json!({ "ticket": ticket, "seq": reply["entry"]["seq"] });
    new.post("read", &seen).send().await.ok();
    assert_eq!(old.sync(0).await["tickets"][0]["unread"], 0);
    // Somebody else sees nothing of it.
    let stranger = app.visitor().await;
    stranger
        .post("read", &seen)
        .send()
        .await
        .refused(404, "not_found");
    let page = json!({ "since": 1, "ticket": ticket });
    stranger
        .post("sync", &page)
        .send()
        .await
        .refused(404, "not_found");
    // A new conversation of the new browser is its own.
    let sent = new.write("Another matter").await;
    assert_eq!(sent["ticket"]["restored"], false);
    assert_eq!(old.sync(0).await["tickets"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_link_works_once_and_voids_the_others() {
    let app = TestApp::start().await;
    known(&app, ADDRESS, "Hello").await;
    let (first, second) = (token(&app).await, token(&app).await);
    let new = app.visitor().await;
    assert_eq!(redeem(&new, &second).await, "restored");
    assert_eq!(redeem(&new, &second).await, "used");
    assert_eq!(redeem(&app.visitor().await, &second).await, "used");
    assert_eq!(redeem(&app.visitor().await, &first).await, "used");
    assert_eq!(redeem(&new, "").await, "invalid");
    assert_eq!(redeem(&new, &"A".repeat(43)).await, "invalid");
}

#[tokio::test]
async fn of_two_who_redeem_at_once_one_wins() {
    let app = TestApp::start().await;
    known(&app, ADDRESS, "Hello").await;
    for _ in 0..5 {
        let token = token(&app).await;
        let (one, other) = (app.visitor().await, app.visitor().await);
        let (one, other) = tokio::join!(redeem(&one, &token), redeem(&other, &token));
        let mut outcomes = [one.as_str(), other.as_str()];
        outcomes.sort_unstable();
        assert_eq!(outcomes, ["restored", "used"]);
        app.pass(HOUR);
    }
}

#[tokio::test]
async fn a_link_lives_as_long_as_the_workspace_says() {
    let app = TestApp::start().await;
    known(&app, ADDRESS, "Hello").await;
    let early = token(&app).await;
    app.pass(HOUR);
    assert_eq!(redeem(&app.visitor().await, &early).await, "expired");
    app.set(|settings| settings.mail.recovery_minutes = 10)
        .await;
    let late = token(&app).await;
    app.pass(10 * MINUTE - 1);
    assert_eq!(redeem(&app.visitor().await, &late).await, "restored");
    let mails = app.mails().await;
    assert!(text(&mails[0]).contains("expires in one hour"));
    assert!(text(&mails[1]).contains("expires in 10 minutes"));
}

#[tokio::test]
async fn the_answer_does_not_tell_whether_there_are_tickets() {
    let app = TestApp::start().await;
    known(&app, ADDRESS, "Hello").await;
    let answers = [
        ask(&app, ADDRESS).await,
        ask(&app, "nobody@b.example").await,
    ];
    let [known, unknown] = answers.map(|reply| {
        let names: Vec<String> = reply.headers.keys().map(ToString::to_string).collect();
        (reply.status, names, reply.bytes)
    });
    assert_eq!(known, unknown);
    assert_eq!(known.0, 204);
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(header(&mails[0], "To"), ADDRESS);
    let wrong = ask(&app, "grace@b.example\r\nBcc: x@b.example").await;
    assert_eq!(wrong.refused(422, "invalid_field")["field"], "email");
    // Three an hour, for both alike.
    for email in [ADDRESS, "nobody@b.example"] {
        ask(&app, email).await.ok();
        ask(&app, email).await.ok();
        let refused = ask(&app, email).await;
        assert!(refused.headers.contains_key("retry-after"));
        refused.refused(429, "too_many");
    }
    app.pass(HOUR);
    ask(&app, ADDRESS).await.ok();
}

#[tokio::test]
async fn redemptions_are_counted_by_address() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let body = json!({ "token": "x" });
    let redeem = |from: &'static str| visitor.post("recovery/redeem", &body).from(from).send();
    for _ in 0..10 {
        redeem("192.0.2.1").await.ok();
    }
    redeem("192.0.2.1").await.refused(429, "too_many");
    redeem("192.0.2.2").await.ok();
}

#[tokio::test]
async fn a_link_leads_back_only_where_the_list_says() {
    let app = TestApp::start().await;
    known(&app, ADDRESS, "Hello").await;
    let chat = format!("http://chat.example/chat/{}?", app.token());
    ask(&app, ADDRESS).await.ok();
    assert!(link(&app).await.starts_with(&chat));
    app.pass(HOUR);
    app.set(|settings| settings.allowed_domains = vec!["shop.example".to_owned()])
        .await;
    ask(&app, ADDRESS).await.ok();
    assert!(
        link(&app)
            .await
            .starts_with("https://shop.example/help?porthole_restore=")
    );
    let evil = "https://evil.example/";
    ask_from(&app, ADDRESS, "https://evil.example", evil)
        .await
        .refused(403, "domain_not_allowed");
    ask_from(&app, ADDRESS, "https://shop.example", evil)
        .await
        .ok();
    assert!(link(&app).await.starts_with(&chat));
}

#[tokio::test]
async fn a_merged_ticket_stays_shared() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let (old, first) = known(&app, ADDRESS, "First").await;
    let new = app.visitor().await;
    redeem(&new, &token(&app).await).await;
    let second = old.write("Second").await["ticket"]["id"].clone();
    let merge = owner.post(
        &format!("tickets/{first}/merge"),
        &json!({ "into": second }),
    );
    merge.send().await.ok();
    let tickets: Value = new.sync(0).await["tickets"].clone();
    assert_eq!(tickets.as_array().unwrap().len(), 1);
    assert_eq!(tickets[0]["id"], second);
    assert_eq!(tickets[0]["restored"], true);
}
