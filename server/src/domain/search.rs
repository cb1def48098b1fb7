//! What is searched for, what of a text is found by it, and which tickets count.

use super::word::{Word, words};
use porthole_shared::id::MemberId;
use porthole_shared::inbox::search::SnippetPart;
use porthole_shared::inbox::ticket::{Priority, TeamTicket, TicketView};
use porthole_shared::ticket::{Channel, TicketStatus};
use std::cmp::Reverse;
use std::ops::Range;

/// How many terms of a query count.
const TERMS: usize = 16;
/// How many characters of a text are shown before the first that was found.
const BEFORE: usize = 50;
/// How many characters of a text are shown from there on.
const AFTER: usize = 130;

/// Words that stand in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The words, at least one.
    pub words: Vec<String>,
    /// The last word may go on: it is still being typed.
    pub is_beginning: bool,
}

/// What is searched for. Each term has to be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The terms.
    pub terms: Vec<Term>,
    /// The ticket's number, where it may be one.
    pub number: Option<i64>,
}

impl Query {
    /// Reads what somebody typed: words, `"phrases"`, or a number. The last word may be the
    /// beginning of one.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut terms = Vec::new();
        for (index, piece) in text.split('"').enumerate() {
            let is_phrase = index % 2 == 1;
            let pieces: Vec<&str> = if is_phrase {
                vec![piece]
            } else {
                piece.split_whitespace().collect()
            };
            terms.extend(pieces.into_iter().filter_map(Term::read));
        }
        terms.truncate(TERMS);
        let is_typing = !text.ends_with(|c: char| c.is_whitespace() || c == '"');
        if let Some(last) = terms.last_mut()
            && is_typing
        {
            last.is_beginning = can_go_on(&last.words);
        }
        let digits = text.trim();
        let digits = digits.strip_prefix('#').unwrap_or(digits);
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        Self {
            terms,
            number: is_number.then(|| digits.parse().ok()).flatten(),
        }
    }

    /// Whether every term is in a text.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        let words = words(text);
        let mut terms = self.terms.iter();
        !self.terms.is_empty() && terms.all(|term| !term.places(&words).is_empty())
    }

    /// The beginning of what was found in a text and the words around it.
    #[must_use]
    pub fn snippet(&self, text: &str) -> Vec<SnippetPart> {
        let words = words(text);
        let mut places: Vec<Range<usize>> = self
            .terms
            .iter()
            .flat_map(|term| term.places(&words))
            .collect();
        places.sort_by_key(|place| (place.start, Reverse(place.end)));
        let shown = window(text, places.first().map_or(0, |place| place.start));
        cut(text, &shown, &places)
    }
}

/// Whether the last word may be the beginning of another one. A single letter is the beginning of
/// too much, and signs have no beginning.
fn can_go_on(words: &[String]) -> bool {
    words.last().is_some_and(|word| {
        let is_sign = super::word::words(word).first().is_some_and(|w| w.is_sign);
        !is_sign && word.chars().nth(1).is_some()
    })
}

impl Term {
    fn read(text: &str) -> Option<Self> {
        let words: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
        (!words.is_empty()).then_some(Self {
            words,
            is_beginning: false,
        })
    }

    /// Where in a text this stands, in bytes.
    fn places(&self, words: &[Word]) -> Vec<Range<usize>> {
        let length = self.words.len();
        let fits = |window: &&[Word]| {
            let last = length - 1;
            window[..last]
                .iter()
                .zip(&self.words)
                .all(|(word, wanted)| word.folded == *wanted)
                && (window[last].folded == self.words[last]
                    || self.is_beginning && window[last].folded.starts_with(&self.words[last]))
        };
        words
            .windows(length)
            .filter(fits)
            .map(|window| window[0].range.start..window[length - 1].range.end)
            .collect()
    }
}

/// The stretch of a text that is shown, around a place in it.
fn window(text: &str, place: usize) -> Range<usize> {
    let earlier = text[..place].char_indices().rev();
    let mut begin = earlier
        .take(BEFORE)
        .last()
        .map_or(place, |(index, _)| index);
    // Not in the middle of a word.
    if begin > 0
        && let Some(space) = text[begin..place].find(char::is_whitespace)
    {
        begin += space;
    }
    let mut later = text[place..].char_indices();
    let end = later
        .nth(AFTER)
        .map_or(text.len(), |(index, _)| place + index);
    begin..end
}

/// The parts of a stretch. What is left out around it shows as an ellipsis.
fn cut(text: &str, shown: &Range<usize>, places: &[Range<usize>]) -> Vec<SnippetPart> {
    let mut parts = Vec::new();
    let mut add = |text: &str, hit: bool| {
        if !text.is_empty() {
            let text = text.replace(char::is_control, " ");
            parts.push(SnippetPart { text, hit });
        }
    };
    add(if shown.start > 0 { "…" } else { "" }, false);
    let mut at = shown.start;
    for place in places {
        let (begin, end) = (place.start.max(at), place.end.min(shown.end));
        if begin < end {
            add(&text[at..begin], false);
            add(&text[begin..end], true);
            at = end;
        }
    }
    add(&text[at..shown.end], false);
    add(if shown.end < text.len() { "…" } else { "" }, false);
    parts
}

/// Which tickets count.
#[derive(Clone, Debug)]
pub struct SearchFilter {
    /// Those of this view; mentions are looked up elsewhere.
    pub view: TicketView,
    /// Who asks.
    pub member: MemberId,
    /// How far they have come.
    pub status: Option<TicketStatus>,
    /// A tag of theirs, however its letters are written.
    pub tag: Option<String>,
    /// How they came in.
    pub channel: Option<Channel>,
    /// How much they press.
    pub priority: Option<Priority>,
}

impl SearchFilter {
    /// Whether a ticket counts.
    #[must_use]
    pub fn admits(&self, ticket: &TeamTicket) -> bool {
        let is_tagged = |tag: &String| {
            let tag = tag.to_lowercase();
            ticket.tags.iter().any(|own| own.to_lowercase() == tag)
        };
        self.views(ticket)
            && self.status.is_none_or(|status| status == ticket.status)
            && self.tag.as_ref().is_none_or(is_tagged)
            && self.channel.is_none_or(|channel| channel == ticket.channel)
            && self
                .priority
                .is_none_or(|priority| priority == ticket.priority)
    }

    fn views(&self, ticket: &TeamTicket) -> bool {
        let is_resolved = ticket.status == TicketStatus::Resolved;
        let is_aside = ticket.suspicious || ticket.merged_into.is_some();
        let is_active = !is_aside && !is_resolved && ticket.snoozed_until.is_none();
        match self.view {
            TicketView::All => true,
            TicketView::Resolved => !is_aside && is_resolved,
            TicketView::Snoozed => !is_aside && !is_resolved && !is_active,
            TicketView::Suspicious => ticket.suspicious && ticket.merged_into.is_none(),
            TicketView::Mine => is_active && ticket.assignee.as_ref() == Some(&self.member),
            TicketView::Unassigned => is_active && ticket.assignee.is_none(),
            TicketView::Active | TicketView::Mentions | TicketView::Unknown => is_active,
        }
    }
}

#[cfg(test)]
mod tests;
