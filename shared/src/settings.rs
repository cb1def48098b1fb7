//! What a workspace can be set to, and what of it the public configuration shows.

use crate::color::Color;
use crate::domain_match;
use crate::identity::IdentityMode;
use crate::mail::MailSettings;
pub use crate::office_hours::{OfficeHours, OpenRange};
use crate::session::{SESSION_HOUR, SESSION_HOURS, SESSION_LIFE};
use crate::text::check_line;
pub use crate::visibility::ChatIcon;
use crate::visibility::VALUE_LIMIT;

/// The longest text of a setting, in characters.
pub const TEXT_LIMIT: usize = 500;
/// The most entries of the domain list.
pub const DOMAIN_LIMIT: usize = 200;
/// The largest distance of the launcher from its corner, in pixels.
pub const OFFSET_LIMIT: i64 = 400;

wire_enum! {
    /// The corner in which the launcher stands.
    pub enum Position {
        /// At the bottom, on the right.
        BottomRight = "bottom_right",
        /// At the bottom, on the left.
        BottomLeft = "bottom_left",
        /// At the top, on the right.
        TopRight = "top_right",
        /// At the top, on the left.
        TopLeft = "top_left",
    }
}

wire_enum! {
    /// Light or dark.
    pub enum Theme {
        /// As the visitor's system is set.
        Auto = "auto",
        /// Always light.
        Light = "light",
        /// Always dark.
        Dark = "dark",
    }
}

wire_enum! {
    /// How soon visitors may expect an answer.
    pub enum ReplyTime {
        /// Nothing is promised.
        None = "none",
        /// Within minutes.
        Minutes = "minutes",
        /// Within some hours.
        Hours = "hours",
        /// Within a day.
        Day = "day",
    }
}

wire! {
    /// The settings of a workspace.
    pub struct WorkspaceSettings {
        /// The chat exists at all (API, mail, inbox).
        pub conversations_enabled: bool,
        /// Visitors see the widget.
        pub widget_enabled: bool,
        /// Which visitors see the launcher. For the others the chat opens by a button of the page.
        pub chat_icon: ChatIcon,
        /// From which value on customers see a launcher that goes by revenue, in whole units of
        /// the currency: 0 to 10^12, decimals allowed.
        pub min_value: f64,
        /// A value counts that the page gives without a signature. Anybody can make one up.
        pub trust_page_value: bool,
        /// The widget's main colour, as `#rrggbb` or `#rgb`.
        pub button_color: String,
        /// The corner of the launcher.
        pub position: Position,
        /// The distance of the launcher from the side of the screen, 0 to 400 pixels.
        pub offset_x: i64,
        /// The distance of the launcher from the top or bottom of the screen, 0 to 400 pixels.
        pub offset_y: i64,
        /// Light, dark, or as the visitor's system is set.
        pub theme: Theme,
        /// The name over the conversation; empty for the workspace's name.
        pub title: String,
        /// What the visitor reads first in an empty conversation.
        pub greeting: String,
        /// The hosts that may show the widget; empty for all.
        pub allowed_domains: Vec<String>,
        /// The visitor must enter an e-mail address before the first message.
        pub require_email: bool,
        /// The form asks for a name besides. It may stay empty.
        pub collect_name: bool,
        /// The heading of the form.
        pub form_title: String,
        /// The sentence below it.
        pub form_description: String,
        /// How long a visitor's session token lives, 1 to 168 hours.
        pub session_hours: i64,
        /// The chat page by itself (`/chat/TOKEN`) can be visited. The frame that stands in where
        /// a page forbids WebAssembly is not concerned.
        pub chat_page: bool,
        /// The count of unread messages stands in the title of a page that nobody looks at.
        pub title_unread: bool,
        /// A new message of the team makes a sound.
        pub sound: bool,
        /// A new message of the team shows a notification of the browser, where the visitor has
        /// allowed it.
        pub notifications: bool,
        /// When the team is there.
        pub office_hours: OfficeHours,
        /// How soon visitors may expect an answer.
        pub reply_time: ReplyTime,
        /// The mails that go out. They have a page of their own, and saving the widget's leaves
        /// them as they are.
        pub mail: MailSettings,
        /// What is done with proofs of who a visitor is. Without a secret it is nothing.
        pub identity_mode: IdentityMode,
        /// What was begun in a browser joins whoever is proven in it first.
        pub join_anonymous: bool,
    }
}

impl WorkspaceSettings {
    /// What a new workspace starts with. Both switches are off until the first-run page, or
    /// `porthole admin enable`, turns them on.
    #[must_use]
    pub fn initial() -> Self {
        Self {
            conversations_enabled: false,
            widget_enabled: false,
            chat_icon: ChatIcon::Always,
            min_value: 0.0,
            trust_page_value: false,
            button_color: "#5375ff".to_owned(),
            position: Position::BottomRight,
            offset_x: 20,
            offset_y: 20,
            theme: Theme::Auto,
            title: String::new(),
            greeting: "Hi! How can we help?".to_owned(),
            allowed_domains: Vec::new(),
            require_email: false,
            collect_name: false,
            form_title: "Before we start...".to_owned(),
            form_description: "Please provide your details so we can help you better.".to_owned(),
            session_hours: SESSION_LIFE / SESSION_HOUR,
            chat_page: true,
            title_unread: false,
            sound: false,
            notifications: false,
            office_hours: OfficeHours::default(),
            reply_time: ReplyTime::None,
            mail: MailSettings::initial(),
            identity_mode: IdentityMode::Optional,
            join_anonymous: true,
        }
    }

    /// Brings the settings into their one form and checks each against its limits.
    ///
    /// # Errors
    /// The name of the first field that is not allowed, and a sentence that says what is.
    pub fn check(mut self) -> Result<Self, (&'static str, String)> {
        let fail = |field, sentence: &str| Err((field, sentence.to_owned()));
        match Color::parse(self.button_color.trim()) {
            Some(color) => self.button_color = color.to_css(),
            None => return fail("button_color", "Enter a colour like #5375ff."),
        }
        if self.position == Position::Unknown {
            return fail(
                "position",
                "Choose bottom_right, bottom_left, top_right or top_left.",
            );
        }
        if self.theme == Theme::Unknown {
            return fail("theme", "Choose auto, light or dark.");
        }
        for (field, offset) in [("offset_x", self.offset_x), ("offset_y", self.offset_y)] {
            if !(0..=OFFSET_LIMIT).contains(&offset) {
                return fail(field, "Enter 0 to 400 pixels.");
            }
        }
        for (field, text) in [
            ("title", &self.title),
            ("greeting", &self.greeting),
            ("form_title", &self.form_title),
            ("form_description", &self.form_description),
        ] {
            check_line(text, TEXT_LIMIT).map_err(|error| (field, error.to_string()))?;
        }
        if !SESSION_HOURS.contains(&self.session_hours) {
            return fail("session_hours", "Enter 1 to 168 hours.");
        }
        if !(0.0..=VALUE_LIMIT).contains(&self.min_value) {
            return fail("min_value", "Enter a number that is not negative.");
        }
        if self.chat_icon == ChatIcon::Unknown {
            // Settings of an older version say nothing of it.
            self.chat_icon = ChatIcon::Always;
        }
        if self.reply_time == ReplyTime::Unknown {
            // Settings of an older version say nothing of it.
            self.reply_time = ReplyTime::None;
        }
        if self.identity_mode == IdentityMode::Unknown {
            self.identity_mode = IdentityMode::Optional;
        }
        self.office_hours = self.office_hours.check()?;
        if self.mail == MailSettings::default() {
            // So do they of mails.
            self.mail = MailSettings::initial();
        }
        self.mail = self
            .mail
            .check()
            .map_err(|(_, sentence)| ("mail", sentence))?;
        self.check_domains()
    }

    fn check_domains(mut self) -> Result<Self, (&'static str, String)> {
        if self.allowed_domains.len() > DOMAIN_LIMIT {
            return Err(("allowed_domains", "Enter 200 domains at most.".to_owned()));
        }
        for entry in &mut self.allowed_domains {
            match domain_match::normalize(entry) {
                Some(normal) => *entry = normal,
                None => {
                    let rule = domain_match::ENTRY_RULE;
                    return Err((
                        "allowed_domains",
                        format!("\u{201c}{entry}\u{201d} is not allowed. {rule}"),
                    ));
                }
            }
        }
        Ok(self)
    }
}

wire! {
    /// The public configuration of a workspace: all that the launcher and an empty messenger need.
    pub struct WidgetConfig {
        /// The name over the conversation.
        pub title: String,
        /// The chat exists.
        pub conversations_enabled: bool,
        /// Visitors see the widget.
        pub widget_enabled: bool,
        /// The chat page by itself can be visited.
        pub chat_page: bool,
        /// Which visitors see the launcher. Where that goes by revenue, nobody does until the
        /// server has said so to a visitor.
        pub chat_icon: ChatIcon,
        /// Light, dark, or as the visitor's system is set.
        pub theme: Theme,
        /// The launcher's style sheet: its shape, its corner and the computed colours. Those are
        /// custom properties, which the panel uses as well.
        pub style: String,
        /// The launcher's drawings as paths in a square of 24: closed and open.
        pub icons: Vec<String>,
        /// What the visitor reads first in an empty conversation.
        pub greeting: String,
        /// The form before the first message.
        pub form: IdentificationForm,
        /// The launcher's words.
        pub labels: LauncherLabels,
        /// The count of unread messages stands in the title of a page that nobody looks at.
        pub title_unread: bool,
        /// A new message of the team makes a sound.
        pub sound: bool,
        /// A new message of the team shows a notification of the browser, where the visitor has
        /// allowed it.
        pub notifications: bool,
        /// When the team is there; absent where nothing is said of it.
        pub office_hours: Option<OfficeHours>,
        /// How soon visitors may expect an answer.
        pub reply_time: ReplyTime,
        /// What is done with proofs of who a visitor is: `off` also where there is no secret.
        pub identity: IdentityMode,
    }
}

wire! {
    /// The form before the first message.
    pub struct IdentificationForm {
        /// An e-mail address must be entered.
        pub require_email: bool,
        /// A name is asked for.
        pub collect_name: bool,
        /// The heading.
        pub title: String,
        /// The sentence below it.
        pub description: String,
    }
}

wire! {
    /// The launcher's words in the visitor's language.
    pub struct LauncherLabels {
        /// The launcher's name while the messenger is closed.
        pub open: String,
        /// The launcher's name while it is open.
        pub close: String,
        /// What is added to the name where there is something unread; `{count}` is the number.
        pub unread: String,
        /// What is said where the messenger cannot be loaded.
        pub failed: String,
        /// The launcher's name where it is a link to the chat page.
        pub new_tab: String,
    }
}

#[cfg(test)]
mod tests;
