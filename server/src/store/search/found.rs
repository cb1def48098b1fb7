//! What a page of results holds already.

use super::SearchCursor;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::search::{SEARCH_PAGE, SearchHit, SearchResults};
use porthole_shared::inbox::ticket::TeamTicket;
use std::collections::HashSet;

/// How many tickets of one person are told, the newest ones.
pub(super) const PEOPLE_TICKETS: usize = 5;

#[derive(Default)]
pub(super) struct Found {
    hits: Vec<SearchHit>,
    /// The tickets that were told or do not count.
    seen: HashSet<TicketId>,
    pub(super) next: Option<SearchCursor>,
}

impl Found {
    /// Whether a ticket was not looked at yet.
    pub(super) fn is_new(&self, ticket: &TicketId) -> bool {
        !self.seen.contains(ticket)
    }

    /// A ticket does not count.
    pub(super) fn pass_over(&mut self, ticket: TicketId) {
        self.seen.insert(ticket);
    }

    /// Whether these fit onto the page too. Ones that are on it already take no room.
    pub(super) fn has_room_for(&self, tickets: &[TeamTicket]) -> bool {
        let new = tickets.iter().filter(|ticket| self.is_new(&ticket.id));
        self.hits.len() + new.count() <= SEARCH_PAGE
    }

    /// Adds a ticket, once.
    pub(super) fn push(&mut self, hit: SearchHit) {
        if self.seen.insert(hit.ticket.id.clone()) {
            self.hits.push(hit);
        }
    }

    pub(super) fn into_results(self) -> SearchResults {
        SearchResults {
            hits: self.hits,
            next: self.next.map(|cursor| cursor.to_string()),
        }
    }
}
