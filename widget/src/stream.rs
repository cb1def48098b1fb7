//! One connection to hear what changes: a stream of events, or one late answer.

use crate::{
    api::{Deadline, Failure, text_of},
    app::App,
    host::wait,
    json::{parse, to_text},
    live::{ANSWER, End},
    lock::Lock,
    state::Connection,
};
use js_sys::{Reflect, Uint8Array};
use porthole_shared::{
    error::ErrorBody,
    live::{HEARTBEAT, LiveOpen, LiveRequest, Update},
    sse::{Event, Parser},
};
use wasm_bindgen::JsCast;
use web_sys::{ReadableStreamDefaultReader, Response};

/// How long the first event may take after the answer, in milliseconds: it is sent with it.
const FIRST_EVENT: i32 = 5_000;
/// How long a late answer may take, in milliseconds; the server takes 25 seconds at the most.
const LATE_ANSWER: i32 = 40_000;

impl App {
    /// Opens the stream and takes what comes until it ends.
    pub(crate) async fn follow(self, lock: &Lock) -> Result<End, Failure> {
        let deadline = Deadline::new(ANSWER);
        let (response, token) = self.ask("live", &deadline).await?;
        deadline.set(FIRST_EVENT);
        let ended = self.read(&response, &deadline, lock).await;
        ended.inspect_err(|failure| self.give_up_token(failure, &token))
    }

    /// Waits for one answer and takes it.
    pub(crate) async fn poll(self) -> Result<End, Failure> {
        let deadline = Deadline::new(LATE_ANSWER);
        let (response, _) = self.ask("poll", &deadline).await?;
        let text = text_of(&response).await?;
        self.set_connection(Connection::Live);
        self.take_update(&text);
        Ok(End::Answered)
    }

    /// Asks for what comes after the last change that is known.
    async fn ask(self, path: &str, deadline: &Deadline) -> Result<(Response, String), Failure> {
        let inner = self.inner();
        let token = self.token().await?;
        let since = inner.line.told.get();
        inner.line.asking.replace(Some(deadline.controller()));
        let request = to_text(&LiveRequest { since });
        let opened = inner.api.open(path, &request, Some(&token), deadline).await;
        let response = opened.inspect_err(|failure| self.give_up_token(failure, &token))?;
        Ok((response, token))
    }

    fn give_up_token(self, failure: &Failure, token: &str) {
        if failure.ends_session() {
            self.forget_token(token);
        }
    }

    /// Reads the stream to its end, and says why the server ended it if it did.
    async fn read(
        self,
        response: &Response,
        deadline: &Deadline,
        lock: &Lock,
    ) -> Result<End, Failure> {
        let body = response.body().ok_or(Failure::Unreachable)?;
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        let mut parser = Parser::default();
        let mut silence = 0;
        while let Ok(piece) = wait(&reader.read()).await {
            let bytes = Reflect::get(&piece, &"value".into()).unwrap_or_default();
            // The last piece has no value.
            let Ok(bytes) = bytes.dyn_into::<Uint8Array>() else {
                break;
            };
            if silence == 0 {
                silence = longest_silence(HEARTBEAT);
            }
            for event in parser.push(&bytes.to_vec()) {
                if event.kind == "open" {
                    let open: LiveOpen = parse(&event.data).unwrap_or_default();
                    silence = longest_silence(open.heartbeat);
                }
                self.take_event(&event)?;
            }
            deadline.set(silence);
            lock.renew();
            self.set_connection(Connection::Live);
        }
        if silence == 0 && deadline.is_over() {
            return Ok(End::HeldBack);
        }
        Ok(End::Stream(parser.retry))
    }

    fn take_event(self, event: &Event) -> Result<(), Failure> {
        match event.kind.as_str() {
            "update" => self.take_update(&event.data),
            // The server speaks of the session here, as it does with the status 401.
            "end" => {
                let body: ErrorBody = parse(&event.data).unwrap_or_default();
                return Err(Failure::Refused(401, body.error));
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes an update, and hands it to the other tabs.
    fn take_update(self, data: &str) {
        let inner = self.inner();
        if let Some(update) = parse::<Update>(data) {
            let since = inner.line.told.replace(update.latest);
            self.tell_update(since, data);
            self.take(update, since, true);
        }
    }
}

/// How long a stream may be silent: two heartbeats. More than a minute between them is not
/// believed.
fn longest_silence(heartbeat: i64) -> i32 {
    i32::try_from(2 * heartbeat.clamp(1_000, 60_000)).unwrap_or(i32::MAX)
}
