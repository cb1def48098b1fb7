//! What a message does to its ticket.

use porthole_shared::ticket::{Side, TicketStatus};

/// How many characters of the last message a list shows.
pub const PREVIEW_LIMIT: usize = 140;

/// The status after a message: the first answer opens a new ticket, and a visitor's message
/// opens again what waited for the visitor or was done.
#[must_use]
pub fn status_after_message(status: TicketStatus, side: Side) -> TicketStatus {
    match (side, status) {
        (Side::Team, TicketStatus::New)
        | (Side::Visitor, TicketStatus::Pending | TicketStatus::Resolved) => TicketStatus::Open,
        _ => status,
    }
}

/// The beginning of a message on one line, for lists.
#[must_use]
pub fn preview(body: &str) -> String {
    let mut preview = String::new();
    for word in body.split_whitespace() {
        if !preview.is_empty() {
            preview.push(' ');
        }
        preview.push_str(word);
        if preview.chars().count() > PREVIEW_LIMIT {
            let kept: String = preview.chars().take(PREVIEW_LIMIT - 1).collect();
            return kept + "\u{2026}";
        }
    }
    preview
}

#[cfg(test)]
mod tests {
    use super::*;
    use TicketStatus::{New, OnHold, Open, Pending, Resolved};

    #[test]
    fn the_first_answer_opens_and_the_visitor_reopens() {
        let table = [
            (Side::Team, New, Open),
            (Side::Team, Open, Open),
            (Side::Team, Pending, Pending),
            (Side::Team, Resolved, Resolved),
            (Side::Visitor, New, New),
            (Side::Visitor, Open, Open),
            (Side::Visitor, Pending, Open),
            (Side::Visitor, OnHold, OnHold),
            (Side::Visitor, Resolved, Open),
        ];
        for (side, before, after) in table {
            assert_eq!(
                status_after_message(before, side),
                after,
                "{side:?} {before:?}"
            );
        }
    }

    #[test]
    fn a_preview_is_one_short_line() {
        assert_eq!(preview(" a\n\n b\t"), "a b");
        let long = preview(&"\u{e9}".repeat(500));
        assert_eq!(long.chars().count(), PREVIEW_LIMIT);
        assert!(long.ends_with('\u{2026}'));
        assert_eq!(preview(&"x".repeat(PREVIEW_LIMIT)).len(), PREVIEW_LIMIT);
    }
}
