//! Sends the messages on their way, one after the other and by one tab at a time.

use crate::reactive::*;
use crate::{
    api::{Failure, PATIENCE},
    app::App,
    outbox::{Outgoing, key},
};
use porthole_shared::{error::ErrorCode, live::Update, ticket::SendReply};
use wasm_bindgen::JsValue;

impl App {
    /// Sends what is on its way, one after the other.
    pub(crate) fn pump(self) {
        if self.has_to_send() && !self.inner().outbox.sending.replace(true) {
            spawn_local(async move {
                let mut failures = 0;
                while self.has_to_send() {
                    // One tab at a time, so that nothing is sent twice without need. Whoever has
                    // the lock sends what is first, whichever tab it is from: order is kept.
                    let lock = self.lock(":send", PATIENCE).await;
                    let is_done = match self.next_outgoing() {
                        Some(outgoing) => self.deliver(&outgoing).await,
                        None => true,
                    };
                    lock.release();
                    self.state.stuck.set(!is_done);
                    failures = if is_done { 0 } else { failures + 1 };
                    if !is_done {
                        self.rest(failures).await;
                    }
                }
                self.inner().outbox.sending.set(false);
            });
        }
    }

    /// Whether this tab sends: what was written in it, and as the leader also what others have
    /// left. Where there is no leader yet, nobody else would.
    fn has_to_send(self) -> bool {
        let sends_all = self.leads() || !self.is_connecting();
        self.state.outbox.with_untracked(|outbox| {
            let mut outbox = outbox.iter();
            outbox.any(|outgoing| (sends_all || outgoing.own) && self.is_to_be_sent(outgoing))
        })
    }

    /// The first one to send.
    fn next_outgoing(self) -> Option<Outgoing> {
        self.state.outbox.with_untracked(|outbox| {
            let mut outbox = outbox.iter();
            outbox
                .find(|outgoing| self.is_to_be_sent(outgoing))
                .cloned()
        })
    }

    /// Whether it was neither refused nor, as one of another tab, sent or withdrawn meanwhile.
    /// What is this tab's own is sent also where storage was cleared.
    fn is_to_be_sent(self, outgoing: &Outgoing) -> bool {
        let key = key(&outgoing.request.client_id);
        outgoing.failed.is_none() && (outgoing.own || self.inner().storage.get(&key).is_some())
    }

    /// Sends one; false if it is to be tried again.
    async fn deliver(self, outgoing: &Outgoing) -> bool {
        let client_id = &outgoing.request.client_id;
        match self
            .call::<_, SendReply>("messages", &outgoing.request)
            .await
        {
            Ok(reply) => {
                self.tell_sent(&reply);
                self.delivered(reply);
            }
            Err(failure) if failure.code() == ErrorCode::TokenInvalid => {
                // It can be taken back for the page that comes after the reload.
                let reason = self.t("renewed");
                self.change_outgoing(client_id, |outgoing| outgoing.failed = Some(reason));
            }
            Err(failure) if failure.may_pass() => return false,
            Err(failure) => self.refused(outgoing, &failure),
        }
        true
    }

    /// A message is stored, whichever tab has sent it.
    pub(crate) fn delivered(self, reply: SendReply) {
        let client_id = reply.message.client_id.clone();
        if let Some((stored, _)) = self.waiter(&client_id) {
            let detail = crate::json::to_js(&reply);
            // Resolving a promise cannot fail.
            let _ = stored.call1(&JsValue::NULL, &detail);
        }
        let ticket = reply.ticket.id.clone();
        // Where the tickets are known and this is none of them, it began with this message, and
        // there is nothing more of it to fetch.
        let begins = self.state.outbox.with_untracked(|outbox| {
            outbox.iter().any(|outgoing| {
                outgoing.request.client_id == client_id && outgoing.request.ticket.is_none()
            })
        }) && self.state.loaded.get_untracked()
            && self
                .state
                .tickets
                .with_untracked(|tickets| tickets.iter().all(|known| known.id != ticket));
        self.take_profile(reply.profile);
        let update = Update {
            tickets: vec![reply.ticket],
            messages: vec![reply.message],
            ..Update::default()
        };
        self.take(update, 0, false);
        self.acknowledge(&client_id);
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
        let is_here = outgoing.own || self.state.open.get_untracked();
        if is_here && detail.code == ErrorCode::IdentificationRequired {
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
}
