//! The queue of mails: nothing is lost, and what comes twice can be known by its Message-ID.

use crate::support::TestApp;
use crate::support::mail::{MailServer, header, text};
use porthole_server::domain::mail::{Cause, Letter};
use porthole_server::job::mail::{Round, run_due};
use porthole_server::mail::{Mailer, Route, Smtp};
use porthole_server::store::NewMail;
use porthole_shared::id::MailId;
use porthole_shared::text::EmailAddress;
use porthole_shared::time::{DAY, HOUR, MINUTE};

const ADDRESS: &str = "ada@team.example";

fn letter() -> Cause {
    Cause::Letter(Box::new(Letter {
        subject: "An invitation".to_owned(),
        heading: "Welcome".to_owned(),
        paragraphs: vec!["Somebody wants you to join.".to_owned()],
        ..Letter::default()
    }))
}

async fn queue(app: &TestApp, cause: Cause) -> MailId {
    let now = app.app.clock.now();
    let id: MailId = app.app.random.id(now);
    let new = NewMail {
        id: id.clone(),
        workspace: app.app.workspaces.first().unwrap().id.clone(),
        cause,
        recipient: Some(EmailAddress::parse(ADDRESS).unwrap()),
        run_at: now,
        now,
    };
    app.app.store.queue_mail(new).await.unwrap();
    id
}

async fn start_with(url: &str) -> TestApp {
    let route = Route::parse(url, None).unwrap();
    let smtp = Smtp::new(&route, "chat.example").unwrap();
    TestApp::start_with(|parts| parts.mailer = Mailer::Smtp(Box::new(smtp))).await
}

/// An address where nobody listens now.
async fn free_address() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().to_string()
}

#[tokio::test]
async fn without_a_mail_server_mails_are_files() {
    let app = TestApp::start().await;
    let id = queue(&app, letter()).await;
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1);
    assert_eq!(header(&mails[0], "To"), ADDRESS);
    assert_eq!(header(&mails[0], "From"), "Support <support@chat.example>");
    assert_eq!(header(&mails[0], "Subject"), "An invitation");
    assert_eq!(
        header(&mails[0], "Message-ID"),
        format!("<{}@chat.example>", id.as_str())
    );
    assert!(text(&mails[0]).starts_with("Welcome\n\nSomebody wants you to join.\n"));
    // It was sent, and is not sent again.
    app.pass(DAY);
    assert_eq!(app.mails().await.len(), 1);
}

#[tokio::test]
async fn nothing_is_lost_while_the_mail_server_is_down() {
    let address = free_address().await;
    let app = start_with(&format!("smtp://{address}")).await;
    for _ in 0..3 {
        queue(&app, letter()).await;
    }
    assert_eq!(run_due(&app.app).await.unwrap(), Round::Unreachable);
    app.pass(HOUR);
    assert_eq!(run_due(&app.app).await.unwrap(), Round::Unreachable);
    let server = MailServer::start(&address, |_| None).await;
    app.pass(HOUR);
    assert_eq!(run_due(&app.app).await.unwrap(), Round::Done);
    let taken = server.taken();
    assert_eq!(taken.len(), 3);
    assert!(
        taken[0].starts_with("MAIL FROM:<support@chat.example>"),
        "{}",
        taken[0]
    );
    assert!(taken[0].contains("RCPT TO:<ada@team.example>"));
    app.pass(DAY);
    run_due(&app.app).await.unwrap();
    assert_eq!(server.taken().len(), 3);
}

#[tokio::test]
async fn a_mail_is_given_up_after_two_days() {
    let app = start_with(&format!("smtp://{}", free_address().await)).await;
    let id = queue(&app, letter()).await;
    let mut rounds = 0;
    while app.app.store.next_mail_at().await.unwrap().is_some() {
        run_due(&app.app).await.unwrap();
        app.pass(30 * MINUTE);
        rounds += 1;
        assert!(rounds < 200);
    }
    assert!((60..=110).contains(&rounds), "{rounds}");
    assert!(app.app.store.take_mail(id).await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_refused_is_not_tried_again_and_keeps_nobody_waiting() {
    let answer = |command: &str| {
        command
            .starts_with("RCPT")
            .then_some("550 5.1.1 <ada@team.example> no such user")
    };
    let server = MailServer::start("127.0.0.1:0", answer).await;
    let app = start_with(&server.url).await;
    queue(&app, letter()).await;
    queue(&app, letter()).await;
    assert_eq!(run_due(&app.app).await.unwrap(), Round::Done);
    assert!(server.taken().is_empty());
    assert_eq!(app.app.store.next_mail_at().await.unwrap(), None);
}

#[tokio::test]
async fn what_is_not_taken_now_is_tried_again() {
    let answer = |command: &str| command.starts_with("MAIL").then_some("451 4.3.0 later");
    let server = MailServer::start("127.0.0.1:0", answer).await;
    let app = start_with(&server.url).await;
    queue(&app, letter()).await;
    assert_eq!(run_due(&app.app).await.unwrap(), Round::Done);
    let next = app.app.store.next_mail_at().await.unwrap().unwrap();
    assert_eq!(next, app.app.clock.now().plus(10_000));
}

#[tokio::test]
async fn a_mail_that_may_have_been_taken_comes_again_with_its_message_id() {
    let answer = |command: &str| (command == "the mail").then_some("cut");
    let server = MailServer::start("127.0.0.1:0", answer).await;
    let app = start_with(&server.url).await;
    queue(&app, letter()).await;
    for _ in 0..2 {
        run_due(&app.app).await.unwrap();
        app.pass(HOUR);
    }
    let taken = server.taken();
    assert_eq!(taken.len(), 2);
    let ids = taken.iter().map(|mail| {
        mail.split("Message-ID: ")
            .nth(1)
            .unwrap()
            .split("\r\n")
            .next()
    });
    let ids: Vec<_> = ids.collect();
    assert_eq!(ids[0], ids[1]);
}

#[tokio::test]
async fn a_server_that_died_while_it_handed_a_mail_over_hands_it_over_again() {
    let app = TestApp::start().await;
    let id = queue(&app, letter()).await;
    assert!(app.app.store.take_mail(id.clone()).await.unwrap().is_some());
    let after = app.copy().await;
    assert!(after.mails().await.is_empty());
    assert_eq!(
        after
            .app
            .store
            .resume_mails(after.app.clock.now())
            .await
            .unwrap(),
        1
    );
    let mails = after.mails().await;
    assert_eq!(
        header(&mails[0], "Message-ID"),
        format!("<{}@chat.example>", id.as_str())
    );
}

#[tokio::test]
async fn mails_that_are_over_are_forgotten() {
    let app = TestApp::start().await;
    queue(&app, letter()).await;
    app.mails().await;
    app.pass(8 * DAY);
    let gone = app.app.store.clean_up(app.app.clock.now()).await.unwrap();
    assert_eq!(gone, 1);
}
