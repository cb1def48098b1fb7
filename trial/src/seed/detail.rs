//! Details: what is drawn for a ticket besides its conversation, and how an id is made.

use super::ticket::Ticket;
use crate::random::Random;
use porthole_shared::ticket::TicketStatus;

/// How many characters of the last message a list shows.
const PREVIEW: usize = 140;
const DAY: i64 = 24 * 60 * 60_000;

/// Pages of the shop: path and title.
pub(super) const PAGES: &[(&str, &str)] = &[
    ("", "Home"),
    ("cart", "Your cart"),
    ("checkout", "Checkout"),
    ("account/orders", "Your orders"),
    ("products/desk-lamp", "Desk lamp"),
    ("help/returns", "Returns"),
];
/// Browser, system and device.
pub(super) const BROWSERS: &[(&str, &str, &str)] = &[
    ("Chrome 142", "Windows", "desktop"),
    ("Safari 26", "iOS", "mobile"),
    ("Firefox 140", "Linux", "desktop"),
    ("Chrome 142", "Android", "mobile"),
    ("Safari 26", "macOS", "desktop"),
    ("Edge 142", "Windows", "desktop"),
];
/// Canned replies: shortcut, title and text.
pub(super) const CANNED: &[(&str, &str, &str)] = &[
    (
        "hello",
        "Hello",
        "Hi {{visitor.first_name|there}}, thanks for writing in! I'm {{agent.first_name}}, let me have a look.",
    ),
    (
        "label",
        "Return label",
        "I'm sending you a return label by e-mail. Print it, stick it on the box, and drop it off at any parcel shop.",
    ),
    (
        "refund",
        "Refund is on its way",
        "I have refunded the amount. It takes three to five working days until it shows on your statement.",
    ),
    (
        "hours",
        "Office hours",
        "We are here from Monday to Friday, 9:00 to 17:00, and answer within a few hours.",
    ),
    (
        "wait",
        "Still looking into it",
        "Hi {{visitor.first_name|there}}, I haven't forgotten you: ticket {{ticket.number}} is on my desk and I'll be back today.",
    ),
    (
        "bye",
        "All done",
        "Great that it works! I'll close this ticket, just write again if anything comes up. Have a nice day, {{agent.first_name}} from {{workspace.name}}",
    ),
];

pub(super) fn channel(random: &mut Random) -> &'static str {
    match random.below(100) {
        0..80 => "widget",
        80..95 => "email",
        _ => "api",
    }
}

pub(super) fn priority(ticket: &Ticket<'_>, random: &mut Random) -> i64 {
    let is_done = ticket.status == TicketStatus::Resolved || ticket.is_spam;
    match random.below(100) {
        _ if is_done => 0,
        0..50 => 0,
        50..60 => 1,
        60..77 => 2,
        77..92 => 3,
        _ => 4,
    }
}

pub(super) fn snooze(ticket: &Ticket<'_>, now: i64, random: &mut Random) -> Option<i64> {
    let may_sleep = matches!(ticket.status, TicketStatus::Pending | TicketStatus::OnHold);
    let days = 1 + i64::try_from(random.below(5)).unwrap_or_default();
    (may_sleep && random.below(4) == 0).then(|| now + days * DAY)
}

/// The beginning of a message on one line.
pub(super) fn preview(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= PREVIEW {
        return line;
    }
    let kept: String = line.chars().take(PREVIEW - 1).collect();
    kept + "…"
}

/// An id as the server makes them: the time, then chance, in Crockford's base 32.
pub(super) fn id(at: i64, random: &mut Random) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let time = u128::from(at.unsigned_abs()) << 80;
    let chance = u128::from(random.draw()) << 16 | u128::from(random.draw() >> 48);
    let number = time | chance;
    let digit = |index: u32| char::from(DIGITS[(number >> (5 * index) & 31) as usize]);
    (0..26).rev().map(digit).collect()
}

/// An index below a length.
pub(super) fn index_below(random: &mut Random, length: usize) -> usize {
    usize::try_from(random.below(length.max(1) as u64)).unwrap_or_default()
}
