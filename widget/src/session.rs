//! The visitor's session: made with the first interaction, renewed before it ends, made anew
//! where it ended anyway. Nothing of it exists before somebody writes.

use crate::reactive::*;
use crate::{
    api::{Failure, PATIENCE},
    app::App,
    host::{now, random_hex, sleep, wait},
    json::{JsJson, stringify, to_text},
};
use js_sys::Promise;
use porthole_shared::{
    error::ErrorCode,
    session::{BootReply, BootRequest, RefreshReply},
    time::Timestamp,
    wire::{Value, Wire},
};
use std::{cell::RefCell, future::Future, pin::Pin};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

/// How much of the device key names the visitor among the tabs of one origin.
const TAG_DIGITS: usize = 16;

/// What the browser keeps of a session.
#[derive(Clone, Default, PartialEq)]
struct Session {
    /// 256 random bits in hex, by which the server knows this browser.
    device_key: String,
    /// The bearer token; empty where the next call has to boot.
    token: String,
    /// When the token dies, by this browser's clock.
    expires_at: Timestamp,
    /// How long a fresh token lives, in milliseconds.
    life: i64,
    /// The identification form was answered.
    answered: bool,
}

/// Keeps the session, and one renewal of it at a time.
#[derive(Default)]
pub(crate) struct Keeper {
    session: RefCell<Session>,
    renewal: RefCell<Option<Promise>>,
    failure: RefCell<Option<Failure>>,
}

impl Session {
    fn from_text(text: &str) -> Option<Self> {
        let json = JsJson(js_sys::JSON::parse(text).ok()?);
        let text = |name| json.get(name).and_then(|field| field.as_text());
        let number = |name| json.get(name).map(|field| i64::read(&field));
        Some(Self {
            device_key: text("device_key")?,
            token: text("session_token").unwrap_or_default(),
            expires_at: Timestamp(number("expires_at").unwrap_or_default()),
            life: number("life").unwrap_or_default(),
            answered: json.get("answered").is_some_and(|field| bool::read(&field)),
        })
    }

    fn to_text(&self) -> String {
        let mut json = JsJson::object();
        json.set("device_key", JsJson::text(&self.device_key));
        json.set("session_token", JsJson::text(&self.token));
        json.set("expires_at", self.expires_at.write());
        json.set("life", self.life.write());
        json.set("answered", JsJson::boolean(self.answered));
        stringify(&json.0)
    }

    fn is_alive(&self) -> bool {
        !self.token.is_empty() && now() < self.expires_at
    }

    /// More than a quarter of its life is left.
    fn is_fresh(&self) -> bool {
        self.is_alive() && now() < self.expires_at.plus(-self.life / 4)
    }

    fn replace_token(&mut self, token: String, life: i64) {
        self.token = token;
        self.life = life;
        // The server's clock may differ from this one, but a day is a day.
        self.expires_at = now().plus(life);
    }
}

/// Boxed, so that the code of a promise exists once.
fn renewal_of(app: App) -> Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>> {
    Box::pin(app.renew())
}

impl App {
    /// Takes up the session of an earlier page or of another tab, if there is one. Where storage
    /// was cleared, what is known here goes on.
    pub(crate) fn resume_session(self) {
        let inner = self.inner();
        let text = inner.storage.get("").unwrap_or_default();
        if let Some(stored) = Session::from_text(&text) {
            inner.keeper.session.replace(stored);
        }
    }

    /// Takes up what another tab has stored of the session, and what comes with it if this tab
    /// had none.
    pub(crate) fn share_session(self) {
        let is_new = !self.has_session();
        self.resume_session();
        if is_new && self.has_session() {
            // What is open stays as it is; a closed chat begins where the other tab is.
            let open = self.state.open.get_untracked();
            self.state.loaded.set(open);
            self.connect();
        }
    }

    /// Names the visitor of this tab among those of one origin, without being of use elsewhere.
    pub(crate) fn tag(self) -> String {
        let inner = self.inner();
        let session = inner.keeper.session.borrow();
        session.device_key.chars().take(TAG_DIGITS).collect()
    }

    /// Whether this browser is known to the server, as far as it remembers.
    pub(crate) fn has_session(self) -> bool {
        !self.inner().keeper.session.borrow().device_key.is_empty()
    }

    /// The identification form was answered here, or is not needed any more.
    pub(crate) fn has_answered(self) -> bool {
        self.inner().keeper.session.borrow().answered
    }

    /// Remembers that the identification form was answered, so that it never asks twice.
    pub(crate) fn set_answered(self) {
        if !self.has_answered() {
            self.change_session(|session| session.answered = true);
        }
    }

    /// Calls the server as the visitor.
    pub(crate) async fn call<Q: Wire, A: Wire>(
        self,
        path: &str,
        request: &Q,
    ) -> Result<A, Failure> {
        let answer = self.call_text(path, to_text(request)).await?;
        Ok(A::read(&answer))
    }

    /// Tells the server something as the visitor.
    pub(crate) async fn tell<Q: Wire>(self, path: &str, request: &Q) -> Result<(), Failure> {
        self.call_text(path, to_text(request)).await.map(drop)
    }

    async fn call_text(self, path: &str, body: String) -> Result<JsJson, Failure> {
        let inner = self.inner();
        let mut answer = Err(Failure::Unreachable);
        // The second time with a new session, where the first one had ended.
        for _ in 0..2 {
            let token = self.token().await?;
            answer = inner.api.post(path, &body, Some(&token)).await;
            match &answer {
                Err(failure) if failure.ends_session() => self.forget_token(&token),
                _ => break,
            }
        }
        answer.inspect_err(|failure| self.notice(failure))
    }

    /// A session token that works for a while.
    pub(crate) async fn token(self) -> Result<String, Failure> {
        let inner = self.inner();
        let keeper = &inner.keeper;
        if !keeper.session.borrow().is_fresh() {
            let renewal = keeper.renewal.borrow().clone();
            let renewal = renewal.unwrap_or_else(|| {
                let renewal = future_to_promise(renewal_of(self));
                keeper.renewal.replace(Some(renewal.clone()));
                renewal
            });
            wait(&renewal).await.ok();
        }
        let session = keeper.session.borrow();
        if session.is_alive() {
            return Ok(session.token.clone());
        }
        Err(keeper
            .failure
            .borrow()
            .clone()
            .unwrap_or(Failure::Unreachable))
    }

    /// The server does not take this token any more: the next call boots, unless another tab
    /// has a newer one.
    pub(crate) fn forget_token(self, token: &str) {
        let inner = self.inner();
        self.resume_session();
        if inner.keeper.session.borrow().token == token {
            self.change_session(|session| session.token.clear());
        }
    }

    /// Notices the end of the workspace's token, whichever call hears of it.
    pub(crate) fn notice(self, failure: &Failure) {
        if failure.code() == ErrorCode::TokenInvalid {
            self.end_of_token();
        }
    }

    /// One tab at a time: two first ones would be two visitors.
    async fn renew(self) -> Result<JsValue, JsValue> {
        let lock = self.lock(":session", PATIENCE).await;
        // Another tab may have been first.
        self.resume_session();
        let session = self.inner().keeper.session.borrow().clone();
        let mut done = Err(Failure::Unreachable);
        if session.is_fresh() {
            done = Ok(());
        } else if session.is_alive() {
            done = self.refresh(&session.token).await;
        }
        // A refresh that failed on the way leaves a token that still lives.
        if done.is_err() && !self.inner().keeper.session.borrow().is_alive() {
            done = self.boot().await;
        }
        lock.release();
        let inner = self.inner();
        let failure = done.inspect_err(|failure| self.notice(failure)).err();
        inner.keeper.failure.replace(failure);
        inner.keeper.renewal.replace(None);
        Ok(JsValue::UNDEFINED)
    }

    async fn refresh(self, token: &str) -> Result<(), Failure> {
        let answer = self.inner().api.post("refresh", "{}", Some(token)).await;
        match answer {
            Ok(answer) => {
                let reply = RefreshReply::read(&answer);
                self.keep_token(reply.session_token, reply.life);
                Ok(())
            }
            Err(failure) => {
                if failure.ends_session() {
                    self.forget_token(token);
                }
                Err(failure)
            }
        }
    }

    async fn boot(self) -> Result<(), Failure> {
        let inner = self.inner();
        if inner.keeper.session.borrow().device_key.is_empty() {
            // Kept before it is sent: should the answer get lost, the next try is the same visitor.
            self.change_session(|session| session.device_key = random_hex::<32>());
        }
        let request = BootRequest {
            token: inner.host.token(),
            device_key: inner.keeper.session.borrow().device_key.clone(),
            ..BootRequest::default()
        };
        let answer = inner.api.post("boot", &to_text(&request), None).await?;
        let reply = BootReply::read(&answer);
        self.keep_token(reply.session_token, reply.life);
        self.take_profile(reply.profile);
        self.take(reply.update, 0, false);
        Ok(())
    }

    fn keep_token(self, token: String, life: i64) {
        self.change_session(|session| session.replace_token(token, life));
        // Renewed in time also where nobody calls, as long as somebody looks.
        spawn_local(async move {
            sleep(i32::try_from(life / 4 * 3).unwrap_or(i32::MAX)).await;
            if self.state.visible.get_untracked() {
                self.token().await.ok();
            }
        });
    }

    fn change_session(self, change: impl FnOnce(&mut Session)) {
        let inner = self.inner();
        // What another tab changed stays.
        self.resume_session();
        let mut session = inner.keeper.session.borrow_mut();
        change(&mut session);
        inner.storage.set("", &session.to_text());
    }
}
