//! Settings that somebody is trying out: the real widget shows them on our own page before they
//! are saved. They are kept in memory alone, for ten minutes, under a token that opens nothing
//! but the public configuration.

use crate::domain::workspace::{PREVIEW_LIFE, Workspace};
use porthole_shared::id::MemberId;
use porthole_shared::time::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};

/// How many one member has at the most: one for each window.
const OF_MEMBER: usize = 4;
/// How many there are at the most.
const LIMIT: usize = 100;

#[derive(Debug)]
struct Preview {
    token: String,
    member: MemberId,
    workspace: Arc<Workspace>,
    until: Timestamp,
}

/// What is being tried out. Where there is too much of it, the oldest goes.
#[derive(Clone, Debug, Default)]
pub struct Previews {
    /// The one that was changed last stands at the end.
    list: Arc<Mutex<Vec<Preview>>>,
}

impl Previews {
    /// Keeps what a member tries out, in the place of an earlier one of theirs under the same
    /// token, and for ten minutes from now. The workspace carries the token of the preview.
    pub fn keep(&self, member: &MemberId, workspace: Workspace, now: Timestamp) {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let token = workspace.public_token.clone();
        list.retain(|preview| preview.until > now && preview.token != token);
        let mut of_member = list.iter().filter(|preview| preview.member == *member);
        let oldest = if of_member.clone().count() >= OF_MEMBER {
            of_member.next().map(|preview| preview.token.clone())
        } else if list.len() >= LIMIT {
            list.first().map(|preview| preview.token.clone())
        } else {
            None
        };
        list.retain(|preview| Some(&preview.token) != oldest.as_ref());
        list.push(Preview {
            token,
            member: member.clone(),
            workspace: Arc::new(workspace),
            until: now.plus(PREVIEW_LIFE),
        });
    }

    /// Whether a member has a living preview of this token.
    #[must_use]
    pub fn is_of(&self, member: &MemberId, token: &str, now: Timestamp) -> bool {
        let list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        list.iter().any(|preview| {
            preview.token == token && preview.member == *member && preview.until > now
        })
    }

    /// The workspace as it would be, of a living preview.
    #[must_use]
    pub fn find(&self, token: &str, now: Timestamp) -> Option<Arc<Workspace>> {
        let list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        list.iter()
            .find(|preview| preview.token == token && preview.until > now)
            .map(|preview| Arc::clone(&preview.workspace))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use porthole_shared::id::WorkspaceId;
    use porthole_shared::settings::WorkspaceSettings;

    fn keep(previews: &Previews, member: &str, token: &str, now: i64) {
        let workspace = Workspace {
            id: WorkspaceId::from("w".to_owned()),
            name: "Acme".to_owned(),
            public_token: token.to_owned(),
            settings: WorkspaceSettings::initial(),
            has_identity_secret: false,
        };
        let member = MemberId::from(member.to_owned());
        previews.keep(&member, workspace, Timestamp(now));
    }

    #[test]
    fn the_oldest_goes_where_there_are_too_many() {
        let previews = Previews::default();
        let there = |token: &str| previews.find(token, Timestamp(0)).is_some();
        for token in ["a", "b", "c", "d", "a", "e"] {
            keep(&previews, "ann", token, 0);
        }
        assert!(there("a") && !there("b") && there("e"));
        for member in 0..LIMIT {
            keep(&previews, &member.to_string(), &format!("of {member}"), 0);
        }
        assert!(!there("a") && !there("e") && there("of 0") && there("of 99"));
        assert_eq!(previews.list.lock().unwrap().len(), LIMIT);
    }

    #[test]
    fn each_lives_for_ten_minutes_from_its_last_change() {
        let previews = Previews::default();
        let ann = MemberId::from("ann".to_owned());
        keep(&previews, "ann", "a", 0);
        keep(&previews, "ann", "a", 60_000);
        let last = Timestamp(60_000 + PREVIEW_LIFE);
        assert!(previews.find("a", Timestamp(last.0 - 1)).is_some());
        assert!(previews.find("a", last).is_none());
        assert!(!previews.is_of(&ann, "a", last));
        assert!(previews.is_of(&ann, "a", Timestamp(0)));
        assert!(!previews.is_of(&MemberId::from("bob".to_owned()), "a", Timestamp(0)));
    }
}
