//! The list: reading it page by page, and keeping it as its filter says while tickets move.

use super::rows::{self, Placed, Rule};
use super::{Desk, Filter};
use crate::api;
use crate::thread::Load;
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::id::{MemberId, TicketId};
use porthole_shared::inbox::ticket::{TeamTicket, TicketList};

impl Desk {
    /// Lists other tickets.
    pub(crate) fn choose(self, filter: Filter) {
        if self.filter.with_untracked(|now| *now != filter) {
            self.filter.set(filter);
            self.rows.set(Vec::new());
            self.selection.clear();
            self.reload();
        }
    }

    /// Reads the first page of the list. Says whether that worked.
    pub(crate) async fn read_list(self) -> bool {
        let filter = self.filter.get_untracked();
        let answer = self.session.call(api::tickets(&filter.pairs(), None)).await;
        if self.filter.with_untracked(|now| *now != filter) {
            return false;
        }
        match answer {
            Ok(list) => {
                self.rows.update(|rows| self.keep_open(rows));
                self.latest
                    .update_value(|latest| *latest = (*latest).max(list.latest));
                self.take(list);
                self.load.set(Load::Ready);
                self.counts.refresh_soon();
                true
            }
            Err(failure) => {
                self.load.set(Load::Failed(failure));
                false
            }
        }
    }

    /// Of what is there when the list is read anew only the open ticket stays.
    fn keep_open(self, rows: &mut Vec<rows::Row>) {
        let open = self.thread.id.get_untracked();
        rows.retain(|row| Some(&row.id) == open.as_ref());
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
        if self.next_load.get_untracked() == Load::Loading {
            return;
        }
        let pairs = self.filter.with_untracked(Filter::pairs);
        self.next_load.set(Load::Loading);
        spawn_local(async move {
            let answer = self.session.call(api::tickets(&pairs, Some(&cursor))).await;
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
        self.put_all(list.tickets, true);
    }

    /// Takes a ticket as it is now, unless a newer state of it is known. `listed` says that the
    /// server put it into the list that is shown.
    pub(crate) fn put(self, ticket: TeamTicket, listed: bool) {
        self.put_all(vec![ticket], listed);
    }

    /// Takes several at once.
    pub(super) fn put_all(self, tickets: Vec<TeamTicket>, listed: bool) {
        let tickets: Vec<TeamTicket> = tickets
            .into_iter()
            .map(|ticket| self.changes.over(ticket))
            .collect();
        for ticket in &tickets {
            self.thread.put(ticket);
        }
        self.search.put(&tickets);
        let mut placed = Vec::new();
        self.rows.update(|rows| {
            let before = self.selection.place(rows);
            placed = self.with_rule(|rule| rows::place(rows, tickets, listed, rule));
            self.selection.settle(rows, before);
        });
        if placed.contains(&Placed::Unclear) {
            self.look_again();
        }
        if !listed && self.load.get_untracked() == Load::Ready {
            let new = placed.iter().filter(|placed| **placed == Placed::New);
            let new = i64::try_from(new.count()).unwrap_or_default();
            self.arrived.update(|arrived| *arrived += new);
        }
    }

    /// Another ticket was opened, or none: what stayed because it was open may go.
    pub(crate) fn leave_open(self) {
        self.rows.maybe_update(|rows| {
            let before = self.selection.place(rows);
            let swept = self.with_rule(|rule| rows::sweep(rows, rule));
            self.selection.settle(rows, before);
            swept
        });
    }

    fn with_rule<T>(self, work: impl FnOnce(&Rule<'_>) -> T) -> T {
        let me: MemberId = self.session.me().map(|me| me.id).unwrap_or_default();
        let keep: Option<TicketId> = self.thread.id.get_untracked();
        let more = self.next.with_untracked(Option::is_some);
        self.filter.with_untracked(|filter| {
            work(&Rule {
                filter,
                me: &me,
                keep: keep.as_ref(),
                more,
            })
        })
    }

    /// Reads the first page again, to see whether the server lists what changed.
    fn look_again(self) {
        let filter = self.filter.get_untracked();
        spawn_local(async move {
            let answer = self.session.call(api::tickets(&filter.pairs(), None)).await;
            if let Ok(list) = answer
                && self.filter.with_untracked(|now| *now == filter)
            {
                self.put_all(list.tickets, true);
            }
        });
    }
}
