//! Mails that go out: what they are made from, when they are tried again, and when that ends.

use super::workspace::Workspace;
use porthole_shared::id::{MemberId, TicketId};
use porthole_shared::inbox::mail::MailKind;
use porthole_shared::text::{EmailAddress, truncate};
use porthole_shared::time::{DAY, HOUR, SECOND};
use serde::{Deserialize, Serialize};

/// How long a mail that was sent, or not needed, is remembered, in milliseconds.
pub const KEEP_SENT: i64 = 7 * DAY;
/// How long a mail that failed is remembered, in milliseconds.
pub const KEEP_FAILED: i64 = 30 * DAY;
/// How long an answer waits to be seen in the chat before a mail tells of it, in milliseconds.
pub const REPLY_WAIT: i64 = 60 * SECOND;
/// How many mails about answers an address gets in a day, as long as nobody has verified it.
pub const REPLY_LIMIT: usize = 5;
/// The longest reason that is kept for a failure, in characters.
const REASON_LIMIT: usize = 300;
/// The longest subject or name in a header, in characters.
const LINE_LIMIT: usize = 200;

/// Why a mail is written. The queue keeps this and not the mail: what it says, whether it is still
/// needed, and whether its recipient may still have it, is found out when it is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A new ticket: becomes a mail for each member who wants to hear of it then.
    NewTicket {
        /// The ticket.
        ticket: TicketId,
    },
    /// A new ticket, for one of them.
    NewTicketFor {
        /// The ticket.
        ticket: TicketId,
        /// Who is told.
        member: MemberId,
    },
    /// Answers that a visitor has not seen.
    Reply {
        /// The ticket.
        ticket: TicketId,
        /// Up to this message, once that is decided.
        until: Option<i64>,
    },
    /// Somebody wants to see the tickets of an address.
    Recovery {
        /// The page that the link leads back to; the chat page of this server if it is none.
        page: Option<String>,
        /// The language of the mail.
        language: String,
    },
    /// A member wants to see that mails arrive.
    Test,
    /// Ready words. They are forgotten once the mail is sent.
    Letter(Box<Letter>),
}

impl Cause {
    /// The kind of the mail.
    #[must_use]
    pub fn kind(&self) -> MailKind {
        match self {
            Self::NewTicket { .. } | Self::NewTicketFor { .. } => MailKind::NewTicket,
            Self::Reply { .. } => MailKind::Reply,
            Self::Recovery { .. } => MailKind::Recovery,
            Self::Test => MailKind::Test,
            Self::Letter(_) => MailKind::Notice,
        }
    }
}

/// What a mail says, in whichever form it is read. All of it is plain text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Letter {
    /// The language it is in; unknown ones count as English.
    pub language: String,
    /// The subject.
    pub subject: String,
    /// What stands over the text.
    pub heading: String,
    /// The text.
    pub paragraphs: Vec<String>,
    /// What people wrote.
    pub quotes: Vec<Quote>,
    /// What there is to do. The link stands below it in full as well.
    pub button: Option<Link>,
    /// What stands below, in small letters.
    pub footnotes: Vec<String>,
    /// How to get no more of these.
    pub unsubscribe: Option<Link>,
    /// The conversation it belongs to.
    pub thread: Option<Thread>,
}

/// Something that somebody wrote.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Quote {
    /// Who.
    pub author: String,
    /// What.
    pub text: String,
}

/// A link with its words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    /// The words.
    pub label: String,
    /// The address.
    pub url: String,
}

/// Which mails of a conversation came before, by the left sides of their Message-IDs
/// (RFC 5322, 3.6.4).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Thread {
    /// What all mails of the conversation refer to.
    pub root: String,
    /// The last one before this.
    pub previous: Option<String>,
}

/// How long to wait before a mail is tried again, in milliseconds: doubling from ten seconds to an
/// hour.
#[must_use]
pub fn retry_after(attempts: u32) -> i64 {
    ((10 * SECOND) << attempts.saturating_sub(1).min(20)).min(HOUR)
}

/// How long after its beginning a mail is given up, in milliseconds.
#[must_use]
pub fn give_up_after(kind: MailKind) -> i64 {
    match kind {
        // Somebody sits there and waits for the result.
        MailKind::Test => 0,
        // Whoever asked does not wait longer, and would ask again.
        MailKind::Recovery => HOUR,
        MailKind::NewTicket | MailKind::Reply | MailKind::Notice | MailKind::Unknown => 2 * DAY,
    }
}

/// A text for a header or a list: one line without control characters, not too long.
#[must_use]
pub fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let words: Vec<&str> = text
        .split(|c: char| breaks(c) || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    truncate(&words.join(" "), LINE_LIMIT)
}

/// The reason of a failure, as it is kept.
#[must_use]
pub fn reason(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    truncate(&line.join(" ").replace(char::is_control, ""), REASON_LIMIT)
}

/// Who a workspace's mails are from: name and address. Where the settings name none, it is the
/// workspace's name, and an address at the host of this server.
#[must_use]
pub fn sender(workspace: &Workspace, public_url: &str) -> (String, String) {
    let settings = &workspace.settings.mail;
    let (name, address) = (&settings.name, &settings.address);
    let name = if name.trim().is_empty() {
        &workspace.name
    } else {
        name
    };
    let address = EmailAddress::parse(address).map_or_else(
        |_| format!("support@{}", mail_domain(public_url)),
        |address| address.as_str().to_owned(),
    );
    (one_line(name), address)
}

/// The host of an address such as `https://chat.example.com:8443`, as the right side of mail
/// addresses and Message-IDs. A bare IP address is none.
#[must_use]
pub fn mail_domain(public_url: &str) -> String {
    let rest = public_url
        .split_once("://")
        .map_or(public_url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    let is_name = host.ends_with(|c: char| c.is_ascii_alphabetic())
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    if is_name {
        host.to_ascii_lowercase()
    } else {
        "localhost".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use porthole_shared::time::MINUTE;

    #[test]
    fn a_mail_is_tried_again_ever_more_seldom() {
        assert_eq!(retry_after(1), 10 * SECOND);
        assert_eq!(retry_after(4), 80 * SECOND);
        assert_eq!(retry_after(90), HOUR);
        assert!(give_up_after(MailKind::Notice) > 30 * MINUTE);
    }

    #[test]
    fn a_header_is_one_line() {
        assert_eq!(
            one_line("Hi\r\nBcc: a@b.example\0 x"),
            "Hi Bcc: a@b.example x"
        );
        assert_eq!(one_line("a\u{2028}b\u{85}c"), "a b c");
        assert_eq!(one_line(&"x".repeat(500)).len(), LINE_LIMIT);
    }

    #[test]
    fn the_domain_of_mails_is_the_host() {
        for (url, domain) in [
            ("https://Chat.Example.com:8443", "chat.example.com"),
            ("http://chat.example", "chat.example"),
            ("http://127.0.0.1:8484", "localhost"),
            ("http://[::1]:80", "localhost"),
            ("http://localhost:8484", "localhost"),
        ] {
            assert_eq!(mail_domain(url), domain);
        }
    }
}
