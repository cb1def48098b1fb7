//! Who of the team is typing. It is never stored, and ends by itself.

use crate::reactive::*;
use crate::{
    app::App,
    host::{now, sleep},
    state::is_of_team,
};
use porthole_shared::{
    live::{TYPING_LIFE, Typing},
    ticket::Message,
};

impl App {
    /// Takes who is typing; each of them for a while.
    pub(crate) fn take_typing(self, signs: Vec<Typing>) {
        if signs.is_empty() {
            return;
        }
        let until = now().plus(TYPING_LIFE);
        self.state.typing.update(|typing| {
            for sign in signs {
                typing.retain(|(known, _)| *known != sign);
                typing.push((sign, until));
            }
        });
        spawn_local(async move {
            #[expect(clippy::cast_possible_truncation, reason = "it is seconds")]
            sleep(TYPING_LIFE as i32).await;
            self.state
                .typing
                .update(|typing| typing.retain(|(_, until)| *until > now()));
        });
    }

    /// Whoever has written does not type any more.
    pub(crate) fn stop_typing(self, message: &Message) {
        if is_of_team(message) {
            self.state
                .typing
                .update(|typing| typing.retain(|(known, _)| known.ticket != message.ticket));
        }
    }
}
