//! Texts as elements. Nothing of a text ever becomes markup.

use crate::{
    host::document,
    ui::{El, el},
};
use porthole_shared::rich_text::{Node, Piece, Tag, blocks, pieces};

/// What the team wrote, as the tree that it means.
pub(crate) fn rich_text(parent: El, text: &str) -> El {
    tree(parent, blocks(text))
}

/// What a visitor wrote: as it was typed, with its links as elements.
pub(crate) fn plain_text(parent: El, text: &str) -> El {
    for piece in pieces(text) {
        match piece {
            Piece::Text(words) => put_words(&parent, words),
            Piece::Link(address) => parent.append(link(address, address).node()),
        }
    }
    parent
}

fn tree(parent: El, nodes: Vec<Node<'_>>) -> El {
    for node in nodes {
        match node {
            Node::Text(words) => put_words(&parent, words),
            Node::Break => put_words(&parent, "\n"),
            Node::Link { address, words } => parent.append(link(address, words).node()),
            Node::Element(tag, inside) => {
                let element = el(tag.name());
                let element = match tag {
                    Tag::Numbered(number) => element.attr("start", &i64::from(number).to_string()),
                    // Code that is too wide is scrolled, also with the keyboard.
                    Tag::CodeBlock => element.attr("tabindex", "0"),
                    _ => element,
                };
                parent.append(tree(element, inside).node());
            }
        }
    }
    parent
}

fn put_words(parent: &El, words: &str) {
    parent.append(&document().create_text_node(words));
}

fn link(address: &str, words: &str) -> El {
    el("a")
        .attr("href", address)
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .text(words)
}
