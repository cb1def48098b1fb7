//! The word that is being typed, where it asks for suggestions: `/shortcut` or `@name`.

/// What a word asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// A canned reply.
    Canned,
    /// A member to mention.
    Member,
}

/// A word that asks for suggestions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it asks for.
    pub(super) asks: Asks,
    /// Where it begins, in UTF-16 units as the browser counts.
    pub(super) start: u32,
    /// Where it ends, which is where the caret is.
    pub(super) end: u32,
    /// What follows its sign, in small letters.
    pub(super) query: String,
}

/// The longest word that is taken for a question, in characters.
const LONGEST: usize = 40;

/// The word before the caret, if it asks for suggestions.
pub(super) fn token(text: &str, caret: u32, note: bool) -> Option<Token> {
    let end = byte_at(text, caret);
    let before = &text[..end];
    let start = before.rfind(char::is_whitespace).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let word = &before[start..];
    let asks = match word.chars().next()? {
        '/' => Asks::Canned,
        '@' if note => Asks::Member,
        _ => return None,
    };
    let query = &word[1..];
    // A path, an address of the web, or "and/or" is no question.
    let plain = query
        .chars()
        .all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | '\''));
    (plain && query.chars().count() <= LONGEST).then(|| Token {
        asks,
        start: units(&text[..start]),
        end: caret,
        query: query.to_lowercase(),
    })
}

/// How many UTF-16 units a text has, which is how the browser counts the places of the caret.
pub(super) fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

fn byte_at(text: &str, caret: u32) -> usize {
    let mut left = caret;
    for (at, letter) in text.char_indices() {
        if left == 0 {
            return at;
        }
        let width = if u32::from(letter) > 0xffff { 2 } else { 1 };
        left = left.saturating_sub(width);
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str, note: bool) -> Option<(Asks, u32, String)> {
        token(text, units(text), note).map(|token| (token.asks, token.start, token.query))
    }

    #[test]
    fn a_sign_at_the_start_of_a_word_asks() {
        assert_eq!(query("/", false), Some((Asks::Canned, 0, String::new())));
        assert_eq!(
            query("\u{1f44d} /Ref", false),
            Some((Asks::Canned, 3, "ref".to_owned()))
        );
        assert_eq!(
            query("hello\n@Be", true),
            Some((Asks::Member, 6, "be".to_owned()))
        );
    }

    #[test]
    fn other_words_do_not() {
        for text in ["", "and/or", "/usr/bin", "x@y", "hello ", "/shipping "] {
            assert_eq!(query(text, true), None, "{text}");
        }
        assert_eq!(
            query("@be", false),
            None,
            "visitors are not told of members"
        );
    }

    #[test]
    fn only_the_part_before_the_caret_counts() {
        let token = token("/refund now", 3, false).expect("a question");
        assert_eq!((token.query.as_str(), token.end), ("re", 3));
    }
}
