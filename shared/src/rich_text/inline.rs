//! What stands within one line: emphasis, code and links.

use super::{
    Node, Tag,
    link::{SCHEMES, first_link, is_border},
};

/// From here on scripts are written without spaces between words.
const UNSPACED: char = '\u{2e80}';

/// Emphasis that was begun.
struct Open<'a> {
    tag: Tag,
    /// What begins it, and ends it too.
    sign: &'a str,
    /// What stands before it.
    before: Vec<Node<'a>>,
}

/// Reads a line from left to right. Of each kind of emphasis at most one is open, so that every
/// node moves outwards a few times at the most.
struct Reader<'a> {
    line: &'a str,
    at: usize,
    /// Where the words began that are not a node yet.
    words: usize,
    nodes: Vec<Node<'a>>,
    open: Vec<Open<'a>>,
    /// Where the next address stands, as far as it was looked for.
    address: Option<Option<(usize, &'a str)>>,
    /// Where words of a link end next, as far as it was looked for.
    middle: Option<Option<usize>>,
}

/// The nodes of a line.
pub(super) fn inline(line: &str) -> Vec<Node<'_>> {
    let mut reader = Reader {
        line,
        at: 0,
        words: 0,
        nodes: Vec::new(),
        open: Vec::new(),
        address: None,
        middle: None,
    };
    while reader.at < line.len() {
        reader.step();
    }
    reader.end_words();
    reader.close_above(0);
    reader.nodes
}

impl<'a> Reader<'a> {
    /// Takes one thing that means something, or one character of words.
    fn step(&mut self) {
        if let Some((start, address)) = self.next_address()
            && start == self.at
        {
            return self.take(
                start + address.len(),
                Node::Link {
                    address,
                    words: address,
                },
            );
        }
        let rest = &self.line[self.at..];
        let taken = match rest.as_bytes()[0] {
            b'`' => self.code(rest),
            b'[' => self.link(rest),
            b'*' | b'_' | b'~' => self.emphasis(rest),
            _ => false,
        };
        if !taken {
            self.at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }

    /// The next address that is not behind us. It is looked for once.
    fn next_address(&mut self) -> Option<(usize, &'a str)> {
        let at = self.at;
        if self
            .address
            .is_none_or(|known| known.is_some_and(|(start, _)| start < at))
        {
            let found = first_link(&self.line[at..]);
            self.address = Some(found.map(|(start, address)| (at + start, address)));
        }
        self.address.flatten()
    }

    /// Where the next words of a link end, at or behind here.
    fn next_middle(&mut self) -> Option<usize> {
        let at = self.at;
        if self
            .middle
            .is_none_or(|known| known.is_some_and(|middle| middle < at))
        {
            self.middle = Some(self.line[at..].find("](").map(|found| at + found));
        }
        self.middle.flatten()
    }

    fn end_words(&mut self) {
        if self.words < self.at {
            self.nodes.push(Node::Text(&self.line[self.words..self.at]));
        }
        self.words = self.at;
    }

    /// Ends the words, puts a node behind them and goes on at `end`.
    fn take(&mut self, end: usize, node: Node<'a>) {
        self.end_words();
        self.nodes.push(node);
        self.skip(end - self.at);
    }

    fn skip(&mut self, length: usize) {
        self.at += length;
        self.words = self.at;
    }

    fn code(&mut self, rest: &'a str) -> bool {
        let sign = run(rest);
        let code = &rest[sign..];
        match code.find(&rest[..sign]) {
            Some(length) if sign < 3 => {
                let node = Node::Element(Tag::Code, vec![Node::Text(&code[..length])]);
                self.take(self.at + 2 * sign + length, node);
            }
            _ => self.at += sign,
        }
        true
    }

    /// `[words](address)`
    fn link(&mut self, rest: &'a str) -> bool {
        let Some(middle) = self.next_middle() else {
            return false;
        };
        let words = &self.line[self.at + 1..middle];
        if words.trim().is_empty() || words.contains('[') {
            return false;
        }
        let Some(address) = address(&rest[words.len() + 3..]) else {
            return false;
        };
        let end = middle + 2 + address.len() + 1;
        self.take(end, Node::Link { address, words });
        true
    }

    fn emphasis(&mut self, rest: &'a str) -> bool {
        let length = run(rest);
        let before = self.line[..self.at].chars().next_back();
        let after = rest[length..].chars().next();
        let can_open = !is_word(before) && after.is_some_and(|c| !c.is_whitespace());
        let can_close = !is_word(after) && before.is_some_and(|c| !c.is_whitespace());
        let mut left = rest.get(..length).unwrap_or_default();
        if length > 3 || !(can_open || can_close) {
            self.at += length;
            return true;
        }
        while let Some((tag, sign)) = self.sign(left) {
            let known = self.open.iter().rposition(|open| open.sign == sign);
            match known {
                Some(place) if can_close => self.close(place),
                None if can_open => self.begin(tag, sign),
                _ => break,
            }
            left = &left[sign.len()..];
        }
        self.at += left.len();
        true
    }

    /// The first sign of a run: a single one where that ends what was begun last.
    fn sign(&self, run: &'a str) -> Option<(Tag, &'a str)> {
        let inner = self.open.last().map(|open| open.sign);
        let strong = run.len() > 1 && !(run.len() == 3 && inner == run.get(..1));
        match (run.as_bytes().first()?, strong) {
            (b'~', true) => Some((Tag::Strike, &run[..2])),
            (b'~', false) => None,
            (_, true) => Some((Tag::Strong, &run[..2])),
            (_, false) => Some((Tag::Emphasis, &run[..1])),
        }
    }

    fn begin(&mut self, tag: Tag, sign: &'a str) {
        self.end_words();
        let before = std::mem::take(&mut self.nodes);
        self.open.push(Open { tag, sign, before });
        self.skip(sign.len());
    }

    /// Ends the emphasis at this place. What was begun inside and not ended is words.
    fn close(&mut self, place: usize) {
        self.end_words();
        self.close_above(place + 1);
        let Some(Open { tag, sign, before }) = self.open.pop() else {
            return;
        };
        let inside = std::mem::replace(&mut self.nodes, before);
        self.nodes.push(Node::Element(tag, inside));
        self.skip(sign.len());
    }

    fn close_above(&mut self, place: usize) {
        while self.open.len() > place
            && let Some(Open { sign, before, .. }) = self.open.pop()
        {
            let inside = std::mem::replace(&mut self.nodes, before);
            self.nodes.push(Node::Text(sign));
            self.nodes.extend(inside);
        }
    }
}

/// How often the first character stands here, which is of one byte.
fn run(rest: &str) -> usize {
    let sign = rest.as_bytes()[0];
    rest.bytes().take_while(|byte| *byte == sign).count()
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() && c < UNSPACED)
}

/// The address at the beginning, up to the bracket that ends it. Square brackets never stand in
/// one, so that no character is looked at for two links.
fn address(rest: &str) -> Option<&str> {
    let mut depth = 0;
    let end = rest.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some((at, true)),
            ')' => depth -= 1,
            '[' | ']' => return Some((at, false)),
            _ if is_border(c) => return Some((at, false)),
            _ => {}
        }
        None
    });
    let (end, true) = end? else {
        return None;
    };
    let address = &rest[..end];
    let known = |scheme: &&str| {
        let head = address.get(..scheme.len());
        address.len() > scheme.len() && head.is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    };
    SCHEMES.iter().any(known).then_some(address)
}
