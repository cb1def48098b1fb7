//! Merges a ticket into another one of the same visitor. What is merged cannot be taken apart
//! again, so it is asked twice.

use super::Context;
use crate::api;
use crate::thread::Load;
use crate::ui::{Pick, Picker, failed, fitting, waiting};
use crate::{format, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::TeamTicket;

/// Which one goes into which.
#[derive(Clone, PartialEq)]
struct Merge {
    from: TeamTicket,
    into: TeamTicket,
}

pub(super) fn menu(context: Context) -> AnyView {
    let words = words::desk();
    let chosen = RwSignal::new(None::<Merge>);
    let others = RwSignal::new(Vec::<TeamTicket>::new());
    let load = RwSignal::new(Load::Loading);
    let tickets = context.tickets();
    let [first, ..] = tickets.as_slice() else {
        return view! { <p class="menu-note">{words.merge_none}</p> }.into_any();
    };
    let first = first.clone();
    match tickets.as_slice() {
        [_, second] if second.visitor.id == first.visitor.id => {
            others.set(vec![second.clone()]);
            load.set(Load::Ready);
        }
        // The open ticket has them, and whoever types at once is not kept waiting.
        [_] if has_previous(context, &first.id) => {
            others.set(context.desk.thread.previous.get_untracked());
            load.set(Load::Ready);
        }
        [_] => read(context, first.id.clone(), others, load),
        _ => return view! { <p class="menu-note">{words.merge_two}</p> }.into_any(),
    }
    let ask = move || {
        let first = first.clone();
        let picks = move |typed: String| choices(&first, &others.get(), chosen, &typed);
        match load.get() {
            Load::Loading => waiting(),
            Load::Failed(failure) => failed(words.merge_failed, &failure, move || {
                context.open.set(false);
            }),
            Load::Ready => view! {
                <Picker
                    id="merge-picker"
                    label=words::action().merge
                    placeholder=words.merge_placeholder
                    nothing=words.merge_none
                    picks
                    done=context.done()
                />
            }
            .into_any(),
        }
    };
    (move || match chosen.get() {
        Some(merge) => view! { <Confirm context merge/> }.into_any(),
        None => ask().into_any(),
    })
    .into_any()
}

/// Whether this ticket is the open one and has been read.
fn has_previous(context: Context, id: &TicketId) -> bool {
    let thread = context.desk.thread;
    thread.shows(id) && thread.load.with_untracked(|load| *load == Load::Ready)
}

/// Reads the visitor's other tickets.
fn read(context: Context, id: TicketId, others: RwSignal<Vec<TeamTicket>>, load: RwSignal<Load>) {
    spawn_local(async move {
        match context.desk.session.call(api::ticket(&id, None)).await {
            Ok(detail) => {
                others.set(detail.previous);
                load.set(Load::Ready);
            }
            Err(failure) => load.set(Load::Failed(failure)),
        }
    });
}

/// Each other ticket, both ways round where there is one alone.
fn choices(
    first: &TeamTicket,
    others: &[TeamTicket],
    chosen: RwSignal<Option<Merge>>,
    typed: &str,
) -> Vec<Pick> {
    let pick = |from: &TeamTicket, into: &TeamTicket| {
        let label = format::fill(
            words::desk().merge_into,
            &[
                ("from", &from.number.to_string()),
                ("into", &into.number.to_string()),
            ],
        );
        let merge = Merge {
            from: from.clone(),
            into: into.clone(),
        };
        Pick::new(into.id.as_str(), label, move || {
            chosen.set(Some(merge.clone()));
        })
        .stays()
    };
    let free = others.iter().filter(|other| other.merged_into.is_none());
    let mut picks: Vec<Pick> = free.map(|other| pick(first, other)).collect();
    if let [other] = others
        && other.merged_into.is_none()
    {
        picks.push(pick(other, first));
    }
    fitting(picks, typed)
}

/// Asks once more.
#[component]
fn Confirm(context: Context, merge: Merge) -> impl IntoView {
    let words = words::desk();
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let values = [
        ("from", merge.from.number.to_string()),
        ("into", merge.into.number.to_string()),
    ];
    let values = [
        ("from", values[0].1.as_str()),
        ("into", values[1].1.as_str()),
    ];
    let text = format::fill(words.merge_text, &values);
    let (from, into) = (merge.from.id, merge.into.id);
    let go = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (from, into) = (from.clone(), into.clone());
        spawn_local(async move {
            match context.desk.session.call(api::merge(&from, &into)).await {
                Ok(ticket) => {
                    context.open.set(false);
                    context.desk.selection.release();
                    context.desk.merged(&from, ticket);
                }
                Err(failure) => error.set(Some(failure.sentence())),
            }
            busy.set(false);
        });
    };
    crate::host::after_layout(|| crate::host::focus("merge-confirm"));
    view! {
        <div class="menu-note">
            <p>{text}</p>
            <p class="error" role="alert" hidden=move || error.with(Option::is_none)>{error}</p>
            <div class="dialog-actions">
                <button class="button" type="button" on:click=move |_| context.open.set(false)>
                    {words.cancel}
                </button>
                <button
                    class="button danger"
                    id="merge-confirm"
                    type="button"
                    aria-busy=move || busy.get().to_string()
                    on:click=go
                >
                    {words.merge_do}
                </button>
            </div>
        </div>
    }
}
