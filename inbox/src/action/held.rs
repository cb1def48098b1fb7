//! Keys that wait for a ticket that is being opened. An agent who knows what comes types on: the
//! keys are pressed again, in their order, once the ticket is there, and dropped if it does not
//! come.

use super::{ActionId, Group};
use crate::desk::{Desk, Opening};
use crate::host::{self, Stroke};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

/// How many keys wait at most.
const HELD: usize = 500;
/// How many turns a key has until everything that follows from it is on the page. What it opens
/// takes four to have the focus.
const TURNS: usize = 8;

/// The keys that wait.
#[derive(Clone, Copy)]
pub(super) struct Held {
    strokes: StoredValue<Vec<Stroke>>,
    desk: Desk,
}

impl Held {
    /// None yet. They are pressed again for as long as the component that calls this is there.
    pub(super) fn new(desk: Desk) -> Self {
        let held = Self {
            strokes: StoredValue::default(),
            desk,
        };
        Effect::new(move |_| match desk.opening() {
            Opening::Underway => {}
            Opening::Failed => held.drop_all(),
            Opening::Done => held.press_all(),
        });
        // Whoever takes the mouse has thought better of it.
        let listener = window_event_listener(leptos::ev::pointerdown, move |_| held.drop_all());
        on_cleanup(move || listener.remove());
        held
    }

    /// Whether an action has to wait now.
    pub(super) fn holds(self, action: ActionId) -> bool {
        let concerns_a_ticket = match action.group() {
            Group::Move => action != ActionId::Leave,
            Group::Ticket => true,
            Group::Go | Group::Page => false,
        };
        concerns_a_ticket && self.desk.opening_now() == Opening::Underway
    }

    /// Lets a key wait.
    pub(super) fn add(self, event: &KeyboardEvent) {
        self.strokes.update_value(|strokes| {
            if strokes.len() < HELD {
                strokes.push(Stroke::of(event));
            }
        });
    }

    /// Whether a key belongs behind those that wait: they may open what it is typed into. Escape
    /// ends the waiting.
    pub(super) fn follows(self, event: &KeyboardEvent) -> bool {
        let waits = !self.strokes.with_value(Vec::is_empty);
        if !waits || host::is_typing() || host::asks_something() {
            return false;
        }
        let key = event.key();
        match key.as_str() {
            "Escape" => self.drop_all(),
            "Enter" => self.add(event),
            _ if key.chars().count() == 1 && !event.alt_key() => self.add(event),
            _ => return false,
        }
        true
    }

    fn drop_all(self) {
        self.strokes.set_value(Vec::new());
    }

    fn press_all(self) {
        let strokes = self.strokes.try_update_value(std::mem::take);
        let strokes = strokes.unwrap_or_default();
        if strokes.is_empty() {
            return;
        }
        spawn_local(async move {
            for stroke in strokes {
                // No real key comes in between: the browser tells of one after all of this.
                for _ in 0..TURNS {
                    tick().await;
                }
                stroke.press();
            }
        });
    }
}
