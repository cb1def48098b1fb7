//! What stands in a conversation: the messages of the server and those on their way, in one
//! order, grouped by author and day.

use crate::reactive::*;
use crate::{
    app::App,
    host::now,
    outbox::Outgoing,
    state::{Place, is_of_team},
};
use porthole_shared::{
    attachment::Attachment,
    ticket::{Message, Ticket},
    time::{MINUTE, Timestamp},
};
use std::ops::Range;

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
    /// The files that came with it.
    pub files: Vec<Attachment>,
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
    /// It ends a minute of its group: the time stands below it.
    pub timed: bool,
    /// The day, where a new one begins.
    pub day: Option<String>,
    /// How far it has come.
    pub delivery: Delivery,
}

/// The part of a conversation that is on the page, by message numbers. Of a long one that is a
/// stretch around the place that is looked at.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Window {
    /// The first message.
    pub from: i64,
    /// The last message; `i64::MAX` for the end, and for whatever comes.
    pub until: i64,
}

impl Window {
    /// Everything that is known.
    pub(crate) const ALL: Self = Self {
        from: 0,
        until: i64::MAX,
    };

    /// Whether the end of the conversation is on the page.
    pub(crate) fn reaches_the_end(self) -> bool {
        self.until == i64::MAX
    }

    /// The messages on the page, by their places.
    pub(crate) fn of(self, messages: &[Message]) -> Range<usize> {
        let start = messages.partition_point(|message| message.seq < self.from);
        let end = messages.partition_point(|message| message.seq <= self.until);
        start..end.max(start)
    }
}

/// The lines of a conversation that are on the page. Follows everything that can change them.
pub(crate) fn entries(app: App, place: &Place, window: Window) -> Vec<Entry> {
    let state = app.state;
    let ticket = state.ticket_at(place);
    let mut entries = Vec::new();
    let mut before = 0;
    if let Some(ticket) = &ticket {
        state.with_messages(&ticket.id, |messages| {
            let shown = window.of(messages);
            // The one before tells what the first one goes on with.
            let start = shown.start.saturating_sub(1);
            before = shown.start - start;
            // How far it came is said of the last own message alone.
            let own = messages.iter().rposition(|message| !is_of_team(message));
            for (at, message) in messages.iter().enumerate().take(shown.end).skip(start) {
                entries.push(received(app, message, ticket, own == Some(at)));
            }
        });
    }
    if window.reaches_the_end() {
        state.outbox.with(|outbox| {
            let here = outbox
                .iter()
                .filter(|outgoing| state.is_at(outgoing, place, ticket.as_ref()));
            entries.extend(here.map(on_the_way));
        });
    }
    group(app, &mut entries);
    entries.drain(..before);
    entries
}

fn received(app: App, message: &Message, ticket: &Ticket, last_own: bool) -> Entry {
    let own = !is_of_team(message);
    let name = &message.author.name;
    Entry {
        key: match (own, message.client_id.is_empty()) {
            (true, false) => message.client_id.as_str().to_owned(),
            _ => message.id.as_str().to_owned(),
        },
        text: message.text.clone(),
        files: message.attachments.clone(),
        own,
        author: match (own, name.is_empty()) {
            (true, _) => String::new(),
            (false, true) => app.t("team"),
            (false, false) => name.clone(),
        },
        at: message.at,
        first: true,
        last: true,
        timed: true,
        day: None,
        delivery: match (last_own, ticket.team_read >= message.seq) {
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
        files: outgoing.files.clone(),
        own: true,
        author: String::new(),
        at: outgoing.at,
        first: true,
        last: true,
        timed: true,
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
        let today = inner.words().day(entries[at].at, now());
        if today != day {
            entries[at].day = Some(today.clone());
            day = today;
        }
        if at > 0 && entries[at].day.is_none() && belong_together(&entries[at - 1], &entries[at]) {
            entries[at].first = false;
            entries[at - 1].last = false;
            entries[at - 1].timed = entries[at - 1].at.0 / MINUTE != entries[at].at.0 / MINUTE;
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
