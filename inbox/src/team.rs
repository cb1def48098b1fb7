//! Who is in the team and which replies it keeps ready. Read when somebody first needs them, and
//! again after a while.

use crate::api;
use crate::host;
use crate::session::Session;
use crate::thread::Load;
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::id::MemberId;
use porthole_shared::inbox::canned::CannedReply;
use porthole_shared::inbox::member::TeamMember;
use porthole_shared::time::{SECOND, Timestamp};

/// How long what was read counts as fresh, in milliseconds.
const FRESH: i64 = 20 * SECOND;

/// What the whole team shares.
#[derive(Clone, Copy)]
pub(crate) struct Team {
    /// Everybody, by name.
    pub(crate) members: RwSignal<Vec<TeamMember>>,
    /// The canned replies, by title.
    pub(crate) canned: RwSignal<Vec<CannedReply>>,
    /// How far the canned replies are loaded.
    pub(crate) canned_load: RwSignal<Load>,
    session: Session,
    members_at: StoredValue<Timestamp>,
    canned_at: StoredValue<Timestamp>,
}

impl Team {
    /// Nothing is read yet.
    pub(crate) fn new(session: Session) -> Self {
        Self {
            members: RwSignal::default(),
            canned: RwSignal::default(),
            canned_load: RwSignal::new(Load::Loading),
            session,
            members_at: StoredValue::new(Timestamp(0)),
            canned_at: StoredValue::new(Timestamp(0)),
        }
    }

    /// Reads the members, unless they are fresh.
    pub(crate) fn need_members(self) {
        if take_turn(self.members_at) {
            self.read_members();
        }
    }

    /// Reads the members.
    pub(crate) fn read_members(self) {
        spawn_local(async move {
            match self.session.call(api::members()).await {
                Ok(list) => self.members.set(list.members),
                Err(_) => self.members_at.set_value(Timestamp(0)),
            }
        });
    }

    /// What a member is called, as far as it is known. Follows it.
    pub(crate) fn name_of(self, id: &MemberId) -> Option<String> {
        self.members.with(|members| {
            let member = members.iter().find(|member| member.id == *id)?;
            Some(member.name.clone())
        })
    }

    /// Reads the canned replies, unless they are fresh.
    pub(crate) fn need_canned(self) {
        if !take_turn(self.canned_at) {
            return;
        }
        spawn_local(async move {
            match self.session.call(api::canned()).await {
                Ok(list) => {
                    self.canned.set(list.replies);
                    self.canned_load.set(Load::Ready);
                }
                Err(failure) => {
                    self.canned_at.set_value(Timestamp(0));
                    self.canned_load.set(Load::Failed(failure));
                }
            }
        });
    }
}

/// Whether it is time to read again; says so to one asker alone.
fn take_turn(at: StoredValue<Timestamp>) -> bool {
    let now = host::now();
    let due = at.get_value().plus(FRESH) < now;
    if due {
        at.set_value(now);
    }
    due
}

/// The team of this page.
pub(crate) fn team() -> Team {
    expect_context()
}
