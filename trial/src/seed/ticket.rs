//! What becomes of each ticket: who writes when, and how far it has come.

use super::Size;
use super::script::{Library, Script, Voice};
use crate::random::Random;
use porthole_shared::ticket::TicketStatus;

/// Milliseconds.
pub(super) const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// A ticket to be.
pub(super) struct Ticket<'a> {
    pub(super) script: &'a Script,
    pub(super) visitor: usize,
    pub(super) status: TicketStatus,
    pub(super) is_spam: bool,
    pub(super) begins: i64,
    /// Who writes when, in order.
    pub(super) turns: Vec<(i64, Voice, &'static str)>,
}

/// How many messages a ticket has, where a number of all is asked for: around the average, in
/// pairs that make up for each other.
fn length(size: &Size, index: usize, random: &Random) -> Option<usize> {
    let messages = size.messages?;
    let (tickets, average) = (size.tickets, messages / size.tickets);
    let extra = usize::from(index < messages % tickets);
    let is_paired = index | 1 < tickets;
    let span = random.of("length", index / 2).below(average.max(1) as u64);
    let difference = usize::try_from(span).unwrap_or_default();
    Some(match (is_paired, index % 2) {
        (false, _) => average + extra,
        (true, 0) => average + extra + difference,
        (true, _) => average + extra - difference,
    })
}

/// How far a ticket has come: new ones are worked on, old ones are done.
fn status(is_recent: bool, random: &mut Random) -> TicketStatus {
    match (is_recent, random.below(100)) {
        (true, 0..22) => TicketStatus::New,
        (true, 22..62) => TicketStatus::Open,
        (true, 62..78) => TicketStatus::Pending,
        (true, 78..86) => TicketStatus::OnHold,
        (false, 0..2) => TicketStatus::New,
        (false, 2..8) => TicketStatus::Open,
        (false, 8..14) => TicketStatus::Pending,
        (false, 14..17) => TicketStatus::OnHold,
        _ => TicketStatus::Resolved,
    }
}

/// The ticket of an index, the oldest first.
pub(super) fn ticket<'a>(
    library: &'a Library,
    size: &Size,
    index: usize,
    random: &Random,
) -> Ticket<'a> {
    let mut own = random.of("ticket", index);
    let (visitor, is_spam) = size.visitor(index);
    let language = match is_spam {
        true => library.spammer().0,
        false => library.person(visitor, &mut random.of("person", visitor)).0,
    };
    let fitting: Vec<&Script> = library
        .scripts
        .iter()
        .filter(|script| script.language == language)
        .collect();
    // Each in its turn, so that a few tickets are as many stories.
    let script = fitting[(index * 5 + index / fitting.len()) % fitting.len()];
    // Of many tickets most are done.
    let recent = if size.tickets <= 200 { 6 } else { 1 };
    let is_recent = index * 10 > size.tickets * (10 - recent);
    let status = match status(is_recent, &mut own) {
        _ if is_spam => TicketStatus::New,
        status => status,
    };
    let told = told(library, script, status, length(size, index, random));
    let begins = begins(size, index, &mut own);
    let turns = times(told, begins, size.now, &mut own);
    Ticket {
        script,
        visitor,
        status,
        is_spam,
        begins,
        turns,
    }
}

/// What is said. Where no number is asked for, a story is told as far as the status lets it be.
fn told(
    library: &Library,
    script: &Script,
    status: TicketStatus,
    length: Option<usize>,
) -> Vec<(Voice, &'static str)> {
    let is_new = status == TicketStatus::New;
    if let Some(length) = length {
        let mut messages = 0;
        let turns = library.turns(script);
        return turns
            .filter(|(voice, _)| !is_new || *voice == Voice::Visitor)
            .take_while(|(voice, _)| {
                messages += usize::from(*voice != Voice::Note);
                messages <= length
            })
            .collect();
    }
    let turns = &script.turns;
    let last = match status {
        TicketStatus::New => turns.iter().position(|(voice, _)| *voice != Voice::Visitor),
        TicketStatus::Open => turns
            .iter()
            .rposition(|(voice, _)| *voice == Voice::Visitor)
            .map(|at| at + 1),
        TicketStatus::Pending | TicketStatus::OnHold => turns
            .iter()
            .rposition(|(voice, _)| *voice == Voice::Team)
            .map(|at| at + 1),
        TicketStatus::Resolved | TicketStatus::Unknown => None,
    };
    turns[..last.unwrap_or(turns.len())].to_vec()
}

/// When a ticket begins: the newer, the denser.
fn begins(size: &Size, index: usize, random: &mut Random) -> i64 {
    let span = if size.tickets <= 200 { 14 } else { 120 } * DAY;
    let thousandths = i64::try_from((size.tickets - index) * 1_000 / size.tickets);
    let left = thousandths.unwrap_or_default();
    let age = span / 1_000 * left / 1_000 * left;
    let jitter = i64::try_from(random.below(10)).unwrap_or_default();
    size.now - age.max(12 * MINUTE) - jitter * MINUTE
}

/// Answers take minutes, or a night. What began a moment ago is written faster.
fn times(
    told: Vec<(Voice, &'static str)>,
    begins: i64,
    now: i64,
    random: &mut Random,
) -> Vec<(i64, Voice, &'static str)> {
    let mut at = begins;
    let mut turns = Vec::with_capacity(told.len());
    for (voice, text) in told {
        turns.push((at, voice, text));
        let minutes = match random.below(10) {
            0 => 200 + random.below(600),
            _ => 1 + random.below(25),
        };
        at += i64::try_from(minutes).unwrap_or_default() * MINUTE + 7_000;
    }
    let (taken, left) = (at - begins, now - MINUTE - begins);
    if taken > left {
        for (at, ..) in &mut turns {
            *at = begins + (*at - begins) * left.max(1) / taken;
        }
    }
    turns
}
