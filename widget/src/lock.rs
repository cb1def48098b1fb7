//! Locks among the tabs of one origin: Web Locks, or a lease in storage where there are none,
//! because a page by plain http is no secure context.

use crate::reactive::spawn_local;
use crate::{
    app::App,
    host::{either, jitter, now, random_hex, sleep, timer, wait, window},
    json::JsJson,
};
use js_sys::{Function, Promise, Reflect};
use porthole_shared::{
    time::{SECOND, Timestamp},
    wire::Value,
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, prelude::*};

/// How long a lease holds unless it is renewed, in milliseconds: longer than a call may take, and
/// than the server is silent.
const LEASE: i64 = 60 * SECOND;

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks` (W3C Web Locks API).
    type LockManager;
    #[wasm_bindgen(method)]
    fn request(this: &LockManager, name: &str, options: &JsValue, held: &Function) -> Promise;
}

/// A lock that this tab asked for. Copies are the same one.
#[derive(Clone)]
pub(crate) struct Lock(Rc<Asked>);

struct Asked {
    app: App,
    /// The key of the lease, where it is one.
    lease: Option<String>,
    id: String,
    stage: Cell<Stage>,
    /// Kept as soon as it is this tab's, or not wanted any more.
    settled: Promise,
    settle: Function,
    /// Ends a Web Lock.
    release: RefCell<Option<Function>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Waiting,
    Held,
    Over,
}

impl App {
    /// Asks for a lock of this name within the workspace; `steal` takes it from whoever has it.
    pub(crate) fn ask_for(self, name: &str, steal: bool) -> Lock {
        let inner = self.inner();
        let web_locks = Reflect::get(&window().navigator(), &"locks".into()).ok();
        let web_locks = web_locks.filter(JsValue::is_object);
        let mut settle = None;
        let settled = Promise::new(&mut |resolve, _| settle = Some(resolve));
        let lock = Lock(Rc::new(Asked {
            app: self,
            lease: web_locks.is_none().then(|| name.to_owned()),
            id: random_hex::<8>(),
            stage: Cell::new(Stage::Waiting),
            settled,
            settle: settle.expect("a promise calls its function at once"),
            release: RefCell::default(),
        }));
        let mut locks = inner.tabs.locks.borrow_mut();
        locks.retain(|lock| lock.0.stage.get() != Stage::Over);
        locks.push(lock.clone());
        let asked = lock.clone();
        match web_locks {
            Some(manager) => {
                let name = inner.storage.full(name);
                let ended = asked.request(manager.unchecked_ref(), &name, steal);
                spawn_local(asked.watch(ended));
            }
            None => spawn_local(asked.take_lease(name.to_owned(), steal)),
        }
        lock
    }

    /// Waits for a lock. A tab that does not give it back in time loses it.
    pub(crate) async fn lock(self, name: &str, patience: i32) -> Lock {
        let mut steal = false;
        loop {
            let lock = self.ask_for(name, steal);
            either(lock.settled(), &timer(patience)).await;
            if lock.is_held() {
                return lock;
            }
            // A page that was put aside meanwhile just asks again.
            steal = lock.is_waiting();
            lock.release();
        }
    }
}

impl Lock {
    /// Kept as soon as the lock is this tab's, or not wanted any more.
    pub(crate) fn settled(&self) -> &Promise {
        &self.0.settled
    }

    /// Whether it may become this tab's still.
    pub(crate) fn is_waiting(&self) -> bool {
        self.0.stage.get() == Stage::Waiting
    }

    /// Whether it is this tab's still.
    pub(crate) fn is_held(&self) -> bool {
        self.0.stage.get() == Stage::Held && self.0.lease.as_ref().is_none_or(|key| self.owns(key))
    }

    /// Gives it back, or does not want it any more.
    pub(crate) fn release(&self) {
        let asked = &self.0;
        if let (true, Some(key)) = (self.is_held(), &asked.lease) {
            asked.app.inner().storage.remove(key);
        }
        asked.stage.set(Stage::Over);
        self.settle();
        if let Some(release) = asked.release.take() {
            // Resolving a promise cannot fail.
            let _ = release.call0(&JsValue::NULL);
        }
    }

    /// Holds a lease for some more time.
    pub(crate) fn renew(&self) {
        if let (true, Some(key)) = (self.is_held(), &self.0.lease) {
            self.write(key);
        }
    }

    fn hold(&self) {
        self.0.stage.set(Stage::Held);
        self.settle();
    }

    fn settle(&self) {
        // Resolving a promise cannot fail.
        let _ = self.0.settle.call0(&JsValue::NULL);
    }

    /// Asks the browser, which holds the lock until the promise made here is kept.
    fn request(&self, manager: &LockManager, name: &str, steal: bool) -> Promise {
        let mut options = JsJson::object();
        options.set("steal", JsJson::boolean(steal));
        let asked = self.clone();
        let held = Closure::once_into_js(move || {
            Promise::new(&mut |release, _| {
                if asked.0.stage.get() == Stage::Over {
                    // Resolving a promise cannot fail.
                    let _ = release.call0(&JsValue::NULL);
                    return;
                }
                asked.0.release.replace(Some(release));
                asked.hold();
            })
        });
        manager.request(name, &options.0, held.unchecked_ref())
    }

    async fn watch(self, ended: Promise) {
        let refused = wait(&ended).await.is_err();
        if refused && self.is_waiting() {
            // A page that may not lock (an opaque origin) shares nothing with others either.
            self.hold();
            return;
        }
        self.0.stage.set(Stage::Over);
        self.0.app.check_lead();
    }

    /// Writes the own id, and looks after a moment whether it stands: of two who did so at the
    /// same time one sees the other's.
    async fn take_lease(self, key: String, steal: bool) {
        while self.is_waiting() {
            if steal || self.is_free(&key) {
                self.write(&key);
                sleep(spread(50)).await;
                if self.owns(&key) && self.is_waiting() {
                    self.hold();
                    return;
                }
            }
            sleep(spread(200)).await;
        }
        if self.owns(&key) {
            self.0.app.inner().storage.remove(&key);
        }
    }

    fn is_free(&self, key: &str) -> bool {
        let text = self.0.app.inner().storage.get(key);
        let until = text.and_then(|text| text.split_once(' ')?.1.parse().ok());
        // One that lasts longer was written under another clock.
        until.is_none_or(|until| !(now().0..=now().plus(LEASE).0).contains(&until))
    }

    fn owns(&self, key: &str) -> bool {
        let text = self.0.app.inner().storage.get(key);
        text.is_some_and(|text| text.starts_with(&self.0.id))
    }

    fn write(&self, key: &str) {
        let Timestamp(until) = now().plus(LEASE);
        let text = [&self.0.id, " ", &until.to_string()].concat();
        self.0.app.inner().storage.set(key, &text);
    }
}

/// From so many milliseconds to three times as many.
fn spread(milliseconds: i32) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "less than a second")]
    let more = (f64::from(2 * milliseconds) * jitter()) as i32;
    milliseconds + more
}
