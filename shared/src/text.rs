//! Texts that people type, parsed once at the edge: one limit, one sentence, both sides.

use std::fmt;

/// The longest message, in characters.
pub const MESSAGE_LIMIT: usize = 10_000;
/// The longest name of a person, in characters.
pub const NAME_LIMIT: usize = 200;
/// The longest e-mail address, in bytes (RFC 5321, 4.5.3.1.3, less the brackets).
pub const EMAIL_LIMIT: usize = 254;

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextError {
    /// Nothing but white space.
    Blank,
    /// More than this many characters.
    TooLong(usize),
    /// Not an e-mail address.
    NotAnAddress,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.write_str("Write something first."),
            Self::TooLong(limit) => write!(f, "This is too long: {limit} characters at most."),
            Self::NotAnAddress => f.write_str("Enter an e-mail address like name@example.com."),
        }
    }
}

impl std::error::Error for TextError {}

/// The text of a message: 1 to [`MESSAGE_LIMIT`] characters and not blank.
///
/// Line ends are `\n`, and NUL, which no store or mail can carry, is dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageBody(String);

impl MessageBody {
    /// Checks what somebody typed.
    ///
    /// # Errors
    /// [`TextError::Blank`] or [`TextError::TooLong`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        // In this order, so that what was read once reads the same again.
        let text = text
            .replace('\0', "")
            .replace("\r\n", "\n")
            .replace('\r', "\n");
        check_length(&text, MESSAGE_LIMIT)?;
        Ok(Self(text))
    }

    /// Checks what somebody typed beside files, which may be nothing.
    ///
    /// # Errors
    /// [`TextError::TooLong`].
    pub fn beside_files(text: &str) -> Result<Self, TextError> {
        match Self::parse(text) {
            Err(TextError::Blank) => Ok(Self(String::new())),
            other => other,
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A person's name: 1 to [`NAME_LIMIT`] characters on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    /// Checks what somebody typed; control characters become spaces.
    ///
    /// # Errors
    /// [`TextError::Blank`] or [`TextError::TooLong`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.replace(char::is_control, " ").trim().to_owned();
        check_length(&text, NAME_LIMIT)?;
        Ok(Self(text))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An e-mail address of a form that mail servers accept, in lower case.
///
/// Only what can go wrong later is refused (white space, control characters, more than one
/// `@`, a domain without a dot or with empty labels): whether it exists, a mail finds out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Checks what somebody typed.
    ///
    /// # Errors
    /// [`TextError::Blank`], [`TextError::TooLong`] or [`TextError::NotAnAddress`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TextError::Blank);
        }
        if text.len() > EMAIL_LIMIT {
            return Err(TextError::TooLong(EMAIL_LIMIT));
        }
        let parts = text.split_once('@');
        match parts {
            Some((local, domain)) if is_local_part(local) && is_domain(domain) => {
                Ok(Self(text.to_lowercase()))
            }
            _ => Err(TextError::NotAnAddress),
        }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Checks an optional text of a setting: it may be empty, but has at most `limit` characters.
///
/// # Errors
/// [`TextError::TooLong`].
pub fn check_line(text: &str, limit: usize) -> Result<(), TextError> {
    if text.chars().count() > limit {
        return Err(TextError::TooLong(limit));
    }
    Ok(())
}

/// The first `limit` characters.
#[must_use]
pub fn truncate(text: &str, limit: usize) -> String {
    text.chars().take(limit).collect()
}

fn check_length(text: &str, limit: usize) -> Result<(), TextError> {
    if text.trim().is_empty() {
        return Err(TextError::Blank);
    }
    check_line(text, limit)
}

fn is_local_part(local: &str) -> bool {
    !local.is_empty()
        && local.len() <= 64
        && local
            .chars()
            .all(|c| !c.is_whitespace() && !c.is_control() && !"\"(),:;<>@[\\]".contains(c))
}

fn is_domain(domain: &str) -> bool {
    domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_neither_blank_nor_too_long() {
        assert_eq!(MessageBody::parse(" \n\t"), Err(TextError::Blank));
        assert_eq!(MessageBody::parse("\0"), Err(TextError::Blank));
        let longest = "\u{1F980}".repeat(MESSAGE_LIMIT);
        assert_eq!(MessageBody::parse(&longest).unwrap().as_str(), longest);
        assert_eq!(
            MessageBody::parse(&format!("{longest}x")),
            Err(TextError::TooLong(MESSAGE_LIMIT))
        );
    }

    #[test]
    fn a_message_keeps_its_spaces_and_loses_foreign_line_ends() {
        let body = MessageBody::parse("  a\r\nb\0 \r\0\nc\r").unwrap();
        assert_eq!(body.as_str(), "  a\nb \nc\n");
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(PersonName::parse(" Ada\nL ").unwrap().as_str(), "Ada L");
        assert_eq!(PersonName::parse("  "), Err(TextError::Blank));
    }

    #[test]
    fn addresses() {
        for good in [
            "a@b.example",
            " Ada.L+x@Sub.Example.ORG ",
            "ü@müller.example",
        ] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "a",
            "@b.example",
            "a@",
            "a@b",
            "a b@c.example",
            "a@b..example",
            "a@@b.example",
            "a@b.example\nBcc: x@y.example",
            "<a@b.example>",
            "a@-b.example",
        ] {
            assert_eq!(
                EmailAddress::parse(bad),
                Err(TextError::NotAnAddress),
                "{bad}"
            );
        }
        assert_eq!(
            EmailAddress::parse("A@B.Example").unwrap().as_str(),
            "a@b.example"
        );
    }
}
