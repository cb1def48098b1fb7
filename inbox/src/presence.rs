//! Who else of the team is in the open ticket, and telling them that this member is.

use crate::session::Session;
use crate::{api, host};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::presence::{Doing, PRESENCE_LIFE, Presence};
use porthole_shared::time::{SECOND, Timestamp};
use std::time::Duration;

/// How often it is said again, in milliseconds: twice within the life of what was said.
const AGAIN: i64 = PRESENCE_LIFE / 2;
/// How long somebody counts as writing after the last key, in milliseconds.
const WRITING: i64 = 8 * SECOND;
/// How often a look is taken whether something is to be said.
const LOOK: Duration = Duration::from_secs(4);

/// Who is in the open ticket.
#[derive(Clone, Copy)]
pub(crate) struct Attendance {
    /// The others, and until when that holds unless it is said again.
    others: RwSignal<Vec<(Presence, Timestamp)>>,
    session: Session,
    said: StoredValue<(Doing, Timestamp)>,
    typed: StoredValue<Timestamp>,
}

impl Attendance {
    /// Nobody is anywhere.
    pub(crate) fn new(session: Session) -> Self {
        Self {
            others: RwSignal::default(),
            session,
            said: StoredValue::new((Doing::Left, Timestamp(0))),
            typed: StoredValue::new(Timestamp(0)),
        }
    }

    /// The names of those who do something, by name.
    pub(crate) fn who(self, doing: Doing) -> Vec<String> {
        self.others.with(|others| {
            let does = others.iter().filter(|(other, _)| other.doing == doing);
            let mut names: Vec<String> = does.map(|(other, _)| other.name.clone()).collect();
            names.sort_unstable();
            names
        })
    }

    /// Another ticket is open now, or none.
    pub(crate) fn clear(self) {
        self.others.set(Vec::new());
        self.typed.set_value(Timestamp(0));
    }

    /// Takes what others said of the open ticket.
    pub(crate) fn hear(self, said: Vec<Presence>) {
        let me = self.session.me().map(|me| me.id);
        let until = host::now().plus(PRESENCE_LIFE);
        for presence in said {
            if Some(&presence.member) == me.as_ref() {
                continue;
            }
            self.others.update(|others| {
                others.retain(|(other, _)| other.member != presence.member);
                if presence.doing != Doing::Left {
                    others.push((presence, until));
                }
            });
        }
        let end = move || {
            let now = host::now();
            self.others.maybe_update(|others| {
                let before = others.len();
                others.retain(|(_, until)| *until > now);
                others.len() < before
            });
        };
        set_timeout(
            end,
            Duration::from_millis(PRESENCE_LIFE.unsigned_abs() + 100),
        );
    }

    /// A key was pressed in the composer.
    pub(crate) fn type_in(self, ticket: &TicketId) {
        self.typed.set_value(host::now());
        if self.said.get_value().0 != Doing::Typing {
            self.say(ticket, Doing::Typing);
        }
    }

    /// Says that this member is in a ticket, for as long as the component that calls this is
    /// there and the page can be seen.
    pub(crate) fn attend(self, ticket: TicketId, visible: ReadSignal<bool>) {
        let ticket = StoredValue::new(ticket);
        let look = move || {
            if visible.get_untracked() {
                let now = host::now();
                let writes = now < self.typed.get_value().plus(WRITING);
                let doing = if writes {
                    Doing::Typing
                } else {
                    Doing::Viewing
                };
                let (said, at) = self.said.get_value();
                if doing != said || now >= at.plus(AGAIN) {
                    self.say(&ticket.get_value(), doing);
                }
            }
        };
        Effect::new(move |before: Option<bool>| {
            let visible = visible.get();
            if visible {
                look();
            } else if before == Some(true) {
                self.say(&ticket.get_value(), Doing::Left);
            }
            visible
        });
        if let Ok(timer) = set_interval_with_handle(look, LOOK) {
            on_cleanup(move || timer.clear());
        }
        host::on_page_hide(move || api::presence_and_leave(&ticket.get_value()));
        on_cleanup(move || self.say(&ticket.get_value(), Doing::Left));
    }

    fn say(self, ticket: &TicketId, doing: Doing) {
        self.said.set_value((doing, host::now()));
        let ticket = ticket.clone();
        spawn_local(async move {
            if !self.session.is_open() {
                return;
            }
            // Nobody waits for it, and it is said again soon.
            let _ = self.session.call(api::presence(&ticket, doing)).await;
        });
    }
}
