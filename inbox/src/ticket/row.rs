//! One row of the ticket list.

use super::menu::priority_name;
use super::status;
use crate::desk::{Desk, Row};
use crate::team::team;
use crate::ui::{Icon, avatar, icon};
use crate::{api, format, words};
use leptos::prelude::*;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::{Priority, TeamTicket};
use porthole_shared::ticket::Side;
use porthole_shared::time::Timestamp;

/// How many marks a row has room for; of the tags one is always shown.
const MARKS: usize = 3;

/// The id of the link of a ticket's row, for the focus.
pub(crate) fn row_id(id: &TicketId) -> String {
    format!("ticket-{}", id.as_str())
}

/// The address of a ticket, beside the list as it is.
pub(crate) fn address(desk: Desk, id: &TicketId, at: Option<i64>) -> String {
    let mut pairs = desk.filter.with(crate::desk::Filter::pairs);
    pairs.extend(at.map(|at| ("at", at.to_string())));
    format!("/inbox/tickets/{}{}", id.as_str(), api::query(&pairs, None))
}

/// Which row is marked and which is open. A row is told only of what concerns itself, so that a
/// step costs the same among thousands.
#[derive(Clone)]
pub(super) struct Marks {
    marked: Selector<Option<TicketId>>,
    open: Selector<Option<TicketId>>,
}

impl Marks {
    /// Those of a desk.
    pub(super) fn of(desk: Desk) -> Self {
        Self {
            marked: Selector::new(move || desk.selection.cursor.get()),
            open: Selector::new(move || desk.thread.id.get()),
        }
    }
}

/// A ticket as a link to its conversation, and the box that selects it.
#[component]
pub(super) fn TicketRow(
    /// The desk.
    desk: Desk,
    /// The ticket.
    row: Row,
    /// The time now.
    now: ReadSignal<Timestamp>,
    /// Which rows are marked.
    marks: Marks,
) -> impl IntoView {
    let Row { id, ticket, .. } = row;
    let ticket: RwSignal<TeamTicket> = ticket.into();
    let id = StoredValue::new(id);
    let own = Some(id.get_value());
    let Marks { marked, open } = marks;
    let (is_marked, is_open) = {
        let (own, marked, open) = (own.clone(), marked.clone(), open.clone());
        let also = own.clone();
        (
            move || marked.selected(&own),
            move || open.selected(&also).then_some("true"),
        )
    };
    on_cleanup(move || {
        marked.remove(&own);
        open.remove(&own);
    });
    let chosen = Memo::new(move |_| {
        id.with_value(|id| desk.selection.chosen.with(|chosen| chosen.contains(id)))
    });
    let unread = Memo::new(move |_| ticket.with(|ticket| ticket.unread));
    let href = move || id.with_value(|id| address(desk, id, None));
    view! {
        <li class="row-place" class:marked=is_marked class:chosen=chosen>
            <a
                class="row"
                class:unread={move || unread.get() > 0}
                id=id.with_value(row_id)
                href=href
                aria-current=is_open
                data-noscroll=""
                on:focus=move |_| desk.selection.cursor.set(Some(id.get_value()))
            >
                {face(ticket)}
                <span class="row-body">
                    {top(ticket, now)}
                    <span class="row-preview" dir="auto">{preview(desk, id, ticket)}</span>
                    {foot(ticket, unread, now)}
                </span>
            </a>
            {choose_box(desk, id, ticket, chosen)}
            {refused(desk, id)}
        </li>
    }
}

fn face(ticket: RwSignal<TeamTicket>) -> AnyView {
    let seed = ticket.with_untracked(|ticket| ticket.visitor.id.as_str().to_owned());
    avatar(name(ticket), &seed)
}

fn name(ticket: RwSignal<TeamTicket>) -> Signal<String> {
    Memo::new(move |_| ticket.with(|ticket| format::visitor_name(&ticket.visitor))).into()
}

fn top(ticket: RwSignal<TeamTicket>, now: ReadSignal<Timestamp>) -> AnyView {
    view! {
        <span class="row-top">
            <span class="row-name" dir="auto">{name(ticket)}</span>
            <time class="row-time" datetime=move || format::machine(ticket.read().updated_at)>
                {move || format::ago(ticket.read().updated_at, now.get())}
            </time>
        </span>
    }
    .into_any()
}

fn preview(desk: Desk, id: StoredValue<TicketId>, ticket: RwSignal<TeamTicket>) -> AnyView {
    let words = words::ticket();
    let typing =
        Memo::new(move |_| id.with_value(|id| desk.typing.with(|typing| typing.contains_key(id))));
    let text = move || {
        if typing.get() {
            let name = ticket.with(|ticket| format::visitor_name(&ticket.visitor));
            return view! { <span class="typing-mark">{format::fill(words.typing, &[("name", &name)])}</span> }.into_any();
        }
        ticket
            .with(|ticket| {
                let team = ticket.last_side == Side::Team;
                let before = if team { words.team } else { "" };
                format!("{before}{}", ticket.preview)
            })
            .into_any()
    };
    text.into_any()
}

fn foot(ticket: RwSignal<TeamTicket>, unread: Memo<i64>, now: ReadSignal<Timestamp>) -> AnyView {
    let number = ticket.with_untracked(|ticket| ticket.number.to_string());
    let number = format::fill(words::ticket().number, &[("number", &number)]);
    let marks = move || marks(&ticket.read(), now.get());
    let end = move || ticket.with(|ticket| ticket.assignee.clone()).map(assignee);
    view! {
        <span class="row-foot">
            <span class="row-number">{number}</span>
            {marks}
            <span class="row-end">
                {end}
                {move || unread_mark(unread.get())}
            </span>
        </span>
    }
    .into_any()
}

/// What is to be seen at a glance: how far, how pressing, asleep or back, worth, tags.
fn marks(ticket: &TeamTicket, now: Timestamp) -> Vec<AnyView> {
    let words = words::desk();
    let mut marks = vec![status::mark(ticket.status)];
    if ticket.suspicious {
        marks.push(status::suspicion());
    }
    if ticket.merged_into.is_some() {
        marks.push(view! { <span class="status">{words.merged}</span> }.into_any());
    }
    if !matches!(ticket.priority, Priority::None | Priority::Unknown) {
        let class = format!("priority priority-{}", ticket.priority.as_str());
        marks.push(view! { <span class=class>{priority_name(ticket.priority)}</span> }.into_any());
    }
    if let Some(until) = ticket.snoozed_until.filter(|until| *until > now) {
        let said = format::fill(words.asleep, &[("time", &format::moment(until))]);
        marks.push(view! { <span class="asleep">{icon(Icon::Clock)}{said}</span> }.into_any());
    }
    if let Some(value) = ticket.visitor.value {
        marks.push(view! { <span class="worth">{format::value(value)}</span> }.into_any());
    }
    let room = MARKS.saturating_sub(marks.len()).max(1);
    // Where not all fit, the place of the last one says how many more there are.
    let shown = if ticket.tags.len() > room { 1 } else { room };
    let tags = ticket.tags.iter().take(shown);
    marks.extend(
        tags.map(|tag| view! { <span class="tag clip" dir="auto">{tag.clone()}</span> }.into_any()),
    );
    let rest = ticket.tags.get(shown..).unwrap_or_default();
    if !rest.is_empty() {
        let (more, rest) = (format!("+{}", rest.len()), rest.join(", "));
        marks.push(view! { <span class="tag" title=rest>{more}</span> }.into_any());
    }
    marks
}

fn assignee(id: porthole_shared::id::MemberId) -> AnyView {
    let team = team();
    let seed = id.as_str().to_owned();
    let name = Signal::derive(move || team.name_of(&id).unwrap_or_default());
    let said = move || format::fill(words::desk().assigned_to, &[("name", &name.get())]);
    view! {
        <span class="assignee" title=said>
            {avatar(name, &seed)}
            <span class="visually-hidden">{said}</span>
        </span>
    }
    .into_any()
}

fn choose_box(
    desk: Desk,
    id: StoredValue<TicketId>,
    ticket: RwSignal<TeamTicket>,
    chosen: Memo<bool>,
) -> AnyView {
    let number = ticket.with_untracked(|ticket| ticket.number.to_string());
    let label = format::fill(words::desk().select, &[("number", &number)]);
    let choose = move |event: leptos::ev::MouseEvent| {
        let range = event.shift_key();
        desk.rows
            .with_untracked(|rows| desk.selection.toggle(rows, &id.get_value(), range));
    };
    view! {
        <label class="row-box">
            <input
                type="checkbox"
                aria-label=label
                prop:checked=chosen
                on:click=choose
            />
        </label>
    }
    .into_any()
}

/// That a change was refused, at the ticket it concerns.
pub(crate) fn refused(desk: Desk, id: StoredValue<TicketId>) -> AnyView {
    let words = words::desk();
    let reason = Memo::new(move |_| {
        let refused = desk.changes.refused.read();
        id.with_value(|id| refused.get(id).map(|refused| refused.reason.clone()))
    });
    let content = move || {
        reason.get().map(|reason| {
            view! {
                <div class="refused" role="alert">
                    <p>{words.not_changed}" "{reason}</p>
                    <button class="link" type="button" on:click=move |_| desk.retry(&id.get_value())>
                        {words::entry().retry}
                    </button>
                    <button class="link" type="button" on:click=move |_| desk.dismiss(&id.get_value())>
                        {words::entry().dismiss}
                    </button>
                </div>
            }
        })
    };
    content.into_any()
}

fn unread_mark(unread: i64) -> Option<AnyView> {
    let count = unread.to_string();
    (unread > 0).then(|| {
        let said = words::ticket().unread.of(unread);
        view! { <span class="count" role="img" aria-label=said>{count}</span> }.into_any()
    })
}
