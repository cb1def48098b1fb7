//! The public configuration: what of the settings every page may know.

use super::workspace::Workspace;
use porthole_shared::color::{Color, DARK_SURFACE, LIGHT_SURFACE, palette};
use porthole_shared::settings::{IdentificationForm, LauncherLabels, WidgetConfig};

/// The configuration of a workspace.
#[must_use]
pub fn widget_config(workspace: &Workspace) -> WidgetConfig {
    let settings = &workspace.settings;
    let brand = Color::parse(&settings.button_color).unwrap_or(Color([0x53, 0x75, 0xff]));
    WidgetConfig {
        title: workspace.title().to_owned(),
        conversations_enabled: settings.conversations_enabled,
        widget_enabled: settings.widget_enabled,
        position: settings.position,
        offset_x: settings.offset_x,
        offset_y: settings.offset_y,
        theme: settings.theme,
        light: palette(brand, LIGHT_SURFACE),
        dark: palette(brand, DARK_SURFACE),
        greeting: settings.greeting.clone(),
        form: IdentificationForm {
            require_email: settings.require_email,
            collect_name: settings.collect_name,
            title: settings.form_title.clone(),
            description: settings.form_description.clone(),
        },
        labels: launcher_labels(),
    }
}

fn launcher_labels() -> LauncherLabels {
    LauncherLabels {
        open: "Open chat".to_owned(),
        close: "Close chat".to_owned(),
        unread: "{count} unread".to_owned(),
        failed: "The chat could not be loaded. Try again.".to_owned(),
    }
}
