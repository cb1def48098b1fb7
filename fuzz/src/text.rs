//! What people type: messages, names, addresses, colours.

use porthole_server::domain::ticket::preview;
use porthole_shared::color::{
    CONTROL_CONTRAST, Color, DARK_SURFACE, LIGHT_SURFACE, TEXT_CONTRAST, palette,
};
use porthole_shared::rich_text::{Node, Piece, QUOTE_DEPTH, blocks, pieces};
use porthole_shared::text::{EmailAddress, MESSAGE_LIMIT, MessageBody, PersonName, truncate};

pub(crate) fn target(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(body) = MessageBody::parse(&text) {
        let body = body.as_str();
        assert!(!body.trim().is_empty() && body.chars().count() <= MESSAGE_LIMIT);
        assert_eq!(
            MessageBody::parse(body)
                .map(|again| again.as_str().to_owned())
                .as_deref(),
            Ok(body)
        );
        assert!(preview(body).chars().count() <= MESSAGE_LIMIT);
        links(body);
        tree(&blocks(body), body.as_bytes(), 0);
    }
    if let Ok(address) = EmailAddress::parse(&text) {
        let address = address.as_str();
        assert!(
            !address.contains(['\r', '\n', '<', '>', ',', ' ']),
            "nothing ends a mail header"
        );
        assert!(EmailAddress::parse(address).is_ok());
    }
    if let Ok(name) = PersonName::parse(&text) {
        assert!(!name.as_str().contains(['\r', '\n']) && !name.as_str().trim().is_empty());
    }
    let limit = data.len() / 2;
    assert!(truncate(&text, limit).chars().count() <= limit);
    colours(&text);
}

fn links(body: &str) {
    let found = pieces(body);
    let joined: String = found
        .iter()
        .map(|(Piece::Text(part) | Piece::Link(part))| *part)
        .collect();
    assert_eq!(joined, body, "nothing is lost between words and links");
    for piece in found {
        if let Piece::Link(link) = piece {
            is_address(link);
        }
    }
}

fn is_address(link: &str) {
    let lower = link.to_ascii_lowercase();
    let known = ["http://", "https://", "mailto:", "tel:"];
    assert!(
        known.iter().any(|scheme| lower.starts_with(scheme)),
        "{link}"
    );
    assert!(!link.contains(['"', '<', '>']));
}

/// Every word of the tree stands in the text, in this order, and the tree is not deep.
fn tree<'a>(nodes: &[Node<'_>], mut left: &'a [u8], depth: usize) -> &'a [u8] {
    assert!(depth <= 2 * QUOTE_DEPTH + 5, "{depth} elements deep");
    for node in nodes {
        match node {
            Node::Text(words) => left = behind(words, left),
            Node::Break => {}
            Node::Link { address, words } => {
                is_address(address);
                left = behind(words, left);
            }
            Node::Element(_, inside) => left = tree(inside, left, depth + 1),
        }
    }
    left
}

fn behind<'a>(words: &str, text: &'a [u8]) -> &'a [u8] {
    let mut letters = words.bytes();
    let mut wanted = letters.next();
    let mut rest = text;
    while let (Some(letter), Some((first, others))) = (wanted, rest.split_first()) {
        rest = others;
        if *first == letter {
            wanted = letters.next();
        }
    }
    assert_eq!(wanted, None, "{words} stands in the text");
    rest
}

fn colours(text: &str) {
    let Some(brand) = Color::parse(text) else {
        return;
    };
    let read = |css: &str| Color::parse(css).expect("a palette is made of colours");
    assert_eq!(read(&brand.to_css()), brand);
    for surface in [LIGHT_SURFACE, DARK_SURFACE] {
        let palette = palette(brand, surface);
        let fill = read(&palette.brand);
        assert!(read(&palette.on_brand).contrast(fill) >= TEXT_CONTRAST);
        assert!(read(&palette.edge).contrast(surface) >= CONTROL_CONTRAST);
        assert!(read(&palette.accent).contrast(surface) >= TEXT_CONTRAST);
    }
}
