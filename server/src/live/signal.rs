//! What listeners of a topic are told: that there is something to read, and what passes by.

use porthole_shared::inbox::presence::Presence;
use porthole_shared::live::Typing;
use std::collections::VecDeque;

/// How much of what passes by at once is told; the team of a large workspace hears of the latest.
const PASSING: usize = 64;

/// What is told to whoever listens now and is not stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Passing {
    /// Somebody is typing.
    Typing(Typing),
    /// A member is in a ticket, or has left it.
    Presence(Presence),
}

impl Passing {
    /// Whether this takes the place of what was said before.
    fn replaces(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::Typing(now), Self::Typing(before)) => now == before,
            (Self::Presence(now), Self::Presence(before)) => {
                (&now.ticket, &now.member) == (&before.ticket, &before.member)
            }
            _ => false,
        }
    }
}

/// How far somebody has heard a topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// How often something was written.
    pub changes: u64,
    /// How often something passed by.
    passed: u64,
}

/// What listeners of a topic are told.
#[derive(Clone, Debug, Default)]
pub struct Signal {
    heard: Mark,
    /// What passed by last, each once with its number.
    passing: VecDeque<(u64, Passing)>,
}

impl Signal {
    /// How far whoever hears all of this has heard.
    #[must_use]
    pub fn heard(&self) -> Mark {
        self.heard
    }

    /// What passed by since somebody heard.
    #[must_use]
    pub fn passed_since(&self, earlier: Mark) -> Vec<Passing> {
        let later = self.passing.iter();
        later
            .filter(|(number, _)| *number > earlier.passed)
            .map(|(_, passing)| passing.clone())
            .collect()
    }

    pub(super) fn change(&mut self) {
        self.heard.changes += 1;
    }

    pub(super) fn pass(&mut self, passing: Passing) {
        self.heard.passed += 1;
        self.passing.retain(|(_, known)| !passing.replaces(known));
        self.passing.push_back((self.heard.passed, passing));
        if self.passing.len() > PASSING {
            self.passing.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use porthole_shared::id::{MemberId, TicketId};
    use porthole_shared::inbox::presence::Doing;

    #[test]
    fn everybody_who_typed_since_is_told_of_once() {
        let by = |name: &str| {
            Passing::Typing(Typing {
                ticket: TicketId::from(name.to_owned()),
                ..Typing::default()
            })
        };
        let mut signal = Signal::default();
        signal.pass(by("ada"));
        let earlier = signal.heard();
        for name in ["ada", "bob", "ada"] {
            signal.pass(by(name));
        }
        assert_eq!(signal.passed_since(earlier), [by("bob"), by("ada")]);
        assert_eq!(signal.passed_since(signal.heard()), []);
        for number in 0..100 {
            signal.pass(by(&number.to_string()));
        }
        assert_eq!(signal.passed_since(earlier).len(), PASSING);
    }

    #[test]
    fn of_a_member_in_a_ticket_the_last_word_is_told() {
        let doing = |doing| {
            Passing::Presence(Presence {
                member: MemberId::from("ada".to_owned()),
                doing,
                ..Presence::default()
            })
        };
        let mut signal = Signal::default();
        for what in [Doing::Viewing, Doing::Typing, Doing::Left] {
            signal.pass(doing(what));
        }
        let told = signal.passed_since(Mark::default());
        assert_eq!(told, [doing(Doing::Left)]);
    }
}
