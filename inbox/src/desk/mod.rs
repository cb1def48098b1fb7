//! The tickets that this page knows: the list as it is shown, and the one that is open.

mod news;
mod rows;

pub(crate) use news::News;
pub(crate) use rows::Row;

use crate::api;
use crate::host;
use crate::session::Session;
use crate::thread::{Load, Thread};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::{TeamTicket, TeamUpdate, TicketList, TicketView};
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
    /// Which tickets are listed.
    pub(crate) view: RwSignal<TicketView>,
    /// The list, newest first.
    pub(crate) rows: RwSignal<Vec<Row>>,
    /// How far the list is loaded.
    pub(crate) load: RwSignal<Load>,
    /// The cursor of the next page.
    pub(crate) next: RwSignal<Option<String>>,
    /// How far the next page is loaded.
    pub(crate) next_load: RwSignal<Load>,
    /// How many tickets that are not resolved have something unread.
    pub(crate) unread: RwSignal<i64>,
    /// What visitors wrote last.
    pub(crate) news: RwSignal<Vec<News>>,
    /// Until when which visitor counts as typing.
    pub(crate) typing: RwSignal<HashMap<TicketId, Timestamp>>,
    /// Whether the stream of changes is cut.
    pub(crate) lost: RwSignal<bool>,
    /// A sentence about something that failed after its place had left the screen.
    pub(crate) notice: RwSignal<Option<String>>,
    /// The ticket that is open.
    pub(crate) thread: Thread,
    /// The number of the last change that is part of this.
    pub(crate) latest: StoredValue<i64>,
}

impl Desk {
    /// An empty desk.
    pub(crate) fn new(session: Session) -> Self {
        Self {
            session,
            view: RwSignal::new(TicketView::Active),
            rows: RwSignal::default(),
            load: RwSignal::new(Load::Loading),
            next: RwSignal::default(),
            next_load: RwSignal::new(Load::Ready),
            unread: RwSignal::new(0),
            news: RwSignal::default(),
            typing: RwSignal::default(),
            lost: RwSignal::new(false),
            notice: RwSignal::default(),
            thread: Thread::new(session),
            latest: StoredValue::new(0),
        }
    }

    /// Forgets everything: the next member may see other tickets.
    pub(crate) fn clear(self) {
        self.rows.set(Vec::new());
        self.load.set(Load::Loading);
        self.next.set(None);
        self.unread.set(0);
        self.typing.set(HashMap::new());
        self.notice.set(None);
        self.thread.close();
        self.latest.set_value(0);
    }

    /// Lists other tickets.
    pub(crate) fn choose(self, view: TicketView) {
        if self.view.get_untracked() != view {
            self.view.set(view);
            self.rows.set(Vec::new());
            self.reload();
        }
    }

    /// Reads the first page of the list. Says whether that worked.
    pub(crate) async fn read_list(self) -> bool {
        let view = self.view.get_untracked();
        let answer = self.session.call(api::tickets(view, None)).await;
        if self.view.get_untracked() != view {
            return false;
        }
        match answer {
            Ok(list) => {
                self.rows.set(Vec::new());
                self.latest
                    .update_value(|latest| *latest = (*latest).max(list.latest));
                self.take(list);
                self.load.set(Load::Ready);
                true
            }
            Err(failure) => {
                self.load.set(Load::Failed(failure));
                false
            }
        }
    }

    /// Reads the list anew.
    pub(crate) fn reload(self) {
        self.load.set(Load::Loading);
        self.next.set(None);
        self.next_load.set(Load::Ready);
        spawn_local(async move {
            self.read_list().await;
        });
    }

    /// Loads the next page of the list.
    pub(crate) fn load_more(self) {
        let Some(cursor) = self.next.get_untracked() else {
            return;
        };
        let view = self.view.get_untracked();
        self.next_load.set(Load::Loading);
        spawn_local(async move {
            let answer = self.session.call(api::tickets(view, Some(&cursor))).await;
            // Another view was chosen, or the list was read anew, in the meantime.
            if self
                .next
                .with_untracked(|next| next.as_ref() != Some(&cursor))
            {
                return;
            }
            match answer {
                Ok(list) => {
                    self.take(list);
                    self.next_load.set(Load::Ready);
                }
                Err(failure) => self.next_load.set(Load::Failed(failure)),
            }
        });
    }

    fn take(self, list: TicketList) {
        self.unread.set(list.unread);
        self.next.set(list.next);
        for ticket in list.tickets {
            self.put(ticket, true);
        }
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
        for ticket in update.tickets {
            self.put(ticket, false);
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

    /// Takes a ticket as it is now, unless a newer state of it is known. `listed` says that the
    /// server put it into the list that is shown.
    pub(crate) fn put(self, ticket: TeamTicket, listed: bool) {
        self.thread.put(&ticket);
        self.rows.update(|rows| {
            let more = self.next.with_untracked(Option::is_some);
            rows::place(rows, ticket, self.view.get_untracked(), more && !listed);
        });
    }

    /// What the list knows of a ticket.
    pub(crate) fn find(self, id: &TicketId) -> Option<TeamTicket> {
        self.rows.with_untracked(|rows| {
            let row = rows.iter().find(|row| row.id == *id)?;
            Some(row.ticket.get_untracked())
        })
    }
}

/// The desk of this page.
pub(crate) fn desk() -> Desk {
    expect_context()
}
