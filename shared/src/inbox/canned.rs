//! Canned replies: texts that agents use again and again, with places for what differs.

use crate::id::CannedId;
use crate::text::{MessageBody, TextError, check_line};

/// The longest title, in characters.
pub const CANNED_TITLE: usize = 100;
/// The longest shortcut, in characters.
pub const CANNED_SHORTCUT: usize = 40;
/// How many a workspace has at the most.
pub const CANNED_LIMIT: i64 = 1_000;
/// The places that a text may have, as they are written between `{{` and `}}`.
pub const CANNED_PLACES: &[&str] = &[
    "visitor.name",
    "visitor.first_name",
    "visitor.email",
    "agent.name",
    "agent.first_name",
    "ticket.number",
    "workspace.name",
];

wire! {
    /// A canned reply.
    pub struct CannedReply {
        /// The id.
        pub id: CannedId,
        /// What it is called in the list.
        pub title: String,
        /// The word that is typed after a slash to put it in; unique in the workspace.
        pub shortcut: String,
        /// The text, with places such as `{{visitor.name|there}}`.
        pub text: String,
    }
}

wire! {
    /// Adds or changes a canned reply.
    pub struct SaveCanned {
        /// What it is called, 1 to 100 characters.
        pub title: String,
        /// Small letters, digits, `-` and `_`, 1 to 40.
        pub shortcut: String,
        /// The text, 1 to 10,000 characters and not blank.
        pub text: String,
    }
}

wire! {
    /// All canned replies, by title.
    pub struct CannedList {
        /// They.
        pub replies: Vec<CannedReply>,
    }
}

impl SaveCanned {
    /// Checks what somebody typed. The title loses the white space around it.
    ///
    /// # Errors
    /// The field that is refused, and a sentence that says why.
    pub fn check(self) -> Result<Self, (&'static str, String)> {
        let at = |field: &'static str| move |error: TextError| (field, error.to_string());
        let title = self.title.replace(char::is_control, " ").trim().to_owned();
        if title.is_empty() {
            return Err(at("title")(TextError::Blank));
        }
        check_line(&title, CANNED_TITLE).map_err(at("title"))?;
        check_shortcut(&self.shortcut).map_err(|message| ("shortcut", message))?;
        let text = MessageBody::parse(&self.text).map_err(at("text"))?;
        Ok(Self {
            title,
            shortcut: self.shortcut,
            text: text.as_str().to_owned(),
        })
    }
}

fn check_shortcut(shortcut: &str) -> Result<(), String> {
    let fits = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
    if (1..=CANNED_SHORTCUT).contains(&shortcut.len()) && shortcut.bytes().all(fits) {
        Ok(())
    } else {
        Err(format!(
            "Use 1 to {CANNED_SHORTCUT} small letters, digits, - or _, without spaces."
        ))
    }
}

/// What is put into the places of a canned reply. What is not known is empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct CannedValues<'a> {
    /// The visitor's name.
    pub visitor_name: &'a str,
    /// The visitor's e-mail address.
    pub visitor_email: &'a str,
    /// The name of the member who writes.
    pub agent_name: &'a str,
    /// The ticket's number.
    pub ticket_number: i64,
    /// The workspace's name.
    pub workspace_name: &'a str,
}

impl CannedValues<'_> {
    /// The value of a place; `None` where there is no such place.
    fn of(&self, place: &str) -> Option<String> {
        let first = |name: &str| {
            name.split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        Some(match place {
            "visitor.name" => self.visitor_name.trim().to_owned(),
            "visitor.first_name" => first(self.visitor_name),
            "visitor.email" => self.visitor_email.trim().to_owned(),
            "agent.name" => self.agent_name.trim().to_owned(),
            "agent.first_name" => first(self.agent_name),
            "ticket.number" => self.ticket_number.to_string(),
            "workspace.name" => self.workspace_name.trim().to_owned(),
            _ => return None,
        })
    }
}

/// Fills the places of a canned reply: `{{visitor.name}}`, or `{{visitor.name|there}}` with what
/// stands there if nothing is known. A place that does not exist stays as it is written. The text is
/// read once, so what is put in is never taken for a place, whatever a visitor is called.
#[must_use]
pub fn fill(text: &str, values: &CannedValues<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find("{{") {
        filled.push_str(&rest[..begin]);
        rest = &rest[begin..];
        if let Some((value, after)) = place(rest, values) {
            filled.push_str(&value);
            rest = after;
        } else {
            // The second brace may begin a place.
            filled.push('{');
            rest = &rest[1..];
        }
    }
    filled.push_str(rest);
    filled
}

/// What the place is filled with that this text begins with, and the text behind it.
fn place<'a>(text: &'a str, values: &CannedValues<'_>) -> Option<(String, &'a str)> {
    let (inside, after) = text.strip_prefix("{{")?.split_once("}}")?;
    let (name, fallback) = inside.split_once('|').unwrap_or((inside, ""));
    let value = values.of(name.trim())?;
    let value = if value.is_empty() {
        fallback.trim().to_owned()
    } else {
        value
    };
    Some((value, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: CannedValues<'_> = CannedValues {
        visitor_name: "Grace Brewster Hopper",
        visitor_email: "grace@visitor.example",
        agent_name: "Ada Lovelace",
        ticket_number: 42,
        workspace_name: "Acme",
    };

    #[test]
    fn places_are_filled() {
        for (text, filled) in [
            ("Hi {{visitor.name}}!", "Hi Grace Brewster Hopper!"),
            ("Hi {{visitor.first_name|there}},", "Hi Grace,"),
            ("<{{visitor.email}}>", "<grace@visitor.example>"),
            ("{{agent.name}}, {{agent.first_name}}", "Ada Lovelace, Ada"),
            ("#{{ticket.number}} {{ workspace.name }}", "#42 Acme"),
            ("{{visitor.nmae|x}} stays", "{{visitor.nmae|x}} stays"),
            ("{{}} {{|x}} {{", "{{}} {{|x}} {{"),
            ("{{{ticket.number}}}", "{42}"),
            ("{{ {{ticket.number}} }}", "{{ 42 }}"),
            ("no places }} at all", "no places }} at all"),
        ] {
            assert_eq!(fill(text, &VALUES), filled);
        }
    }

    #[test]
    fn what_is_not_known_has_a_fallback_or_nothing() {
        let unknown = CannedValues::default();
        for (text, filled) in [
            ("Hi {{visitor.name|there}}!", "Hi there!"),
            ("Hi {{visitor.first_name | you two }}!", "Hi you two!"),
            ("Hi{{visitor.name}}!", "Hi!"),
            ("{{visitor.email|a|b}}", "a|b"),
        ] {
            assert_eq!(fill(text, &unknown), filled);
        }
        let blank = CannedValues {
            visitor_name: "  ",
            ..unknown
        };
        assert_eq!(fill("{{visitor.name|there}}", &blank), "there");
    }

    #[test]
    fn what_is_put_in_is_not_read_for_places() {
        let values = CannedValues {
            visitor_name: "{{agent.name}} {{visitor.email}}",
            visitor_email: "{{",
            ..VALUES
        };
        let text = "{{visitor.name}} {{visitor.email}}agent.name}}";
        assert_eq!(
            fill(text, &values),
            "{{agent.name}} {{visitor.email}} {{agent.name}}"
        );
    }

    #[test]
    fn every_place_that_is_offered_exists() {
        for place in CANNED_PLACES {
            assert!(VALUES.of(place).is_some(), "{place}");
        }
    }

    #[test]
    fn what_is_saved_is_checked_at_its_field() {
        let good = SaveCanned {
            title: " Refund\n".to_owned(),
            shortcut: "re-fund_2".to_owned(),
            text: "We will refund you.\r\n".to_owned(),
        };
        let checked = good.clone().check().unwrap();
        assert_eq!(
            (checked.title.as_str(), checked.text.as_str()),
            ("Refund", "We will refund you.\n")
        );
        let refused = |change: fn(&mut SaveCanned)| {
            let mut save = good.clone();
            change(&mut save);
            save.check().unwrap_err().0
        };
        assert_eq!(refused(|save| save.title = " ".to_owned()), "title");
        assert_eq!(refused(|save| save.title = "x".repeat(101)), "title");
        assert_eq!(refused(|save| save.text = "\n".to_owned()), "text");
        assert_eq!(refused(|save| save.text = "x".repeat(10_001)), "text");
        for bad in ["", "Refund", "a b", "ü", "a/b"] {
            let save = SaveCanned {
                shortcut: bad.to_owned(),
                ..good.clone()
            };
            assert_eq!(save.check().unwrap_err().0, "shortcut", "{bad}");
        }
        assert_eq!(refused(|save| save.shortcut = "x".repeat(41)), "shortcut");
    }
}
