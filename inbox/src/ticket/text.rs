//! The text of an entry as elements: a tree for what the team wrote, links for what visitors did.

use super::composer::{Stretch, stretches};
use crate::team::team;
use crate::words;
use leptos::prelude::*;
use porthole_shared::emoji::is_emoji_only;
use porthole_shared::inbox::member::TeamMember;
use porthole_shared::inbox::ticket::{Entry, EntryKind};
use porthole_shared::rich_text::{Node, Piece, Tag, blocks, pieces};
use porthole_shared::ticket::Side;

/// From how many characters or lines on only the beginning is shown.
const LONG: usize = 1_500;
const LONG_LINES: usize = 24;

/// The text of an entry. A long one shows its beginning until somebody asks for more.
pub(super) fn entry_text(entry: &Entry) -> AnyView {
    let words = words::thread();
    let text = &entry.text;
    let long = text.chars().count() > LONG || text.lines().count() > LONG_LINES;
    let whole = RwSignal::new(!long);
    let large = is_emoji_only(text);
    let more = long.then(|| {
        view! {
            <button
                class="link-button more-text"
                type="button"
                aria-expanded=move || whole.get().to_string()
                on:click=move |_| whole.update(|whole| *whole = !*whole)
            >
                {move || if whole.get() { words.show_less } else { words.show_more }}
            </button>
        }
    });
    // Whoever moves the focus to a link that is not shown yet wants to see it.
    view! {
        <div
            class="entry-text"
            class:large=large
            class:clamped=move || !whole.get()
            on:focusin=move |_| if long { whole.set(true) }
        >
            {body(entry)}
        </div>
        {more}
    }
    .into_any()
}

fn body(entry: &Entry) -> AnyView {
    if entry.author.side != Side::Team {
        return view! { <p class="typed" dir="auto">{links(&entry.text)}</p> }.into_any();
    }
    if entry.kind == EntryKind::Note && !entry.mentions.is_empty() {
        // Names may become known later than the note.
        let (text, mentions, team) = (entry.text.clone(), entry.mentions.clone(), team());
        team.need_members();
        return (move || {
            let mut members = team.members.get();
            members.retain(|member| mentions.contains(&member.id));
            tree(&text, &members)
        })
        .into_any();
    }
    tree(&entry.text, &[]).into_any()
}

fn tree(text: &str, members: &[TeamMember]) -> Vec<AnyView> {
    blocks(text)
        .iter()
        .map(|part| node(part, members))
        .collect()
}

fn node(part: &Node<'_>, members: &[TeamMember]) -> AnyView {
    let (tag, children) = match part {
        Node::Text(words) => return names(words, members),
        Node::Break => return view! { <br/> }.into_any(),
        Node::Link { address, words } => return link(address, words),
        Node::Element(tag, children) => (*tag, children),
    };
    let inside: Vec<AnyView> = children.iter().map(|part| node(part, members)).collect();
    match tag {
        Tag::Paragraph => view! { <p dir="auto">{inside}</p> }.into_any(),
        Tag::CodeBlock => {
            view! { <pre class="entry-code" tabindex="0"><code>{inside}</code></pre> }.into_any()
        }
        Tag::Quote => view! { <blockquote dir="auto">{inside}</blockquote> }.into_any(),
        Tag::List => view! { <ul dir="auto">{inside}</ul> }.into_any(),
        Tag::Numbered(start) => {
            view! { <ol dir="auto" start=start.to_string()>{inside}</ol> }.into_any()
        }
        Tag::Item => view! { <li>{inside}</li> }.into_any(),
        Tag::Strong => view! { <strong>{inside}</strong> }.into_any(),
        Tag::Emphasis => view! { <em>{inside}</em> }.into_any(),
        Tag::Strike => view! { <s>{inside}</s> }.into_any(),
        Tag::Code => view! { <code>{inside}</code> }.into_any(),
    }
}

/// Words, with the names of those who are mentioned.
fn names(text: &str, members: &[TeamMember]) -> AnyView {
    if members.is_empty() {
        return text.to_owned().into_any();
    }
    stretches(text, members)
        .into_iter()
        .map(|stretch| match stretch {
            Stretch::Words(words) => words.to_owned().into_any(),
            Stretch::Name(name, _) => {
                view! { <span class="mention">{name.to_owned()}</span> }.into_any()
            }
        })
        .collect::<Vec<_>>()
        .into_any()
}

fn links(text: &str) -> Vec<AnyView> {
    let piece = |piece| match piece {
        Piece::Text(words) => words.to_owned().into_any(),
        Piece::Link(address) => link(address, address),
    };
    pieces(text).into_iter().map(piece).collect()
}

fn link(address: &str, words: &str) -> AnyView {
    let (address, words) = (address.to_owned(), words.to_owned());
    view! { <a href=address target="_blank" rel="noopener noreferrer nofollow">{words}</a> }
        .into_any()
}
