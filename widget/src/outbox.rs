//! The messages on their way. Each is kept in storage until the server has acknowledged it, and
//! carries an id by which the server stores it once, however often it arrives.

use crate::reactive::*;
use crate::{
    app::App,
    host::{now, random_hex, sleep},
    json::{JsJson, stringify},
    page,
    state::{Place, View},
};
use js_sys::{Function, JSON};
use porthole_shared::{
    attachment::Attachment,
    id::ClientId,
    session::Profile,
    text::MessageBody,
    ticket::{SendRequest, TicketStatus},
    time::Timestamp,
    wire::{Value, Wire},
};
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;

/// How the keys of messages on their way begin.
const KEY: &str = ":out:";
/// How long a message that another tab has sent may take to come back, in milliseconds.
const ARRIVAL: i32 = 1_000;

/// A message on its way.
#[derive(Clone, PartialEq)]
pub(crate) struct Outgoing {
    /// What is sent.
    pub request: SendRequest,
    /// The files that come with it.
    pub files: Vec<Attachment>,
    /// When it was written.
    pub at: Timestamp,
    /// Why the server will not have it, where that is so.
    pub failed: Option<String>,
    /// It was written in this tab.
    pub own: bool,
}

/// What the sending needs to remember.
#[derive(Default)]
pub(crate) struct Outbox {
    /// One is being sent.
    pub sending: Cell<bool>,
    /// What the identification form was answered with, for the next message.
    answers: RefCell<Option<Profile>>,
    /// Who waits for a message: its id, and how to tell success and failure.
    waiting: RefCell<Vec<(ClientId, Function, Function)>>,
}

impl Outgoing {
    fn from_text(text: &str) -> Option<Self> {
        let json = JsJson(JSON::parse(text).ok()?);
        Some(Self {
            request: SendRequest::read(&json.get("request")?),
            files: json
                .get("files")
                .map(|files| Wire::read(&files))
                .unwrap_or_default(),
            at: Timestamp::read(&json.get("at")?),
            failed: json.get("failed").map(|reason| String::read(&reason)),
            own: false,
        })
    }

    fn to_text(&self) -> String {
        let mut json = JsJson::object();
        json.set("request", self.request.write());
        json.set("files", self.files.write());
        json.set("at", self.at.write());
        json.set("failed", self.failed.write());
        stringify(&json.0)
    }
}

impl App {
    /// Takes up what an earlier page left unsent, or another tab is about to send.
    pub(crate) fn resume_outbox(self) {
        let inner = self.inner();
        for key in inner.storage.keys(KEY) {
            let text = inner.storage.get(&key).unwrap_or_default();
            self.put_stored(&text);
        }
        self.pump();
    }

    /// Takes what another tab stored as a message on its way, or that it removed it.
    pub(crate) fn share_outgoing(self, key: &str, text: Option<String>) {
        let Some(client_id) = key.strip_prefix(KEY) else {
            return;
        };
        let client_id = ClientId::from(client_id.to_owned());
        if let Some(text) = text {
            self.put_stored(&text);
            self.show_first();
            self.pump();
        } else {
            spawn_local(async move {
                // It is stored by now, and about to come as a message: nobody sees a gap.
                sleep(ARRIVAL).await;
                if self.inner().storage.get(&self::key(&client_id)).is_none() {
                    self.take_out(&client_id);
                }
            });
        }
    }

    fn put_stored(self, text: &str) {
        let Some(mut outgoing) = Outgoing::from_text(text) else {
            return;
        };
        let client_id = outgoing.request.client_id.clone();
        if let (Some(reason), Some((_, refused))) = (&outgoing.failed, self.waiter(&client_id)) {
            let error = crate::command::failure("refused", reason, None);
            // Rejecting a promise cannot fail.
            let _ = refused.call1(&JsValue::NULL, &error);
        }
        self.state.outbox.update(|outbox| {
            let known = |other: &Outgoing| other.request.client_id == client_id;
            if let Some(at) = outbox.iter().position(known) {
                outgoing.own = outbox.remove(at).own;
            }
            let at = outbox.partition_point(|other| other.at <= outgoing.at);
            outbox.insert(at, outgoing);
        });
    }

    /// Where the first message on its way goes, if it begins a conversation.
    pub(crate) fn first_place_on_the_way(self) -> Option<Place> {
        self.state.outbox.with_untracked(|outbox| {
            let first = outbox.first()?.request.client_ticket_id.clone();
            first.map(Place::New)
        })
    }

    /// Where a message goes that names no place: where the last one on its way goes, else into
    /// the newest ticket that is not resolved and was not restored, else into a new one.
    pub(crate) fn usual_place(self) -> Place {
        let on_the_way = self.state.outbox.with_untracked(|outbox| {
            let request = &outbox.last()?.request;
            let begins = request.client_ticket_id.clone().map(Place::New);
            begins.or_else(|| request.ticket.clone().map(Place::Ticket))
        });
        let newest = || {
            self.state.tickets.with_untracked(|tickets| {
                let mut open = tickets
                    .iter()
                    .filter(|ticket| ticket.status != TicketStatus::Resolved && !ticket.restored);
                open.next().map(|ticket| Place::Ticket(ticket.id.clone()))
            })
        };
        on_the_way.or_else(newest).unwrap_or_else(Place::begin)
    }

    /// A conversation that has not begun: the one that is shown, if it is one.
    pub(crate) fn empty_place(self) -> Place {
        let state = self.state;
        let shown = state.view.with_untracked(|view| match view {
            View::Conversation(place) => Some(place.clone()),
            View::Tickets | View::Recovery => None,
        });
        let is_empty = |place: &Place| {
            let ticket = untrack(|| state.ticket_at(place));
            let is_here = |outgoing: &Outgoing| state.is_at(outgoing, place, None);
            ticket.is_none()
                && !state
                    .outbox
                    .with_untracked(|outbox| outbox.iter().any(is_here))
        };
        shown.filter(is_empty).unwrap_or_else(Place::begin)
    }

    /// Takes what the identification form was answered with.
    pub(crate) fn set_answers(self, profile: Profile) {
        self.set_answered();
        self.state.profile.set(profile.clone());
        self.inner().outbox.answers.replace(Some(profile));
    }

    /// Sends a message, now or as soon as it can be done.
    pub(crate) fn send(
        self,
        place: &Place,
        body: &MessageBody,
        files: Vec<Attachment>,
    ) -> ClientId {
        let inner = self.inner();
        let ticket = self.state.ticket_at(place).map(|ticket| ticket.id);
        let client_id = ClientId::from(random_hex::<16>());
        let last = self
            .state
            .outbox
            .with_untracked(|outbox| outbox.last().map(|last| last.at));
        let outgoing = Outgoing {
            request: SendRequest {
                client_id: client_id.clone(),
                client_ticket_id: match place {
                    Place::New(id) if ticket.is_none() => Some(id.clone()),
                    _ => None,
                },
                ticket: match place {
                    Place::Ticket(id) => Some(id.clone()),
                    Place::New(_) => ticket,
                },
                text: body.as_str().to_owned(),
                attachments: files.iter().map(|file| file.id.clone()).collect(),
                profile: inner.outbox.answers.take(),
                page: page::context(&inner.host),
            },
            files,
            // Later than the one before, also where the clock was set back: order is kept by it.
            at: last.map_or(now(), |last| now().max(last.plus(1))),
            failed: None,
            own: true,
        };
        self.store(&outgoing);
        self.state.outbox.update(|outbox| outbox.push(outgoing));
        self.pump();
        client_id
    }

    /// Sends again what had failed.
    pub(crate) fn retry(self, client_id: &ClientId) {
        self.change_outgoing(client_id, |outgoing| outgoing.failed = None);
        self.pump();
    }

    /// Gives up a message and gives back its text; its files stand beside the draft again.
    pub(crate) fn withdraw(self, client_id: &ClientId) -> Option<String> {
        let outgoing = self.take_out(client_id)?;
        if !outgoing.files.is_empty() {
            let shown = self.state.view.get_untracked();
            if let View::Conversation(place) = shown {
                self.return_files(&self.draft_key(&place), outgoing.files);
            }
        }
        Some(outgoing.request.text)
    }

    /// The server has it.
    pub(crate) fn acknowledge(self, client_id: &ClientId) {
        if !client_id.is_empty() {
            self.take_out(client_id);
        }
    }

    /// Tells somebody when this message is stored, or why it will not be.
    pub(crate) fn wait_for(self, client_id: ClientId, stored: Function, refused: Function) {
        let waiting = (client_id, stored, refused);
        self.inner().outbox.waiting.borrow_mut().push(waiting);
    }

    /// Who waits for a message.
    pub(crate) fn waiter(self, client_id: &ClientId) -> Option<(Function, Function)> {
        let inner = self.inner();
        let mut waiting = inner.outbox.waiting.borrow_mut();
        let at = waiting.iter().position(|(id, _, _)| id == client_id)?;
        let (_, stored, refused) = waiting.remove(at);
        Some((stored, refused))
    }

    /// Changes a message on its way, if it is still that.
    pub(crate) fn change_outgoing(self, client_id: &ClientId, change: impl FnOnce(&mut Outgoing)) {
        self.state.outbox.update(|outbox| {
            let found = outbox
                .iter_mut()
                .find(|outgoing| outgoing.request.client_id == *client_id);
            if let Some(outgoing) = found {
                change(outgoing);
                self.store(outgoing);
            }
        });
    }

    /// Takes a message out that is not on its way any more.
    pub(crate) fn take_out(self, client_id: &ClientId) -> Option<Outgoing> {
        let at = self.state.outbox.with_untracked(|outbox| {
            outbox
                .iter()
                .position(|outgoing| outgoing.request.client_id == *client_id)
        })?;
        self.inner().storage.remove(&key(client_id));
        self.state.outbox.try_update(|outbox| outbox.remove(at))
    }

    fn store(self, outgoing: &Outgoing) {
        let key = key(&outgoing.request.client_id);
        self.inner().storage.set(&key, &outgoing.to_text());
    }
}

/// The key of a message on its way.
pub(crate) fn key(client_id: &ClientId) -> String {
    String::from(KEY) + client_id.as_str()
}
