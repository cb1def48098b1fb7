//! The page on which a team sets up how its site proves who visitors are.

use crate::identity::{IdentityForm, IdentityMode, Traits};
use crate::time::Timestamp;

wire! {
    /// What the page shows.
    pub struct IdentityPage {
        /// What is done with proofs.
        pub mode: IdentityMode,
        /// What was begun in a browser joins whoever is proven in it first.
        pub join_anonymous: bool,
        /// What a token has to name as its audience.
        pub audience: String,
        /// The secrets that work, by form, the newest first.
        pub secrets: Vec<SecretRow>,
    }
}

wire! {
    /// A secret that works. What it is was shown once.
    pub struct SecretRow {
        /// The id.
        pub id: String,
        /// What it proves.
        pub form: IdentityForm,
        /// When it was made or brought along.
        pub created_at: Timestamp,
        /// It was sealed with another key and proves nothing: retire it, and make a new one.
        pub broken: bool,
    }
}

wire! {
    /// How proofs are taken from now on.
    pub struct SaveIdentity {
        /// What is done with them.
        pub mode: IdentityMode,
        /// What was begun in a browser joins whoever is proven in it first.
        pub join_anonymous: bool,
    }
}

wire! {
    /// Makes a secret, or takes one that is brought along. The one before it goes on working.
    pub struct AddSecret {
        /// What it is to prove.
        pub form: IdentityForm,
        /// The secret, 8 to 512 characters on one line; absent to have one made.
        pub secret: Option<String>,
    }
}

wire! {
    /// A new secret, for this once.
    pub struct AddedSecret {
        /// The secret.
        pub secret: String,
        /// The page as it is now.
        pub page: IdentityPage,
    }
}

wire! {
    /// All that is known of a visitor. What was signed goes before what was only said.
    pub struct KnownTraits {
        /// What the site has signed.
        pub signed: Traits,
        /// What the page, or the visitor, has only said.
        pub said: Traits,
    }
}
