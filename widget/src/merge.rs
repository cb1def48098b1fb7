//! The team has put two conversations of the visitor together: whatever belonged to the one that
//! is gone goes on in the other.

use crate::reactive::{Update as _, *};
use crate::{
    app::App,
    state::{Place, View},
};
use porthole_shared::{id::TicketId, live::Update, ticket::Ticket};

impl App {
    /// Takes the tickets out of an update that went into others.
    pub(crate) fn take_merged(update: &mut Update) -> Vec<Ticket> {
        let mut gone = Vec::new();
        update.tickets.retain_mut(|ticket| {
            if ticket.merged_into.is_some() {
                gone.push(std::mem::take(ticket));
                return false;
            }
            true
        });
        gone
    }

    /// Brings everything of a ticket that is gone over to the one it went into.
    pub(crate) fn move_over(self, gone: &Ticket) {
        let Some(target) = &gone.merged_into else {
            return;
        };
        let state = self.state;
        let is_gone = |id: &TicketId| *id == gone.id;
        self.move_outgoing(gone, target);
        self.move_draft(gone, target);
        if state
            .tickets
            .with_untracked(|tickets| tickets.iter().any(|known| is_gone(&known.id)))
        {
            state
                .tickets
                .update(|tickets| tickets.retain(|known| !is_gone(&known.id)));
        }
        // The messages stand between others now: all of them are read anew, in their order.
        state.threads.update(|threads| {
            threads.retain(|thread| !is_gone(&thread.ticket) && thread.ticket != *target);
        });
        let was_shown = state.view.with_untracked(|view| match view {
            View::Conversation(Place::Ticket(id)) => is_gone(id),
            View::Conversation(Place::New(id)) => !id.is_empty() && *id == gone.client_id,
            View::Tickets | View::Recovery => false,
        });
        if was_shown {
            let place = Place::Ticket(target.clone());
            state.view.set(View::Conversation(place));
        }
    }

    fn move_outgoing(self, gone: &Ticket, target: &TicketId) {
        let ids = self.state.outbox.with_untracked(|outbox| {
            let of_gone = outbox.iter().filter(|outgoing| {
                let request = &outgoing.request;
                let begins = request.client_ticket_id.as_ref();
                request.ticket.as_ref() == Some(&gone.id)
                    || begins.is_some_and(|id| !id.is_empty() && *id == gone.client_id)
            });
            of_gone
                .map(|outgoing| outgoing.request.client_id.clone())
                .collect::<Vec<_>>()
        });
        for id in ids {
            self.change_outgoing(&id, |outgoing| {
                outgoing.request.ticket = Some(target.clone());
                outgoing.request.client_ticket_id = None;
            });
        }
    }

    fn move_draft(self, gone: &Ticket, target: &TicketId) {
        let from = Place::Ticket(gone.id.clone());
        let to = Place::Ticket(target.clone());
        let text = self.draft(&from);
        if text.is_empty() {
            return;
        }
        self.set_draft(&from, "");
        let is_shown = self
            .state
            .view
            .with_untracked(|view| *view == View::Conversation(to.clone()));
        if is_shown {
            // The composer that stands there takes it up.
            self.state.returned.set(Some(text));
            return;
        }
        let there = self.draft(&to);
        let gap = if there.is_empty() { "" } else { "\n" };
        self.set_draft(&to, &(there + gap + &text));
    }
}
