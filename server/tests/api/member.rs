//! How members come in.

use super::ticket_list::colleague;
use crate::support::{Agent, TestApp, cookie_of};
use axum::http::Method;
use porthole_server::domain::session::{MEMBER_SESSION_LIFE, SETUP_LINK_LIFE};
use serde_json::{Value, json};

fn setup(link: &str) -> Value {
    json!({
        "link": link, "name": "Ada", "email": "Ada@Team.example", "password": "correct horse",
        "workspace_name": "Acme", "enable": true,
    })
}

#[tokio::test]
async fn the_first_run_link_creates_the_owner_once() {
    let app = TestApp::start_new().await;
    let state = || app.inbox(Method::GET, "state").send();
    assert_eq!(
        state().await.ok(),
        json!({ "setup_needed": true, "me": null })
    );
    let link = app.app.random.secret("");
    assert!(
        app.app
            .store
            .renew_setup_link(link.hash, app.app.clock.now())
            .await
            .unwrap()
    );
    let send = |body: Value| app.inbox(Method::POST, "setup").json(&body).send();

    assert_eq!(
        send(setup("wrong")).await.refused(422, "invalid_field")["field"],
        "link"
    );
    for (field, value) in [
        ("email", "x"),
        ("name", " "),
        ("password", "short"),
        ("workspace_name", ""),
    ] {
        let mut body = setup(&link.text);
        body[field] = json!(value);
        assert_eq!(
            send(body).await.refused(422, "invalid_field")["field"],
            field
        );
    }
    // What was refused did not use the link up.
    let reply = send(setup(&link.text)).await;
    let cookie = reply.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    let owner = Agent {
        app: &app,
        cookie: cookie_of(&reply),
    };
    assert_eq!(reply.ok()["role"], "owner");
    let settings = owner.get("settings").await;
    assert_eq!(settings["workspace_name"], "Acme");
    assert_eq!(settings["settings"]["widget_enabled"], true);

    assert_eq!(
        send(setup(&link.text)).await.refused(422, "invalid_field")["field"],
        "link"
    );
    assert!(
        !app.app
            .store
            .renew_setup_link([1; 32], app.app.clock.now())
            .await
            .unwrap()
    );
    assert_eq!(state().await.ok()["setup_needed"], false);
    assert_eq!(owner.get("state").await["me"]["email"], "ada@team.example");
}

#[tokio::test]
async fn the_first_run_link_grows_old() {
    let app = TestApp::start_new().await;
    let link = app.app.random.secret("");
    app.app
        .store
        .renew_setup_link(link.hash, app.app.clock.now())
        .await
        .unwrap();
    app.pass(SETUP_LINK_LIFE + 1);
    let reply = app
        .inbox(Method::POST, "setup")
        .json(&setup(&link.text))
        .send()
        .await;
    assert_eq!(reply.refused(422, "invalid_field")["field"], "link");
}

#[tokio::test]
async fn members_sign_in_and_out() {
    let app = TestApp::start().await;
    app.owner().await;
    let sign_in = |email: &str, password: &str| {
        let body = json!({ "email": email, "password": password });
        app.inbox(Method::POST, "session").json(&body).send()
    };
    let reply = sign_in("ADA@team.example", "correct horse").await;
    let member = Agent {
        app: &app,
        cookie: cookie_of(&reply),
    };
    member.get("tickets").await;

    // A wrong password and an unknown address are told in the same words.
    let wrong = sign_in("ada@team.example", "wrong horse")
        .await
        .refused(422, "invalid_field");
    let unknown = sign_in("eve@team.example", "wrong horse")
        .await
        .refused(422, "invalid_field");
    assert_eq!(wrong, unknown);
    assert_eq!(
        sign_in("x", "y").await.refused(422, "invalid_field")["field"],
        "email"
    );

    member.call(Method::DELETE, "session").send().await.ok();
    member
        .call(Method::GET, "tickets")
        .send()
        .await
        .refused(401, "unauthenticated");
}

#[tokio::test]
async fn guessing_a_password_is_slow() {
    let app = TestApp::start().await;
    app.owner().await;
    let body = json!({ "email": "ada@team.example", "password": "guess" });
    let guess = || app.inbox(Method::POST, "session").json(&body).send();
    for _ in 0..10 {
        guess().await.refused(422, "invalid_field");
    }
    let reply = guess().await;
    assert!(reply.headers.contains_key("retry-after"));
    reply.refused(429, "too_many");
    app.pass(60_000);
    guess().await.refused(422, "invalid_field");
}

#[tokio::test]
async fn a_session_ends_after_a_month() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    app.pass(MEMBER_SESSION_LIFE);
    owner
        .call(Method::GET, "tickets")
        .send()
        .await
        .refused(401, "unauthenticated");
}

#[tokio::test]
async fn the_team_is_listed_by_name() {
    let app = TestApp::start().await;
    let owner = app.owner().await;
    colleague(&app, "zoe").await;
    colleague(&app, "Bob").await;
    let list = owner.get("members").await;
    let members = list["members"].as_array().unwrap().iter();
    let members: Vec<_> = members
        .map(|member| {
            (
                member["name"].as_str().unwrap(),
                member["role"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        members,
        [("Ada", "owner"), ("Bob", "agent"), ("zoe", "agent")]
    );
    assert!(!list.to_string().contains('@'));
}
