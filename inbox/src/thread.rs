//! The ticket that is open: its conversation and where its visitor was.

use crate::api::{self, Failure};
use crate::host;
use crate::presence::Attendance;
use crate::session::Session;
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::presence::Presence;
use porthole_shared::inbox::ticket::{Entry, TeamTicket, TicketContext, TicketDetail};
use porthole_shared::ticket::Side;

/// How far something to be loaded has come.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Load {
    /// On its way.
    Loading,
    /// Here.
    Ready,
    /// It did not come.
    Failed(Failure),
}

/// The ticket that is open. There is one of these for the whole page, so that an answer that
/// comes late finds out that another ticket is open by now.
#[derive(Clone, Copy)]
pub(crate) struct Thread {
    /// Which ticket is open.
    pub(crate) id: RwSignal<Option<TicketId>>,
    /// How far it is loaded.
    pub(crate) load: RwSignal<Load>,
    /// The ticket itself.
    pub(crate) ticket: RwSignal<Option<TeamTicket>>,
    /// Its entries in the order of their numbers.
    pub(crate) entries: RwSignal<Vec<Entry>>,
    /// Where its visitor was, newest first.
    pub(crate) contexts: RwSignal<Vec<TicketContext>>,
    /// Whether there are older entries than those here.
    pub(crate) earlier: RwSignal<bool>,
    /// How far the older entries are loaded.
    pub(crate) earlier_load: RwSignal<Load>,
    /// The visitor's other tickets, newest first, ten at most.
    pub(crate) previous: RwSignal<Vec<TeamTicket>>,
    /// How many other tickets the visitor has.
    pub(crate) previous_count: RwSignal<i64>,
    /// The first entry that nobody of the team had seen when the ticket was opened.
    pub(crate) fresh_from: RwSignal<Option<i64>>,
    /// Who else is here.
    pub(crate) attendance: Attendance,
    /// What came in last while the ticket was open.
    pub(crate) arrived: RwSignal<Vec<Entry>>,
    /// The entry that somebody is looking for.
    pub(crate) wanted: RwSignal<Option<i64>>,
    /// The entry that was looked for and found.
    pub(crate) found: RwSignal<Option<i64>>,
    session: Session,
    marked: StoredValue<i64>,
}

impl Thread {
    /// No ticket is open.
    pub(crate) fn new(session: Session) -> Self {
        Self {
            id: RwSignal::new(None),
            load: RwSignal::new(Load::Ready),
            ticket: RwSignal::new(None),
            entries: RwSignal::default(),
            contexts: RwSignal::default(),
            earlier: RwSignal::new(false),
            earlier_load: RwSignal::new(Load::Ready),
            previous: RwSignal::default(),
            previous_count: RwSignal::new(0),
            fresh_from: RwSignal::new(None),
            attendance: Attendance::new(session),
            arrived: RwSignal::default(),
            wanted: RwSignal::new(None),
            found: RwSignal::new(None),
            session,
            marked: StoredValue::new(0),
        }
    }

    /// Whether this ticket is the open one.
    pub(crate) fn shows(self, id: &TicketId) -> bool {
        self.id.with_untracked(|open| open.as_ref() == Some(id))
    }

    /// Opens a ticket. What the list knows of it is shown at once.
    pub(crate) fn open(self, id: TicketId, known: Option<TeamTicket>) {
        self.close();
        self.ticket.set(known);
        self.id.set(Some(id));
        self.reload();
    }

    /// Closes the ticket.
    pub(crate) fn close(self) {
        self.id.set(None);
        self.ticket.set(None);
        self.entries.set(Vec::new());
        self.contexts.set(Vec::new());
        self.earlier.set(false);
        self.earlier_load.set(Load::Ready);
        self.previous.set(Vec::new());
        self.previous_count.set(0);
        self.fresh_from.set(None);
        self.attendance.clear();
        self.arrived.set(Vec::new());
        self.found.set(None);
        self.marked.set_value(0);
    }

    /// Reads the open ticket anew, and forgets what was loaded of older entries: after a long
    /// gap there may be a hole between them and the newest.
    pub(crate) fn reload(self) {
        self.load.set(Load::Loading);
        self.fetch(|thread, detail| {
            thread.entries.set(Vec::new());
            thread.earlier.set(detail.earlier);
            let fresh = fresh(&detail.entries, detail.ticket.unread);
            thread.fresh_from.set(fresh);
            thread.take(detail);
        });
    }

    /// Reads again where the visitor was; the stream does not carry it.
    pub(crate) fn refresh(self) {
        self.fetch(Self::take);
    }

    fn fetch(self, take: impl FnOnce(Self, TicketDetail) + 'static) {
        let Some(id) = self.id.get_untracked() else {
            return;
        };
        spawn_local(async move {
            let answer = self.session.call(api::ticket(&id, None)).await;
            if !self.shows(&id) {
                return;
            }
            match answer {
                Ok(detail) => {
                    take(self, detail);
                    self.load.set(Load::Ready);
                }
                // What is on the screen stays there when only a refresh failed.
                Err(failure) if self.load.get_untracked() != Load::Ready => {
                    self.load.set(Load::Failed(failure));
                }
                Err(_) => {}
            }
        });
    }

    fn take(self, detail: TicketDetail) {
        self.put(&detail.ticket);
        self.contexts.set(detail.contexts);
        self.previous.set(detail.previous);
        self.previous_count.set(detail.previous_count);
        self.attendance.hear(detail.presence);
        self.add(detail.entries);
    }

    /// Takes a state of the ticket, if this is the one that is open and no newer state is known:
    /// answers and the stream may cross on their way.
    pub(crate) fn put(self, ticket: &TeamTicket) {
        let is_newer = |known: &TeamTicket| known.id == ticket.id && known.version > ticket.version;
        let known = self
            .ticket
            .with_untracked(|known| known.as_ref().is_some_and(is_newer));
        if self.shows(&ticket.id) && !known {
            self.ticket.set(Some(ticket.clone()));
        }
    }

    /// Loads the page before the oldest entry.
    pub(crate) fn load_earlier(self) {
        let first = self
            .entries
            .with_untracked(|all| all.first().map(|entry| entry.seq));
        let (Some(id), Some(first)) = (self.id.get_untracked(), first) else {
            return;
        };
        self.earlier_load.set(Load::Loading);
        spawn_local(async move {
            let answer = self.session.call(api::ticket(&id, Some(first))).await;
            if !self.shows(&id) {
                return;
            }
            match answer {
                Ok(detail) => {
                    self.earlier.set(detail.earlier);
                    self.add(detail.entries);
                    self.earlier_load.set(Load::Ready);
                }
                Err(failure) => self.earlier_load.set(Load::Failed(failure)),
            }
        });
    }

    /// Takes entries that came in.
    pub(crate) fn add(self, entries: Vec<Entry>) {
        self.entries.maybe_update(|known| merge(known, entries));
    }

    /// Takes the entries of an update that belong here.
    pub(crate) fn hear(self, entries: &[Entry]) {
        let own: Vec<Entry> = entries
            .iter()
            .filter(|entry| self.shows(&entry.ticket))
            .cloned()
            .collect();
        if own.is_empty() {
            return;
        }
        let visitors = |entry: &&Entry| entry.author.side == Side::Visitor;
        if let Some(first) = own.iter().find(visitors) {
            if !host::is_visible() {
                self.fresh_from.maybe_update(|fresh| {
                    let was_none = fresh.is_none();
                    fresh.get_or_insert(first.seq);
                    was_none
                });
            }
            self.refresh();
        }
        self.arrived.set(own.clone());
        self.add(own);
    }

    /// Takes what members of the team said of the open ticket.
    pub(crate) fn meet(self, mut presence: Vec<Presence>) {
        presence.retain(|presence| self.shows(&presence.ticket));
        if !presence.is_empty() {
            self.attendance.hear(presence);
        }
    }

    /// Tells the server once that the team has seen everything that is here.
    pub(crate) fn mark_read(self) {
        let last = self
            .entries
            .with_untracked(|all| all.last().map(|entry| entry.seq));
        let unread = self
            .ticket
            .with_untracked(|ticket| ticket.as_ref().is_some_and(|ticket| ticket.unread > 0));
        let (Some(id), Some(last)) = (self.id.get_untracked(), last) else {
            return;
        };
        if !unread || last <= self.marked.get_value() {
            return;
        }
        self.marked.set_value(last);
        spawn_local(async move {
            if let Err(failure) = self.session.call(api::read(&id, last)).await {
                // Nobody waits for this: the next entry, or the next look, says it again.
                host::complain(&failure.sentence());
                self.marked.set_value(0);
            }
        });
    }
}

/// The entry above which the team had seen everything, where this many messages of the visitor
/// were not seen.
fn fresh(entries: &[Entry], unread: i64) -> Option<i64> {
    let count = usize::try_from(unread).ok()?.checked_sub(1)?;
    let visitors = |entry: &&Entry| entry.author.side == Side::Visitor;
    let mut unseen = entries.iter().rev().filter(visitors);
    let first = unseen.nth(count).or_else(|| entries.first())?;
    Some(first.seq)
}

/// Puts entries among those that are known, each once, in the order of their numbers. Says
/// whether anything is new.
fn merge(known: &mut Vec<Entry>, entries: Vec<Entry>) -> bool {
    let mut changed = false;
    for entry in entries {
        match known.binary_search_by_key(&entry.seq, |other| other.seq) {
            Ok(place) if known[place] == entry => continue,
            Ok(place) => known[place] = entry,
            Err(place) => known.insert(place, entry),
        }
        changed = true;
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_kept_once_and_in_order() {
        let entry = |seq| Entry {
            seq,
            ..Entry::default()
        };
        let mut known = vec![entry(3), entry(5)];
        assert!(merge(&mut known, vec![entry(4), entry(1), entry(5)]));
        assert!(!merge(&mut known, vec![entry(4)]));
        let numbers: Vec<i64> = known.iter().map(|entry| entry.seq).collect();
        assert_eq!(numbers, [1, 3, 4, 5]);
    }

    #[test]
    fn what_is_new_begins_with_the_first_message_that_nobody_has_seen() {
        let entry = |seq, side| Entry {
            seq,
            author: porthole_shared::ticket::Author {
                side,
                ..Default::default()
            },
            ..Entry::default()
        };
        let entries = [
            entry(1, Side::Visitor),
            entry(2, Side::Visitor),
            entry(3, Side::Team),
            entry(4, Side::Visitor),
        ];
        assert_eq!(fresh(&entries, 0), None);
        assert_eq!(fresh(&entries, 1), Some(4));
        assert_eq!(fresh(&entries, 2), Some(2));
        assert_eq!(fresh(&entries, 9), Some(1));
    }
}
