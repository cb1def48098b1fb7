//! What is written into channels of Slack.

use super::payload::Occasion;
use crate::domain::ticket::preview;
use porthole_shared::inbox::automation::RuleEvent;
use porthole_shared::inbox::ticket::TeamTicket;
use serde_json::{Value, json};

/// How many characters of a message are quoted.
const QUOTE_LIMIT: usize = 600;

/// The message about something that happened: what and to which ticket, a quotation, and the
/// ticket's state. The link to the ticket is part of the first line.
#[must_use]
pub fn message(occasion: &Occasion) -> String {
    let ticket = &occasion.ticket;
    let link = format!("<{}|#{}>", escape(&occasion.link()), ticket.number);
    let headline = format!("*{}* {link} \u{b7} {}", happened(occasion), person(ticket));
    let mut blocks = vec![section(&headline)];
    if let Some(said) = &occasion.message {
        blocks.push(section(&quote(&said.text)));
    }
    blocks.push(json!({
        "type": "context",
        "elements": [{ "type": "mrkdwn", "text": state(ticket) }],
    }));
    // Notifications and screen readers get the text, which is one line.
    let text = format!(
        "{} #{}: {}",
        happened(occasion),
        ticket.number,
        escape(&preview(&ticket.preview))
    );
    json!({ "text": text, "blocks": blocks, "unfurl_links": false, "unfurl_media": false })
        .to_string()
}

/// What is written by somebody who tries a channel out.
#[must_use]
pub fn test(workspace: &str) -> String {
    let text = format!(
        "Porthole of {} can write here. This is a test.",
        escape(workspace)
    );
    json!({ "text": text }).to_string()
}

fn happened(occasion: &Occasion) -> String {
    let what = match occasion.event {
        RuleEvent::TicketCreated => "New ticket",
        RuleEvent::MessageReceived => "New message in",
        RuleEvent::MessageSent => "Answer in",
        RuleEvent::StatusChanged => "New status of",
        RuleEvent::PriorityChanged => "New priority of",
        RuleEvent::AssigneeChanged => "New assignee of",
        RuleEvent::TagsChanged => "New tags of",
        RuleEvent::Idle => "Nobody writes in",
        RuleEvent::Unknown => "News of",
    };
    what.to_owned()
}

fn person(ticket: &TeamTicket) -> String {
    let visitor = &ticket.visitor;
    match (&visitor.name, &visitor.email) {
        (Some(name), Some(email)) => escape(&format!("{name} ({email})")),
        (Some(one), None) | (None, Some(one)) => escape(one),
        (None, None) => "a visitor".to_owned(),
    }
}

fn state(ticket: &TeamTicket) -> String {
    let mut state = format!("Status: {}", ticket.status.as_str().replace('_', " "));
    if ticket.priority.as_str() != "none" {
        state.push_str(&format!(" \u{b7} Priority: {}", ticket.priority.as_str()));
    }
    if !ticket.tags.is_empty() {
        state.push_str(&format!(
            " \u{b7} Tags: {}",
            escape(&ticket.tags.join(", "))
        ));
    }
    state
}

fn section(text: &str) -> Value {
    json!({ "type": "section", "text": { "type": "mrkdwn", "text": text } })
}

/// Each line of a quotation begins with its sign.
fn quote(text: &str) -> String {
    let mut quoted: String = text.chars().take(QUOTE_LIMIT).collect();
    if quoted.len() < text.len() {
        quoted.push('\u{2026}');
    }
    let lines: Vec<String> = quoted
        .trim()
        .lines()
        .map(|line| format!("> {}", escape(line)))
        .collect();
    lines.join("\n")
}

/// The three signs that mean something to Slack: without them nobody outside can ring a channel
/// (`<!channel>`) or disguise a link. See "Escaping text" in Slack's documentation.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::super::payload::tests::occasion;
    use super::*;

    fn sections(body: &str) -> Vec<String> {
        let body: Value = serde_json::from_str(body).unwrap();
        let texts = body["blocks"].as_array().unwrap().iter().map(|block| {
            let text = match block["type"].as_str() {
                Some("context") => &block["elements"][0]["text"],
                _ => &block["text"]["text"],
            };
            text.as_str().unwrap().to_owned()
        });
        texts.collect()
    }

    #[test]
    fn a_message_links_to_the_ticket_and_quotes_without_ringing_anybody() {
        let mut occasion = occasion();
        occasion.ticket.visitor.name = Some("<Grace>".to_owned());
        let sections = sections(&message(&occasion));
        assert_eq!(
            sections,
            [
                "*New status of* <https://chat.example/inbox/tickets/t1|#7> \u{b7} &lt;Grace&gt; (grace@visitor.example)",
                "> &lt;!channel&gt; &amp; \"you\"",
                "Status: open \u{b7} Priority: high \u{b7} Tags: refund",
            ]
        );
    }

    #[test]
    fn a_long_quotation_is_cut_and_each_line_is_part_of_it() {
        assert_eq!(quote("a\nb"), "> a\n> b");
        let long = quote(&"\u{e9}".repeat(2_000));
        assert_eq!(long.chars().count(), 2 + QUOTE_LIMIT + 1);
    }
}
