//! How many tickets each view has, kept current without asking more than needed.

use crate::api;
use crate::session::Session;
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::inbox::count::TicketCounts;
use std::time::Duration;

/// How long to wait for further changes before asking.
const SETTLE: Duration = Duration::from_millis(1_200);

/// The counts.
#[derive(Clone, Copy)]
pub(crate) struct Counts {
    /// As they were told last; absent until then.
    pub(crate) now: RwSignal<Option<TicketCounts>>,
    session: Session,
    waiting: StoredValue<bool>,
}

impl Counts {
    /// Nothing is known.
    pub(super) fn new(session: Session) -> Self {
        Self {
            now: RwSignal::new(None),
            session,
            waiting: StoredValue::new(false),
        }
    }

    /// Forgets them.
    pub(super) fn clear(self) {
        self.now.set(None);
    }

    /// Asks the server, at once where nothing is known, else in a moment: changes come in swarms.
    pub(crate) fn refresh_soon(self) {
        if self.now.with_untracked(Option::is_none) {
            return self.ask();
        }
        if self.waiting.get_value() {
            return;
        }
        self.waiting.set_value(true);
        let ask = move || {
            self.waiting.set_value(false);
            self.ask();
        };
        set_timeout(ask, SETTLE);
    }

    fn ask(self) {
        if !self.session.is_open() {
            return;
        }
        spawn_local(async move {
            // Where they do not come, those that are there stay; the next change asks again.
            if let Ok(counts) = self.session.call(api::counts()).await {
                self.now.set(Some(counts));
            }
        });
    }
}
