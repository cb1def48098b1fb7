//! Every sentence that the inbox shows, in one catalogue per part of it. Here stand the names of
//! the sentences; `inbox/locales/` holds a file for each language with the sentences themselves,
//! of which the browser fetches one. `cargo xtask tidy` compares names and files.

mod action;
mod area;
mod canned;
mod desk;
mod entry;
mod hours;
mod install;
mod mail;
mod preview;
mod read;
mod refusal;
mod settings;
mod thread;
mod ticket;

pub(crate) use action::action;
pub(crate) use area::area;
pub(crate) use canned::canned;
pub(crate) use desk::desk;
pub(crate) use entry::entry;
pub(crate) use hours::hours;
pub(crate) use install::install;
pub(crate) use mail::mail;
pub(crate) use preview::preview;
pub(crate) use read::{Forms, locales, number};
pub(crate) use refusal::refusal;
pub(crate) use settings::settings;
pub(crate) use thread::thread;
pub(crate) use ticket::ticket;

/// Declares a catalogue: a struct of sentences, which stand under its getter's name in the file of
/// each language. `name` alone is one sentence; `name: Forms` is a sentence about a number, with a
/// key for each plural form of the language (`name_one`, `name_other`). Places for values are
/// written `{name}`.
macro_rules! catalogue {
    (
        $(#[$about:meta])*
        $name:ident by $getter:ident { $( $key:ident $(: $forms:ident)?, )* }
    ) => {
        $(#[$about])*
        pub(crate) struct $name { $( pub(crate) $key: $crate::words::kind!($($forms)?), )* }

        thread_local! {
            static WORDS: &'static $name = Box::leak(Box::new($name {
                $( $key: $crate::words::read::Read::read(stringify!($getter), stringify!($key)), )*
            }));
        }

        /// The sentences in the language of this browser's user.
        pub(crate) fn $getter() -> &'static $name {
            WORDS.with(|words| *words)
        }
    };
}
use catalogue;

/// What a name in a catalogue stands for.
macro_rules! kind {
    () => { &'static str };
    (Forms) => { $crate::words::Forms };
}
use kind;
