//! What is asked of the server besides the stream: pages of messages, and what was read.

use crate::reactive::{Update as _, *};
use crate::{api::Failure, app::App};
use porthole_shared::{
    id::TicketId,
    live::{SyncRequest, Update},
    ticket::ReadRequest,
};

impl App {
    /// Asks what changed since the last time.
    pub(crate) async fn refresh_tickets(self) -> Result<(), Failure> {
        loop {
            let since = self.state.latest.get_untracked();
            let request = SyncRequest {
                since,
                ..SyncRequest::default()
            };
            let update: Update = self.call("sync", &request).await?;
            let more = update.more;
            self.take(update, since, false);
            if !more {
                return Ok(());
            }
        }
    }

    /// Fetches a page of a ticket's messages: the newest, or those before a message number.
    pub(crate) async fn load_page(
        self,
        ticket: &TicketId,
        before: Option<i64>,
    ) -> Result<(), Failure> {
        let since = self.state.latest.get_untracked();
        let request = SyncRequest {
            since,
            ticket: Some(ticket.clone()),
            before,
        };
        let update: Update = self.call("sync", &request).await?;
        let earlier = update.earlier;
        self.take(update, since, false);
        self.state.change_thread(ticket, |thread| {
            thread.loaded = true;
            thread.earlier = earlier;
        });
        Ok(())
    }

    /// Says that the visitor has seen all that is here of a ticket.
    pub(crate) async fn mark_read(self, ticket: &TicketId) -> Result<(), Failure> {
        let last = self.state.thread(ticket).and_then(|thread| {
            let last = thread.messages.last()?;
            Some(last.seq)
        });
        let Some(seq) = last else { return Ok(()) };
        self.state.tickets.update(|tickets| {
            if let Some(known) = tickets.iter_mut().find(|known| known.id == *ticket) {
                known.unread = 0;
            }
        });
        let request = ReadRequest {
            ticket: ticket.clone(),
            seq,
        };
        self.tell("read", &request).await
    }
}
