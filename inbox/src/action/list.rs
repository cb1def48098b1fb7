//! Which actions there are, what they are called, and by which keys they are done.

use crate::words;

/// How an action is done on the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keys {
    /// One key alone.
    Press(&'static str),
    /// One key, then another one.
    Then(&'static str, &'static str),
    /// With Ctrl, or Cmd on a Mac. This one works while somebody types, too.
    Command(&'static str),
}

/// Where an action stands in the help sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// Moving through the list.
    Move,
    /// What is done to tickets.
    Ticket,
    /// Going to a view.
    Go,
    /// What is there everywhere.
    Page,
}

impl Group {
    /// Each of them, in the order of the help sheet.
    pub(crate) const ALL: [Self; 4] = [Self::Move, Self::Ticket, Self::Go, Self::Page];

    /// Its heading.
    pub(crate) fn label(self) -> &'static str {
        let words = words::action();
        match self {
            Self::Move => words.group_move,
            Self::Ticket => words.group_ticket,
            Self::Go => words.group_go,
            Self::Page => words.group_page,
        }
    }
}

/// Declares the actions as a table.
macro_rules! table {
    ( $( $(#[doc = $about:literal])+ $name:ident $word:literal, $group:ident, $label:ident, [$($keys:expr),*]; )* ) => {
        /// Names an action.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum ActionId { $( $(#[doc = $about])+ $name, )* }

        impl ActionId {
            /// Each of them, in the order of the help sheet.
            pub(crate) const ALL: &[Self] = &[$( Self::$name ),*];

            /// Its word, under which the browser remembers that it was used.
            pub(crate) fn as_str(self) -> &'static str {
                match self { $( Self::$name => $word, )* }
            }

            /// Where it stands in the help sheet.
            pub(crate) fn group(self) -> Group {
                match self { $( Self::$name => Group::$group, )* }
            }

            /// What it is called.
            pub(crate) fn label(self) -> &'static str {
                let words = words::action();
                match self { $( Self::$name => words.$label, )* }
            }

            /// By which keys it is done.
            pub(crate) fn keys(self) -> &'static [Keys] {
                match self { $( Self::$name => &[$($keys),*], )* }
            }
        }
    };
}

use Keys::{Command, Press, Then};

table! {
    /// The next ticket of the list.
    Next "next", Move, next, [Press("j")];
    /// The one before.
    Before "before", Move, before, [Press("k")];
    /// Opens the ticket that is marked in the list.
    Open "open", Move, open, [Press("Enter"), Press("o")];
    /// Selects the ticket that is marked, or no longer.
    Select "select", Move, select, [Press("x")];
    /// Selects all tickets that are loaded.
    SelectAll "select_all", Move, select_all, [];
    /// One step back: out of the field, the selection, the search, the ticket.
    Leave "leave", Move, leave, [Press("Escape")];

    /// Writes a reply.
    Reply "reply", Ticket, reply, [Press("r")];
    /// Writes an internal note.
    Note "note", Ticket, note, [Press("n")];
    /// Resolves, or opens again what is resolved.
    Resolve "resolve", Ticket, resolve, [Press("c"), Press("e")];
    /// Chooses the status.
    Status "status", Ticket, status, [];
    /// Chooses whose it is.
    Assign "assign", Ticket, assign, [Press("a")];
    /// Takes it.
    AssignMe "assign_me", Ticket, assign_me, [Press("i")];
    /// Lets it sleep, or wakes it.
    Snooze "snooze", Ticket, snooze, [Press("s")];
    /// Adds tags and takes them off.
    Tags "tags", Ticket, tags, [Press("t")];
    /// Chooses how much it presses.
    Priority "priority", Ticket, priority, [Press("p")];
    /// Merges it into another one of the same visitor.
    Merge "merge", Ticket, merge, [Press("m")];
    /// Marks it as read.
    Read "read", Ticket, read, [];
    /// Takes back the last change.
    Undo "undo", Ticket, undo, [Press("z")];

    /// All active tickets.
    GoInbox "go_inbox", Go, go_inbox, [Then("g", "i")];
    /// The member's own.
    GoMine "go_mine", Go, go_mine, [Then("g", "m")];
    /// Nobody's.
    GoUnassigned "go_unassigned", Go, go_unassigned, [Then("g", "u")];
    /// Those that sleep.
    GoSnoozed "go_snoozed", Go, go_snoozed, [Then("g", "s")];

    /// Searches.
    Search "search", Page, search, [Press("/")];
    /// The palette.
    Palette "palette", Page, palette, [Command("k")];
    /// The help sheet.
    Help "help", Page, help, [Press("?")];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_have_the_same_keys_or_word() {
        let keys: Vec<&Keys> = ActionId::ALL.iter().flat_map(|id| id.keys()).collect();
        for (place, key) in keys.iter().enumerate() {
            assert!(!keys[..place].contains(key), "{key:?}");
        }
        for (place, id) in ActionId::ALL.iter().enumerate() {
            let known = |other: &ActionId| other.as_str() == id.as_str();
            assert!(!ActionId::ALL[..place].iter().any(known), "{id:?}");
        }
    }

    #[test]
    fn no_key_that_begins_a_sequence_does_something_alone() {
        let keys = || ActionId::ALL.iter().flat_map(|id| id.keys());
        for key in keys() {
            if let Then(first, _) = key {
                assert!(!keys().any(|other| *other == Press(first)), "{first}");
            }
        }
    }
}
