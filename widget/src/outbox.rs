//! The messages on their way. Each is kept in storage until the server has acknowledged it, and
//! carries an id by which the server stores it once, however often it arrives.

use crate::{
    api::Failure,
    app::App,
    host::{now, random_hex},
    json::{JsJson, stringify},
    page,
    state::Place,
};
use js_sys::{Function, JSON};
use leptos::{
    prelude::{Update as _, *},
    task::spawn_local,
};
use porthole_shared::{
    error::ErrorCode,
    id::ClientId,
    live::Update,
    session::Profile,
    text::MessageBody,
    ticket::{SendReply, SendRequest, TicketStatus},
    time::Timestamp,
    wire::{Value, Wire},
};
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;

/// A message on its way.
#[derive(Clone, PartialEq)]
pub(crate) struct Outgoing {
    /// What is sent.
    pub request: SendRequest,
    /// When it was written.
    pub at: Timestamp,
    /// Why the server will not have it, where that is so.
    pub failed: Option<String>,
}

/// What the sending needs to remember.
#[derive(Default)]
pub(crate) struct Outbox {
    sending: Cell<bool>,
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
            at: Timestamp::read(&json.get("at")?),
            failed: json.get("failed").map(|reason| String::read(&reason)),
        })
    }

    fn to_text(&self) -> String {
        let mut json = JsJson::object();
        json.set("request", self.request.write());
        json.set("at", self.at.write());
        json.set("failed", self.failed.write());
        stringify(&json.0)
    }
}

impl App {
    /// Takes up what an earlier page left unsent.
    pub(crate) fn resume_outbox(self) {
        let inner = self.inner();
        let mut left: Vec<Outgoing> = Vec::new();
        for key in inner.storage.keys(":out:") {
            let text = inner.storage.get(&key).unwrap_or_default();
            if let Some(outgoing) = Outgoing::from_text(&text) {
                let at = left.partition_point(|other| other.at <= outgoing.at);
                left.insert(at, outgoing);
            }
        }
        if !left.is_empty() {
            self.state.outbox.set(left);
            self.pump();
        }
    }

    /// Where the first message on its way goes, if it begins a conversation.
    pub(crate) fn first_place_on_the_way(self) -> Option<Place> {
        self.state.outbox.with_untracked(|outbox| {
            let first = outbox.first()?.request.client_ticket_id.clone();
            first.map(Place::New)
        })
    }

    /// Where a message goes that names no place: where the last one on its way goes, else into
    /// the newest ticket that is not resolved, else into a new one.
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
                    .filter(|ticket| ticket.status != TicketStatus::Resolved);
                open.next().map(|ticket| Place::Ticket(ticket.id.clone()))
            })
        };
        on_the_way.or_else(newest).unwrap_or_else(Place::begin)
    }

    /// Takes what the identification form was answered with.
    pub(crate) fn set_answers(self, profile: Profile) {
        self.set_answered(true);
        self.state.profile.set(profile.clone());
        self.inner().outbox.answers.replace(Some(profile));
    }

    /// Sends a message, now or as soon as it can be done.
    pub(crate) fn send(self, place: &Place, body: &MessageBody) -> ClientId {
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
                profile: inner.outbox.answers.take(),
                page: page::context(&inner.host.version()),
            },
            // Later than the one before, also where the clock was set back: order is kept by it.
            at: last.map_or(now(), |last| now().max(last.plus(1))),
            failed: None,
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

    /// Gives up a message and gives back its text.
    pub(crate) fn withdraw(self, client_id: &ClientId) -> Option<String> {
        let outgoing = self.take_out(client_id)?;
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

    fn pump(self) {
        if self.inner().outbox.sending.replace(true) {
            return;
        }
        spawn_local(async move {
            let mut failures = 0;
            while let Some(outgoing) = self.next_outgoing() {
                match self
                    .call::<_, SendReply>("messages", &outgoing.request)
                    .await
                {
                    Ok(reply) => {
                        failures = 0;
                        self.delivered(&outgoing, reply);
                    }
                    Err(failure) if failure.code() == ErrorCode::TokenInvalid => {
                        // It can be taken back for the page that comes after the reload.
                        let reason = self.t("renewed");
                        let id = &outgoing.request.client_id;
                        self.change_outgoing(id, |outgoing| outgoing.failed = Some(reason));
                    }
                    Err(failure) if failure.may_pass() => {
                        failures += 1;
                        self.rest(failures).await;
                    }
                    Err(failure) => self.refused(&outgoing, &failure),
                }
            }
            self.inner().outbox.sending.set(false);
        });
    }

    fn next_outgoing(self) -> Option<Outgoing> {
        self.state.outbox.with_untracked(|outbox| {
            let mut waiting = outbox.iter().filter(|outgoing| outgoing.failed.is_none());
            waiting.next().cloned()
        })
    }

    fn delivered(self, outgoing: &Outgoing, reply: SendReply) {
        let client_id = &outgoing.request.client_id;
        if let Some((stored, _)) = self.waiter(client_id) {
            let detail = crate::json::to_js(&reply);
            // Resolving a promise cannot fail.
            let _ = stored.call1(&JsValue::NULL, &detail);
        }
        let ticket = reply.ticket.id.clone();
        // Where the tickets are known and this is none of them, it began with this message, and
        // there is nothing more of it to fetch.
        let begins = outgoing.request.ticket.is_none()
            && self.state.loaded.get_untracked()
            && self
                .state
                .tickets
                .with_untracked(|tickets| tickets.iter().all(|known| known.id != ticket));
        self.take_profile(reply.profile);
        let update = Update {
            latest: self.state.latest.get_untracked(),
            tickets: vec![reply.ticket],
            messages: vec![reply.message],
            ..Update::default()
        };
        self.take(update, false);
        self.acknowledge(client_id);
        if begins {
            self.state
                .change_thread(&ticket, |thread| thread.loaded = true);
        }
        self.connect();
    }

    fn refused(self, outgoing: &Outgoing, failure: &Failure) {
        let client_id = &outgoing.request.client_id;
        let Failure::Refused(_, detail) = failure else {
            return;
        };
        if let Some((_, refused)) = self.waiter(client_id) {
            let error = crate::command::failure(
                detail.code.as_str(),
                &detail.message,
                detail.field.as_deref(),
            );
            // Rejecting a promise cannot fail.
            let _ = refused.call1(&JsValue::NULL, &error);
            // Whoever waits has the text, and the ticket may not be one that can be shown.
            self.take_out(client_id);
            return;
        }
        if detail.code == ErrorCode::IdentificationRequired {
            // The form asks, and the text goes back to where it was typed.
            if let Some(text) = self.withdraw(client_id) {
                self.state.returned.set(Some(text));
                self.state.asking.set(true);
            }
            return;
        }
        self.change_outgoing(client_id, |outgoing| {
            outgoing.failed = Some(detail.message.clone());
        });
    }

    fn waiter(self, client_id: &ClientId) -> Option<(Function, Function)> {
        let inner = self.inner();
        let mut waiting = inner.outbox.waiting.borrow_mut();
        let at = waiting.iter().position(|(id, _, _)| id == client_id)?;
        let (_, stored, refused) = waiting.remove(at);
        Some((stored, refused))
    }

    fn change_outgoing(self, client_id: &ClientId, change: impl FnOnce(&mut Outgoing)) {
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

    fn take_out(self, client_id: &ClientId) -> Option<Outgoing> {
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

fn key(client_id: &ClientId) -> String {
    String::from(":out:") + client_id.as_str()
}
