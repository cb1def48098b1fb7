//! The tickets that this page knows: the list as it is shown, what is selected in it, and the one
//! that is open.

mod change;
mod count;
mod filter;
mod list;
mod news;
mod opening;
mod rows;
mod search;
mod selection;

pub(crate) use change::{Change, Undo};
pub(crate) use filter::Filter;
pub(crate) use news::News;
pub(crate) use opening::Opening;
pub(crate) use rows::Row;
pub(crate) use search::Search;
pub(crate) use selection::Selection;

use crate::host;
use crate::session::Session;
use crate::thread::{Load, Thread};
use change::Changes;
use count::Counts;
use leptos::prelude::*;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::{TeamTicket, TeamUpdate};
use porthole_shared::live::TYPING_LIFE;
use porthole_shared::ticket::Side;
use porthole_shared::time::Timestamp;
use std::collections::HashMap;
use std::time::Duration;

/// The tickets, shared by the whole page.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    /// Who is signed in.
    pub(crate) session: Session,
    /// Which tickets are listed. It follows the page's address.
    pub(crate) filter: RwSignal<Filter>,
    /// The list, in the order that the filter says.
    pub(crate) rows: RwSignal<Vec<Row>>,
    /// How far the list is loaded.
    pub(crate) load: RwSignal<Load>,
    /// The cursor of the next page.
    pub(crate) next: RwSignal<Option<String>>,
    /// How far the next page is loaded.
    pub(crate) next_load: RwSignal<Load>,
    /// How many active tickets have something unread.
    pub(crate) unread: RwSignal<i64>,
    /// What visitors wrote last.
    pub(crate) news: RwSignal<Vec<News>>,
    /// How many tickets each view has.
    pub(crate) counts: Counts,
    /// What is marked and selected in the list.
    pub(crate) selection: Selection,
    /// What is searched for.
    pub(crate) search: Search,
    /// What is being changed.
    pub(crate) changes: Changes,
    /// How many tickets have come into the list since that was last said.
    pub(crate) arrived: RwSignal<i64>,
    /// Until when which visitor counts as typing.
    pub(crate) typing: RwSignal<HashMap<TicketId, Timestamp>>,
    /// Whether the stream of changes is cut.
    pub(crate) lost: RwSignal<bool>,
    /// A sentence about something that failed after its place had left the screen.
    pub(crate) notice: RwSignal<Option<String>>,
    /// The ticket that is open.
    pub(crate) thread: Thread,
    /// How far a ticket is that is looked up by its number.
    pub(crate) looked_up: RwSignal<Opening>,
    /// Where to go next; the frame around the pages goes there.
    pub(crate) way: RwSignal<Option<String>>,
    /// The number of the last change that is part of this.
    pub(crate) latest: StoredValue<i64>,
}

impl Desk {
    /// An empty desk.
    pub(crate) fn new(session: Session) -> Self {
        Self {
            session,
            filter: RwSignal::default(),
            rows: RwSignal::default(),
            load: RwSignal::new(Load::Loading),
            next: RwSignal::default(),
            next_load: RwSignal::new(Load::Ready),
            unread: RwSignal::new(0),
            news: RwSignal::default(),
            counts: Counts::new(session),
            selection: Selection::new(),
            search: Search::new(session),
            changes: Changes::new(),
            arrived: RwSignal::new(0),
            typing: RwSignal::default(),
            lost: RwSignal::new(false),
            notice: RwSignal::default(),
            thread: Thread::new(session),
            looked_up: RwSignal::default(),
            way: RwSignal::new(None),
            latest: StoredValue::new(0),
        }
    }

    /// Forgets everything: the next member may see other tickets.
    pub(crate) fn clear(self) {
        self.rows.set(Vec::new());
        self.load.set(Load::Loading);
        self.next.set(None);
        self.unread.set(0);
        self.counts.clear();
        self.selection.clear();
        self.search.clear();
        self.changes.clear();
        self.arrived.set(0);
        self.typing.set(HashMap::new());
        self.notice.set(None);
        self.looked_up.set(Opening::Done);
        self.thread.close();
        self.latest.set_value(0);
    }

    /// Takes what the stream brought.
    pub(crate) fn hear(self, update: TeamUpdate) {
        self.latest.set_value(update.latest);
        if update.reset {
            self.reload();
            self.thread.reload();
            return;
        }
        let news = news::news(&update, self.unread.get_untracked());
        if !news.is_empty() {
            self.news.set(news);
        }
        if let Some(unread) = update.unread {
            self.unread.set(unread);
        }
        for entry in &update.entries {
            if entry.author.side == Side::Visitor {
                self.typing.update(|typing| {
                    typing.remove(&entry.ticket);
                });
            }
        }
        for ticket in update.typing {
            self.hear_typing(ticket);
        }
        if !update.tickets.is_empty() {
            self.counts.refresh_soon();
            self.put_all(update.tickets, false);
        }
        self.thread.meet(update.presence);
        self.thread.hear(&update.entries);
    }

    fn hear_typing(self, ticket: TicketId) {
        let until = host::now().plus(TYPING_LIFE);
        self.typing.update(|typing| {
            typing.insert(ticket.clone(), until);
        });
        let end = move || {
            self.typing.update(|typing| {
                // Said again in the meantime, it lasts longer.
                if typing.get(&ticket) == Some(&until) {
                    typing.remove(&ticket);
                }
            });
        };
        set_timeout(end, Duration::from_millis(TYPING_LIFE.unsigned_abs()));
    }

    /// Goes to another page of the inbox.
    pub(crate) fn go(self, address: String) {
        self.way.set(Some(address));
    }

    /// A ticket was merged into another one, which is here as it is now.
    pub(crate) fn merged(self, from: &TicketId, into: TeamTicket) {
        let id = into.id.clone();
        self.put(into, false);
        if self.thread.shows(from) {
            let query = crate::api::query(&self.filter.with_untracked(Filter::pairs), None);
            self.go(format!("/inbox/tickets/{}{query}", id.as_str()));
        }
    }

    /// What is known of a ticket: from the list, from a search, or because it is open.
    pub(crate) fn find(self, id: &TicketId) -> Option<TeamTicket> {
        let row = self.rows.with_untracked(|rows| {
            let row = rows.iter().find(|row| row.id == *id)?;
            Some(row.ticket.get_untracked())
        });
        let open = || {
            self.thread
                .ticket
                .with_untracked(|ticket| ticket.clone().filter(|ticket| ticket.id == *id))
        };
        row.or_else(open).or_else(|| self.search.find(id))
    }
}

/// The desk of this page.
pub(crate) fn desk() -> Desk {
    expect_context()
}
