//! What stands in a conversation: the messages of the server and those on their way, in one
//! order, grouped by author and day.

use crate::{
    app::App,
    host::now,
    outbox::Outgoing,
    state::{Place, is_of_team},
};
use leptos::prelude::*;
use porthole_shared::{
    ticket::{Message, Ticket},
    time::{MINUTE, Timestamp},
};

/// Messages of one author belong together unless this much time lies between them.
const GROUP_GAP: i64 = 5 * MINUTE;

/// How far an own message has come.
#[derive(Clone, PartialEq)]
pub(crate) enum Delivery {
    /// Nothing to say.
    Quiet,
    /// On its way.
    Sending,
    /// The server has it.
    Sent,
    /// The team has seen it.
    Seen,
    /// The server will not have it, for this reason.
    Failed(String),
}

/// One line of a conversation.
#[derive(Clone, PartialEq)]
pub(crate) struct Entry {
    /// The same from the first try to send it until it is gone.
    pub key: String,
    /// The text.
    pub text: String,
    /// The visitor wrote it.
    pub own: bool,
    /// Who wrote it; empty for the visitor.
    pub author: String,
    /// When.
    pub at: Timestamp,
    /// It begins a group.
    pub first: bool,
    /// It ends a group.
    pub last: bool,
    /// The day, where a new one begins.
    pub day: Option<String>,
    /// How far it has come.
    pub delivery: Delivery,
}

/// The lines of a conversation. Follows everything that can change them.
pub(crate) fn entries(app: App, place: &Place) -> Vec<Entry> {
    let state = app.state;
    let ticket = state.ticket_at(place);
    let thread = ticket.as_ref().and_then(|ticket| state.thread(&ticket.id));
    let messages = thread.map(|thread| thread.messages).unwrap_or_default();
    let mut entries: Vec<Entry> = messages
        .iter()
        .map(|message| received(app, message, ticket.as_ref()))
        .collect();
    let own = entries.iter().rposition(|entry| entry.own);
    // How far it came is said of the last own message alone.
    for (at, entry) in entries.iter_mut().enumerate() {
        if Some(at) != own {
            entry.delivery = Delivery::Quiet;
        }
    }
    state.outbox.with(|outbox| {
        let here = outbox
            .iter()
            .filter(|outgoing| state.is_at(outgoing, place, ticket.as_ref()));
        entries.extend(here.map(on_the_way));
    });
    group(app, &mut entries);
    entries
}

fn received(app: App, message: &Message, ticket: Option<&Ticket>) -> Entry {
    let own = !is_of_team(message);
    let seen = ticket.is_some_and(|ticket| ticket.team_read >= message.seq);
    let name = &message.author.name;
    Entry {
        key: match (own, message.client_id.is_empty()) {
            (true, false) => message.client_id.as_str().to_owned(),
            _ => message.id.as_str().to_owned(),
        },
        text: message.text.clone(),
        own,
        author: match (own, name.is_empty()) {
            (true, _) => String::new(),
            (false, true) => app.t("team"),
            (false, false) => name.clone(),
        },
        at: message.at,
        first: true,
        last: true,
        day: None,
        delivery: match (own, seen) {
            (false, _) => Delivery::Quiet,
            (true, false) => Delivery::Sent,
            (true, true) => Delivery::Seen,
        },
    }
}

fn on_the_way(outgoing: &Outgoing) -> Entry {
    Entry {
        key: outgoing.request.client_id.as_str().to_owned(),
        text: outgoing.request.text.clone(),
        own: true,
        author: String::new(),
        at: outgoing.at,
        first: true,
        last: true,
        day: None,
        delivery: match &outgoing.failed {
            None => Delivery::Sending,
            Some(reason) => Delivery::Failed(reason.clone()),
        },
    }
}

fn group(app: App, entries: &mut [Entry]) {
    let inner = app.inner();
    let mut day = String::new();
    for at in 0..entries.len() {
        let today = inner.words.day(entries[at].at, now());
        if today != day {
            entries[at].day = Some(today.clone());
            day = today;
        }
        if at > 0 && entries[at].day.is_none() && belong_together(&entries[at - 1], &entries[at]) {
            entries[at].first = false;
            entries[at - 1].last = false;
        }
    }
}

fn belong_together(earlier: &Entry, later: &Entry) -> bool {
    earlier.own == later.own
        && earlier.author == later.author
        && later.at.0 - earlier.at.0 < GROUP_GAP
        // Words below a bubble end its group.
        && matches!(earlier.delivery, Delivery::Quiet | Delivery::Sending)
}
