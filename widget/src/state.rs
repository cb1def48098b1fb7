//! What the messenger knows and shows, as signals. Changes of the server come in by
//! [`State::take`]; everything on the screen follows.

use crate::reactive::{Update as _, *};
use crate::{attach::Attached, host::random_hex, outbox::Outgoing};
use porthole_shared::{
    id::{ClientId, TicketId},
    live::{Typing, Update},
    recovery::RecoveryOutcome,
    session::Profile,
    ticket::{Message, Side, Ticket, TicketStatus},
    time::Timestamp,
};

/// What the panel shows.
#[derive(Clone, PartialEq)]
pub(crate) enum View {
    /// All conversations.
    Tickets,
    /// The way to tickets of another browser.
    Recovery,
    /// One conversation.
    Conversation(Place),
}

/// Where a message goes.
#[derive(Clone, PartialEq)]
pub(crate) enum Place {
    /// Into a ticket.
    Ticket(TicketId),
    /// Into a conversation that begins with it, or began with this id in the meantime.
    New(ClientId),
}

impl Place {
    /// An empty conversation.
    pub(crate) fn begin() -> Self {
        Self::New(random_hex::<16>().into())
    }
}

/// How the connection is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Connection {
    /// There is nothing to be connected for.
    Idle,
    /// Changes come in.
    Live,
    /// It broke and is tried again.
    Lost,
}

/// The messages of a ticket, as far as they are here.
#[derive(Clone, PartialEq)]
pub(crate) struct Thread {
    /// The ticket.
    pub ticket: TicketId,
    /// In the order of their numbers.
    pub messages: Vec<Message>,
    /// The newest page is here, and everything since.
    pub loaded: bool,
    /// There are older ones on the server.
    pub earlier: bool,
}

/// What the messenger knows and shows.
#[derive(Clone, Copy)]
pub(crate) struct State {
    /// The panel is open.
    pub open: RwSignal<bool>,
    /// Somebody can see the page.
    pub visible: RwSignal<bool>,
    /// What the panel shows.
    pub view: RwSignal<View>,
    /// The tickets are known, if there are any.
    pub loaded: RwSignal<bool>,
    /// The tickets, the one with the newest message first.
    pub tickets: RwSignal<Vec<Ticket>>,
    /// The messages of the tickets that were looked at.
    pub threads: RwSignal<Vec<Thread>>,
    /// The messages on their way.
    pub outbox: RwSignal<Vec<Outgoing>>,
    /// Who of the team is typing, and until when that holds.
    pub typing: RwSignal<Vec<(Typing, Timestamp)>>,
    /// How the connection is.
    pub connection: RwSignal<Connection>,
    /// The browser has a network.
    pub online: RwSignal<bool>,
    /// A message could not be sent at the last try.
    pub stuck: RwSignal<bool>,
    /// The workspace's token was replaced: nothing works until the page is loaded anew.
    pub renewed: RwSignal<bool>,
    /// What is known of the person.
    pub profile: RwSignal<Profile>,
    /// The identification form is shown.
    pub asking: RwSignal<bool>,
    /// Something is typed that is not sent.
    pub composing: RwSignal<bool>,
    /// The files that are to come with what is typed, here and elsewhere.
    pub attached: RwSignal<Vec<Attached>>,
    /// A text that comes back into the composer.
    pub returned: RwSignal<Option<String>>,
    /// The number of the last change that is known.
    pub latest: RwSignal<i64>,
    /// The newest message of the conversation is in view.
    pub at_end: RwSignal<bool>,
    /// What is read out: the message that came in last.
    pub said: RwSignal<String>,
    /// The window is as small as a phone: the panel fills it.
    pub phone: RwSignal<bool>,
    /// Where an on-screen keyboard leaves room, and how much, in pixels.
    pub room: RwSignal<Option<(i32, i32)>>,
    /// The visitor may be asked about notifications.
    pub can_ask: RwSignal<bool>,
    /// The visitor wants to hear nothing.
    pub quiet: RwSignal<bool>,
    /// What became of a recovery link; unknown where the server could not be asked.
    pub recovered: RwSignal<Option<RecoveryOutcome>>,
}

impl State {
    /// The state of a messenger that knows nothing yet.
    pub(crate) fn new(view: View) -> Self {
        Self {
            open: RwSignal::new(false),
            visible: RwSignal::new(true),
            view: RwSignal::new(view),
            loaded: RwSignal::new(false),
            tickets: RwSignal::new(Vec::new()),
            threads: RwSignal::new(Vec::new()),
            outbox: RwSignal::new(Vec::new()),
            typing: RwSignal::new(Vec::new()),
            connection: RwSignal::new(Connection::Idle),
            online: RwSignal::new(true),
            stuck: RwSignal::new(false),
            renewed: RwSignal::new(false),
            profile: RwSignal::new(Profile::default()),
            asking: RwSignal::new(false),
            composing: RwSignal::new(false),
            attached: RwSignal::new(Vec::new()),
            returned: RwSignal::new(None),
            latest: RwSignal::new(0),
            at_end: RwSignal::new(true),
            said: RwSignal::new(String::new()),
            phone: RwSignal::new(false),
            room: RwSignal::new(None),
            can_ask: RwSignal::new(false),
            quiet: RwSignal::new(false),
            recovered: RwSignal::new(None),
        }
    }

    /// Takes what changed after the change `since` and gives the messages that were not known.
    pub(crate) fn take(&self, update: Update, since: i64) -> Vec<Message> {
        if update.reset {
            self.tickets.set(Vec::new());
            self.threads.set(Vec::new());
        }
        if !update.tickets.is_empty() {
            self.tickets
                .update(|known| merge_tickets(known, update.tickets));
        }
        let mut fresh = Vec::new();
        if !update.messages.is_empty() {
            self.threads.update(|known| {
                for message in update.messages {
                    if insert(thread_mut(known, &message.ticket), &message) {
                        fresh.push(message);
                    }
                }
            });
        }
        let known = self.latest.get_untracked();
        // What came between is not known where the update begins later: that is still asked for.
        if update.reset || since <= known {
            let latest = if update.reset { 0 } else { known };
            self.latest.set(update.latest.max(latest));
        }
        self.loaded.set(true);
        fresh
    }

    /// The ticket at a place, if it exists. Follows the tickets.
    pub(crate) fn ticket_at(&self, place: &Place) -> Option<Ticket> {
        self.tickets.with(|tickets| {
            tickets
                .iter()
                .find(|ticket| match place {
                    Place::Ticket(id) => ticket.id == *id,
                    Place::New(client_id) => ticket.client_id == *client_id,
                })
                .cloned()
        })
    }

    /// Whether a message on its way goes to this place.
    pub(crate) fn is_at(
        &self,
        outgoing: &Outgoing,
        place: &Place,
        ticket: Option<&Ticket>,
    ) -> bool {
        let request = &outgoing.request;
        let begins = request.client_ticket_id.as_ref();
        match place {
            Place::Ticket(id) => {
                request.ticket.as_ref() == Some(id)
                    || (begins.is_some() && begins == ticket.map(|ticket| &ticket.client_id))
            }
            Place::New(client_id) => {
                begins == Some(client_id)
                    || (request.ticket.is_some()
                        && request.ticket.as_ref() == ticket.map(|ticket| &ticket.id))
            }
        }
    }

    /// Looks at the messages of a ticket, if they are here. Follows them.
    pub(crate) fn with_messages(&self, ticket: &TicketId, look: impl FnOnce(&[Message])) {
        self.threads.with(|threads| {
            if let Some(thread) = threads.iter().find(|thread| thread.ticket == *ticket) {
                look(&thread.messages);
            }
        });
    }

    /// The messages of a ticket. Follows them.
    pub(crate) fn thread(&self, ticket: &TicketId) -> Option<Thread> {
        self.threads.with(|threads| {
            threads
                .iter()
                .find(|thread| thread.ticket == *ticket)
                .cloned()
        })
    }

    /// Whether the newest messages of a ticket are here. Follows it.
    pub(crate) fn is_loaded(&self, ticket: &TicketId) -> bool {
        self.threads.with(|threads| {
            let mut threads = threads.iter();
            threads.any(|thread| thread.ticket == *ticket && thread.loaded)
        })
    }

    /// Changes what is known of a ticket's messages.
    pub(crate) fn change_thread(&self, ticket: &TicketId, change: impl FnOnce(&mut Thread)) {
        self.threads
            .update(|threads| change(thread_mut(threads, ticket)));
    }

    /// How many messages of the team are unread in all tickets. Follows them.
    pub(crate) fn unread(&self) -> i64 {
        self.tickets
            .with(|tickets| tickets.iter().map(|ticket| ticket.unread).sum())
    }
}

/// The only ticket that is not resolved, if there is exactly one. Restored ones do not count: nobody
/// writes into them without having chosen them.
pub(crate) fn only_open(tickets: &[Ticket]) -> Option<&Ticket> {
    let mut open = tickets
        .iter()
        .filter(|ticket| ticket.status != TicketStatus::Resolved && !ticket.restored);
    open.next().filter(|_| open.next().is_none())
}

fn merge_tickets(known: &mut Vec<Ticket>, changed: Vec<Ticket>) {
    for ticket in changed {
        // Answers and the stream may cross on their way.
        let is_old = |old: &Ticket| old.id == ticket.id && old.version > ticket.version;
        if known.iter().any(is_old) {
            continue;
        }
        known.retain(|old| old.id != ticket.id);
        // A sort would cost two kilobytes of code for what are a few tickets.
        let at = known.partition_point(|other| other.updated_at > ticket.updated_at);
        known.insert(at, ticket);
    }
}

fn thread_mut<'a>(threads: &'a mut Vec<Thread>, ticket: &TicketId) -> &'a mut Thread {
    let at = threads
        .iter()
        .position(|thread| thread.ticket == *ticket)
        .unwrap_or_else(|| {
            threads.push(Thread {
                ticket: ticket.clone(),
                messages: Vec::new(),
                loaded: false,
                earlier: false,
            });
            threads.len() - 1
        });
    &mut threads[at]
}

/// Puts a message where its number says; false if it was there already.
fn insert(thread: &mut Thread, message: &Message) -> bool {
    match thread
        .messages
        .binary_search_by_key(&message.seq, |known| known.seq)
    {
        Ok(_) => false,
        Err(at) => {
            thread.messages.insert(at, message.clone());
            true
        }
    }
}

/// Whether the team wrote this.
pub(crate) fn is_of_team(message: &Message) -> bool {
    message.author.side == Side::Team
}
