//! Nothing that people write makes a header, and every mail can be read as text and as markup.

use super::*;
use crate::domain::mail::{Letter, Link, Quote, Thread};
use crate::mail::Look;

const EVIL: &str = "Hi\r\nBcc: victim@b.example\r\n\r\nBody\n.\nX-Evil: 1\r X-Evil: 2\u{2028}X-Evil: 3\u{85}\0\u{b}";

fn mail() -> Mail {
    Mail {
        id: "01abc".to_owned().into(),
        domain: "chat.example".to_owned(),
        from: ("Acme".to_owned(), "support@chat.example".to_owned()),
        to: "ada@b.example".to_owned(),
        date: Timestamp(1_800_000_000_000),
        letter: Letter {
            subject: "Hello".to_owned(),
            heading: "Heading".to_owned(),
            ..Letter::default()
        },
        look: Look::default(),
    }
}

fn built(mail: &Mail) -> String {
    String::from_utf8(build(mail).unwrap().formatted()).unwrap()
}

/// The names of the headers, in lower case.
fn header_names(text: &str) -> Vec<String> {
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    assert!(!head.replace("\r\n", "").contains(['\r', '\n', '\0']));
    let is_folded = |line: &&str| line.starts_with([' ', '\t']);
    head.split("\r\n")
        .filter(|line| !is_folded(line))
        .map(|line| line.split_once(':').unwrap().0.to_ascii_lowercase())
        .collect()
}

const HEADERS: &[&str] = &[
    "message-id",
    "date",
    "from",
    "to",
    "subject",
    "auto-submitted",
    "mime-version",
    "content-type",
];

#[test]
fn a_plain_mail_has_these_headers() {
    let text = built(&mail());
    assert_eq!(header_names(&text), HEADERS);
    assert!(text.contains("Message-ID: <01abc@chat.example>\r\n"));
    assert!(text.contains("Date: Fri, 15 Jan 2027 08:00:00 +0000\r\n"));
    assert!(
        text.contains("From: Acme <support@chat.example>\r\n"),
        "{text}"
    );
    assert!(text.contains("text/plain") && text.contains("text/html"));
}

#[test]
fn what_people_write_makes_no_header() {
    let letter = Letter {
        language: EVIL.to_owned(),
        subject: EVIL.to_owned(),
        heading: EVIL.to_owned(),
        paragraphs: vec![EVIL.to_owned()],
        quotes: vec![Quote {
            author: EVIL.to_owned(),
            text: EVIL.to_owned(),
        }],
        button: Some(Link {
            label: EVIL.to_owned(),
            url: EVIL.to_owned(),
        }),
        footnotes: vec![EVIL.to_owned()],
        ..Letter::default()
    };
    let evil = Mail {
        letter,
        from: (EVIL.to_owned(), "support@chat.example".to_owned()),
        ..mail()
    };
    assert_eq!(header_names(&built(&evil)), HEADERS);
    // A name may hold what separates addresses.
    let name = "Acme\" <x@evil.example>, \"Y";
    let named = Mail {
        from: (name.to_owned(), "support@chat.example".to_owned()),
        ..mail()
    };
    let text = built(&named);
    assert_eq!(header_names(&text), HEADERS);
    let parsed: lettre::message::Mailboxes = text
        .split("\r\nFrom: ")
        .nth(1)
        .unwrap()
        .split("\r\nTo: ")
        .next()
        .unwrap()
        .replace("\r\n", "")
        .parse()
        .unwrap();
    assert_eq!(parsed.iter().count(), 1, "{text}");
}

#[test]
fn what_is_no_address_gets_no_mail() {
    for bad in [
        "",
        "ada",
        "ada@b.example\r\nBcc: x@b.example",
        "ada@b.example, x@b.example",
        "ada@b.example\nRCPT TO:<x@b.example>",
        "<ada@b.example>",
        "a b@c.example",
    ] {
        assert!(
            build(&Mail {
                to: bad.to_owned(),
                ..mail()
            })
            .is_err(),
            "{bad}"
        );
        assert!(
            build(&Mail {
                from: ("A".to_owned(), bad.to_owned()),
                ..mail()
            })
            .is_err(),
            "{bad}"
        );
    }
}

#[test]
fn ids_and_links_make_no_header_either() {
    let mut evil = mail();
    evil.letter.unsubscribe = Some(Link {
        label: "Stop".to_owned(),
        url: EVIL.to_owned(),
    });
    evil.letter.thread = Some(Thread {
        root: EVIL.to_owned(),
        previous: Some(EVIL.to_owned()),
    });
    evil.domain = EVIL.to_owned();
    evil.id = EVIL.to_owned().into();
    let text = built(&evil);
    let names = header_names(&text);
    assert!(
        !names.iter().any(|name| name == "bcc" || name == "x-evil"),
        "{text}"
    );
    assert!(!names.contains(&"list-unsubscribe".to_owned()));
}

#[test]
fn a_conversation_is_a_thread_with_a_way_out() {
    let mut reply = mail();
    reply.letter.thread = Some(Thread {
        root: "t1".to_owned(),
        previous: Some("m1".to_owned()),
    });
    reply.letter.unsubscribe = Some(Link {
        label: "Stop".to_owned(),
        url: "https://chat.example/unsubscribe/x".to_owned(),
    });
    let text = built(&reply);
    assert!(
        text.contains("In-Reply-To: <m1@chat.example>\r\n"),
        "{text}"
    );
    assert!(text.contains("References: <t1@chat.example> <m1@chat.example>\r\n"));
    assert!(text.contains("List-Unsubscribe: <https://chat.example/unsubscribe/x>\r\n"));
    assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
}
