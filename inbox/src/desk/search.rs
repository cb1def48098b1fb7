//! The search: what is looked for, and what was found. Asked a moment after the last key; an
//! answer to an older question is dropped.

use crate::api::{self, Failure};
use crate::session::Session;
use crate::storage;
use crate::thread::Load;
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::id::{MemberId, TicketId};
use porthole_shared::inbox::search::{SEARCH_LIMIT, SearchHit, SearchResults};
use porthole_shared::inbox::ticket::TeamTicket;
use std::time::Duration;

/// How long to wait for the next key, in milliseconds.
const SETTLE: u64 = 180;
/// How many searches the browser remembers.
const RECENT: usize = 6;

/// The search.
#[derive(Clone, Copy)]
pub(crate) struct Search {
    /// What stands in the field.
    pub(crate) text: RwSignal<String>,
    /// What was found.
    pub(crate) hits: RwSignal<Vec<SearchHit>>,
    /// How far that is loaded.
    pub(crate) load: RwSignal<Load>,
    /// The cursor of the next page.
    pub(crate) next: RwSignal<Option<String>>,
    /// Which of the hits is marked.
    pub(crate) mark: RwSignal<usize>,
    /// What was searched for lately, the last one first.
    pub(crate) recent: RwSignal<Vec<String>>,
    session: Session,
    question: StoredValue<u64>,
}

impl Search {
    /// Nothing is searched for.
    pub(super) fn new(session: Session) -> Self {
        Self {
            text: RwSignal::default(),
            hits: RwSignal::default(),
            load: RwSignal::new(Load::Ready),
            next: RwSignal::default(),
            mark: RwSignal::new(0),
            recent: RwSignal::default(),
            session,
            question: StoredValue::new(0),
        }
    }

    /// Back to the list.
    pub(crate) fn clear(self) {
        self.question.update_value(|question| *question += 1);
        self.text.set(String::new());
        self.hits.set(Vec::new());
        self.next.set(None);
        self.load.set(Load::Ready);
    }

    /// Whether anything is searched for. Follows it.
    pub(crate) fn is_on(self) -> bool {
        self.text.with(|text| !text.trim().is_empty())
    }

    /// Searches for this, within what the list is narrowed to.
    pub(crate) fn ask(self, text: &str, narrowing: Vec<(&'static str, String)>, at_once: bool) {
        let text: String = text.chars().take(SEARCH_LIMIT).collect();
        let wanted = text.trim().to_owned();
        self.text.set(text);
        self.question.update_value(|question| *question += 1);
        let question = self.question.get_value();
        if wanted.is_empty() {
            return self.clear();
        }
        self.load.set(Load::Loading);
        self.mark.set(0);
        let send = move || {
            if self.question.get_value() == question {
                self.send(question, &wanted, narrowing, None);
            }
        };
        let wait = if at_once { 0 } else { SETTLE };
        set_timeout(send, Duration::from_millis(wait));
    }

    /// Loads the next page.
    pub(crate) fn load_more(self, narrowing: Vec<(&'static str, String)>) {
        let Some(cursor) = self.next.get_untracked() else {
            return;
        };
        if self.load.get_untracked() == Load::Loading {
            return;
        }
        self.load.set(Load::Loading);
        let text = self.text.get_untracked();
        self.send(
            self.question.get_value(),
            text.trim(),
            narrowing,
            Some(cursor),
        );
    }

    fn send(
        self,
        question: u64,
        text: &str,
        mut pairs: Vec<(&'static str, String)>,
        before: Option<String>,
    ) {
        pairs.insert(0, ("q", text.to_owned()));
        spawn_local(async move {
            let answer = self
                .session
                .call(api::search(&pairs, before.as_deref()))
                .await;
            if self.question.get_value() == question {
                self.take(answer, before.is_some());
            }
        });
    }

    fn take(self, answer: Result<SearchResults, Failure>, further: bool) {
        match answer {
            Ok(results) => {
                self.next.set(results.next);
                self.hits.update(|hits| {
                    if !further {
                        hits.clear();
                    }
                    for hit in results.hits {
                        if !hits.iter().any(|known| known.ticket.id == hit.ticket.id) {
                            hits.push(hit);
                        }
                    }
                });
                self.load.set(Load::Ready);
            }
            Err(failure) => self.load.set(Load::Failed(failure)),
        }
    }

    /// Takes tickets as they are now.
    pub(super) fn put(self, tickets: &[TeamTicket]) {
        let fresh = |hit: &SearchHit| {
            tickets
                .iter()
                .find(|ticket| ticket.id == hit.ticket.id && **ticket != hit.ticket)
        };
        self.hits.maybe_update(|hits| {
            let mut changed = false;
            for hit in hits {
                if let Some(ticket) = fresh(hit) {
                    hit.ticket = ticket.clone();
                    changed = true;
                }
            }
            changed
        });
    }

    /// What is known of a ticket from what was found.
    pub(super) fn find(self, id: &TicketId) -> Option<TeamTicket> {
        self.hits.with_untracked(|hits| {
            let hit = hits.iter().find(|hit| hit.ticket.id == *id)?;
            Some(hit.ticket.clone())
        })
    }

    /// Reads what this member searched for lately.
    pub(crate) fn recall(self) {
        self.recent
            .set(storage::read(&self.key()).unwrap_or_default());
    }

    /// Remembers what is searched for: it led somewhere.
    pub(crate) fn remember(self) {
        let text = self.text.with_untracked(|text| text.trim().to_owned());
        if text.is_empty() {
            return;
        }
        self.recent.update(|recent| {
            recent.retain(|other| *other != text);
            recent.insert(0, text);
            recent.truncate(RECENT);
        });
        self.recent
            .with_untracked(|recent| storage::keep(&self.key(), recent));
    }

    /// Forgets what was searched for.
    pub(crate) fn forget(self) {
        self.recent.set(Vec::new());
        storage::forget(&self.key());
    }

    fn key(self) -> String {
        let member: MemberId = self.session.me().map(|me| me.id).unwrap_or_default();
        format!("porthole-inbox:search:{}", member.as_str())
    }
}
