//! The messenger that visitors see, as one WASM module.
//!
//! The loader (`widget/loader/`) owns the launcher, the element and whether the chat is open; it
//! loads this module when somebody wants to chat. `widget/loader/contract.d.ts` declares what
//! they are to each other:
//!
//! - the loader calls [`start`] with a [`Host`], [`set_open`] when the chat opens or closes,
//!   [`run`] for commands of the page, and [`stop`];
//! - the messenger calls `request_open` (the panel's close button, Escape), `set_unread`, and
//!   `emit` on the host.

mod api;
mod app;
mod attach;
mod attention;
mod command;
mod host;
mod i18n;
mod json;
mod live;
mod lock;
mod merge;
mod messenger;
mod outbox;
mod page;
mod reactive;
mod recovery;
mod sender;
mod session;
mod state;
mod storage;
mod stream;
mod sync;
mod tabs;
mod typing;
mod ui;
mod viewport;

use crate::reactive::*;
use app::App;
pub use host::Host;
use host::{Sure as _, turn_of_life};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

/// A running messenger and what ends it.
struct Running {
    app: App,
    owner: Owner,
    view: View,
}

/// What is on the page, and owns the effects behind it.
struct View {
    owner: Owner,
    panel: web_sys::HtmlElement,
}

thread_local! {
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
}

/// Starts the messenger in the loader's element.
#[wasm_bindgen]
pub fn start(host: Host) {
    stop();
    turn_of_life();
    // It fails only if it is there already, from an earlier start.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let root = host.root();
    let owner = Owner::new();
    let app = owner.with(|| {
        let app = App::new(host);
        app.begin();
        app
    });
    let view = View::new(app, &owner);
    root.append_child(&view.panel)
        .sure("the loader's root takes the panel");
    RUNNING.set(Some(Running { app, owner, view }));
}

/// Speaks another language from now on. Drafts, and the place in a conversation, stay.
#[wasm_bindgen]
pub fn set_words(locale: String, strings: JsValue) {
    let running = RUNNING.take();
    let Some(Running { app, owner, view }) = running else {
        return;
    };
    let inner = app.inner();
    inner.set_words(i18n::Words::new(locale, strings));
    inner.kept_place.set(inner.present_place.get());
    let had_focus = view
        .panel
        .contains(inner.host.root().active_element().as_deref());
    inner.is_rewording.set(!had_focus);
    let next = View::new(app, &owner);
    view.owner.cleanup();
    view.panel
        .replace_with_with_node_1(&next.panel)
        .sure("the panel is on the page");
    inner.is_rewording.set(false);
    RUNNING.set(Some(Running {
        app,
        owner,
        view: next,
    }));
}

impl View {
    fn new(app: App, owner: &Owner) -> Self {
        let owner = owner.child();
        let panel = owner.with(|| messenger::panel(app).node().clone());
        Self { owner, panel }
    }
}

/// Shows or hides the panel.
#[wasm_bindgen]
pub fn set_open(open: bool) {
    with_app(|app| app.state.open.set(open));
}

/// Runs a command of the page with what was given to it and promises its result.
#[wasm_bindgen]
pub fn run(command: &str, given: &js_sys::Array) -> js_sys::Promise {
    with_app(|app| command::run(app, command, given))
        .unwrap_or_else(|| js_sys::Promise::resolve(&JsValue::UNDEFINED))
}

/// Removes the panel, listeners, timers and the live connection.
#[wasm_bindgen]
pub fn stop() {
    if let Some(Running { app, owner, view }) = RUNNING.take() {
        app.hang_up();
        app.leave_tabs();
        app.inner().stopping.abort();
        turn_of_life();
        view.panel.remove();
        owner.cleanup();
    }
}

fn with_app<T>(act: impl FnOnce(App) -> T) -> Option<T> {
    // Copied out first: what runs may stop the messenger.
    let app = RUNNING.with_borrow(|running| running.as_ref().map(|running| running.app));
    app.map(act)
}

impl App {
    /// Takes up what an earlier page left, if somebody ever wrote here.
    fn begin(self) {
        let state = self.state;
        page::watch(self);
        viewport::watch_viewport(self);
        ui::bind(move || {
            #[expect(clippy::cast_precision_loss, reason = "a count of messages")]
            let unread = state.unread() as f64;
            self.inner().host.set_unread(unread);
        });
        state.visible.set(page::is_visible());
        state.online.set(page::is_online());
        self.begin_attention();
        self.resume_session();
        self.resume_outbox();
        if self.has_session() {
            self.connect();
        } else {
            state.loaded.set(true);
        }
        self.begin_recovery();
    }
}
