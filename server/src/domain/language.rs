//! The languages in which the server speaks to visitors: the launcher's labels, the texts that a
//! workspace has not made its own, and the pages that need no script.

use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// The catalogues by their language's tag, English first. `cargo xtask tidy` compares the list
/// with the languages of the widget.
const FILES: &[(&str, &str)] = &[
    ("en", include_str!("../../locales/en.json")),
    ("ar", include_str!("../../locales/ar.json")),
    ("de", include_str!("../../locales/de.json")),
    ("es", include_str!("../../locales/es.json")),
    ("fr", include_str!("../../locales/fr.json")),
    ("he", include_str!("../../locales/he.json")),
    ("it", include_str!("../../locales/it.json")),
    ("ja", include_str!("../../locales/ja.json")),
    ("nl", include_str!("../../locales/nl.json")),
    ("pl", include_str!("../../locales/pl.json")),
    ("pt", include_str!("../../locales/pt.json")),
    ("zh", include_str!("../../locales/zh.json")),
];

static CATALOGUES: LazyLock<Vec<Words>> = LazyLock::new(|| FILES.iter().map(parse).collect());

/// What the server says in one language. Places for values are written `{name}`.
#[derive(Debug, Deserialize)]
pub struct Words {
    /// `ltr` or `rtl`.
    pub direction: String,
    /// The launcher's name while the messenger is closed.
    pub launcher_open: String,
    /// The launcher's name while it is open.
    pub launcher_close: String,
    /// What is added to the name where there is something unread.
    pub launcher_unread: String,
    /// What is said where the messenger cannot be loaded.
    pub launcher_failed: String,
    /// The launcher's name where it is a link to the chat page.
    pub launcher_new_tab: String,
    /// What a visitor reads first, unless the workspace has its own greeting.
    pub greeting: String,
    /// The heading of the identification form, unless the workspace has its own.
    pub form_title: String,
    /// The sentence below it, unless the workspace has its own.
    pub form_description: String,
    /// What the chat page says without JavaScript.
    pub chat_needs_script: String,
    /// The title of the page that stands where there is no chat.
    pub chat_off_title: String,
    /// Its heading.
    pub chat_off_heading: String,
    /// What may be the reason, and what to do.
    pub chat_off_text: String,
    /// The subject of the mail that a member sends to themselves.
    pub mail_test_subject: String,
    /// What it says.
    pub mail_test_text: String,
    /// How long a recovery link works: an hour.
    pub mail_expires_hour: String,
    /// How long it works: some hours.
    pub mail_expires_hours: String,
    /// How long it works: some minutes.
    pub mail_expires_minutes: String,
    /// The button of a mail about a new ticket.
    pub mail_new_ticket_button: String,
    /// Why a member gets it.
    pub mail_new_ticket_foot: String,
    /// Its heading.
    pub mail_new_ticket_heading: String,
    /// Its subject.
    pub mail_new_ticket_subject: String,
    /// The button of a mail with a recovery link.
    pub mail_recovery_button: String,
    /// What to do if somebody else asked.
    pub mail_recovery_ignore: String,
    /// The subject.
    pub mail_recovery_subject: String,
    /// What it says.
    pub mail_recovery_text: String,
    /// The button of a mail about answers.
    pub mail_reply_button: String,
    /// Why a visitor gets it.
    pub mail_reply_foot: String,
    /// Its heading.
    pub mail_reply_heading: String,
    /// Its subject, the same for all mails of a ticket.
    pub mail_reply_subject: String,
    /// The link that stops mails of this kind.
    pub mail_stop: String,
    /// Who wrote, where a visitor has given no name.
    pub mail_visitor: String,
    /// The button that stops mails.
    pub unsubscribe_button: String,
    /// What follows from it.
    pub unsubscribe_text: String,
    /// The title of the page with that button.
    pub unsubscribe_title: String,
    /// What to do about a link that cannot be used.
    pub unsubscribe_wrong_text: String,
    /// The title of the page for such a link.
    pub unsubscribe_wrong_title: String,
    /// What was done.
    pub unsubscribed_text: String,
    /// The title once it is done.
    pub unsubscribed_title: String,
}

/// A language that there is a catalogue for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language(usize);

impl Language {
    /// What is spoken where nothing better is known.
    pub const ENGLISH: Self = Self(0);
    /// How many there are.
    pub const COUNT: usize = FILES.len();

    /// The language of a tag such as `de` or `de-AT`, in any case of letters.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        FILES
            .iter()
            .position(|(known, _)| known.eq_ignore_ascii_case(primary))
            .map(Self)
    }

    /// The first known language of an `Accept-Language` header; browsers send them by preference.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        header
            .split(',')
            .filter_map(|part| part.split(';').next())
            .find_map(Self::of)
    }

    /// Its tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        FILES[self.0].0
    }

    /// Its place in a list of all.
    #[must_use]
    pub fn index(self) -> usize {
        self.0
    }

    /// Its catalogue.
    #[must_use]
    pub fn words(self) -> &'static Words {
        &CATALOGUES[self.0]
    }
}

/// A catalogue; what it lacks is English.
///
/// # Panics
/// A file is no catalogue. All of them are read by the test below.
fn parse((language, text): &(&str, &str)) -> Words {
    let read = |text: &str| -> Map<String, Value> {
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{language}.json: {error}"))
    };
    let mut words = read(FILES[0].1);
    words.extend(read(text));
    serde_json::from_value(Value::Object(words))
        .unwrap_or_else(|error| panic!("{language}.json: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_catalogue_can_be_read() {
        let directions = CATALOGUES.iter().map(|words| words.direction.as_str());
        assert!(directions.clone().all(|way| matches!(way, "ltr" | "rtl")));
        assert_eq!(directions.count(), Language::COUNT);
        assert_eq!(Language::ENGLISH.words().launcher_open, "Open chat");
    }

    #[test]
    fn a_tag_is_known_by_its_first_part() {
        let german = Language::of("de").expect("known");
        assert_eq!(german.tag(), "de");
        assert_eq!(Language::of("de-AT"), Some(german));
        assert_eq!(Language::of("DE_ch"), Some(german));
        assert_eq!(Language::of("deu"), None);
        assert_eq!(Language::of(""), None);
    }

    #[test]
    fn the_first_accepted_language_that_is_known_is_taken() {
        let accepted = |header| Language::accepted(header).map(Language::tag);
        assert_eq!(accepted("tlh, ar-EG;q=0.9, de;q=0.8"), Some("ar"));
        assert_eq!(accepted("*"), None);
        assert_eq!(accepted(""), None);
    }
}
