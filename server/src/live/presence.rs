//! Who of the team is in which ticket now. It is kept in memory alone and forgotten by itself.

use porthole_shared::id::{MemberId, TicketId};
use porthole_shared::inbox::presence::{Doing, PRESENCE_LIFE, Presence};
use porthole_shared::time::Timestamp;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many are known to be somewhere at the most. Beyond it, whoever said so first is forgotten
/// until they say it again.
const PLACES: usize = 4_096;

/// Who is where. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Presences {
    /// In the order in which they were said, each once.
    said: Arc<Mutex<VecDeque<(Timestamp, Presence)>>>,
}

impl Presences {
    /// A member says what they do in a ticket.
    pub fn say(&self, presence: Presence, now: Timestamp) {
        let mut said = self.lock();
        said.retain(|(at, known)| {
            is_fresh(*at, now)
                && (&known.ticket, &known.member) != (&presence.ticket, &presence.member)
        });
        if presence.doing == Doing::Left {
            return;
        }
        said.push_back((now, presence));
        if said.len() > PLACES {
            said.pop_front();
        }
    }

    /// Who else is in a ticket now.
    #[must_use]
    pub fn others(&self, ticket: &TicketId, member: &MemberId, now: Timestamp) -> Vec<Presence> {
        let said = self.lock();
        said.iter()
            .filter(|(at, _)| is_fresh(*at, now))
            .filter(|(_, known)| known.ticket == *ticket && known.member != *member)
            .map(|(_, presence)| presence.clone())
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(Timestamp, Presence)>> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether what was said still holds; the clock may have been set back since.
fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    (0..PRESENCE_LIFE).contains(&(now.0 - at.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn presence(ticket: &str, member: &str, doing: Doing) -> Presence {
        Presence {
            ticket: TicketId::from(ticket.to_owned()),
            member: MemberId::from(member.to_owned()),
            name: member.to_owned(),
            doing,
        }
    }

    fn others(presences: &Presences, now: i64) -> Vec<Presence> {
        let ticket = TicketId::from("1".to_owned());
        presences.others(&ticket, &MemberId::from("ada".to_owned()), Timestamp(now))
    }

    #[test]
    fn it_lasts_until_it_is_over_or_taken_back() {
        let presences = Presences::default();
        for (ticket, member) in [("1", "ada"), ("1", "bob"), ("2", "eve")] {
            presences.say(presence(ticket, member, Doing::Viewing), Timestamp(0));
        }
        let bob = presence("1", "bob", Doing::Typing);
        presences.say(bob.clone(), Timestamp(1));
        assert_eq!(others(&presences, PRESENCE_LIFE), [bob]);
        assert_eq!(others(&presences, PRESENCE_LIFE + 1), []);
        assert_eq!(others(&presences, 0), [], "the clock was set back");
        presences.say(presence("1", "bob", Doing::Left), Timestamp(2));
        assert_eq!(others(&presences, 2), []);
    }

    #[test]
    fn it_takes_no_more_than_its_room() {
        let presences = Presences::default();
        for number in 0..PLACES + 10 {
            presences.say(
                presence(&number.to_string(), "bob", Doing::Viewing),
                Timestamp(0),
            );
        }
        assert_eq!(presences.lock().len(), PLACES);
        presences.say(
            presence("1", "bob", Doing::Viewing),
            Timestamp(PRESENCE_LIFE),
        );
        assert_eq!(presences.lock().len(), 1);
    }
}
