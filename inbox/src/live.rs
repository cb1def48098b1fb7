//! Keeps the desk current: reads the stream of changes, and takes it up again when it breaks.

use crate::api::{self, Failure};
use crate::desk::Desk;
use crate::host;
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::error::ErrorBody;
use porthole_shared::inbox::ticket::TeamUpdate;
use porthole_shared::live::{HEARTBEAT, LiveOpen};
use porthole_shared::sse::{Event, Parser};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

/// The longest wait between two tries, in milliseconds.
const LONGEST_WAIT: f64 = 15_000.0;

/// The stream of one session. Dropping the last clone does not end it; [`Stream::stop`] does.
#[derive(Clone, Default)]
pub(crate) struct Stream(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    stopped: bool,
    abort: Option<AbortController>,
}

impl Stream {
    /// Reads the list, then follows what changes until the stream is stopped or the session ends.
    pub(crate) fn start(desk: Desk) -> Self {
        let stream = Self::default();
        let own = stream.clone();
        spawn_local(async move {
            let mut failures = 0;
            while !own.is_over(desk) {
                let end = own.follow(desk).await;
                failures = if end.heard { 0 } else { failures + 1 };
                if own.is_over(desk) {
                    break;
                }
                // One cut is ordinary (a proxy's time limit, a server's restart) and not shown.
                desk.lost.set(failures > 1);
                // A server that stops has spread its browsers itself.
                let pause = end.retry.map(f64::from);
                host::pause(pause.unwrap_or_else(|| wait(failures, host::jitter()))).await;
            }
            desk.lost.set(false);
        });
        stream
    }

    /// Ends the stream.
    pub(crate) fn stop(&self) {
        let mut state = self.0.borrow_mut();
        state.stopped = true;
        if let Some(abort) = state.abort.take() {
            abort.abort();
        }
    }

    fn is_over(&self, desk: Desk) -> bool {
        self.0.borrow().stopped || !desk.session.is_open()
    }

    /// Follows one stream to its end.
    async fn follow(&self, desk: Desk) -> End {
        let mut end = End::default();
        // Without a list there is no number to go on from.
        if desk.latest.get_value() == 0 && !desk.read_list().await {
            return end;
        }
        let Ok(abort) = AbortController::new() else {
            return end;
        };
        self.0.borrow_mut().abort = Some(abort.clone());
        let watchdog = Watchdog::new(abort.clone());
        let since = desk.latest.get_value();
        let opened = desk.session.call(api::live(since, &abort.signal())).await;
        let Some(body) = opened.ok().and_then(|response| response.body()) else {
            return end;
        };
        let Ok(reader) = body.get_reader().dyn_into::<ReadableStreamDefaultReader>() else {
            return end;
        };
        let mut parser = Parser::default();
        while let Some(bytes) = next_piece(&reader).await {
            if self.is_over(desk) {
                break;
            }
            desk.lost.set(false);
            end.heard = true;
            for event in parser.push(&bytes) {
                if event.kind == "open" {
                    watchdog.expect_beats(&event.data);
                }
                take(desk, &event);
            }
            watchdog.feed();
        }
        abort.abort();
        end.retry = parser.retry;
        end
    }
}

/// How a stream ended.
#[derive(Default)]
struct End {
    /// Something came of it.
    heard: bool,
    /// When the server wants to be asked again, in milliseconds.
    retry: Option<u32>,
}

async fn next_piece(reader: &ReadableStreamDefaultReader) -> Option<Vec<u8>> {
    let piece = JsFuture::from(reader.read()).await.ok()?;
    let value = Reflect::get(&piece, &JsValue::from_str("value")).ok()?;
    Some(value.dyn_into::<Uint8Array>().ok()?.to_vec())
}

fn take(desk: Desk, event: &Event) {
    match event.kind.as_str() {
        "update" => match serde_json::from_str::<TeamUpdate>(&event.data) {
            Ok(update) => desk.hear(update),
            Err(error) => host::complain(&error.to_string()),
        },
        "end" => {
            if let Ok(body) = serde_json::from_str::<ErrorBody>(&event.data) {
                desk.session.notice(&Failure::Refused(body.error));
            }
        }
        _ => {}
    }
}

/// How long to wait before the next try: a second, doubled with each failure, and spread so that
/// a restarted server is not met by all browsers at once.
fn wait(failures: i32, jitter: f64) -> f64 {
    let full = (500.0 * 2_f64.powi(failures.min(8))).min(LONGEST_WAIT);
    full * (0.5 + jitter / 2.0)
}

/// Cuts a stream that has been silent for two heartbeats.
struct Watchdog {
    abort: AbortController,
    timer: RefCell<Option<TimeoutHandle>>,
    heartbeat: Cell<u64>,
}

impl Watchdog {
    fn new(abort: AbortController) -> Self {
        let watchdog = Self {
            abort,
            timer: RefCell::default(),
            heartbeat: Cell::new(HEARTBEAT.unsigned_abs()),
        };
        watchdog.feed();
        watchdog
    }

    /// Takes what the stream says of itself when it opens.
    fn expect_beats(&self, data: &str) {
        if let Ok(open) = serde_json::from_str::<LiveOpen>(data) {
            self.heartbeat.set(open.heartbeat.unsigned_abs());
        }
    }

    fn feed(&self) {
        let abort = self.abort.clone();
        let silence = Duration::from_millis(2 * self.heartbeat.get());
        let timer = set_timeout_with_handle(move || abort.abort(), silence).ok();
        self.rest(timer);
    }

    fn rest(&self, next: Option<TimeoutHandle>) {
        if let Some(timer) = self.timer.replace(next) {
            timer.clear();
        }
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.rest(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_are_spread() {
        assert!(wait(0, 0.0) >= 250.0);
        assert!(wait(3, 0.0) < wait(3, 1.0));
        assert!(wait(40, 1.0) <= LONGEST_WAIT);
    }
}
