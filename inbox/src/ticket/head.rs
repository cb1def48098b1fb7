//! The head of the conversation: who it is with, whose it is, and what can be done with it.

use super::company::Company;
use super::menu::{MenuButton, MenuKind, menus, priority_name};
use super::status::StatusSelect;
use crate::desk::Desk;
use crate::team::team;
use crate::ui::{Choice, Icon, Menu, icon};
use crate::{format, words};
use leptos::prelude::*;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::{Priority, TeamTicket, TicketPatch};
use porthole_shared::time::Timestamp;

/// The bar over the conversation.
#[component]
pub(super) fn Head(
    /// Whose ticket it is.
    desk: Desk,
    /// What the visitor is called.
    name: Memo<String>,
    /// Whether the visitor's panel is open where it does not always stand beside.
    details: RwSignal<bool>,
) -> impl IntoView {
    let words = words::ticket();
    let thread = desk.thread;
    let number = move || {
        thread.ticket.with(|ticket| {
            let number = ticket.as_ref()?.number.to_string();
            Some(format::fill(words.number, &[("number", &number)]))
        })
    };
    view! {
        <header class="pane-head conversation-head">
            <a class="icon-button back" href=move || desk.filter.with(super::address) aria-label=words.back>{icon(Icon::Back)}</a>
            <h1 class="conversation-name">
                <span class="clip" dir="auto">{name}</span>
                <span class="row-number">{number}</span>
            </h1>
            <Assignee desk/>
            <StatusSelect desk/>
            <More desk/>
            <button
                id="details-toggle"
                class="icon-button details-toggle"
                type="button"
                aria-label=words.details
                title=words.details
                aria-expanded=move || details.get().to_string()
                aria-controls="visitor"
                on:click=move |_| details.update(|open| *open = !*open)
            >
                {icon(Icon::Panel)}
            </button>
        </header>
    }
}

fn targets(desk: Desk) -> Signal<Vec<TicketId>> {
    Signal::derive(move || desk.thread.id.get().into_iter().collect())
}

/// Whose it is.
#[component]
fn Assignee(desk: Desk) -> impl IntoView {
    let words = words::thread();
    let team = team();
    team.need_members();
    let name = move || {
        let assignee = desk
            .thread
            .ticket
            .with(|ticket| ticket.as_ref().and_then(|ticket| ticket.assignee.clone()));
        match assignee {
            Some(id) => team
                .name_of(&id)
                .unwrap_or_else(|| words.somebody.to_owned()),
            None => words.unassigned.to_owned(),
        }
    };
    view! {
        <MenuButton id="conversation-assign" kind=MenuKind::Assign targets=targets(desk) class="button small assignee">
            <span class="clip">{name}</span>
        </MenuButton>
    }
}

/// What can be done besides.
#[component]
fn More(desk: Desk) -> impl IntoView {
    let words = words::thread();
    let menus = menus();
    let choices = Signal::derive(move || {
        let mut choices: Vec<Choice> = MenuKind::ALL
            .into_iter()
            .filter(|(kind, _)| *kind != MenuKind::Status)
            .map(|(kind, _)| {
                let ask = move || {
                    menus.ask(
                        kind,
                        untrack(|| targets(desk).get()),
                        Some("conversation-more"),
                    );
                };
                Choice::new(format!("{}…", kind.label()), ask)
            })
            .collect();
        let suspicious = desk
            .thread
            .ticket
            .with(|ticket| ticket.as_ref().is_some_and(|ticket| ticket.suspicious));
        if !suspicious {
            choices.push(Choice::new(words.spam, move || suspect(desk, true)));
        }
        choices
    });
    view! {
        <div id="conversation-more">
            <Menu id="conversation-menu" label=words.more_actions face=icon(Icon::More) choices/>
        </div>
    }
}

/// Says of the open ticket whether it may be spam.
pub(super) fn suspect(desk: Desk, suspicious: bool) {
    let patch = TicketPatch {
        suspicious: Some(suspicious),
        ..TicketPatch::default()
    };
    change(desk, patch);
}

fn change(desk: Desk, patch: TicketPatch) {
    if let Some(id) = desk.thread.id.get_untracked() {
        desk.change(&[id], patch);
    }
}

/// What is known of the ticket in a few words: priority, tags, until when it sleeps.
#[component]
pub(super) fn Marks(
    /// Whose ticket it is.
    desk: Desk,
) -> impl IntoView {
    let words = words::thread();
    let ticket = desk.thread.ticket;
    let of = move |pick: fn(&TeamTicket) -> bool| {
        ticket.with(|ticket| ticket.as_ref().is_some_and(pick))
    };
    let tags = Memo::new(move |_| {
        ticket
            .with(|ticket| ticket.as_ref().map(|ticket| ticket.tags.clone()))
            .unwrap_or_default()
    });
    let priority = move || {
        let priority = ticket.with(|ticket| ticket.as_ref().map(|ticket| ticket.priority))?;
        let some = !matches!(priority, Priority::None | Priority::Unknown);
        some.then(|| {
            view! {
                <MenuButton
                    id="conversation-priority"
                    kind=MenuKind::Priority
                    targets=targets(desk)
                    class="chip mark-priority"
                >
                    {priority_name(priority)}
                </MenuButton>
            }
        })
    };
    let sleep = move || {
        ticket
            .with(|ticket| ticket.as_ref()?.snoozed_until)
            .map(|until| asleep(desk, until))
    };
    let empty = move || {
        let marked = |ticket: &TeamTicket| {
            ticket.snoozed_until.is_some()
                || !matches!(ticket.priority, Priority::None | Priority::Unknown)
        };
        tags.with(Vec::is_empty) && !of(marked)
    };
    view! {
        <div class="marks" class:empty=empty>
            {sleep}
            {priority}
            <ul class="tags" aria-label=words.tags hidden=move || tags.with(Vec::is_empty)>
                <For each=move || tags.get() key=Clone::clone children=move |tag| view! { <li>{tag_chip(desk, tag)}</li> }/>
            </ul>
            <MenuButton id="conversation-tags" kind=MenuKind::Tags targets=targets(desk) class="chip add">
                {icon(Icon::Plus)}
                {words.add_tag}
            </MenuButton>
            <Company attendance=desk.thread.attendance/>
        </div>
    }
}

fn tag_chip(desk: Desk, tag: String) -> AnyView {
    let label = format::fill(words::thread().remove_tag, &[("tag", &tag)]);
    let shown = tag.clone();
    let remove = move |_| {
        let patch = TicketPatch {
            remove_tags: vec![tag.clone()],
            ..TicketPatch::default()
        };
        change(desk, patch);
        crate::host::focus("conversation-tags");
    };
    view! {
        <span class="chip">
            <span class="clip">{shown}</span>
            <button class="chip-remove" type="button" aria-label=label.clone() title=label.clone() on:click=remove>
                {icon(Icon::Close)}
            </button>
        </span>
    }
    .into_any()
}

fn asleep(desk: Desk, until: Timestamp) -> AnyView {
    let words = words::thread();
    let said = format::fill(words.snoozed_until, &[("time", &format::moment(until))]);
    let wake = move |_| {
        let patch = TicketPatch {
            snoozed_until: Some(Timestamp(0)),
            ..TicketPatch::default()
        };
        change(desk, patch);
        crate::host::focus("conversation-tags");
    };
    view! {
        <span class="chip asleep">
            {said}
            <button class="link-button" type="button" on:click=wake>{words.wake}</button>
        </span>
    }
    .into_any()
}
