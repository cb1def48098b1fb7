//! The settings page.

use crate::settings::WorkspaceSettings;

wire! {
    /// All that the settings page shows.
    pub struct SettingsPage {
        /// The workspace's name.
        pub workspace_name: String,
        /// The token that pages carry. It is no secret.
        pub public_token: String,
        /// The address at which browsers reach this installation, without a slash at the end.
        pub public_url: String,
        /// The tag to put into a page, ready to copy.
        pub snippet: String,
        /// The settings.
        pub settings: WorkspaceSettings,
    }
}

wire! {
    /// Settings to look at before they are saved.
    pub struct PreviewSettings {
        /// The token of an earlier preview, which shows these settings from now on; empty for a
        /// new one.
        pub token: String,
        /// The workspace's name, 1 to 200 characters.
        pub workspace_name: String,
        /// The settings.
        pub settings: WorkspaceSettings,
    }
}

wire! {
    /// Where they can be looked at.
    pub struct PreviewReply {
        /// A token for the public configuration alone, for ten minutes after the last change.
        pub token: String,
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
