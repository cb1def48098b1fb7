//! One signal for each control of the settings form, holding what stands in it.

use super::hours::Hours;
use leptos::prelude::*;
use porthole_shared::identity::IdentityMode;
use porthole_shared::inbox::settings::{SaveSettings, SettingsPage};
use porthole_shared::mail::MailSettings;
use porthole_shared::settings::{ChatIcon, Position, ReplyTime, Theme, WorkspaceSettings};

/// What stands in the form.
#[derive(Clone, Copy, Default)]
pub(super) struct Fields {
    pub(super) workspace_name: RwSignal<String>,
    pub(super) conversations_enabled: RwSignal<bool>,
    pub(super) widget_enabled: RwSignal<bool>,
    pub(super) chat_page: RwSignal<bool>,
    pub(super) chat_icon: RwSignal<String>,
    pub(super) min_value: RwSignal<String>,
    pub(super) trust_page_value: RwSignal<bool>,
    pub(super) session_hours: RwSignal<String>,
    pub(super) button_color: RwSignal<String>,
    pub(super) position: RwSignal<String>,
    pub(super) offset_x: RwSignal<String>,
    pub(super) offset_y: RwSignal<String>,
    pub(super) theme: RwSignal<String>,
    pub(super) title: RwSignal<String>,
    pub(super) greeting: RwSignal<String>,
    pub(super) reply_time: RwSignal<String>,
    pub(super) title_unread: RwSignal<bool>,
    pub(super) sound: RwSignal<bool>,
    pub(super) notifications: RwSignal<bool>,
    pub(super) hours: Hours,
    pub(super) allowed_domains: RwSignal<String>,
    pub(super) require_email: RwSignal<bool>,
    pub(super) collect_name: RwSignal<bool>,
    pub(super) form_title: RwSignal<String>,
    pub(super) form_description: RwSignal<String>,
    /// Mails have a page of their own; what is saved of them passes through.
    mail: RwSignal<MailSettings>,
    identity_mode: RwSignal<IdentityMode>,
    join_anonymous: RwSignal<bool>,
}

impl Fields {
    /// Puts in what is saved.
    pub(super) fn fill(self, page: SettingsPage) {
        let settings = page.settings;
        self.workspace_name.set(page.workspace_name);
        self.conversations_enabled
            .set(settings.conversations_enabled);
        self.widget_enabled.set(settings.widget_enabled);
        self.chat_page.set(settings.chat_page);
        self.chat_icon.set(settings.chat_icon.as_str().to_owned());
        self.min_value.set(settings.min_value.to_string());
        self.trust_page_value.set(settings.trust_page_value);
        self.session_hours.set(settings.session_hours.to_string());
        self.button_color.set(settings.button_color);
        self.position.set(settings.position.as_str().to_owned());
        self.offset_x.set(settings.offset_x.to_string());
        self.offset_y.set(settings.offset_y.to_string());
        self.theme.set(settings.theme.as_str().to_owned());
        self.title.set(settings.title);
        self.greeting.set(settings.greeting);
        self.reply_time.set(settings.reply_time.as_str().to_owned());
        self.title_unread.set(settings.title_unread);
        self.sound.set(settings.sound);
        self.notifications.set(settings.notifications);
        self.hours.fill(settings.office_hours);
        self.allowed_domains
            .set(settings.allowed_domains.join("\n"));
        self.require_email.set(settings.require_email);
        self.collect_name.set(settings.collect_name);
        self.form_title.set(settings.form_title);
        self.form_description.set(settings.form_description);
        self.mail.set(settings.mail);
        self.identity_mode.set(settings.identity_mode);
        self.join_anonymous.set(settings.join_anonymous);
    }

    /// What would be saved.
    pub(super) fn request(self) -> SaveSettings {
        SaveSettings {
            workspace_name: self.workspace_name.get(),
            settings: WorkspaceSettings {
                conversations_enabled: self.conversations_enabled.get(),
                widget_enabled: self.widget_enabled.get(),
                chat_page: self.chat_page.get(),
                chat_icon: ChatIcon::from_word(&self.chat_icon.read()),
                min_value: amount(&self.min_value.read()),
                trust_page_value: self.trust_page_value.get(),
                session_hours: whole(&self.session_hours.read()),
                button_color: self.button_color.get(),
                position: Position::from_word(&self.position.read()),
                offset_x: whole(&self.offset_x.read()),
                offset_y: whole(&self.offset_y.read()),
                theme: Theme::from_word(&self.theme.read()),
                title: self.title.get(),
                greeting: self.greeting.get(),
                reply_time: ReplyTime::from_word(&self.reply_time.read()),
                title_unread: self.title_unread.get(),
                sound: self.sound.get(),
                notifications: self.notifications.get(),
                office_hours: self.hours.read(),
                allowed_domains: lines(&self.allowed_domains.read()),
                require_email: self.require_email.get(),
                collect_name: self.collect_name.get(),
                form_title: self.form_title.get(),
                form_description: self.form_description.get(),
                mail: self.mail.get(),
                identity_mode: self.identity_mode.get(),
                join_anonymous: self.join_anonymous.get(),
            },
        }
    }
}

/// What stands in a number field; something that is no number fails the check as -1 does.
pub(super) fn whole(text: &str) -> i64 {
    text.trim().parse().unwrap_or(-1)
}

/// An amount of money, with either sign before its cents; something that is none fails the check
/// as -1 does.
fn amount(text: &str) -> f64 {
    text.trim().replace(',', ".").parse().unwrap_or(-1.0)
}

/// The lines that are not blank.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_are_no_domains() {
        assert_eq!(
            lines(" a.example \n\n  \nb.example"),
            ["a.example", "b.example"]
        );
    }

    #[test]
    fn an_amount_may_have_cents() {
        for (text, expected) in [
            (" 500 ", 500.0),
            ("499.99", 499.99),
            ("499,5", 499.5),
            ("", -1.0),
            ("a lot", -1.0),
        ] {
            assert!((amount(text) - expected).abs() < 1e-9, "{text}");
        }
    }

    #[test]
    fn what_is_saved_comes_back_as_it_was() {
        let owner = Owner::new();
        owner.set();
        let page = SettingsPage {
            workspace_name: "Acme".to_owned(),
            settings: WorkspaceSettings::initial(),
            ..SettingsPage::default()
        };
        let fields = Fields::default();
        fields.fill(page.clone());
        let request = untrack(|| fields.request());
        assert_eq!(request.settings, page.settings);
        assert_eq!(request.workspace_name, page.workspace_name);
    }
}
