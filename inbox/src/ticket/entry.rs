//! One entry of the conversation, and what surrounds it.

use crate::ui::{Icon, icon};
use crate::{format, words};
use leptos::prelude::*;
use porthole_shared::inbox::ticket::{Entry, EntryKind};
use porthole_shared::rich_text::{Piece, pieces};
use porthole_shared::ticket::Side;
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
}

impl Line {
    /// What makes a line another one. A line that were drawn anew would be announced again, so
    /// nothing is part of it that changes while somebody reads along.
    pub(super) fn key(&self) -> (i64, Option<String>, bool) {
        (self.entry.seq, self.day.clone(), self.follows)
    }
}

/// The number of the last reply, if the visitor has read as far as entry `seen` and so that too.
pub(super) fn seen_reply(entries: &[Entry], seen: i64) -> Option<i64> {
    let is_reply =
        |entry: &&Entry| entry.kind == EntryKind::Message && entry.author.side == Side::Team;
    let last = entries.iter().rfind(is_reply)?;
    (last.seq <= seen).then_some(last.seq)
}

/// Puts the entries into their places.
pub(super) fn lines(entries: &[Entry], now: Timestamp) -> Vec<Line> {
    let mut before: Option<&Entry> = None;
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries {
        let new_day =
            before.is_none_or(|other| format::day_number(other.at) != format::day_number(entry.at));
        let follows = !new_day && before.is_some_and(|before| stand_together(before, entry));
        lines.push(Line {
            entry: entry.clone(),
            day: new_day.then(|| format::day(entry.at, now)),
            follows,
            same_minute: follows
                && before.is_some_and(|before| before.at.0 / MINUTE == entry.at.0 / MINUTE),
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

/// Shows a line.
#[component]
pub(super) fn LineView(
    /// The line.
    line: Line,
    /// The number of the reply to mark as seen.
    seen: Memo<Option<i64>>,
    /// What the visitor is called.
    visitor: Memo<String>,
) -> impl IntoView {
    let words = words::ticket();
    let Line {
        entry,
        day,
        follows,
        same_minute,
    } = line;
    let seq = entry.seq;
    let seen_mark =
        move || (seen.get() == Some(seq)).then(|| view! { <span class="seen">{words.seen}</span> });
    let note = entry.kind == EntryKind::Note;
    let team = entry.author.side == Side::Team;
    let class = match (note, team) {
        (true, _) => "entry-row note",
        (false, true) => "entry-row team",
        (false, false) => "entry-row visitor",
    };
    // A visitor's name may become known later than the message.
    let name = entry.author.name.clone();
    let author = move || match name.as_str() {
        "" => visitor.get(),
        name => name.to_owned(),
    };
    let label = note.then(|| {
        view! {
            <span class="note-label" title=words.note_hint>{icon(Icon::Lock)}{words.note_label}</span>
        }
    });
    view! {
        {day.map(|day| view! { <h2 class="day"><span>{day}</span></h2> })}
        <article class=class class:follows=follows class:same-minute=same_minute>
            <p class="entry-head" class:visually-hidden=follows>
                {label}
                <span class="entry-author">{author}</span>
            </p>
            <div class="bubble" title=format::exact(entry.at)>
                <p class="entry-text" dir="auto">{rich(&entry.text)}</p>
            </div>
            <p class="entry-foot">
                <time datetime=format::machine(entry.at) title=format::exact(entry.at)>{format::clock(entry.at)}</time>
                {seen_mark}
            </p>
        </article>
    }
}

/// The text with its links as elements.
fn rich(text: &str) -> Vec<AnyView> {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(words) => words.to_owned().into_any(),
            Piece::Link(address) => {
                let address = address.to_owned();
                view! {
                    <a href=address target="_blank" rel="noopener noreferrer nofollow">{address.clone()}</a>
                }
                .into_any()
            }
        })
        .collect()
}
