//! The settings page.

use crate::settings::WorkspaceSettings;

wire! {
    /// All that the settings page shows.
    pub struct SettingsPage {
        /// The workspace's name.
        pub workspace_name: String,
        /// The token that pages carry. It is no secret.
        pub public_token: String,
        /// The tag to put into a page, ready to copy.
        pub snippet: String,
        /// The settings.
        pub settings: WorkspaceSettings,
    }
}

wire! {
    /// Saves the settings page. Nothing is saved if one field is refused.
    pub struct SaveSettings {
        /// The workspace's name, 1 to 200 characters.
        pub workspace_name: String,
        /// The settings.
        pub settings: WorkspaceSettings,
    }
}
