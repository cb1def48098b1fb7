//! Who is signed in.

use crate::api::{self, Answer, Failure};
use crate::host;
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::inbox::member::{Me, Role};

/// Where this browser stands.
#[derive(Clone, PartialEq)]
pub(crate) enum Phase {
    /// The server was asked and has not answered yet.
    Asking,
    /// The server did not answer.
    Failed(Failure),
    /// Nobody owns the installation yet.
    Setup,
    /// Nobody is signed in; `ended` says that somebody was until now.
    SignedOut {
        /// Whether a session came to its end by itself.
        ended: bool,
    },
    /// Somebody is.
    SignedIn(Me),
}

/// The session, shared by the whole page.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    /// Where it stands.
    pub(crate) phase: RwSignal<Phase>,
    /// The secret of the first-run link, which is kept in memory alone.
    pub(crate) setup_secret: StoredValue<Option<String>>,
}

impl Session {
    /// Asks the server who is signed in.
    pub(crate) fn begin() -> Self {
        let session = Self {
            phase: RwSignal::new(Phase::Asking),
            setup_secret: StoredValue::new(host::take_setup_secret()),
        };
        session.ask();
        session
    }

    /// Asks again.
    pub(crate) fn ask(self) {
        self.phase.set(Phase::Asking);
        spawn_local(async move {
            self.phase.set(match api::state().await {
                Ok(state) if state.setup_needed => Phase::Setup,
                Ok(state) => match state.me {
                    Some(me) => Phase::SignedIn(me),
                    None => Phase::SignedOut { ended: false },
                },
                Err(failure) => Phase::Failed(failure),
            });
        });
    }

    /// Somebody signed in.
    pub(crate) fn enter(self, me: Me) {
        self.setup_secret.set_value(None);
        self.phase.set(Phase::SignedIn(me));
    }

    /// Signs out.
    ///
    /// # Errors
    /// What the server said; the session then goes on.
    pub(crate) async fn leave(self) -> Answer<()> {
        match api::sign_out().await {
            Err(failure) if !failure.ends_session() => Err(failure),
            _ => {
                self.phase.set(Phase::SignedOut { ended: false });
                Ok(())
            }
        }
    }

    /// Does a call; where it turns out that the session is over, the sign-in page comes up.
    pub(crate) async fn call<T>(self, call: impl Future<Output = Answer<T>>) -> Answer<T> {
        let answer = call.await;
        if let Err(failure) = &answer {
            self.notice(failure);
        }
        answer
    }

    /// Ends the session if this failure says so.
    pub(crate) fn notice(self, failure: &Failure) {
        let signed_in = self
            .phase
            .with_untracked(|phase| matches!(phase, Phase::SignedIn(_)));
        if signed_in && failure.ends_session() {
            self.phase.set(Phase::SignedOut { ended: true });
        }
    }

    /// Who is signed in now.
    pub(crate) fn me(self) -> Option<Me> {
        self.phase.with_untracked(|phase| match phase {
            Phase::SignedIn(me) => Some(me.clone()),
            _ => None,
        })
    }

    /// Whether whoever is signed in may change the settings; the server decides it anew.
    pub(crate) fn may_change_settings(self) -> bool {
        self.phase.with_untracked(|phase| {
            matches!(phase, Phase::SignedIn(me) if matches!(me.role, Role::Owner | Role::Admin))
        })
    }

    /// Whether somebody is signed in now.
    pub(crate) fn is_open(self) -> bool {
        self.phase
            .with_untracked(|phase| matches!(phase, Phase::SignedIn(_)))
    }
}

/// The session of this page.
pub(crate) fn session() -> Session {
    expect_context()
}
