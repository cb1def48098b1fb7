//! Who sees the widget, and who its icon. Where several things keep it away, the first one of one
//! table counts:
//!
//! 1. the page says `disable`,
//! 2. `conversations_enabled` is off,
//! 3. `widget_enabled` is off,
//! 4. the page is not in the list of domains,
//! 5. a proof of who the visitor is has to be there and is not,
//! 6. the page says `showToggleButton: false`,
//! 7. `chat_icon` keeps the icon from this visitor.
//!
//! The server decides what it alone knows, 2 to 5 and 7; the loader (`widget/loader/sight.js`)
//! puts what the page says around it. The last two take away the icon alone, and `show()` brings
//! it back.

use crate::error::ErrorCode;
use crate::settings::WorkspaceSettings;

/// The highest value that can be asked for, in whole units of the currency.
pub const VALUE_LIMIT: f64 = 1e12;

wire_enum! {
    /// Which visitors see the launcher.
    pub enum ChatIcon {
        /// All of them.
        Always = "always",
        /// Customers who are worth as much as `min_value`, by a value that is verified.
        RevenueBased = "revenue_based",
        /// None: the page opens the chat.
        Off = "off",
    }
}

impl WorkspaceSettings {
    /// Why the visitors of a page see no widget; `None` where they do.
    #[must_use]
    pub fn why_not(&self, domain_is_allowed: bool) -> Option<ErrorCode> {
        [
            (self.conversations_enabled, ErrorCode::ConversationsDisabled),
            (self.widget_enabled, ErrorCode::WidgetDisabled),
            (domain_is_allowed, ErrorCode::DomainNotAllowed),
        ]
        .into_iter()
        .find_map(|(is_fine, code)| (!is_fine).then_some(code))
    }

    /// Whether a customer of this value sees the launcher; nobody knows the value of `None`.
    #[must_use]
    pub fn shows_icon(&self, value: Option<f64>) -> bool {
        match self.chat_icon {
            ChatIcon::Always | ChatIcon::Unknown => true,
            ChatIcon::RevenueBased => value.is_some_and(|value| value >= self.min_value),
            ChatIcon::Off => false,
        }
    }

    /// The value that counts of a customer: the verified one, or what the page says where the
    /// workspace trusts it.
    #[must_use]
    pub fn counted_value(&self, verified: Option<f64>, claimed: Option<f64>) -> Option<f64> {
        verified.or(claimed.filter(|_| self.trust_page_value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ErrorCode::{ConversationsDisabled, DomainNotAllowed, WidgetDisabled};

    #[test]
    fn the_first_reason_of_the_table_is_told() {
        let table = [
            ((true, true, true), None),
            ((true, true, false), Some(DomainNotAllowed)),
            ((true, false, true), Some(WidgetDisabled)),
            ((true, false, false), Some(WidgetDisabled)),
            ((false, true, true), Some(ConversationsDisabled)),
            ((false, true, false), Some(ConversationsDisabled)),
            ((false, false, true), Some(ConversationsDisabled)),
            ((false, false, false), Some(ConversationsDisabled)),
        ];
        for ((conversations_enabled, widget_enabled, allowed), expected) in table {
            let settings = WorkspaceSettings {
                conversations_enabled,
                widget_enabled,
                ..WorkspaceSettings::initial()
            };
            assert_eq!(settings.why_not(allowed), expected);
        }
    }

    fn settings(chat_icon: ChatIcon, trust_page_value: bool) -> WorkspaceSettings {
        WorkspaceSettings {
            chat_icon,
            min_value: 500.0,
            trust_page_value,
            ..WorkspaceSettings::initial()
        }
    }

    #[test]
    fn the_threshold_counts_itself_and_not_a_cent_less() {
        let table = [
            (Some(500.0), true),
            (Some(500.01), true),
            (Some(499.99), false),
            (Some(0.0), false),
            (Some(-500.0), false),
            (Some(f64::NAN), false),
            (None, false),
        ];
        for (value, expected) in table {
            let settings = settings(ChatIcon::RevenueBased, false);
            assert_eq!(settings.shows_icon(value), expected, "{value:?}");
        }
        for value in [Some(0.0), Some(1e6), None] {
            assert!(settings(ChatIcon::Always, false).shows_icon(value));
            assert!(!settings(ChatIcon::Off, false).shows_icon(value));
        }
    }

    #[test]
    fn what_nobody_signed_counts_only_where_pages_are_trusted() {
        let table = [
            (false, None, None, None),
            (false, None, Some(900.0), None),
            (false, Some(100.0), Some(900.0), Some(100.0)),
            (true, None, Some(900.0), Some(900.0)),
            (true, Some(100.0), Some(900.0), Some(100.0)),
        ];
        for (trusted, verified, claimed, expected) in table {
            let settings = settings(ChatIcon::RevenueBased, trusted);
            assert_eq!(settings.counted_value(verified, claimed), expected);
        }
    }
}
