//! What can be done, in one place: the keyboard, the palette, the help sheet and the buttons all
//! go by it. [`list`] says which actions there are; whoever can do one registers for it while it
//! is on the screen.

mod held;
pub(crate) mod keys;
mod list;

pub(crate) use list::{ActionId, Group, Keys};

use leptos::prelude::*;

/// Who does an action now.
#[derive(Clone)]
struct Handler {
    number: u64,
    action: ActionId,
    when: Callback<(), bool>,
    run: Callback<()>,
}

/// The actions of this page.
#[derive(Clone, Copy)]
pub(crate) struct Actions {
    handlers: RwSignal<Vec<Handler>>,
    minted: StoredValue<u64>,
}

impl Actions {
    /// Nobody can do anything yet.
    pub(crate) fn new() -> Self {
        Self {
            handlers: RwSignal::default(),
            minted: StoredValue::new(0),
        }
    }

    /// Does an action from now on, for as long as the component that calls this is there. Of
    /// several that can do the same the one that came last does it.
    pub(crate) fn register(
        self,
        action: ActionId,
        when: impl Fn() -> bool + Send + Sync + 'static,
        run: impl Fn() + Send + Sync + 'static,
    ) {
        self.minted.update_value(|number| *number += 1);
        let number = self.minted.get_value();
        let handler = Handler {
            number,
            action,
            when: Callback::new(move |()| when()),
            run: Callback::new(move |()| run()),
        };
        self.handlers.update(|handlers| handlers.push(handler));
        on_cleanup(move || {
            // The whole page may be going, and this with it.
            self.handlers
                .try_update(|handlers| handlers.retain(|handler| handler.number != number));
        });
    }

    /// Whether somebody can do it now. Follows what that depends on.
    pub(crate) fn is_available(self, action: ActionId) -> bool {
        self.handler(action).is_some()
    }

    /// Does it; says whether anybody could.
    pub(crate) fn run(self, action: ActionId) -> bool {
        match untrack(|| self.handler(action)) {
            Some(handler) => {
                handler.run.run(());
                true
            }
            None => false,
        }
    }

    fn handler(self, action: ActionId) -> Option<Handler> {
        let handlers = self.handlers.get();
        handlers
            .into_iter()
            .rev()
            .find(|handler| handler.action == action && handler.when.run(()))
    }
}

/// The actions of this page.
pub(crate) fn actions() -> Actions {
    expect_context()
}
