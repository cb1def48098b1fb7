//! Tags: words of the team's own, by which tickets are found again.

use super::ticket::TAG_LENGTH;

/// A tag: 1 to [`TAG_LENGTH`] characters without commas, on one line. Two that differ in the case
/// of their letters alone are the same.
#[derive(Clone, Debug)]
pub struct Tag {
    name: String,
    fold: String,
}

impl Tag {
    /// Checks what somebody typed; white space around it is dropped.
    ///
    /// # Errors
    /// A sentence that says what a tag must be.
    pub fn parse(text: &str) -> Result<Self, String> {
        let name = text.trim();
        if name.is_empty() {
            return Err("A tag needs a name.".to_owned());
        }
        if name.chars().count() > TAG_LENGTH {
            return Err(format!("A tag has at most {TAG_LENGTH} characters."));
        }
        if name.contains(|c: char| c.is_control() || c == ',') {
            return Err("A tag has no commas and no line breaks.".to_owned());
        }
        Ok(Self {
            name: name.to_owned(),
            fold: name.to_lowercase(),
        })
    }

    /// The tag as it was written.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What all its spellings have in common.
    #[must_use]
    pub fn fold(&self) -> &str {
        &self.fold
    }
}

impl PartialEq for Tag {
    fn eq(&self, other: &Self) -> bool {
        self.fold == other.fold
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_one_however_it_is_written() {
        let tag = Tag::parse("  Refund Übersee ").unwrap();
        assert_eq!(
            (tag.name(), tag.fold()),
            ("Refund Übersee", "refund übersee")
        );
        assert_eq!(tag, Tag::parse("REFUND übersee").unwrap());
        assert!(Tag::parse(&"é".repeat(TAG_LENGTH)).is_ok());
    }

    #[test]
    fn what_is_no_tag_is_refused_with_a_reason() {
        let long = "x".repeat(TAG_LENGTH + 1);
        for (text, word) in [
            ("", "name"),
            (" \t", "name"),
            ("a,b", "commas"),
            ("a\nb", "line"),
            (long.as_str(), "40"),
        ] {
            let reason = Tag::parse(text).unwrap_err();
            assert!(reason.contains(word), "{text:?}: {reason}");
        }
    }
}
