//! How far a ticket is that somebody asked for. Until it is there, keys that concern a ticket wait
//! for it: they must never reach the one that was open before.

use super::Desk;
use crate::thread::Load;
use leptos::prelude::*;

/// How far a ticket is that was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Opening {
    /// It is there, or none was asked for.
    #[default]
    Done,
    /// It is looked up, or read.
    Underway,
    /// It is not there, or could not be read.
    Failed,
}

impl Desk {
    /// How far the ticket is that was asked for last, at this moment.
    pub(crate) fn opening_now(self) -> Opening {
        untrack(|| self.opening())
    }

    /// How far the ticket is that was asked for last. Follows it.
    pub(crate) fn opening(self) -> Opening {
        let looked_up = self.looked_up.get();
        let thread = self.thread;
        if looked_up != Opening::Done || thread.id.with(Option::is_none) {
            return looked_up;
        }
        match (thread.ticket.with(Option::is_some), thread.load.get()) {
            (true, _) | (_, Load::Ready) => Opening::Done,
            (false, Load::Loading) => Opening::Underway,
            (false, Load::Failed(_)) => Opening::Failed,
        }
    }
}
