//! The stream of changes: opened once there is a session, and opened again whenever it breaks,
//! from the last change that is known.

use crate::{
    api::{Deadline, Failure},
    app::App,
    host::{jitter, now, sleep, wait},
    json::{parse, to_text},
    state::{Connection, is_of_team},
};
use js_sys::{Function, Promise, Reflect, Uint8Array};
use leptos::{
    prelude::{Update as _, *},
    task::spawn_local,
};
use porthole_shared::{
    error::ErrorBody,
    live::{HEARTBEAT, LiveRequest, SyncRequest, TYPING_LIFE, Typing, Update},
    sse::{Event, Parser},
    ticket::Message,
};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, ReadableStreamDefaultReader, Response};

/// The longest pause between two tries, in milliseconds.
const LONGEST_PAUSE: i32 = 30_000;
/// How long a stream may be silent, in milliseconds: two heartbeats of the server.
#[expect(clippy::cast_possible_truncation, reason = "a heartbeat is seconds")]
const SILENCE: i32 = 2 * HEARTBEAT as i32;

/// The connection.
#[derive(Default)]
pub(crate) struct Line {
    running: Cell<bool>,
    paused: Cell<bool>,
    stream: RefCell<Option<AbortController>>,
    sleepers: RefCell<Vec<Function>>,
}

impl App {
    /// Keeps the stream of changes open from now on.
    pub(crate) fn connect(self) {
        if !self.inner().line.running.replace(true) {
            spawn_local(self.stay_connected());
        }
    }

    /// Closes the stream; only a new life of the messenger opens it again.
    pub(crate) fn hang_up(self) {
        if let Some(stream) = self.inner().line.stream.take() {
            stream.abort();
        }
    }

    /// A page that goes into the back/forward cache holds no connection.
    pub(crate) fn pause(self, paused: bool) {
        self.inner().line.paused.set(paused);
        if paused {
            self.hang_up();
        } else {
            self.wake();
        }
    }

    /// Ends the pause between two tries, because the next one may well succeed.
    pub(crate) fn wake(self) {
        for sleeper in self.inner().line.sleepers.take() {
            // Resolving a promise cannot fail.
            let _ = sleeper.call0(&JsValue::NULL);
        }
    }

    /// Waits before the next try, longer each time; [`App::wake`] ends it.
    pub(crate) async fn rest(self, failures: u32) {
        let longest = LONGEST_PAUSE.min(1_000 << failures.min(5));
        #[expect(clippy::cast_possible_truncation, reason = "half a minute at most")]
        let pause = (f64::from(longest) * (0.5 + jitter() / 2.0)) as i32;
        let inner = self.inner();
        let woken = Promise::new(&mut |resolve, _| inner.line.sleepers.borrow_mut().push(resolve));
        let timer = self;
        spawn_local(async move {
            sleep(pause).await;
            timer.wake();
        });
        wait(&woken).await.ok();
    }

    async fn stay_connected(self) {
        let mut failures = 0;
        while !self.state.renewed.get_untracked() {
            if let Err(failure) = self.follow().await {
                self.notice(&failure);
            }
            let was_live = self.state.connection.get_untracked() == Connection::Live;
            failures = if was_live { 0 } else { failures + 1 };
            self.state.connection.set(Connection::Lost);
            // Nothing is known, but somebody may want to write: show an empty conversation.
            self.state.loaded.set(true);
            self.rest(failures).await;
            while self.inner().line.paused.get() {
                self.rest(failures).await;
            }
        }
    }

    /// Opens the stream and takes what comes until it ends.
    async fn follow(self) -> Result<(), Failure> {
        if !self.state.loaded.get_untracked() || self.state.latest.get_untracked() == 0 {
            let update: Update = self.call("sync", &SyncRequest::default()).await?;
            self.take(update, false);
        }
        let inner = self.inner();
        let token = self.token().await?;
        let request = to_text(&LiveRequest {
            since: self.state.latest.get_untracked(),
        });
        let watchdog = Deadline::new(SILENCE);
        inner.line.stream.replace(Some(watchdog.controller()));
        let response = inner
            .api
            .open("live", &request, Some(&token), &watchdog)
            .await;
        let response = response.inspect_err(|failure| self.give_up_token(failure, &token))?;
        self.state.connection.set(Connection::Live);
        let ended = self.read(&response, &watchdog).await;
        if let Some(failure) = &ended {
            self.give_up_token(failure, &token);
        }
        ended.map_or(Ok(()), Err)
    }

    fn give_up_token(self, failure: &Failure, token: &str) {
        if failure.ends_session() {
            self.forget_token(token);
        }
    }

    /// Reads the stream to its end, and says why the server ended it if it did.
    async fn read(self, response: &Response, watchdog: &Deadline) -> Option<Failure> {
        let reader: ReadableStreamDefaultReader = response.body()?.get_reader().unchecked_into();
        let mut parser = Parser::default();
        while let Ok(piece) = wait(&reader.read()).await {
            watchdog.extend();
            let bytes = Reflect::get(&piece, &"value".into()).ok()?;
            // The last piece has no value.
            let bytes: Uint8Array = bytes.dyn_into().ok()?;
            for event in parser.push(&bytes.to_vec()) {
                let ended = self.take_event(&event);
                if ended.is_some() {
                    return ended;
                }
            }
        }
        None
    }

    fn take_event(self, event: &Event) -> Option<Failure> {
        match event.kind.as_str() {
            "update" => {
                if let Some(update) = parse::<Update>(&event.data) {
                    self.take(update, true);
                }
                None
            }
            // The server speaks of the session here, as it does with the status 401.
            "end" => parse::<ErrorBody>(&event.data).map(|body| Failure::Refused(401, body.error)),
            _ => None,
        }
    }

    /// Takes who is typing; each of them for a while.
    pub(crate) fn take_typing(self, signs: Vec<Typing>) {
        if signs.is_empty() {
            return;
        }
        let until = now().plus(TYPING_LIFE);
        self.state.typing.update(|typing| {
            for sign in signs {
                typing.retain(|(known, _)| *known != sign);
                typing.push((sign, until));
            }
        });
        spawn_local(async move {
            #[expect(clippy::cast_possible_truncation, reason = "it is seconds")]
            sleep(TYPING_LIFE as i32).await;
            self.state
                .typing
                .update(|typing| typing.retain(|(_, until)| *until > now()));
        });
    }

    /// Whoever has written does not type any more.
    pub(crate) fn stop_typing(self, message: &Message) {
        if is_of_team(message) {
            self.state
                .typing
                .update(|typing| typing.retain(|(known, _)| known.ticket != message.ticket));
        }
    }
}
