//! Sessions of visitors and of members: how long they live.

use porthole_shared::id::{DeviceId, VisitorId, WorkspaceId};
use porthole_shared::identity::IdentityMode;
use porthole_shared::session::SESSION_HOUR;
use porthole_shared::settings::WorkspaceSettings;
use porthole_shared::time::{DAY, Timestamp};

/// How long a member stays signed in, in milliseconds.
pub const MEMBER_SESSION_LIFE: i64 = 30 * DAY;
/// How long the one-time link of the first run works, in milliseconds.
pub const SETUP_LINK_LIFE: i64 = 7 * DAY;

/// Who calls, as the session token says.
#[derive(Clone, Debug)]
pub struct VisitorSession {
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// The visitor: the person who was proven, else the browser's own.
    pub visitor_id: VisitorId,
    /// The browser.
    pub device_id: DeviceId,
    /// The browser's own visitor.
    pub own_visitor: VisitorId,
    /// When the proof of the person ends, if it does.
    pub identity_until: Option<Timestamp>,
}

impl VisitorSession {
    /// Whether it is that of a person who was proven.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.visitor_id != self.own_visitor
    }

    /// Whether this workspace lets the session go on.
    ///
    /// # Errors
    /// Why it does not.
    pub fn check(&self, mode: IdentityMode, now: Timestamp) -> Result<(), IdentityBar> {
        match mode {
            IdentityMode::Off | IdentityMode::Unknown if self.is_proven() => {
                Err(IdentityBar::Ended)
            }
            IdentityMode::Required if !self.is_proven() => Err(IdentityBar::Required),
            _ if self.identity_until.is_some_and(|until| until <= now) => Err(IdentityBar::Expired),
            _ => Ok(()),
        }
    }
}

/// Why a session cannot go on as whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityBar {
    /// Proofs are not looked at any more.
    Ended,
    /// Nobody chats without one.
    Required,
    /// It has ended.
    Expired,
}

/// How long a fresh session token of this workspace lives, in milliseconds.
#[must_use]
pub fn session_life(settings: &WorkspaceSettings) -> i64 {
    settings.session_hours * SESSION_HOUR
}

/// When a session token that is given out now dies.
#[must_use]
pub fn session_end(settings: &WorkspaceSettings, now: Timestamp) -> Timestamp {
    now.plus(session_life(settings))
}
