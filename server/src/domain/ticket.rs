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

/// The status of a ticket after another one was merged into it: what is not done there is not done
/// here, and what was answered there is not new.
#[must_use]
pub fn status_after_merge(source: TicketStatus, target: TicketStatus) -> TicketStatus {
    match (source, target) {
        (TicketStatus::New, TicketStatus::New) => TicketStatus::New,
        (_, TicketStatus::New) => TicketStatus::Open,
        (source, TicketStatus::Resolved) => source,
        (_, target) => target,
    }
}

/// Up to where a side has seen two tickets that became one, from up to where it had seen each, and
/// what it had not seen first. Nothing that was not seen counts as seen: something may count as new
/// once more.
#[must_use]
pub fn mark_after_merge(left: (i64, Option<i64>), right: (i64, Option<i64>)) -> i64 {
    let first_unseen = [left.1, right.1].into_iter().flatten().min();
    first_unseen.map_or(left.0.max(right.0), |unseen| unseen - 1)
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

/// The beginning of a message that may consist of files alone, which stand for it by their names.
#[must_use]
pub fn preview_with_files<'a>(body: &str, names: impl Iterator<Item = &'a str>) -> String {
    if body.is_empty() {
        preview(&names.collect::<Vec<_>>().join(", "))
    } else {
        preview(body)
    }
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
    fn merged_tickets_are_as_open_as_the_more_open_one() {
        let table = [
            (New, New, New),
            (Open, New, Open),
            (Resolved, New, Open),
            (New, Resolved, New),
            (Pending, Resolved, Pending),
            (Resolved, Resolved, Resolved),
            (New, Pending, Pending),
            (Resolved, OnHold, OnHold),
        ];
        for (source, target, after) in table {
            assert_eq!(
                status_after_merge(source, target),
                after,
                "{source:?} {target:?}"
            );
        }
    }

    #[test]
    fn nothing_unseen_counts_as_seen_after_a_merge() {
        assert_eq!(mark_after_merge((5, None), (9, None)), 9);
        assert_eq!(mark_after_merge((5, Some(7)), (9, None)), 6);
        assert_eq!(mark_after_merge((5, Some(7)), (2, Some(4))), 3);
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
