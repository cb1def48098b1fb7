//! The public configuration: what of the settings every page may know.

use super::language::{Language, Words};
use super::launcher_style::{ICONS, launcher_style};
use super::workspace::Workspace;
use porthole_shared::settings::{
    IdentificationForm, LauncherLabels, WidgetConfig, WorkspaceSettings,
};

/// The configuration of a workspace for a visitor who reads this language. A text that the
/// workspace has left as it was in the beginning is shown in it; its own words stay as they are.
#[must_use]
pub fn widget_config(workspace: &Workspace, language: Language) -> WidgetConfig {
    let settings = &workspace.settings;
    let words = language.words();
    let initial = WorkspaceSettings::initial();
    let own = |text: &String, initial: &String, translated: &String| {
        if text == initial { translated } else { text }.clone()
    };
    WidgetConfig {
        title: workspace.title().to_owned(),
        conversations_enabled: settings.conversations_enabled,
        widget_enabled: settings.widget_enabled,
        chat_page: settings.chat_page,
        chat_icon: settings.chat_icon,
        theme: settings.theme,
        style: launcher_style(settings),
        icons: ICONS.map(str::to_owned).into(),
        greeting: own(&settings.greeting, &initial.greeting, &words.greeting),
        form: IdentificationForm {
            require_email: settings.require_email,
            collect_name: settings.collect_name,
            title: own(&settings.form_title, &initial.form_title, &words.form_title),
            description: own(
                &settings.form_description,
                &initial.form_description,
                &words.form_description,
            ),
        },
        labels: launcher_labels(words),
        title_unread: settings.title_unread,
        sound: settings.sound,
        notifications: settings.notifications,
        office_hours: Some(settings.office_hours.clone()).filter(|hours| hours.enabled),
        reply_time: settings.reply_time,
        identity: workspace.identity_mode(),
    }
}

fn launcher_labels(words: &Words) -> LauncherLabels {
    LauncherLabels {
        open: words.launcher_open.clone(),
        close: words.launcher_close.clone(),
        unread: words.launcher_unread.clone(),
        failed: words.launcher_failed.clone(),
        new_tab: words.launcher_new_tab.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_english_texts_match_the_english_catalogue() {
        let (initial, words) = (WorkspaceSettings::initial(), Language::ENGLISH.words());
        assert_eq!(initial.greeting, words.greeting);
        assert_eq!(initial.form_title, words.form_title);
        assert_eq!(initial.form_description, words.form_description);
    }
}
