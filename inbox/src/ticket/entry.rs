//! One entry of the conversation, and what surrounds it.

use super::files::files;
use super::pending::PendingFoot;
use super::text::entry_text;
use crate::outbox::{Item, outbox};
use crate::thread::Thread;
use crate::ui::{Icon, avatar, icon};
use crate::{format, words};
use leptos::prelude::*;
use porthole_shared::inbox::ticket::{Entry, EntryKind, TeamTicket};
use porthole_shared::ticket::{Author, Side};
use porthole_shared::time::{MINUTE, Timestamp};

/// Entries of one author within this time stand together, in milliseconds.
const TOGETHER: i64 = 5 * MINUTE;

/// An entry and its place among the others.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    entry: Entry,
    /// The heading of the day that begins here.
    day: Option<String>,
    /// The author is the same as just before: no name, less space.
    follows: bool,
    /// And in the same minute: the time below stands for both.
    same_minute: bool,
    /// It was not stored when the line was drawn.
    pending: bool,
}

impl Line {
    /// What makes a line another one. A line that were drawn anew would be announced again, so
    /// nothing is part of it that changes while somebody reads along: an entry that is on its way
    /// stays the same line when it is stored.
    pub(super) fn key(&self) -> (String, Option<String>, bool) {
        let client_id = &self.entry.client_id;
        let own = if client_id.is_empty() {
            self.entry.id.as_str()
        } else {
            client_id.as_str()
        };
        (own.to_owned(), self.day.clone(), self.follows)
    }
}

/// The number of the last reply, if the visitor has read as far as entry `seen` and so that too.
pub(super) fn seen_reply(entries: &[Entry], seen: i64) -> Option<i64> {
    let is_reply =
        |entry: &&Entry| entry.kind == EntryKind::Message && entry.author.side == Side::Team;
    let last = entries.iter().rfind(is_reply)?;
    (last.seq <= seen).then_some(last.seq)
}

/// What is on its way, as the entry that it becomes.
pub(super) fn expected(item: &Item, author: &str) -> Entry {
    Entry {
        ticket: item.ticket.clone(),
        client_id: item.request.client_id.clone(),
        kind: item.kind,
        author: Author {
            side: Side::Team,
            name: author.to_owned(),
        },
        text: item.request.text.clone(),
        at: item.at,
        mentions: item.request.mentions.clone(),
        attachments: item.files.clone(),
        ..Entry::default()
    }
}

/// Puts the entries into their places, and behind them those that are on their way.
pub(super) fn lines(entries: &[Entry], expected: &[Entry], now: Timestamp) -> Vec<Line> {
    let mut before: Option<&Entry> = None;
    let mut lines = Vec::with_capacity(entries.len() + expected.len());
    let arrived = |one: &&Entry| {
        let same = |entry: &Entry| entry.client_id == one.client_id;
        !entries.iter().rev().any(same)
    };
    let on_its_way = expected.iter().filter(arrived).map(|entry| (entry, true));
    let stored = entries.iter().map(|entry| (entry, false));
    for (entry, pending) in stored.chain(on_its_way) {
        let new_day =
            before.is_none_or(|other| format::day_number(other.at) != format::day_number(entry.at));
        let follows = !new_day && before.is_some_and(|before| stand_together(before, entry));
        lines.push(Line {
            entry: entry.clone(),
            day: new_day.then(|| format::day(entry.at, now)),
            follows,
            same_minute: follows
                && before.is_some_and(|before| before.at.0 / MINUTE == entry.at.0 / MINUTE),
            pending,
        });
        before = Some(entry);
    }
    lines
}

fn stand_together(before: &Entry, entry: &Entry) -> bool {
    before.author == entry.author
        && before.kind == entry.kind
        && entry.at.0 - before.at.0 < TOGETHER
}

/// What every line needs to know of the conversation.
#[derive(Clone, Copy)]
pub(super) struct Around {
    /// The open ticket.
    pub(super) thread: Thread,
    /// The number of the reply to mark as seen.
    pub(super) seen: Memo<Option<i64>>,
    /// What the visitor is called.
    pub(super) visitor: Memo<String>,
}

/// Shows a line.
#[component]
pub(super) fn LineView(
    /// The line.
    line: Line,
    /// What is around it.
    around: Around,
) -> impl IntoView {
    let Around { thread, .. } = around;
    let Line {
        entry,
        day,
        follows,
        same_minute,
        pending,
    } = line;
    let seq = number(thread, &entry, pending);
    let team = entry.author.side == Side::Team;
    let class = match (entry.kind, team) {
        (EntryKind::Note, _) => "entry-row note",
        (_, true) => "entry-row team",
        (_, false) => "entry-row visitor",
    };
    let is = move |place: RwSignal<Option<i64>>| {
        let seq = seq.get();
        seq.is_some() && place.get() == seq
    };
    let fresh = move || {
        is(thread.fresh_from)
            .then(|| view! { <p class="fresh-mark"><span>{words::thread().new_entries}</span></p> })
    };
    let id = move || seq.get().map(|seq| format!("entry-{seq}"));
    let stored = foot(&entry, seq, around.seen);
    let foot = if pending {
        view! { <PendingFoot id=entry.client_id.clone() stored/> }.into_any()
    } else {
        stored.run()
    };
    view! {
        {day.map(|day| view! { <h2 class="day"><span>{day}</span></h2> })}
        {fresh}
        <article
            id=id
            class=class
            class:follows=follows
            class:same-minute=same_minute
            class:on-its-way=move || pending && seq.get().is_none()
            class:marked=move || is(thread.found)
            tabindex="-1"
        >
            {head(&entry, follows, around)}
            {(!entry.text.is_empty()).then(|| view! {
                <div class="bubble" title=format::exact(entry.at)>
                    {entry_text(&entry)}
                </div>
            })}
            {files(&entry.attachments)}
            {foot}
        </article>
    }
}

/// The number of an entry; it has none before it is stored.
fn number(thread: Thread, entry: &Entry, pending: bool) -> Signal<Option<i64>> {
    if !pending {
        return Signal::stored(Some(entry.seq));
    }
    let id = entry.client_id.clone();
    let stored = move |_: Option<&Option<i64>>| {
        thread.entries.with(|entries| {
            let stored = entries.iter().rfind(|entry| entry.client_id == id)?;
            Some(stored.seq)
        })
    };
    Memo::new(stored).into()
}

fn head(entry: &Entry, follows: bool, around: Around) -> AnyView {
    let words = words::ticket();
    // A visitor's name may become known later than the message.
    let name = entry.author.name.clone();
    let author = Signal::derive(move || match name.as_str() {
        "" => around.visitor.get(),
        name => name.to_owned(),
    });
    let label = (entry.kind == EntryKind::Note).then(|| {
        view! {
            <span class="note-label" title=words.note_hint>{icon(Icon::Lock)}{words.note_label}</span>
        }
    });
    let face = (!follows).then(|| avatar(author, &seed(entry, around.thread)));
    view! {
        <p class="entry-head" class:visually-hidden=follows>
            {face}
            {label}
            <span class="entry-author">{author}</span>
        </p>
    }
    .into_any()
}

/// What the colour of the author's face follows: the visitor's is the same as in the list.
fn seed(entry: &Entry, thread: Thread) -> String {
    let visitor = |ticket: &TeamTicket| ticket.visitor.id.as_str().to_owned();
    let visitor = match entry.author.side {
        Side::Visitor => thread
            .ticket
            .with_untracked(|ticket| ticket.as_ref().map(visitor)),
        Side::Team | Side::Unknown => None,
    };
    visitor.unwrap_or_else(|| entry.author.name.clone())
}

fn foot(entry: &Entry, seq: Signal<Option<i64>>, seen: Memo<Option<i64>>) -> ViewFn {
    let at = entry.at;
    let seen_mark = move || {
        let last = seq.get().is_some() && seen.get() == seq.get();
        last.then(|| view! { <span class="seen">{words::ticket().seen}</span> })
    };
    ViewFn::from(move || {
        view! {
            <p class="entry-foot">
                <time datetime=format::machine(at) title=format::exact(at)>{format::clock(at)}</time>
                {seen_mark}
            </p>
        }
    })
}

/// What is on its way in the open ticket, as entries.
pub(super) fn on_their_way(thread: Thread, author: &str) -> Vec<Entry> {
    thread.id.with(|id| {
        outbox().items.with(|items| {
            let own = |item: &&Item| Some(&item.ticket) == id.as_ref();
            items
                .iter()
                .filter(own)
                .map(|item| expected(item, author))
                .collect()
        })
    })
}
