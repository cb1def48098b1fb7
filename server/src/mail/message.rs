//! A mail as it goes over the wire (RFC 5322, MIME), by lettre. Whatever people wrote is cleaned to
//! one line before it comes into a header, and encoded there.

use super::{Mail, template};
use crate::domain::mail::one_line;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder, MultiPart, SinglePart};
use lettre::{Address, Message};
use porthole_shared::time::Timestamp;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Builds the mail.
///
/// # Errors
/// A sentence that says why this cannot be a mail.
pub(super) fn build(mail: &Mail) -> Result<Message, String> {
    let letter = &mail.letter;
    let (name, address) = &mail.from;
    let id = |left: &str| format!("<{left}@{}>", mail.domain);
    let mut builder = Message::builder()
        .message_id(Some(id(mail.id.as_str())))
        .date(date(mail.date))
        .from(mailbox(Some(name), address)?)
        .to(mailbox(None, &mail.to)?)
        .subject(one_line(&letter.subject));
    if let Some(thread) = &letter.thread {
        let root = id(&thread.root);
        let previous = thread.previous.as_deref().map(id);
        let all: Vec<&str> = [Some(root.as_str()), previous.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        builder = builder
            .in_reply_to(previous.clone().unwrap_or_else(|| root.clone()))
            .references(all.join(" "));
    } else {
        builder = plain(builder, "Auto-Submitted", "auto-generated");
    }
    if let Some(unsubscribe) = &letter.unsubscribe {
        // RFC 8058.
        let url = format!("<{}>", unsubscribe.url);
        builder = plain(builder, "List-Unsubscribe", &url);
        builder = plain(
            builder,
            "List-Unsubscribe-Post",
            "List-Unsubscribe=One-Click",
        );
    }
    let parts = MultiPart::alternative()
        .singlepart(SinglePart::plain(template::text(mail)))
        .singlepart(SinglePart::html(template::html(mail)));
    builder
        .multipart(parts)
        .map_err(|error| format!("This cannot be a mail: {error}."))
}

/// Adds a header of our own words. What is no header text is left out.
fn plain(builder: MessageBuilder, name: &str, value: &str) -> MessageBuilder {
    let is_plain = value
        .bytes()
        .all(|byte| byte.is_ascii_graphic() || byte == b' ');
    match HeaderName::new_from_ascii(name.to_owned()) {
        Ok(name) if is_plain => builder.raw_header(HeaderValue::new(name, value.to_owned())),
        _ => builder,
    }
}

fn mailbox(name: Option<&str>, address: &str) -> Result<Mailbox, String> {
    let address: Address = address
        .parse()
        .map_err(|error| format!("The address cannot get mail: {error}."))?;
    let name = name.map(one_line).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, address))
}

fn date(time: Timestamp) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(time.0.max(0).unsigned_abs())
}

#[cfg(test)]
mod tests;
