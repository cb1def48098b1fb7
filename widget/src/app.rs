//! The messenger as a whole: what all parts share, and what happens when the server says
//! something new.

use crate::reactive::*;
use crate::{
    api::Api,
    attach::Uploads,
    attention::Attention,
    host::{Host, Sure as _, now},
    i18n::Words,
    json::{self, JsJson},
    live::Line,
    messenger::KeptPlace,
    outbox::Outbox,
    session::Keeper,
    state::{Place, State, View, is_of_team, only_open},
    storage::Storage,
    tabs::Tabs,
};
use porthole_shared::{
    live::Update,
    session::Profile,
    settings::WidgetConfig,
    ticket::{Message, Ticket},
    time::Timestamp,
    wire::Wire,
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::JsValue;
use web_sys::AbortController;

/// The messenger. Copies are the same one.
#[derive(Clone, Copy)]
pub(crate) struct App {
    /// What it knows and shows.
    pub state: State,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

/// What does not change on the screen.
pub(crate) struct Inner {
    /// The loader.
    pub host: Host,
    /// The workspace's public configuration.
    pub config: WidgetConfig,
    /// Words and times.
    words: RefCell<Rc<Words>>,
    /// The words are being replaced: nothing takes the focus for that.
    pub is_rewording: Cell<bool>,
    /// The place in the conversation that is shown, and the one to begin with.
    pub present_place: Cell<Option<KeptPlace>>,
    /// The place that the next history begins with.
    pub kept_place: Cell<Option<KeptPlace>>,
    /// What is under way to tell somebody.
    pub attention: Attention,
    /// What this browser keeps.
    pub storage: Storage,
    /// The calls.
    pub api: Api,
    /// The session.
    pub keeper: Keeper,
    /// The messages on their way.
    pub outbox: Outbox,
    /// The files on their way.
    pub uploads: Uploads,
    /// The live connection.
    pub line: Line,
    /// The other tabs.
    pub tabs: Tabs,
    /// Ends the listeners on the page.
    pub stopping: AbortController,
}

impl Inner {
    /// Words and times in the present language.
    pub(crate) fn words(&self) -> Rc<Words> {
        self.words.borrow().clone()
    }

    /// Speaks another language from now on.
    pub(crate) fn set_words(&self, words: Words) {
        self.words.replace(Rc::new(words));
    }
}

impl App {
    /// The messenger of this loader, under the present owner.
    pub(crate) fn new(host: Host) -> Self {
        let inner = Inner {
            config: WidgetConfig::read(&JsJson(host.config())),
            words: RefCell::new(Rc::new(Words::new(host.locale(), host.strings()))),
            is_rewording: Cell::default(),
            present_place: Cell::default(),
            kept_place: Cell::default(),
            attention: Attention::default(),
            storage: Storage::new(&host.token(), host.storage()),
            api: Api::new(&host.api()),
            keeper: Keeper::default(),
            outbox: Outbox::default(),
            uploads: Uploads::default(),
            line: Line::default(),
            tabs: Tabs::default(),
            stopping: AbortController::new().sure("every browser with WebAssembly has it"),
            host,
        };
        Self {
            state: State::new(View::Conversation(Place::begin())),
            inner: StoredValue::new_local(Rc::new(inner)),
        }
    }

    /// What does not change on the screen.
    pub(crate) fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    /// The words for a key.
    pub(crate) fn t(self, key: &'static str) -> String {
        self.inner.with_value(|inner| inner.words().get(key))
    }

    /// Takes what changed after the change `since`. The page hears of messages that came in while
    /// it watched.
    pub(crate) fn take(self, mut update: Update, since: i64, live: bool) {
        let first = !self.state.loaded.get_untracked();
        for ticket in update.tickets.iter().filter(|_| live) {
            self.emit("ticket", ticket);
        }
        let typing = update.typing.clone();
        let merged = Self::take_merged(&mut update);
        for message in self.state.take(update, since) {
            self.acknowledge(&message.client_id);
            self.stop_typing(&message);
            if live && is_of_team(&message) {
                self.say(&message);
                self.tell_of(&message);
                self.emit("message", &message);
            }
        }
        for gone in merged {
            self.move_over(&gone);
        }
        self.take_typing(typing);
        if first {
            self.state.view.set(self.first_view());
        }
    }

    /// Has a message read out that comes in while its conversation is on the screen.
    fn say(self, message: &Message) {
        let state = self.state;
        let place = Place::Ticket(message.ticket.clone());
        let ticket = untrack(|| state.ticket_at(&place));
        if ticket.is_some_and(|ticket| self.is_showing(&ticket)) {
            let mut words = [&message.author.name, ": ", &message.spoken()].concat();
            if state.said.with_untracked(|said| *said == words) {
                // The same words again would not be heard.
                words.push('\u{a0}');
            }
            state.said.set(words);
        }
    }

    /// Takes what the server knows of the person.
    pub(crate) fn take_profile(self, profile: Profile) {
        if profile.email.is_some() {
            self.set_answered();
        }
        self.state.profile.set(profile);
    }

    /// Tells the page's listeners.
    pub(crate) fn emit<T: Wire>(self, event: &str, detail: &T) {
        self.emit_js(event, &json::to_js(detail));
    }

    /// Tells the page's listeners something that is not of the wire.
    pub(crate) fn emit_js(self, event: &str, detail: &JsValue) {
        self.inner
            .with_value(|inner| inner.host.emit(event, detail));
    }

    /// The workspace's token was replaced: nothing works until the page is loaded anew.
    pub(crate) fn end_of_token(self) {
        if !self.state.renewed.get_untracked() {
            self.state.renewed.set(true);
            self.hang_up();
            self.emit_js(
                "error",
                &crate::command::failure("token_invalid", &self.t("renewed"), None),
            );
        }
    }

    /// Shows a ticket.
    pub(crate) fn show(self, ticket: &Ticket) {
        let place = Place::Ticket(ticket.id.clone());
        self.state.view.set(View::Conversation(place));
    }

    /// Shows an empty conversation. Nothing exists on the server until something is sent.
    pub(crate) fn show_new(self) {
        self.state.view.set(View::Conversation(Place::begin()));
    }

    /// A time as it is shown beside a ticket.
    pub(crate) fn short_time(self, at: Timestamp) -> String {
        self.inner
            .with_value(|inner| inner.words().short(at, now()))
    }

    /// Shows what is shown first, where nothing is shown yet but an empty conversation.
    pub(crate) fn show_first(self) {
        let state = self.state;
        let blank = state.view.with_untracked(|view| match view {
            View::Conversation(place) => untrack(|| state.ticket_at(place)).is_none(),
            View::Tickets | View::Recovery => false,
        });
        let busy = state.composing.get_untracked()
            || state
                .outbox
                .with_untracked(|outbox| outbox.iter().any(|outgoing| outgoing.own));
        if blank && !busy && state.tickets.with_untracked(Vec::is_empty) {
            state.view.set(self.first_view());
        }
    }

    /// What is shown first: what is on its way, the only open ticket, the list, or nothing yet.
    fn first_view(self) -> View {
        if let Some(place) = self.first_place_on_the_way() {
            return View::Conversation(place);
        }
        self.state.tickets.with_untracked(|tickets| {
            if tickets.is_empty() {
                return View::Conversation(Place::begin());
            }
            only_open(tickets).map_or(View::Tickets, |ticket| {
                View::Conversation(Place::Ticket(ticket.id.clone()))
            })
        })
    }
}
