//! Every sentence that the inbox shows, in one catalogue per part of it. A second language is a
//! second set of values for the same names; a name that is missing does not compile.

mod entry;
mod settings;
mod ticket;

pub(crate) use entry::entry;
pub(crate) use settings::settings;
pub(crate) use ticket::ticket;

/// Declares a catalogue: a struct of sentences, and the English ones. Places for values are
/// written `{name}`.
macro_rules! catalogue {
    (
        $(#[$about:meta])*
        $name:ident by $getter:ident { $( $key:ident: $english:literal, )* }
    ) => {
        $(#[$about])*
        pub(crate) struct $name { $( pub(crate) $key: &'static str, )* }

        static ENGLISH: $name = $name { $( $key: $english, )* };

        /// The sentences in the language of this browser's user.
        pub(crate) fn $getter() -> &'static $name {
            &ENGLISH
        }
    };
}
use catalogue;
