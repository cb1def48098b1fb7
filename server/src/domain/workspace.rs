//! A workspace, as every layer knows it.

use porthole_shared::id::WorkspaceId;
use porthole_shared::identity::IdentityMode;
use porthole_shared::settings::WorkspaceSettings;
use porthole_shared::time::MINUTE;

/// The name of the first workspace until its owner gives it one.
pub const FIRST_NAME: &str = "Support";
/// What every public token starts with; 32 hex digits follow.
pub const PUBLIC_TOKEN_PREFIX: &str = "pub_";

/// What the token of a preview starts with; 32 hex digits follow.
pub const PREVIEW_TOKEN_PREFIX: &str = "preview_";
/// How long settings that are not saved can be looked at, in milliseconds.
pub const PREVIEW_LIFE: i64 = 10 * MINUTE;

/// A workspace with its settings.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The id.
    pub id: WorkspaceId,
    /// The name.
    pub name: String,
    /// The token that pages carry. No secret.
    pub public_token: String,
    /// The settings.
    pub settings: WorkspaceSettings,
    /// There is a secret that proofs of who a visitor is are made with.
    pub has_identity_secret: bool,
}

impl Workspace {
    /// What is done with proofs of who a visitor is.
    #[must_use]
    pub fn identity_mode(&self) -> IdentityMode {
        if self.has_identity_secret {
            self.settings.identity_mode
        } else {
            IdentityMode::Off
        }
    }

    /// The name that visitors see over the conversation.
    #[must_use]
    pub fn title(&self) -> &str {
        if self.settings.title.trim().is_empty() {
            &self.name
        } else {
            &self.settings.title
        }
    }
}

/// The tag that a site puts into its pages.
#[must_use]
pub fn snippet(public_url: &str, public_token: &str) -> String {
    format!(
        "<script async src=\"{public_url}/widget.js\" data-porthole-token=\"{public_token}\"></script>"
    )
}
