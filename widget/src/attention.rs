//! What tells of a new message while nobody looks at it: a sound, a notification of the browser.
//! When that is, is decided here; `widget/loader/attention.js` does it. The page's title is kept
//! by `widget/loader/title.js`.

use crate::reactive::*;
use crate::{
    app::App,
    host::{document, sleep},
    state::{Place, View},
};
use porthole_shared::ticket::{Message, Ticket};
use std::cell::Cell;
use wasm_bindgen::prelude::*;

/// How long it may take until another tab has shown a message, in milliseconds.
const SHOWN_ELSEWHERE: i32 = 700;
/// The key under which the visitor's wish to hear nothing is kept.
pub(crate) const QUIET: &str = ":quiet";
/// The key that remembers that the visitor was asked about notifications.
const ASKED: &str = ":asked";

/// What is under way to tell somebody.
#[derive(Default)]
pub(crate) struct Attention {
    /// A message waits for its sound.
    ringing: Cell<bool>,
}

impl App {
    /// Learns what the visitor and the browser allow.
    pub(crate) fn begin_attention(self) {
        let inner = self.inner();
        self.take_quiet();
        let can_ask = inner.config.notifications
            && inner.host.permission().as_deref() == Some("default")
            && inner.storage.get(ASKED).is_none();
        self.state.can_ask.set(can_ask);
    }

    /// Takes the visitor's wish to hear nothing, as this browser keeps it.
    pub(crate) fn take_quiet(self) {
        let quiet = self.inner().storage.get(QUIET).is_some();
        self.state.quiet.set(quiet);
    }

    /// The visitor wants to hear of messages, or nothing.
    pub(crate) fn set_quiet(self, quiet: bool) {
        let inner = self.inner();
        if quiet {
            inner.storage.set(QUIET, "1");
        } else {
            inner.storage.remove(QUIET);
        }
        self.state.quiet.set(quiet);
    }

    /// Tells of a message of the team, in one tab of the browser alone, unless somebody sees it.
    pub(crate) fn tell_of(self, message: &Message) {
        let inner = self.inner();
        let wanted = inner.config.sound || inner.config.notifications;
        let quiet = self.state.quiet.get_untracked();
        if !wanted || quiet || !self.leads() || inner.attention.ringing.replace(true) {
            return;
        }
        let message = message.clone();
        spawn_local(async move {
            // A tab that shows it says to the server that it was read.
            sleep(SHOWN_ELSEWHERE).await;
            let inner = self.inner();
            inner.attention.ringing.set(false);
            let Some(ticket) = self.unseen_ticket(&message) else {
                return;
            };
            if inner.config.notifications && !has_focus() {
                self.notify(&ticket, &message);
            }
            if inner.config.sound {
                inner.host.play();
            }
        });
    }

    /// The ticket of a message that nobody sees now.
    fn unseen_ticket(self, message: &Message) -> Option<Ticket> {
        let state = self.state;
        let ticket = untrack(|| state.ticket_at(&Place::Ticket(message.ticket.clone())))?;
        if self.is_showing(&ticket) && state.visible.get_untracked() {
            return (!has_focus()).then_some(ticket);
        }
        (ticket.unread > 0).then_some(ticket)
    }

    /// Whether the open panel shows this ticket.
    pub(crate) fn is_showing(self, ticket: &Ticket) -> bool {
        let state = self.state;
        let shown = state.view.with_untracked(|view| match view {
            View::Conversation(place) => untrack(|| state.ticket_at(place)),
            View::Tickets | View::Recovery => None,
        });
        state.open.get_untracked() && shown.is_some_and(|shown| shown.id == ticket.id)
    }

    /// Asks the browser whether notifications may be shown. Only ever after a click on just that.
    pub(crate) fn ask_for_notifications(self) {
        self.stop_asking();
        // The answer is the visitor's, and nothing follows from it here.
        self.inner().host.ask_permission();
    }

    /// The visitor was asked, and is not asked again.
    pub(crate) fn stop_asking(self) {
        self.inner().storage.set(ASKED, "1");
        self.state.can_ask.set(false);
    }

    fn notify(self, ticket: &Ticket, message: &Message) {
        let inner = self.inner();
        let name = &message.author.name;
        let title = if name.is_empty() {
            &inner.config.title
        } else {
            name
        };
        let tag = String::from("porthole-") + ticket.id.as_str();
        let ticket = ticket.clone();
        let clicked: Box<dyn FnMut()> = Box::new(move || {
            self.show(&ticket);
            self.inner().host.request_open(true);
        });
        let clicked = Closure::wrap(clicked).into_js_value();
        inner.host.notify(title, &message.spoken(), &tag, &clicked);
    }
}

fn has_focus() -> bool {
    document().has_focus().unwrap_or_default()
}
