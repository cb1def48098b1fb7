//! The public configuration: what of the settings every page may know.

use super::launcher_style::launcher_style;
use super::workspace::Workspace;
use porthole_shared::settings::{IdentificationForm, LauncherLabels, WidgetConfig};

/// The configuration of a workspace.
#[must_use]
pub fn widget_config(workspace: &Workspace) -> WidgetConfig {
    let settings = &workspace.settings;
    WidgetConfig {
        title: workspace.title().to_owned(),
        conversations_enabled: settings.conversations_enabled,
        widget_enabled: settings.widget_enabled,
        chat_page: settings.chat_page,
        theme: settings.theme,
        style: launcher_style(settings),
        greeting: settings.greeting.clone(),
        form: IdentificationForm {
            require_email: settings.require_email,
            collect_name: settings.collect_name,
            title: settings.form_title.clone(),
            description: settings.form_description.clone(),
        },
        labels: launcher_labels(),
        title_unread: settings.title_unread,
        sound: settings.sound,
        notifications: settings.notifications,
        office_hours: Some(settings.office_hours.clone()).filter(|hours| hours.enabled),
        reply_time: settings.reply_time,
    }
}

fn launcher_labels() -> LauncherLabels {
    LauncherLabels {
        open: "Open chat".to_owned(),
        close: "Close chat".to_owned(),
        unread: "{count} unread".to_owned(),
        failed: "The chat could not be loaded. Try again.".to_owned(),
        new_tab: "Open chat in a new tab".to_owned(),
    }
}
