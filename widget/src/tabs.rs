//! The tabs of one origin share what they know. One of them, the leader, holds the live
//! connection and tells the others what it hears; each of them knows up to which change it was
//! told, and asks the server itself where something is missing.

use crate::reactive::*;
use crate::{
    app::App,
    attention::QUIET,
    host::{either, random_hex, timer},
    json::{JsJson, parse, to_text},
    lock::Lock,
    state::Connection,
};
use js_sys::{Array, Function, Promise};
use porthole_shared::{
    live::{HEARTBEAT, Update},
    ticket::SendReply,
    wire::{Value, Wire},
};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, prelude::*};
use web_sys::{BroadcastChannel, MessageEvent};

/// How long the leader may take to answer, in milliseconds.
const ANSWER: i32 = 2_000;
/// How long nothing may be heard of the leader before it is asked, in milliseconds: by a tab that
/// somebody sees, and by others.
const PATIENCE: i32 = 5_000;
#[expect(clippy::cast_possible_truncation, reason = "a heartbeat is seconds")]
const HIDDEN_PATIENCE: i32 = 3 * HEARTBEAT as i32;
/// How long a new tab waits for its turn before it asks, in milliseconds.
const FIRST_PATIENCE: i32 = 100;

/// What this tab has to do with the others.
#[derive(Default)]
pub(crate) struct Tabs {
    /// The locks that were asked for.
    pub locks: RefCell<Vec<Lock>>,
    channel: RefCell<Option<BroadcastChannel>>,
    lead: RefCell<Option<Lock>>,
    /// Whether somebody sees the leader, as it said of late.
    leader: Cell<Option<bool>>,
    /// Who waits for the leader's answer.
    answer: RefCell<Option<Function>>,
}

impl App {
    /// Waits until this tab leads, or is put aside.
    pub(crate) async fn lead(self) -> Lock {
        let inner = self.inner();
        // Tabs whose storage is apart (blocked, full) are visitors apart, and lead themselves.
        let mut name = String::from(":lead:") + &self.tag();
        if !self.join_tabs(&name) {
            // Without a channel nothing can be told: every tab leads itself.
            name += &random_hex::<8>();
        }
        let mut lock = self.ask_for(&name, false);
        let mut patience = FIRST_PATIENCE;
        loop {
            inner.tabs.lead.replace(Some(lock.clone()));
            either(lock.settled(), &self.nap(patience)).await;
            if !lock.is_waiting() {
                return lock;
            }
            if self.must_take_the_lead(&lock).await {
                lock.release();
                lock = self.ask_for(&name, true);
            }
            patience = self.patience();
        }
    }

    /// Whether this tab leads.
    pub(crate) fn leads(self) -> bool {
        let inner = self.inner();
        let lead = inner.tabs.lead.borrow();
        lead.as_ref().is_some_and(Lock::is_held)
    }

    /// Whoever does not lead any more hangs up.
    pub(crate) fn check_lead(self) {
        if !self.leads() {
            self.hang_up();
        }
    }

    /// Gives back every lock and hears of the others no more.
    pub(crate) fn leave_tabs(self) {
        let inner = self.inner();
        for lock in inner.tabs.locks.take() {
            lock.release();
        }
        if let Some(channel) = inner.tabs.channel.take() {
            channel.close();
        }
    }

    /// Tells the others that this tab leads, and how it is.
    pub(crate) fn tell_lead(self) {
        if self.leads() {
            self.tell_tabs("here", "");
        }
    }

    /// Tells the others what the server said after the change `since`.
    pub(crate) fn tell_update(self, since: i64, data: &str) {
        let mut message = self.message("update", data);
        message.set("since", since.write());
        self.post(&message);
    }

    /// Tells the others that a message is stored.
    pub(crate) fn tell_sent(self, reply: &SendReply) {
        self.tell_tabs("sent", &to_text(reply));
    }

    /// Takes what another tab stored under this name, or removed.
    pub(crate) fn take_stored(self, name: &str, value: Option<String>) {
        let inner = self.inner();
        match inner.storage.key_of(name) {
            Some("") => self.share_session(),
            Some(QUIET) => self.take_quiet(),
            Some(key) => self.share_outgoing(key, value),
            None => {}
        }
    }

    fn tell_tabs(self, kind: &str, data: &str) {
        self.post(&self.message(kind, data));
    }

    fn message(self, kind: &str, data: &str) -> JsJson {
        let state = self.state;
        let live = state.connection.get_untracked() == Connection::Live;
        let mut message = JsJson::object();
        message.set("kind", JsJson::text(kind));
        message.set("data", JsJson::text(data));
        message.set("told", self.inner().line.told.get().write());
        message.set("visible", JsJson::boolean(state.visible.get_untracked()));
        message.set("live", JsJson::boolean(live));
        message
    }

    fn post(self, message: &JsJson) {
        if let Some(channel) = &*self.inner().tabs.channel.borrow() {
            // It fails only for what cannot be copied, and this can.
            let _ = channel.post_message(&message.0);
        }
    }

    /// Listens to the other tabs from now on; false where that cannot be done.
    fn join_tabs(self, name: &str) -> bool {
        let inner = self.inner();
        if inner.tabs.channel.borrow().is_some() {
            return true;
        }
        let Ok(channel) = BroadcastChannel::new(&inner.storage.full(name)) else {
            return false;
        };
        let hear: Box<dyn FnMut(MessageEvent)> =
            Box::new(move |event| self.hear(&JsJson(event.data())));
        let hear = Closure::wrap(hear).into_js_value();
        channel.set_onmessage(Some(hear.unchecked_ref()));
        inner.tabs.channel.replace(Some(channel));
        true
    }

    fn hear(self, message: &JsJson) {
        let flag = |name| message.get(name).is_some_and(|flag| bool::read(&flag));
        let number = |name| message.get(name).map(|number| i64::read(&number));
        let text = |name| message.get(name).map(|text| String::read(&text));
        let data = text("data").unwrap_or_default();
        match text("kind").unwrap_or_default().as_str() {
            "ask" => self.tell_lead(),
            "here" => self.hear_leader(flag("visible"), flag("live"), number("told")),
            "update" => {
                if let Some(update) = parse::<Update>(&data) {
                    self.take(update, number("since").unwrap_or_default(), true);
                }
            }
            "sent" => {
                if let Some(reply) = parse::<SendReply>(&data) {
                    self.delivered(reply);
                }
            }
            _ => {}
        }
    }

    fn hear_leader(self, seen: bool, live: bool, told: Option<i64>) {
        let (inner, state) = (self.inner(), self.state);
        if self.leads() {
            return;
        }
        // A leader that was robbed may learn of it here.
        self.check_lead();
        inner.tabs.leader.set(Some(seen));
        self.set_connection(if live {
            Connection::Live
        } else {
            Connection::Lost
        });
        let visible = state.visible.get_untracked();
        if visible && told > Some(state.latest.get_untracked()) {
            spawn_local(async move {
                // What could not be fetched now is fetched at the next sign of it.
                self.refresh_tickets().await.ok();
            });
        }
        if let Some(answer) = inner.tabs.answer.take() {
            // Resolving a promise cannot fail.
            let _ = answer.call0(&JsValue::NULL);
        } else if visible && !seen {
            self.wake();
        }
    }

    /// Whether nobody leads who answers, or only a tab that nobody sees while this one is seen.
    async fn must_take_the_lead(self, lock: &Lock) -> bool {
        let inner = self.inner();
        if self.is_led() {
            // Heard of since the last time; to be heard of again until the next.
            inner.tabs.leader.set(None);
            return false;
        }
        let answer = Promise::new(&mut |resolve, _| {
            inner.tabs.answer.replace(Some(resolve));
        });
        self.tell_tabs("ask", "");
        let turn = Promise::race(&Array::of2(lock.settled(), &timer(ANSWER)));
        either(&answer, &turn).await;
        inner.tabs.answer.take();
        lock.is_waiting() && !self.is_led()
    }

    fn is_led(self) -> bool {
        let seen = self.inner().tabs.leader.get();
        seen.is_some_and(|seen| seen || !self.state.visible.get_untracked())
    }

    fn patience(self) -> i32 {
        if self.state.visible.get_untracked() {
            PATIENCE
        } else {
            HIDDEN_PATIENCE
        }
    }
}
