//! The rows of the list, and where a ticket belongs among them.

use super::filter::{Belongs, Filter, Order};
use leptos::prelude::*;
use porthole_shared::id::{MemberId, TicketId};
use porthole_shared::inbox::ticket::TeamTicket;

/// A row of the list. It keeps its place on the screen, and the focus, while its ticket changes.
#[derive(Clone)]
pub(crate) struct Row {
    /// Which ticket.
    pub(crate) id: TicketId,
    /// The ticket as it is now.
    pub(crate) ticket: ArcRwSignal<TeamTicket>,
    order: Order,
}

/// By what a list is made.
pub(super) struct Rule<'a> {
    /// Which tickets belong to it, and in which order.
    pub(super) filter: &'a Filter,
    /// Whose list it is.
    pub(super) me: &'a MemberId,
    /// This one stays although it may not belong any more: it is open.
    pub(super) keep: Option<&'a TicketId>,
    /// The list goes on below what is loaded.
    pub(super) more: bool,
}

/// What became of a ticket that was put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placed {
    /// It has a row it did not have.
    New,
    /// It had one and still has, or it has none.
    Same,
    /// The server alone knows whether it belongs.
    Unclear,
}

/// Puts tickets where they belong in the list, or takes them out. `listed` says that the server
/// counts them among these; otherwise one below the end of what is loaded comes with a later page.
pub(super) fn place(
    rows: &mut Vec<Row>,
    tickets: Vec<TeamTicket>,
    listed: bool,
    rule: &Rule<'_>,
) -> Vec<Placed> {
    let placed = tickets
        .into_iter()
        .map(|ticket| place_one(rows, ticket, listed, rule))
        .collect();
    rows.sort_by_key(|row| row.order);
    placed
}

fn place_one(rows: &mut Vec<Row>, ticket: TeamTicket, listed: bool, rule: &Rule<'_>) -> Placed {
    let known = rows.iter().position(|row| row.id == ticket.id);
    // Answers and the stream may cross on their way.
    let newer = |known: usize| {
        rows[known]
            .ticket
            .with_untracked(|row| row.version > ticket.version)
    };
    if known.is_some_and(newer) {
        return Placed::Same;
    }
    let order = rule.filter.order(&ticket);
    let belongs = match rule.filter.accepts(&ticket, rule.me) {
        Belongs::No => rule.keep == Some(&ticket.id) && known.is_some(),
        Belongs::Yes => true,
        Belongs::Perhaps if listed || known.is_some() => true,
        Belongs::Perhaps => return Placed::Unclear,
    };
    match known {
        Some(known) if !belongs => {
            rows.remove(known);
        }
        Some(known) => {
            rows[known].order = order;
            rows[known].ticket.set(ticket);
        }
        None if !belongs => {}
        None if rule.more && !listed && rows.iter().all(|row| row.order < order) => {}
        None => {
            rows.push(Row {
                id: ticket.id.clone(),
                ticket: ArcRwSignal::new(ticket),
                order,
            });
            return Placed::New;
        }
    }
    Placed::Same
}

/// Takes out what stayed because it was open and does not belong. Says whether anything was.
pub(super) fn sweep(rows: &mut Vec<Row>, rule: &Rule<'_>) -> bool {
    let before = rows.len();
    rows.retain(|row| {
        rule.keep == Some(&row.id)
            || row
                .ticket
                .with_untracked(|ticket| rule.filter.accepts(ticket, rule.me) != Belongs::No)
    });
    rows.len() < before
}

#[cfg(test)]
mod tests {
    use super::*;
    use porthole_shared::inbox::ticket::TicketView;
    use porthole_shared::ticket::TicketStatus;

    fn ticket(number: i64, position: i64) -> TeamTicket {
        TeamTicket {
            id: TicketId::from(number.to_string()),
            number,
            position,
            ..TeamTicket::default()
        }
    }

    fn numbers(rows: &[Row]) -> Vec<i64> {
        rows.iter()
            .map(|row| row.ticket.with_untracked(|ticket| ticket.number))
            .collect()
    }

    /// Puts one ticket into a view, below which there may be more.
    fn put(rows: &mut Vec<Row>, ticket: TeamTicket, view: TicketView, more: bool) -> Placed {
        put_while(rows, ticket, view, more, None)
    }

    fn put_while(
        rows: &mut Vec<Row>,
        ticket: TeamTicket,
        view: TicketView,
        more: bool,
        keep: Option<&TicketId>,
    ) -> Placed {
        let rule = Rule {
            filter: &Filter::of(view),
            me: &MemberId::default(),
            keep,
            more,
        };
        place(rows, vec![ticket], !more, &rule)[0]
    }

    #[test]
    fn an_older_state_does_not_replace_a_newer_one() {
        let mut rows = Vec::new();
        let state = |version, unread| TeamTicket {
            version,
            unread,
            ..ticket(1, 10)
        };
        put(&mut rows, state(5, 0), TicketView::Active, false);
        put(&mut rows, state(4, 3), TicketView::Active, false);
        assert_eq!(rows[0].ticket.with_untracked(|row| row.unread), 0);
    }

    #[test]
    fn the_list_stays_in_order_and_ends_where_its_page_ends() {
        let mut rows = Vec::new();
        for (number, at) in [(1, 10), (2, 30), (3, 20)] {
            put(&mut rows, ticket(number, at), TicketView::Active, false);
        }
        assert_eq!(numbers(&rows), [2, 3, 1]);
        assert_eq!(
            put(&mut rows, ticket(1, 40), TicketView::Active, true),
            Placed::Same
        );
        assert_eq!(
            put(&mut rows, ticket(4, 5), TicketView::Active, true),
            Placed::Same
        );
        assert_eq!(
            put(&mut rows, ticket(5, 25), TicketView::Active, true),
            Placed::New
        );
        assert_eq!(numbers(&rows), [1, 2, 5, 3]);
    }

    #[test]
    fn a_ticket_that_no_longer_belongs_leaves_unless_it_is_open() {
        let resolved = || TeamTicket {
            status: TicketStatus::Resolved,
            ..ticket(1, 10)
        };
        let mut rows = Vec::new();
        put(&mut rows, ticket(1, 10), TicketView::Active, false);
        let open = resolved().id;
        put_while(
            &mut rows,
            resolved(),
            TicketView::Active,
            false,
            Some(&open),
        );
        assert_eq!(numbers(&rows), [1]);
        let rule = Rule {
            filter: &Filter::default(),
            me: &MemberId::default(),
            keep: None,
            more: false,
        };
        assert!(sweep(&mut rows, &rule));
        assert!(rows.is_empty());
        put(&mut rows, ticket(1, 10), TicketView::Active, false);
        put(&mut rows, resolved(), TicketView::Active, false);
        assert!(rows.is_empty());
    }

    #[test]
    fn what_the_server_alone_knows_is_asked_for() {
        let mut rows = Vec::new();
        let unclear = put(&mut rows, ticket(1, 10), TicketView::Mentions, true);
        assert_eq!(unclear, Placed::Unclear);
        put(&mut rows, ticket(1, 10), TicketView::Mentions, false);
        assert_eq!(numbers(&rows), [1]);
    }
}
