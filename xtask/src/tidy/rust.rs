//! Reads Rust just well enough to know which names a file uses.

use std::iter::Peekable;
use std::str::CharIndices;

/// How much of the code before a string is of interest, in characters.
const BEFORE: usize = 40;

/// A path like `crate::store::Store`, or a lone identifier, with the line it stands on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) line: usize,
    pub(super) path: Vec<String>,
}

/// All names used outside comments, strings and the test module; `use a::{b, c}` gives `a::b` and `a::c`.
pub(super) fn mentions(text: &str) -> Vec<Mention> {
    let code = code(text);
    let code = without_tests(&code);
    let mut found = Vec::new();
    let mut reader = Reader {
        chars: code.char_indices().peekable(),
        line: 1,
    };
    while let Some(next) = reader.peek() {
        if is_ident(next) {
            reader.path(&[], &mut found);
        } else {
            reader.bump();
        }
    }
    found
}

/// A string with the line it begins on, its text as it is written, and the code before it.
#[derive(Debug)]
pub(super) struct Literal {
    pub(super) line: usize,
    pub(super) text: String,
    /// Without comments, other strings blanked, nothing but code at the end.
    pub(super) before: String,
    /// It is a pattern of a `match`: an arrow or another pattern follows.
    pub(super) is_pattern: bool,
}

/// All plain strings outside comments and the test module.
pub(super) fn literals(text: &str) -> Vec<Literal> {
    let code = code(text);
    let lines = without_tests(&code).lines().count();
    // Blanking keeps the number of characters, though not that of bytes.
    let code: Vec<char> = code.chars().collect();
    let mut found = Vec::new();
    let (mut rest, mut line, mut taken) = (text, 1, 0);
    while !rest.is_empty() && line <= lines {
        let after_word = code[..taken].last().is_some_and(|char| is_ident(*char));
        let length = match blank_length(rest, after_word) {
            0 => rest.chars().next().map_or(0, char::len_utf8),
            length => length,
        };
        let (token, after) = rest.split_at(length);
        if token.len() > 1 && token.starts_with('"') {
            let before: String = code[taken.saturating_sub(BEFORE)..taken].iter().collect();
            found.push(Literal {
                line,
                text: token.trim_matches('"').to_owned(),
                before: before.trim_end().to_owned(),
                is_pattern: after.trim_start().starts_with(['=', '|']),
            });
        }
        line += token.matches('\n').count();
        taken += token.chars().count();
        rest = after;
    }
    found
}

/// By convention the test module is the last thing in a file.
fn without_tests(code: &str) -> &str {
    code.match_indices("#[cfg(test)]")
        .find(|(at, mark)| code[at + mark.len()..].trim_start().starts_with("mod "))
        .map_or(code, |(at, _)| &code[..at])
}

/// The text with comments, strings and characters blanked; line breaks stay.
pub(super) fn code(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let after_word = code.ends_with(is_ident);
        let length = blank_length(rest, after_word);
        let taken = if length == 0 { next.len_utf8() } else { length };
        let (token, after) = rest.split_at(taken);
        if length == 0 {
            code.push(next);
        } else {
            code.extend(
                token
                    .chars()
                    .map(|char| if char == '\n' { '\n' } else { ' ' }),
            );
        }
        rest = after;
    }
    code
}

/// How many bytes from here are a comment, a string or a character; 0 when it is code.
fn blank_length(rest: &str, after_word: bool) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return rest.find("*/").map_or(rest.len(), |end| end + 2);
    }
    if rest.starts_with('"') {
        return quoted(rest);
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    if !after_word && let Some(length) = raw_string(rest) {
        return length;
    }
    0
}

/// A string with escapes, from quote to quote.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, char) in rest.char_indices().skip(1) {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A character literal; 0 for a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, _))) => rest[at + 1..].find('\'').map_or(0, |end| at + end + 2),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 0,
    }
}

/// `r"…"`, `r#"…"#`, `br"…"`.
fn raw_string(rest: &str) -> Option<usize> {
    let start = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let hashes = start.len() - start.trim_start_matches('#').len();
    let body = start[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let head = rest.len() - body.len();
    Some(
        body.find(&end)
            .map_or(rest.len(), |at| head + at + end.len()),
    )
}

fn is_ident(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_'
}

struct Reader<'a> {
    chars: Peekable<CharIndices<'a>>,
    line: usize,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|(_, char)| *char)
    }

    fn bump(&mut self) {
        if let Some((_, '\n')) = self.chars.next() {
            self.line += 1;
        }
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.bump();
        }
    }

    /// Reads `a::b::c` after what stands before it; a group in braces gives one path for each member.
    fn path(&mut self, before: &[String], found: &mut Vec<Mention>) {
        let line = self.line;
        let mut path = before.to_vec();
        loop {
            let mut name = String::new();
            while let Some(char) = self.peek().filter(|char| is_ident(*char)) {
                name.push(char);
                self.bump();
            }
            path.push(name);
            if !self.colons() {
                break;
            }
            match self.peek() {
                Some('{') => return self.group(&path, found),
                Some(char) if is_ident(char) => {}
                _ => break,
            }
        }
        found.push(Mention { line, path });
    }

    /// Takes `::` if it comes next.
    fn colons(&mut self) -> bool {
        let mut ahead = self.chars.clone();
        let both = matches!(
            (ahead.next(), ahead.next()),
            (Some((_, ':')), Some((_, ':')))
        );
        if both {
            self.bump();
            self.bump();
        }
        both
    }

    fn group(&mut self, before: &[String], found: &mut Vec<Mention>) {
        self.bump();
        loop {
            self.skip_space();
            match self.peek() {
                Some(char) if is_ident(char) => self.path(before, found),
                Some('}') => return self.bump(),
                Some(_) => self.bump(),
                None => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mentions;

    fn paths(text: &str) -> Vec<String> {
        mentions(text)
            .iter()
            .map(|mention| mention.path.join("::"))
            .collect()
    }

    #[test]
    fn expands_groups() {
        let text = "use crate::{api::{one, two}, store};";
        assert_eq!(
            paths(text),
            ["use", "crate::api::one", "crate::api::two", "crate::store"]
        );
    }

    #[test]
    fn sees_paths_in_code_with_their_lines() {
        let found = mentions("fn f() {\n    std::fs::read(x)\n}");
        assert!(
            found
                .iter()
                .any(|mention| mention.line == 2 && mention.path.join("::") == "std::fs::read")
        );
    }

    #[test]
    fn ignores_comments_strings_and_tests() {
        let text = "// axum\n/* axum */ let a = \"axum \\\" axum\"; let b = r#\"axum \"axum\"#; let c = '\"'; let d: &'x str;\n\
                    #[cfg(test)]\nmod tests { use axum; }";
        assert_eq!(
            paths(text),
            ["let", "a", "let", "b", "let", "c", "let", "d", "x", "str"]
        );
    }
}
