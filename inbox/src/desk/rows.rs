//! The rows of the list, and where a ticket belongs among them.

use leptos::prelude::*;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::{TeamTicket, TicketView};
use porthole_shared::ticket::TicketStatus;
use std::cmp::Reverse;

/// A row of the list. It keeps its place on the screen, and the focus, while its ticket changes.
#[derive(Clone)]
pub(crate) struct Row {
    /// Which ticket.
    pub(crate) id: TicketId,
    /// The ticket as it is now.
    pub(crate) ticket: ArcRwSignal<TeamTicket>,
}

/// Puts a ticket where it belongs in the list, or takes it out. A ticket below the end of what is
/// loaded so far comes with a later page.
pub(super) fn place(rows: &mut Vec<Row>, ticket: TeamTicket, view: TicketView, more: bool) {
    let known = rows.iter().position(|row| row.id == ticket.id);
    // Answers and the stream may cross on their way.
    let newer = |known: usize| {
        rows[known]
            .ticket
            .with_untracked(|row| row.version > ticket.version)
    };
    if known.is_some_and(newer) {
        return;
    }
    if !belongs(&ticket, view) {
        if let Some(known) = known {
            rows.remove(known);
        }
        return;
    }
    let order = |ticket: &TeamTicket| Reverse((ticket.updated_at, ticket.number));
    let last = rows.last().map(|row| row.ticket.with_untracked(order));
    match known {
        Some(known) => rows[known].ticket.set(ticket),
        None if more && last.is_some_and(|last| order(&ticket) > last) => return,
        None => rows.push(Row {
            id: ticket.id.clone(),
            ticket: ArcRwSignal::new(ticket),
        }),
    }
    rows.sort_by_key(|row| row.ticket.with_untracked(order));
}

fn belongs(ticket: &TeamTicket, view: TicketView) -> bool {
    let resolved = ticket.status == TicketStatus::Resolved;
    match view {
        TicketView::Active => !resolved && !ticket.suspicious,
        TicketView::Resolved => resolved && !ticket.suspicious,
        TicketView::Suspicious => ticket.suspicious,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use porthole_shared::time::Timestamp;

    fn ticket(number: i64, updated_at: i64) -> TeamTicket {
        TeamTicket {
            id: TicketId::from(number.to_string()),
            number,
            updated_at: Timestamp(updated_at),
            ..TeamTicket::default()
        }
    }

    fn numbers(rows: &[Row]) -> Vec<i64> {
        rows.iter()
            .map(|row| row.ticket.with_untracked(|ticket| ticket.number))
            .collect()
    }

    #[test]
    fn an_older_state_does_not_replace_a_newer_one() {
        let mut rows = Vec::new();
        let newer = TeamTicket {
            version: 5,
            unread: 0,
            ..ticket(1, 10)
        };
        place(&mut rows, newer, TicketView::Active, false);
        let older = TeamTicket {
            version: 4,
            unread: 3,
            ..ticket(1, 10)
        };
        place(&mut rows, older, TicketView::Active, false);
        assert_eq!(rows[0].ticket.with_untracked(|row| row.unread), 0);
    }

    #[test]
    fn the_list_stays_in_order_and_ends_where_its_page_ends() {
        let mut rows = Vec::new();
        for (number, at) in [(1, 10), (2, 30), (3, 20)] {
            place(&mut rows, ticket(number, at), TicketView::Active, false);
        }
        assert_eq!(numbers(&rows), [2, 3, 1]);
        place(&mut rows, ticket(1, 40), TicketView::Active, true);
        place(&mut rows, ticket(4, 5), TicketView::Active, true);
        assert_eq!(numbers(&rows), [1, 2, 3]);
    }

    #[test]
    fn suspected_spam_is_kept_aside() {
        let spam = TeamTicket {
            suspicious: true,
            ..ticket(1, 10)
        };
        for (view, shown) in [
            (TicketView::Active, 0),
            (TicketView::Resolved, 0),
            (TicketView::Suspicious, 1),
            (TicketView::All, 1),
        ] {
            let mut rows = Vec::new();
            place(&mut rows, spam.clone(), view, false);
            assert_eq!(rows.len(), shown, "{view:?}");
        }
    }

    #[test]
    fn a_resolved_ticket_leaves_the_active_view() {
        let mut rows = Vec::new();
        place(&mut rows, ticket(1, 10), TicketView::Active, false);
        let resolved = TeamTicket {
            status: TicketStatus::Resolved,
            ..ticket(1, 10)
        };
        place(&mut rows, resolved, TicketView::Active, false);
        assert!(rows.is_empty());
    }
}
