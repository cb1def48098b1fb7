//! Adds tags and takes them off. The menu stays open, because tags come in several.

use super::Context;
use crate::ui::{Pick, Picker, fitting};
use crate::{format, words};
use leptos::prelude::*;
use porthole_shared::inbox::ticket::TicketPatch;

pub(super) fn menu(context: Context) -> AnyView {
    let words = words::desk();
    context.desk.counts.refresh_soon();
    let picks = move |typed: String| {
        let known = known(context);
        let new = typed.trim().to_owned();
        let fold = new.to_lowercase();
        let is_new = !new.is_empty() && !known.iter().any(|tag| tag.to_lowercase() == fold);
        let picks = known.into_iter().map(|tag| pick(context, tag));
        let mut picks = fitting(picks.collect(), &typed);
        if is_new {
            let label = format::fill(words.tag_new, &[("tag", &new)]);
            let key = format!("new:{fold}");
            picks.push(Pick::new(key, label, move || set(context, &new, true)).stays());
        }
        picks
    };
    view! {
        <Picker
            id="tags-picker"
            label=words::action().tags
            placeholder=words.tags_placeholder
            nothing=words.tags_none
            picks
            done=context.done()
            several=true
        />
    }
    .into_any()
}

/// The tags of these tickets first, then those the team uses, the most used ones first.
fn known(context: Context) -> Vec<String> {
    let own = context.tickets().into_iter().flat_map(|ticket| ticket.tags);
    let used = context.desk.counts.now.with(|counts| {
        let tags = counts.as_ref().map(|counts| &counts.tags);
        let tags = tags.into_iter().flatten();
        tags.map(|count| count.key.clone()).collect::<Vec<_>>()
    });
    let mut known: Vec<String> = Vec::new();
    for tag in own.chain(used) {
        let fold = tag.to_lowercase();
        if !known.iter().any(|other| other.to_lowercase() == fold) {
            known.push(tag);
        }
    }
    known
}

fn pick(context: Context, tag: String) -> Pick {
    let fold = tag.to_lowercase();
    let holds = context.all(|ticket| ticket.tags.iter().any(|own| own.to_lowercase() == fold));
    let label = tag.clone();
    Pick::new(fold, label, move || set(context, &tag, !holds))
        .checked(holds)
        .stays()
}

fn set(context: Context, tag: &str, on: bool) {
    let tags = |is: bool| if is { vec![tag.to_owned()] } else { Vec::new() };
    let patch = TicketPatch {
        add_tags: tags(on),
        remove_tags: tags(!on),
        ..TicketPatch::default()
    };
    context.desk.change(&context.targets.get_value(), patch);
}
