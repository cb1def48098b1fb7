//! The live connection: one tab of a visitor holds it, and takes it up again whenever it breaks,
//! from the last change that is known.
//!
//! It is a stream of events. Where something in between holds streams back or cuts them as soon as
//! they stand, single late answers do instead (long polling), and streams are tried again later.

use crate::reactive::*;
use crate::{
    api::Failure,
    app::App,
    host::{jitter, now, ring, sleep, wait},
    lock::Lock,
    state::Connection,
};
use js_sys::{Function, Promise};
use porthole_shared::time::{MINUTE, SECOND, Timestamp};
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;
use web_sys::AbortController;

/// The longest pause between two tries, in milliseconds.
const LONGEST_PAUSE: i32 = 30_000;
/// A stream that ends sooner was cut right after it stood, in milliseconds.
const SHORT: i64 = 5 * SECOND;
/// So many of them in a row, and streams are given up for a while.
const CUTS: u32 = 3;
/// How long the server may take to answer, in milliseconds.
pub(crate) const ANSWER: i32 = 10_000;
/// For how long streams are given up, in milliseconds.
const WITHOUT_STREAMS: i64 = 10 * MINUTE;
/// So many pauses at the same time, at the most, can be ended.
const SLEEPERS: usize = 16;

/// The connection.
#[derive(Default)]
pub(crate) struct Line {
    /// Ends what is asked now.
    pub asking: RefCell<Option<AbortController>>,
    /// The last change that the server has told of on it.
    pub told: Cell<i64>,
    running: Cell<bool>,
    paused: Cell<bool>,
    /// How often streams were cut in a row.
    cuts: Cell<u32>,
    /// The last stream was not answered; once more, and streams are given up.
    doubted: Cell<bool>,
    /// The next try is a late answer.
    probing: Cell<bool>,
    /// Until when streams are given up.
    poll_until: Cell<Timestamp>,
    sleepers: RefCell<Vec<Function>>,
}

/// How a connection ended that brought something.
pub(crate) enum End {
    /// A stream ended, and the server may have said when to come back, in milliseconds.
    Stream(Option<u32>),
    /// A stream was opened and nothing came through it.
    HeldBack,
    /// The answer came that was waited for.
    Answered,
}

impl App {
    /// Stays connected from now on, through this tab or another.
    pub(crate) fn connect(self) {
        if !self.inner().line.running.replace(true) {
            spawn_local(self.stay_connected());
        }
    }

    /// Whether there is something to be connected for.
    pub(crate) fn is_connecting(self) -> bool {
        self.inner().line.running.get()
    }

    /// Ends what is asked now.
    pub(crate) fn hang_up(self) {
        if let Some(asking) = self.inner().line.asking.take() {
            asking.abort();
        }
    }

    /// A page that is put aside holds no connection and no lock.
    pub(crate) fn pause(self, paused: bool) {
        self.inner().line.paused.set(paused);
        if paused {
            self.leave_tabs();
            self.hang_up();
        } else {
            self.wake();
        }
    }

    /// Whether the page is put aside.
    pub(crate) fn is_paused(self) -> bool {
        self.inner().line.paused.get()
    }

    /// Connects anew.
    pub(crate) fn reconnect(self) {
        self.hang_up();
        self.wake();
    }

    /// Ends every pause between two tries, because the next one may well succeed.
    pub(crate) fn wake(self) {
        for sleeper in self.inner().line.sleepers.take() {
            // Resolving a promise cannot fail.
            let _ = sleeper.call0(&JsValue::NULL);
        }
    }

    /// A pause that [`App::wake`] ends.
    pub(crate) fn nap(self, milliseconds: i32) -> Promise {
        let inner = self.inner();
        Promise::new(&mut |resolve, _| {
            ring(&resolve, milliseconds);
            let mut sleepers = inner.line.sleepers.borrow_mut();
            if sleepers.len() == SLEEPERS {
                // The oldest one is over by now.
                sleepers.remove(0);
            }
            sleepers.push(resolve);
        })
    }

    /// Waits before the next try, longer each time; at least as long as the server asked for.
    pub(crate) async fn rest(self, failures: u32) {
        let respite = self.inner().api.take_respite();
        if respite > 0 {
            // Spread upwards: whoever was refused together does not come back together.
            sleep(part(respite, 1.0 + jitter() / 4.0)).await;
            return;
        }
        let longest = LONGEST_PAUSE.min(1_000 << failures.min(5));
        wait(&self.nap(part(longest, 0.5 + jitter() / 2.0)))
            .await
            .ok();
    }

    /// Shows how the connection is, here and in the other tabs.
    pub(crate) fn set_connection(self, connection: Connection) {
        if self.state.connection.get_untracked() != connection {
            self.state.connection.set(connection);
        }
        self.tell_lead();
    }

    async fn stay_connected(self) {
        let mut failures = 0;
        while !self.state.renewed.get_untracked() {
            if self.is_paused() {
                self.rest(failures).await;
            } else if let Err(failure) = self.begin_to_know().await {
                self.notice(&failure);
                self.state.connection.set(Connection::Lost);
                // Nothing is known, but somebody may want to write: show an empty conversation.
                self.state.loaded.set(true);
                failures += 1;
                self.rest(failures).await;
            } else {
                failures = 0;
                let lock = self.lead().await;
                self.hold_line(&lock).await;
                lock.release();
            }
        }
    }

    /// Reads what there is, if nothing is known yet.
    async fn begin_to_know(self) -> Result<(), Failure> {
        let state = self.state;
        if state.loaded.get_untracked() && state.latest.get_untracked() > 0 {
            return Ok(());
        }
        self.refresh_tickets().await
    }

    /// Holds the connection for all tabs as long as this one leads.
    async fn hold_line(self, lock: &Lock) {
        let mut failures = 0;
        // What closed tabs have left is sent from here.
        self.pump();
        while lock.is_held() && !self.state.renewed.get_untracked() {
            let began = now();
            let line = &self.inner().line;
            line.told.set(self.state.latest.get_untracked());
            let polls = line.probing.take() || began < line.poll_until.get();
            if polls && !self.state.visible.get_untracked() {
                // Nobody looks, so nobody asks.
                wait(&self.nap(LONGEST_PAUSE)).await.ok();
                continue;
            }
            let end = if polls {
                self.poll().await
            } else {
                self.follow(lock).await
            };
            lock.renew();
            if !lock.is_held() {
                return;
            }
            failures = if end.is_ok() { 0 } else { failures + 1 };
            if end.is_err() && now() >= began.plus(ANSWER.into()) {
                self.doubt(polls);
            }
            self.after(end, began, failures).await;
        }
    }

    /// What follows from the end of a connection.
    async fn after(self, end: Result<End, Failure>, began: Timestamp, failures: u32) {
        let was_short = now() < began.plus(SHORT);
        match end {
            Ok(End::Stream(Some(pause))) => {
                let pause = i32::try_from(pause).unwrap_or(i32::MAX);
                wait(&self.nap(pause.min(LONGEST_PAUSE))).await.ok();
            }
            Ok(End::Stream(None)) => {
                self.count_end(was_short);
                self.rest(0).await;
            }
            Ok(End::HeldBack) => self.give_up_streams(),
            // Late answers come at once where something in between makes them up.
            Ok(End::Answered) if was_short => self.rest(0).await,
            Ok(End::Answered) => {}
            Err(failure) => {
                self.notice(&failure);
                self.set_connection(Connection::Lost);
                self.rest(failures).await;
            }
        }
    }

    /// Silence may be that of a network, or of a proxy that waits for the end of a stream: the
    /// other way is tried next, and tells which it is.
    fn doubt(self, polled: bool) {
        let line = &self.inner().line;
        if polled {
            line.poll_until.set(Timestamp::default());
            line.doubted.set(false);
        } else if line.doubted.replace(true) {
            self.give_up_streams();
        } else {
            line.probing.set(true);
        }
    }

    /// A stream ended. Where that comes soon again and again, streams are given up.
    fn count_end(self, was_short: bool) {
        let line = &self.inner().line;
        line.doubted.set(false);
        line.cuts
            .set(if was_short { line.cuts.get() + 1 } else { 0 });
        if line.cuts.get() == CUTS {
            self.give_up_streams();
        }
    }

    fn give_up_streams(self) {
        let line = &self.inner().line;
        line.cuts.set(0);
        line.poll_until.set(now().plus(WITHOUT_STREAMS));
    }
}

/// A part of a time, in milliseconds.
fn part(milliseconds: i32, share: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "minutes at most")]
    let part = (f64::from(milliseconds) * share) as i32;
    part
}
