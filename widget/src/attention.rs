//! What tells of a new message while nobody looks at it: a sound, a notification of the browser,
//! and the title of the page.

use crate::reactive::*;
use crate::{
    app::App,
    host::{document, either, sleep, timer, window},
    page::{title_element, watch_title},
    state::{Place, View},
    ui::bind,
};
use js_sys::{Object, Reflect};
use porthole_shared::ticket::{Message, Ticket};
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;
use web_sys::{AudioContext, AudioContextState, Element, Notification, NotificationOptions};

/// How long it may take until another tab has shown a message, in milliseconds.
const SHOWN_ELSEWHERE: i32 = 700;
/// How long a browser may think about whether sound is allowed, in milliseconds.
const SOUND_PATIENCE: i32 = 500;
/// How long the sound lasts, in seconds.
const SOUND_LENGTH: f64 = 0.4;
/// How often a title is written again that the page has changed, until somebody looks. A page
/// that changes it back each time wins in the end.
const TITLE_TRIES: u32 = 50;
/// The key under which the visitor's wish to hear nothing is kept.
pub(crate) const QUIET: &str = ":quiet";
/// The key that remembers that the visitor was asked about notifications.
const ASKED: &str = ":asked";

/// What is under way to tell somebody.
#[derive(Default)]
pub(crate) struct Attention {
    /// A message waits for its sound.
    ringing: Cell<bool>,
    /// The page's own title, and what stands there in its place.
    title: RefCell<Option<(String, String)>>,
    tries: Cell<u32>,
}

impl App {
    /// Begins to watch over the title, and learns what the visitor and the browser allow.
    pub(crate) fn begin_attention(self) {
        let inner = self.inner();
        self.take_quiet();
        let can_ask = inner.config.notifications
            && permission().as_deref() == Some("default")
            && inner.storage.get(ASKED).is_none();
        self.state.can_ask.set(can_ask);
        // Our own page counts by itself.
        let whole_page = inner.host.whole_page().unwrap_or_default();
        if inner.config.title_unread && !whole_page {
            bind(move || self.write_title());
            watch_title(self, move || self.rewrite_title());
        }
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
                // Where sound is not allowed there is none.
                play().await.ok();
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
            View::Tickets => None,
        });
        state.open.get_untracked() && shown.is_some_and(|shown| shown.id == ticket.id)
    }

    /// Asks the browser whether notifications may be shown. Only ever after a click on just that.
    pub(crate) fn ask_for_notifications(self) {
        self.stop_asking();
        // The answer is the visitor's, and nothing follows from it here.
        let _ = Notification::request_permission();
    }

    /// The visitor was asked, and is not asked again.
    pub(crate) fn stop_asking(self) {
        self.inner().storage.set(ASKED, "1");
        self.state.can_ask.set(false);
    }

    fn notify(self, ticket: &Ticket, message: &Message) {
        if permission().as_deref() != Some("granted") {
            return;
        }
        let options = NotificationOptions::new();
        options.set_body(&message.text);
        // A later one takes the place of an earlier one.
        options.set_tag(&(String::from("porthole-") + ticket.id.as_str()));
        let name = &message.author.name;
        let title = if name.is_empty() {
            &self.inner().config.title
        } else {
            name
        };
        // Some phones have the class and refuse to make one of it.
        let Ok(shown) = Notification::new_with_options(title, &options) else {
            return;
        };
        let (ticket, note) = (ticket.clone(), shown.clone());
        let clicked: Box<dyn FnMut()> = Box::new(move || {
            // A window that cannot come to the front stays where it is.
            let _ = window().focus();
            self.show(&ticket);
            self.inner().host.request_open(true);
            note.close();
        });
        shown.set_onclick(Some(Closure::wrap(clicked).into_js_value().unchecked_ref()));
    }

    /// The count stands before the title of a page that nobody looks at.
    fn write_title(self) {
        let (unread, visible) = (self.state.unread(), self.state.visible.get());
        self.restore_title();
        if let (false, 1.., Some(element)) = (visible, unread, title_element()) {
            let own = element.text_content().unwrap_or_default();
            self.put_title(&element, own, unread);
        }
    }

    /// Gives the page its own title back, as it was.
    pub(crate) fn restore_title(self) {
        let inner = self.inner();
        inner.attention.tries.set(0);
        let (Some((own, ours)), Some(element)) = (inner.attention.title.take(), title_element())
        else {
            return;
        };
        if element.text_content().as_ref() == Some(&ours) {
            element.set_text_content(Some(&own));
        }
    }

    /// The page has changed its title: that is the one to go back to.
    fn rewrite_title(self) {
        let inner = self.inner();
        let is_ours = inner.attention.title.borrow().is_some();
        let tries = inner.attention.tries.get();
        if let (true, Some(element)) = (is_ours && tries < TITLE_TRIES, title_element()) {
            let shown = element.text_content().unwrap_or_default();
            let ours = inner.attention.title.borrow().clone();
            if ours.is_some_and(|(_, ours)| ours != shown) {
                inner.attention.tries.set(tries + 1);
                self.put_title(&element, shown, untrack(|| self.state.unread()));
            }
        }
    }

    fn put_title(self, element: &Element, own: String, unread: i64) {
        let ours = ["(", &unread.to_string(), ") ", &own].concat();
        element.set_text_content(Some(&ours));
        self.inner().attention.title.replace(Some((own, ours)));
    }
}

/// What the browser says of notifications; nothing where it has none.
fn permission() -> Option<String> {
    let class = Reflect::get(&window(), &"Notification".into()).ok()?;
    let class: Object = class.dyn_into().ok()?;
    Reflect::get(&class, &"permission".into()).ok()?.as_string()
}

fn has_focus() -> bool {
    document().has_focus().unwrap_or_default()
}

/// Two short tones, one after the other.
async fn play() -> Result<(), JsValue> {
    let context = AudioContext::new()?;
    either(&context.resume()?, &timer(SOUND_PATIENCE)).await;
    if context.state() == AudioContextState::Running {
        let (tone, volume) = (context.create_oscillator()?, context.create_gain()?);
        tone.connect_with_audio_node(&volume)?;
        volume.connect_with_audio_node(&context.destination())?;
        let now = context.current_time();
        tone.frequency().set_value_at_time(660.0, now)?;
        tone.frequency().set_value_at_time(880.0, now + 0.1)?;
        volume.gain().set_value_at_time(0.08, now)?;
        volume
            .gain()
            .exponential_ramp_to_value_at_time(0.001, now + SOUND_LENGTH)?;
        tone.start()?;
        tone.stop_with_when(now + SOUND_LENGTH)?;
        sleep(1_000).await;
    }
    context.close().map(drop)
}
