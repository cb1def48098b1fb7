//! What a member has chosen for this browser alone: nobody else's inbox changes by it, and the
//! server does not know of it.

use crate::storage;
use leptos::prelude::*;
use porthole_shared::id::MemberId;
use serde::{Deserialize, Serialize};

/// When a new message of a visitor shows a notification on the desktop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Notify {
    /// Never.
    #[default]
    Off,
    /// When the ticket is assigned to the member.
    Mine,
    /// Always.
    All,
}

impl Notify {
    /// Each of them.
    pub(crate) const ALL: [Self; 3] = [Self::Off, Self::Mine, Self::All];

    /// Its word, for a control's value.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Mine => "mine",
            Self::All => "all",
        }
    }

    /// The value of a word; off for any other.
    pub(crate) fn from_word(word: &str) -> Self {
        let of_word = |notify: &Self| notify.as_str() == word;
        Self::ALL.into_iter().find(of_word).unwrap_or_default()
    }
}

/// How long a reply can be taken back, in seconds; 0 sends at once.
pub(crate) const UNDO_SECONDS: [u32; 5] = [0, 5, 10, 20, 30];
/// How long, until somebody chooses.
const FIRST_UNDO: u32 = 5;

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    notifications: Notify,
    sound: bool,
    undo_seconds: u32,
    single_keys: bool,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            notifications: Notify::Off,
            sound: false,
            undo_seconds: FIRST_UNDO,
            single_keys: true,
        }
    }
}

impl Kept {
    /// Another version may have kept what is not to be chosen here.
    fn allowed(self) -> Self {
        if UNDO_SECONDS.contains(&self.undo_seconds) {
            self
        } else {
            Self {
                undo_seconds: FIRST_UNDO,
                ..self
            }
        }
    }
}

/// The choices as signals, provided to the whole page.
#[derive(Clone, Copy)]
pub(crate) struct Preference {
    /// When a notification is shown. Whether the browser lets us is another question.
    pub(crate) notifications: Signal<Notify>,
    /// Whether a new message makes a sound.
    pub(crate) sound: Signal<bool>,
    /// How long a reply can be taken back, in seconds: one of [`UNDO_SECONDS`].
    pub(crate) undo_seconds: Signal<u32>,
    /// Whether a single key does something: whoever speaks to the machine may not want that.
    pub(crate) single_keys: Signal<bool>,
    kept: RwSignal<Kept>,
    member: RwSignal<Option<MemberId>>,
}

impl Preference {
    /// What holds for everybody, until it is known who is signed in.
    pub(crate) fn new() -> Self {
        let kept = RwSignal::new(Kept::default());
        Self {
            notifications: Memo::new(move |_| kept.get().notifications).into(),
            sound: Memo::new(move |_| kept.get().sound).into(),
            undo_seconds: Memo::new(move |_| kept.get().undo_seconds).into(),
            single_keys: Memo::new(move |_| kept.get().single_keys).into(),
            kept,
            member: RwSignal::new(None),
        }
    }

    /// Takes up what this member chose here.
    pub(crate) fn open(self, member: &MemberId) {
        let kept: Kept = storage::read(&key(member)).unwrap_or_default();
        self.kept.set(kept.allowed());
        self.member.set(Some(member.clone()));
    }

    /// Chooses when a notification is shown.
    pub(crate) fn notify(self, notifications: Notify) {
        self.change(|kept| kept.notifications = notifications);
    }

    /// Chooses whether a new message makes a sound.
    pub(crate) fn set_sound(self, sound: bool) {
        self.change(|kept| kept.sound = sound);
    }

    /// Chooses how long a reply can be taken back.
    pub(crate) fn set_undo(self, seconds: u32) {
        self.change(|kept| kept.undo_seconds = seconds);
    }

    /// Chooses whether a single key does something.
    pub(crate) fn set_single_keys(self, on: bool) {
        self.change(|kept| kept.single_keys = on);
    }

    fn change(self, change: impl FnOnce(&mut Kept)) {
        self.kept.update(|kept| {
            change(kept);
            *kept = kept.allowed();
        });
        if let Some(member) = self.member.get_untracked() {
            storage::keep(&key(&member), &self.kept.get_untracked());
        }
    }
}

/// The choices of whoever is signed in here.
pub(crate) fn preference() -> Preference {
    expect_context()
}

fn key(member: &MemberId) -> String {
    format!("porthole-inbox:preference:{}", member.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_version_kept_is_read_as_far_as_it_is_known() {
        let read = |text| serde_json::from_str::<Kept>(text).map(Kept::allowed);
        assert_eq!(read("{}").unwrap(), Kept::default());
        let known = read(r#"{"notifications":"mine","sound":true,"undo_seconds":7,"more":1}"#);
        let expected = Kept {
            notifications: Notify::Mine,
            sound: true,
            undo_seconds: FIRST_UNDO,
            single_keys: true,
        };
        assert_eq!(known.unwrap(), expected);
    }

    #[test]
    fn each_word_has_its_choice() {
        for notify in Notify::ALL {
            assert_eq!(Notify::from_word(notify.as_str()), notify);
        }
        assert_eq!(Notify::from_word("loud"), Notify::Off);
    }
}
