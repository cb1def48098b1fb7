//! Mails about new tickets to members, and about answers to visitors who left.

use crate::support::mail::{header, text};
use crate::support::{Agent, TestApp, Visitor, client_id};
use axum::http::Method;
use porthole_shared::time::{DAY, HOUR, SECOND};
use serde_json::{Value, json};

async fn choose(owner: &Agent<'_>, members: &[&Value]) -> Value {
    let body = json!({ "members": members });
    let chosen = owner.call(Method::PUT, "mail/members").json(&body);
    chosen.send().await.ok()
}

/// A visitor who wrote and gave an address.
async fn ticket(visitor: &Visitor<'_>, email: &str) -> String {
    let body = json!({
        "client_id": client_id(), "client_ticket_id": client_id(), "text": "Help\r\nBcc: x@b.example",
        "profile": { "email": email }, "page": { "language": "en", "url": "https://shop.example/cart?x#y" },
    });
    let sent = visitor.post("messages", &body).send().await.ok();
    sent["ticket"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn chosen_members_hear_of_a_new_ticket_once() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    app.colleague("Bob").await;
    let visitor = app.visitor().await;
    visitor.write("Nobody hears of this one").await;
    assert!(app.mails().await.is_empty());

    let page = owner.get("mail").await;
    let members = page["members"].as_array().unwrap();
    assert_eq!(members.len(), 2);
    choose(&owner, &[&members[0]["id"], &members[1]["id"]]).await;
    let visitor = app.visitor().await;
    let sent = visitor.write("My order is late").await;
    let mails = app.mails().await;
    assert_eq!(mails.len(), 2);
    let mut to: Vec<String> = mails.iter().map(|mail| header(mail, "To")).collect();
    to.sort();
    assert_eq!(to, ["ada@team.example", "bob@team.example"]);
    assert_eq!(header(&mails[0], "Subject"), "Acme: new ticket #2");
    let text = text(&mails[0]);
    assert!(text.contains("> My order is late\n"), "{text}");
    let id = sent["ticket"]["id"].as_str().unwrap();
    assert!(text.contains(&format!("http://chat.example/inbox/tickets/{id}\n")));
    // A second message of the same ticket is no news.
    visitor.write_in(id, "x").await;
    assert_eq!(app.mails().await.len(), 2);
}

#[tokio::test]
async fn who_may_have_it_is_looked_up_when_it_is_sent() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let page = owner.get("mail").await;
    choose(&owner, &[&page["members"][0]["id"]]).await;
    app.visitor().await.write("Hello").await;
    choose(&owner, &[]).await;
    assert!(app.mails().await.is_empty());
    // The same for a mail that is made already and waits.
    choose(&owner, &[&page["members"][0]["id"]]).await;
    let other = app.second_owner().await;
    let strangers = choose(&other, &[&page["members"][0]["id"]]).await;
    assert_eq!(strangers["members"][0]["new_tickets"], false);
    assert_eq!(owner.get("mail").await["members"][0]["new_tickets"], true);
}

#[tokio::test]
async fn answers_that_were_not_seen_come_in_one_mail_of_a_thread() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let ticket = ticket(&visitor, "grace@b.example").await;
    owner.reply(&ticket, "First\n\nanswer").await;
    app.pass(30 * SECOND);
    owner.reply(&ticket, "Second answer").await;
    owner.note(&ticket, "Internal").await;
    assert!(app.mails().await.is_empty());
    app.pass(30 * SECOND);
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(header(&mails[0], "To"), "grace@b.example");
    let first = text(&mails[0]);
    assert!(
        first.contains("Ada:\n> First\n>\n> answer\n\nAda:\n> Second answer\n"),
        "{first}"
    );
    // Nobody has verified the address: nothing that the visitor wrote, or where they were.
    assert!(
        !mails[0].contains("Bcc") && !first.contains("Help") && !first.contains("shop.example")
    );
    assert!(!first.contains("Internal"));
    let root = format!("<ticket-{ticket}@chat.example>");
    assert_eq!(header(&mails[0], "In-Reply-To"), root);

    app.pass(HOUR);
    owner.reply(&ticket, "Third answer").await;
    app.pass(60 * SECOND);
    let mails = app.mails().await;
    assert_eq!(mails.len(), 2);
    assert!(!text(&mails[1]).contains("Second answer"));
    assert_eq!(header(&mails[1], "Subject"), header(&mails[0], "Subject"));
    let previous = header(&mails[0], "Message-ID");
    assert_eq!(header(&mails[1], "In-Reply-To"), previous);
    assert_eq!(
        header(&mails[1], "References"),
        format!("{root} {previous}")
    );
}

#[tokio::test]
async fn what_was_seen_needs_no_mail() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let ticket = ticket(&visitor, "grace@b.example").await;
    let reply = owner.reply(&ticket, "Hello").await;
    let seen = json!({ "ticket": ticket, "seq": reply["entry"]["seq"] });
    visitor.post("read", &seen).send().await.ok();
    app.pass(HOUR);
    assert!(app.mails().await.is_empty());
    // Without an address there is none either.
    let sent = app.visitor().await.write("Hi").await;
    owner
        .reply(sent["ticket"]["id"].as_str().unwrap(), "Hello")
        .await;
    app.pass(HOUR);
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn an_address_that_nobody_verified_gets_five_mails_a_day() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let ticket = ticket(&visitor, "grace@b.example").await;
    for count in 1..=8 {
        owner.reply(&ticket, &format!("Answer {count}")).await;
        app.pass(61 * SECOND);
        app.mails().await;
    }
    assert_eq!(app.mails().await.len(), 5);
    app.pass(DAY);
    let mails = app.mails().await;
    // What was held back comes together.
    assert_eq!(mails.len(), 6);
    for count in 6..=8 {
        assert!(text(&mails[5]).contains(&format!("Answer {count}")));
    }
}

#[tokio::test]
async fn one_click_stops_the_mails() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let visitor = app.visitor().await;
    let ticket = ticket(&visitor, "grace@b.example").await;
    owner.reply(&ticket, "Hello").await;
    app.pass(61 * SECOND);
    let mails = app.mails().await;
    let link = header(&mails[0], "List-Unsubscribe");
    let path = link
        .strip_prefix("<http://chat.example")
        .unwrap()
        .trim_end_matches('>');
    assert_eq!(
        header(&mails[0], "List-Unsubscribe-Post"),
        "List-Unsubscribe=One-Click"
    );
    assert!(text(&mails[0]).contains(path));
    assert!(!path.contains("grace"));

    // Looking stops nothing.
    let page = app.get(path).send().await;
    assert!(page.status.is_success());
    assert!(
        page.json
            .as_str()
            .unwrap()
            .contains("<button>Stop these mails</button>")
    );
    let forged = format!("{}0", &path[..path.len() - 1]);
    let forged = if forged == path {
        format!("{}1", &path[..path.len() - 1])
    } else {
        forged
    };
    assert_eq!(app.post(&forged).send().await.status, 404);
    owner.reply(&ticket, "Still there?").await;
    app.pass(61 * SECOND);
    assert_eq!(app.mails().await.len(), 2);

    let stopped = app
        .post(path)
        .raw("List-Unsubscribe=One-Click")
        .send()
        .await;
    assert!(stopped.status.is_success(), "{}", stopped.json);
    owner.reply(&ticket, "Anybody?").await;
    app.pass(61 * SECOND);
    assert_eq!(app.mails().await.len(), 2);
}

#[tokio::test]
async fn the_team_sees_the_queue_and_a_test_mail() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    let test = owner.post("mail/test", &json!({})).send().await.ok();
    let page = owner.get("mail").await;
    assert_eq!(page["mails"][0]["id"], test["id"]);
    assert_eq!(page["mails"][0]["state"], "waiting");
    assert_eq!(page["as_files"], true);
    assert_eq!(page["usual_address"], "support@chat.example");
    let mails = app.mails().await;
    assert_eq!(header(&mails[0], "To"), "ada@team.example");
    assert_eq!(owner.get("mail").await["mails"][0]["state"], "sent");

    let mut settings = page["settings"].clone();
    settings["name"] = json!("Acme\r\nBcc: x@b.example");
    settings["address"] = json!("help@acme.example");
    let save = |settings: &Value| {
        let body = json!({ "settings": settings });
        owner.call(Method::PUT, "mail").json(&body).send()
    };
    save(&settings).await.ok();
    app.pass(SECOND);
    owner.post("mail/test", &json!({})).send().await.ok();
    let mails = app.mails().await;
    let from = header(&mails[1], "From");
    assert!(from.ends_with("<help@acme.example>"), "{from}");
    assert_eq!(header(&mails[1], "Bcc"), "");
    settings["address"] = json!("help@acme.example\r\nBcc: x@b.example");
    let error = save(&settings).await.refused(422, "invalid_field");
    assert_eq!(error["field"], "address");

    let agent = app.colleague("Bob").await;
    agent
        .call(Method::GET, "mail")
        .send()
        .await
        .refused(403, "forbidden");
    let other = app.second_owner().await;
    let id = test["id"].as_str().unwrap();
    other
        .post(&format!("mail/{id}/retry"), &json!({}))
        .send()
        .await
        .refused(404, "not_found");
    assert!(
        other.get("mail").await["mails"]
            .as_array()
            .unwrap()
            .is_empty()
    );
}
