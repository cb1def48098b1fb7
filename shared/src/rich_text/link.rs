//! Finds the links in plain text.

/// What an address may start with. Everything else, `javascript:` above all, stays text.
pub(super) const SCHEMES: [&str; 4] = ["http://", "https://", "mailto:", "tel:"];

/// A stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Text(&'a str),
    /// An address to follow, which is also what is shown.
    Link(&'a str),
}

/// Cuts a text into words and links. The pieces put together are the text again.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((start, link)) = first_link(rest) {
        if start > 0 {
            found.push(Piece::Text(&rest[..start]));
        }
        found.push(Piece::Link(link));
        rest = &rest[start + link.len()..];
    }
    if !rest.is_empty() {
        found.push(Piece::Text(rest));
    }
    found
}

/// The first link of a text and where it starts.
pub(super) fn first_link(text: &str) -> Option<(usize, &str)> {
    let mut from = 0;
    while let Some(colon) = text[from..].find(':').map(|at| from + at) {
        let link = SCHEMES.iter().find_map(|scheme| {
            let start = (colon + 1).checked_sub(scheme.trim_end_matches('/').len())?;
            link_at(text, start, scheme)
        });
        if link.is_some() {
            return link;
        }
        from = colon + 1;
    }
    None
}

/// The link of this scheme that starts here, if it stands apart from the word before it and
/// has something behind the scheme.
fn link_at<'a>(text: &'a str, start: usize, scheme: &str) -> Option<(usize, &'a str)> {
    let head = text.get(start..start + scheme.len())?;
    let apart = !text[..start].ends_with(|before: char| before.is_alphanumeric());
    if !apart || !head.eq_ignore_ascii_case(scheme) {
        return None;
    }
    let tail = &text[start..];
    let end = tail.find(is_border).unwrap_or(tail.len());
    let link = without_punctuation(&tail[..end]);
    (link.len() > scheme.len()).then_some((start, link))
}

pub(super) fn is_border(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '<' | '>' | '"' | '`' | '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}'
        )
}

/// Drops what ends the sentence and not the address: stops, quotes, and a closing bracket that
/// was opened before the link.
fn without_punctuation(link: &str) -> &str {
    let surplus = |open, close| {
        let opened = link.matches(open).count();
        link.matches(close).count().saturating_sub(opened)
    };
    // Counted once: a link may be ten thousand brackets.
    let (mut round, mut square) = (surplus('(', ')'), surplus('[', ']'));
    let mut rest = link;
    loop {
        rest = rest.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']);
        let surplus = match rest.as_bytes().last() {
            Some(b')') => &mut round,
            Some(b']') => &mut square,
            _ => return rest,
        };
        if *surplus == 0 {
            return rest;
        }
        *surplus -= 1;
        rest = &rest[..rest.len() - 1];
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Piece::{Link, Text},
        pieces,
    };

    #[test]
    fn the_four_schemes_are_links_and_nothing_else_is() {
        for link in [
            "http://a.example",
            "HTTPS://a.example/x?y=1#z",
            "mailto:ada@example.com",
            "tel:+4930123",
        ] {
            assert_eq!(pieces(link), [Link(link)]);
        }
        for text in [
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://a.example",
            "xhttp://a.example",
            "http://",
            "see tel: it",
            "12:30",
            "",
        ] {
            assert!(!pieces(text).iter().any(|piece| matches!(piece, Link(_))));
        }
    }

    #[test]
    fn the_sentence_around_a_link_stays_text() {
        assert_eq!(
            pieces("See (https://a.example/b_(c)), or mailto:x@y.example."),
            [
                Text("See ("),
                Link("https://a.example/b_(c)"),
                Text("), or "),
                Link("mailto:x@y.example"),
                Text("."),
            ]
        );
        assert_eq!(
            pieces("\u{fc}: \u{201c}http://\u{fc}.example\u{201d}")[1],
            Link("http://\u{fc}.example")
        );
    }

    #[test]
    fn the_pieces_are_the_text() {
        let text = "a:b http://x http://y, tel:1 <https://z>\n::";
        let joined: String = pieces(text)
            .iter()
            .map(|(Text(part) | Link(part))| *part)
            .collect();
        assert_eq!(joined, text);
    }
}
