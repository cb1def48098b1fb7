//! Sessions of visitors and of members: how long they live.

use porthole_shared::id::{DeviceId, VisitorId, WorkspaceId};
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
    /// The visitor.
    pub visitor_id: VisitorId,
    /// The browser.
    pub device_id: DeviceId,
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
