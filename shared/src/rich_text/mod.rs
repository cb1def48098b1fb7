//! What people write, as a tree of elements. It is read from the plain text that is stored and
//! becomes elements, never HTML.
//!
//! Of what a visitor writes only links are made elements ([`pieces`]): their text is shown as it
//! was typed. What the team writes is read by [`blocks`], in the part of Markdown that people
//! use in a chat:
//!
//! | written | shown as |
//! |---|---|
//! | `**bold**`, `*italic*` or `_italic_`, `~~struck~~` | emphasis, within one line |
//! | `` `code` ``, and lines between ```` ``` ```` | code, in which nothing else is read |
//! | lines that begin with `- `, `* `, `+ ` or `• ` | a list |
//! | lines that begin with `1. ` or `1) ` | a numbered list, from its own number on |
//! | lines that begin with `>` | a quote, which may hold all of this |
//! | an address, or `[words](address)` | a link, of four schemes alone |
//!
//! What is not closed, or is none of these, stays the text it is. Reading takes a time that grows
//! with the length alone, whatever the text is.

mod inline;
mod link;

pub use link::{Piece, pieces};

/// How deep quotes may lie in each other. A sign of a deeper one is text.
pub const QUOTE_DEPTH: usize = 3;

/// The numbers that may begin a list have this many digits at the most: a year begins a sentence.
const NUMBER_DIGITS: usize = 3;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node<'a> {
    /// Words.
    Text(&'a str),
    /// The end of a line within a block.
    Break,
    /// Somewhere to go. The address has one of the four schemes.
    Link {
        /// The address.
        address: &'a str,
        /// What is shown: the address itself, or words.
        words: &'a str,
    },
    /// An element and what is in it.
    Element(Tag, Vec<Node<'a>>),
}

/// The kind of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// A paragraph.
    Paragraph,
    /// Lines of code.
    CodeBlock,
    /// What somebody else said.
    Quote,
    /// A list.
    List,
    /// A list that counts from this number on.
    Numbered(u32),
    /// An item of a list.
    Item,
    /// Bold.
    Strong,
    /// Italic.
    Emphasis,
    /// Struck through.
    Strike,
    /// Code within a line.
    Code,
}

impl Tag {
    /// The name of the element in HTML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Paragraph => "p",
            Self::CodeBlock => "pre",
            Self::Quote => "blockquote",
            Self::List => "ul",
            Self::Numbered(_) => "ol",
            Self::Item => "li",
            Self::Strong => "strong",
            Self::Emphasis => "em",
            Self::Strike => "s",
            Self::Code => "code",
        }
    }
}

/// Reads what the team wrote. On the outside there are only paragraphs, code blocks, quotes and
/// lists.
#[must_use]
pub fn blocks(text: &str) -> Vec<Node<'_>> {
    let lines: Vec<&str> = text.lines().collect();
    blocks_of(&lines, 0)
}

/// How a line begins.
#[derive(Clone, Copy)]
enum Start<'a> {
    Blank,
    Fence,
    Quote(&'a str),
    Item(Tag, &'a str),
    Words,
}

fn blocks_of<'a>(lines: &[&'a str], depth: usize) -> Vec<Node<'a>> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let first = start(lines[at], depth);
        let (block, taken) = match first {
            Start::Blank => {
                at += 1;
                continue;
            }
            Start::Fence => code_block(&lines[at + 1..]),
            Start::Quote(_) => quote(&lines[at..], depth),
            Start::Item(tag, _) => list(tag, &lines[at..], depth),
            Start::Words => paragraph(&lines[at..], depth),
        };
        blocks.push(block);
        at += taken;
    }
    blocks
}

fn start(line: &str, depth: usize) -> Start<'_> {
    let words = line.trim_start();
    if words.is_empty() {
        return Start::Blank;
    }
    if words.starts_with("```") {
        return Start::Fence;
    }
    match words.strip_prefix('>') {
        Some(rest) if depth < QUOTE_DEPTH => Start::Quote(rest.strip_prefix(' ').unwrap_or(rest)),
        _ => item(words).map_or(Start::Words, |(tag, rest)| Start::Item(tag, rest)),
    }
}

fn item(words: &str) -> Option<(Tag, &str)> {
    let bullet = words.strip_prefix(['-', '*', '+', '\u{2022}']);
    let (tag, rest) = match bullet {
        Some(rest) => (Tag::List, rest),
        None => numbered(words)?,
    };
    let item = rest.strip_prefix(' ')?.trim();
    (!item.is_empty()).then_some((tag, item))
}

fn numbered(words: &str) -> Option<(Tag, &str)> {
    let digits = words.find(|c: char| !c.is_ascii_digit())?;
    let rest = words[digits..].strip_prefix(['.', ')'])?;
    let value = |number, digit: u8| number * 10 + u32::from(digit - b'0');
    (1..=NUMBER_DIGITS).contains(&digits).then(|| {
        let number = words.bytes().take(digits).fold(0, value);
        (Tag::Numbered(number), rest)
    })
}

/// The lines up to the next fence, or all that are left, as they are; and how many lines that
/// takes with the fences.
fn code_block<'a>(lines: &[&'a str]) -> (Node<'a>, usize) {
    let end = lines
        .iter()
        .position(|line| line.trim() == "```")
        .unwrap_or(lines.len());
    let mut code = Vec::new();
    for (at, line) in lines[..end].iter().enumerate() {
        if at > 0 {
            code.push(Node::Break);
        }
        code.push(Node::Text(line));
    }
    (Node::Element(Tag::CodeBlock, code), end + 2)
}

fn quote<'a>(lines: &[&'a str], depth: usize) -> (Node<'a>, usize) {
    let inside: Vec<&str> = lines
        .iter()
        .map_while(|line| match start(line, depth) {
            Start::Quote(rest) => Some(rest),
            _ => None,
        })
        .collect();
    let quote = Node::Element(Tag::Quote, blocks_of(&inside, depth + 1));
    (quote, inside.len())
}

/// The items that follow each other. A line of words below an item, further in, goes on with it.
fn list<'a>(tag: Tag, lines: &[&'a str], depth: usize) -> (Node<'a>, usize) {
    let mut items: Vec<Node<'_>> = Vec::new();
    let mut taken = 0;
    for line in lines {
        match (start(line, depth), items.last_mut()) {
            (Start::Item(next, words), _) if next.name() == tag.name() => {
                items.push(Node::Element(Tag::Item, inline::inline(words)));
            }
            (Start::Words, Some(Node::Element(_, item))) if line.starts_with("  ") => {
                item.push(Node::Break);
                item.extend(inline::inline(line.trim()));
            }
            _ => break,
        }
        taken += 1;
    }
    (Node::Element(tag, items), taken)
}

fn paragraph<'a>(lines: &[&'a str], depth: usize) -> (Node<'a>, usize) {
    let mut words = Vec::new();
    let mut taken = 0;
    for line in lines {
        if !matches!(start(line, depth), Start::Words) {
            break;
        }
        if taken > 0 {
            words.push(Node::Break);
        }
        words.extend(inline::inline(line.trim_end()));
        taken += 1;
    }
    (Node::Element(Tag::Paragraph, words), taken)
}
