//! What was written and is not stored yet. It waits a moment for somebody to change their mind,
//! goes out in order, and outlives the page: nothing is lost, and the client id sees to it that
//! nothing is stored twice.

use crate::api::{self, Failure};
use crate::desk::Desk;
use crate::session::Phase;
use crate::{format, host, storage, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::attachment::Attachment;
use porthole_shared::id::{ClientId, MemberId, TicketId};
use porthole_shared::inbox::ticket::{EntryKind, TicketPatch, WriteReply, WriteRequest};
use porthole_shared::time::{MINUTE, Timestamp};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long after its time an item of another tab counts as left behind, in milliseconds.
const LEFT_BEHIND: i64 = MINUTE;

/// How many times twenty a second somebody who signs out waits for what is on its way.
const PATIENCE: u32 = 100;

/// How far an item has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Stage {
    /// It can be taken back until its time, then it is its turn after those before it.
    #[default]
    Waiting,
    /// On its way.
    Sending,
    /// It did not arrive. It keeps those after it waiting, or they would overtake it.
    Failed(String),
}

/// A reply or a note on its way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Item {
    /// Where it belongs.
    pub(crate) ticket: TicketId,
    /// What it is.
    pub(crate) kind: EntryKind,
    /// What is sent.
    pub(crate) request: WriteRequest,
    /// The files that come with it.
    pub(crate) files: Vec<Attachment>,
    /// What happens to the ticket once it is stored.
    pub(crate) then: Option<TicketPatch>,
    /// When it was written.
    pub(crate) at: Timestamp,
    /// Until when it can be taken back.
    pub(crate) due: Timestamp,
    /// Its page is gone, so that another one takes care of it.
    pub(crate) left: bool,
    /// The tab in which it was written. A page that has taken the place of another one there goes
    /// on for it, also where a browser came too late to keep that the other one left.
    pub(crate) tab: String,
    /// How far it has come.
    #[serde(skip)]
    pub(crate) stage: Stage,
}

/// All that is on its way. There is one of these for the whole page.
#[derive(Clone, Copy)]
pub(crate) struct Outbox {
    /// In the order in which they were written.
    pub(crate) items: RwSignal<Vec<Item>>,
    /// What was taken back and waits for the composer of its ticket.
    pub(crate) returned: RwSignal<Option<Item>>,
    desk: Desk,
    tab: StoredValue<String>,
}

impl Outbox {
    /// Takes care of what this desk sends.
    pub(crate) fn new(desk: Desk) -> Self {
        let outbox = Self {
            items: RwSignal::default(),
            returned: RwSignal::default(),
            desk,
            tab: StoredValue::new(storage::tab(|| host::client_id().as_str().to_owned())),
        };
        Effect::new(move |_| {
            desk.thread.entries.track();
            outbox.settle();
        });
        Effect::new(move |before: Option<Option<MemberId>>| {
            let member = desk.session.phase.with(|phase| match phase {
                Phase::SignedIn(me) => Some(me.id.clone()),
                _ => None,
            });
            if before.flatten() != member {
                outbox.items.set(Vec::new());
                outbox.adopt();
            }
            member
        });
        host::on_page_hide(move || outbox.leave());
        host::on_page_return(move || outbox.adopt());
        // Browsers of several processes tell later what a page kept while it left.
        storage::on_change(move || outbox.adopt());
        outbox
    }

    /// Sends an entry once it can no longer be taken back.
    pub(crate) fn put(self, mut item: Item) {
        item.tab = self.tab.get_value();
        let wait = item.due.0 - host::now().0;
        let ticket = item.ticket.clone();
        self.keep(&item);
        self.items.update(|items| items.push(item));
        if wait <= 0 {
            self.pump(&ticket);
        } else {
            let wait = Duration::from_millis(wait.unsigned_abs());
            set_timeout(move || self.pump(&ticket), wait);
        }
    }

    /// Takes an entry back. Whoever wrote it finds the text in the composer.
    pub(crate) fn take_back(self, id: &ClientId) {
        let Some(item) = self.remove(id) else { return };
        let ticket = item.ticket.clone();
        self.returned.set(Some(item));
        self.pump(&ticket);
    }

    /// Tries an entry again that did not arrive.
    pub(crate) fn retry(self, id: &ClientId) {
        let ticket = self.stage(id, Stage::Waiting);
        if let Some(ticket) = ticket {
            self.pump(&ticket);
        }
    }

    /// Waits no longer with what was written in this ticket: it has left the screen.
    pub(crate) fn hurry(self, ticket: &TicketId) {
        let now = host::now();
        let waits = |item: &Item| item.ticket == *ticket && item.due > now;
        if self.items.with_untracked(|items| items.iter().any(waits)) {
            self.items.update(|items| {
                for item in items.iter_mut().filter(|item| waits(item)) {
                    item.due = now;
                }
            });
        }
        self.pump(ticket);
    }

    /// Sends everything that waits, and comes back when it has been tried. For signing out.
    pub(crate) async fn empty(self) {
        let tickets = self.tickets();
        for ticket in &tickets {
            self.hurry(ticket);
        }
        let on_its_way = || {
            self.items
                .with_untracked(|items| items.iter().any(|item| item.stage == Stage::Sending))
        };
        for _ in 0..PATIENCE {
            if !on_its_way() {
                break;
            }
            host::pause(50.0).await;
        }
    }

    fn tickets(self) -> Vec<TicketId> {
        let mut tickets = Vec::new();
        self.items.with_untracked(|items| {
            for item in items {
                if !tickets.contains(&item.ticket) {
                    tickets.push(item.ticket.clone());
                }
            }
        });
        tickets
    }

    /// Sends the first item of a ticket, if it is its time.
    fn pump(self, ticket: &TicketId) {
        let now = host::now();
        let next = self.items.with_untracked(|items| {
            let first = items.iter().find(|item| item.ticket == *ticket)?;
            (first.stage == Stage::Waiting && first.due <= now).then(|| first.clone())
        });
        let Some(item) = next else { return };
        self.stage(&item.request.client_id, Stage::Sending);
        spawn_local(async move {
            let call = api::write(&item.ticket, item.kind, &item.request);
            let answer = self.desk.session.call(call).await;
            self.finish(&item, answer);
        });
    }

    fn finish(self, item: &Item, answer: Result<WriteReply, Failure>) {
        match answer {
            Ok(WriteReply { entry, ticket }) => {
                if self.desk.thread.shows(&item.ticket) {
                    self.desk.thread.add(vec![entry]);
                }
                self.desk.put(ticket, false);
                self.remove(&item.request.client_id);
                self.follow(item);
                self.pump(&item.ticket);
            }
            Err(failure) => {
                let sentence = failure.sentence();
                if !self.desk.thread.shows(&item.ticket) {
                    self.complain_elsewhere(&item.ticket, &sentence);
                }
                self.stage(&item.request.client_id, Stage::Failed(sentence));
            }
        }
    }

    /// Does to the ticket what was asked for together with the reply.
    fn follow(self, item: &Item) {
        let Some(patch) = item.then.clone() else {
            return;
        };
        let (desk, id) = (self.desk, item.ticket.clone());
        spawn_local(async move {
            match desk.session.call(api::patch(&id, &patch)).await {
                Ok(ticket) => desk.put(ticket, false),
                Err(failure) => desk.notice.set(Some(failure.sentence())),
            }
        });
    }

    /// Another ticket is open by now.
    fn complain_elsewhere(self, id: &TicketId, reason: &str) {
        let words = words::ticket();
        let number = self.desk.find(id).map(|ticket| ticket.number.to_string());
        let number = format::fill(words.number, &[("number", &number.unwrap_or_default())]);
        let values = [("number", number.as_str()), ("reason", reason)];
        let sentence = format::fill(words.not_sent_elsewhere, &values);
        self.desk.notice.set(Some(sentence));
    }

    /// The stream, or a fresh reading of the ticket, may bring an entry before its answer does,
    /// or instead of it.
    fn settle(self) {
        let arrived: Vec<Item> = self.items.with_untracked(|items| {
            self.desk.thread.entries.with_untracked(|entries| {
                let stored = |item: &&Item| {
                    let id = &item.request.client_id;
                    entries.iter().rev().any(|entry| entry.client_id == *id)
                };
                items.iter().filter(stored).cloned().collect()
            })
        });
        for item in arrived {
            // While it is on its way, its answer does the rest.
            if item.stage != Stage::Sending {
                self.remove(&item.request.client_id);
                self.follow(&item);
                self.pump(&item.ticket);
            }
        }
    }

    fn stage(self, id: &ClientId, stage: Stage) -> Option<TicketId> {
        let mut ticket = None;
        self.items.update(|items| {
            if let Some(item) = items.iter_mut().find(|item| item.request.client_id == *id) {
                item.stage = stage;
                ticket = Some(item.ticket.clone());
            }
        });
        ticket
    }

    fn remove(self, id: &ClientId) -> Option<Item> {
        if let Some(member) = self.member() {
            storage::forget(&key(&member, id));
        }
        let mut removed = None;
        self.items.update(|items| {
            let place = items.iter().position(|item| item.request.client_id == *id);
            removed = place.map(|place| items.remove(place));
        });
        removed
    }

    /// The page goes: everything is sent at once, in a way that outlives it. Whether it arrived
    /// is seen by the next page, which has the same client ids.
    fn leave(self) {
        for mut item in self.items.get_untracked() {
            api::write_and_leave(&item.ticket, item.kind, &item.request);
            if let Some(patch) = item.then.take() {
                api::patch_and_leave(&item.ticket, &patch);
            }
            item.left = true;
            self.keep(&item);
        }
    }

    /// Takes care of what pages of this browser have left behind.
    fn adopt(self) {
        let Some(member) = self.member() else { return };
        let now = host::now();
        let mut left: Vec<Item> = storage::keys(&prefix(&member))
            .iter()
            .filter_map(|key| storage::read::<Item>(key))
            .filter(|item| self.is_left(item, now))
            .collect();
        left.sort_by_key(|item| item.at);
        for mut item in left {
            self.items.update(|items| {
                items.retain(|other| other.request.client_id != item.request.client_id);
            });
            item.left = false;
            item.due = now;
            self.put(item);
        }
    }

    fn is_left(self, item: &Item, now: Timestamp) -> bool {
        let same = |other: &Item| other.request.client_id == item.request.client_id;
        let known = self.items.with_untracked(|items| items.iter().any(same));
        let here = self.tab.with_value(|tab| *tab == item.tab);
        item.left || (!known && (here || item.due.plus(LEFT_BEHIND) < now))
    }

    fn keep(self, item: &Item) {
        if let Some(member) = self.member() {
            storage::keep(&key(&member, &item.request.client_id), item);
        }
    }

    fn member(self) -> Option<MemberId> {
        self.desk.session.me().map(|me| me.id)
    }
}

/// The outbox of this page.
pub(crate) fn outbox() -> Outbox {
    expect_context()
}

/// Nobody sends what another member wrote on the same machine.
fn prefix(member: &MemberId) -> String {
    format!("porthole-inbox:outbox:{}:", member.as_str())
}

fn key(member: &MemberId, id: &ClientId) -> String {
    format!("{}{}", prefix(member), id.as_str())
}
