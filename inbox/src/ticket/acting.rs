//! Who does the actions of the list and of the tickets in it.

use super::menu::{MenuKind, menus};
use super::row::{address, row_id};
use super::views;
use crate::action::{ActionId, actions};
use crate::desk::{Change, Desk, Filter};
use crate::host;
use leptos::prelude::*;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::{TicketPatch, TicketView};
use porthole_shared::ticket::TicketStatus;

/// Takes on the actions of the list, for as long as the component that calls this is there.
pub(crate) fn act_on_the_list(desk: Desk) {
    let actions = actions();
    let any_row = move || desk.rows.with(|rows| !rows.is_empty());
    let marked = move || desk.selection.cursor.get();
    actions.register(ActionId::Next, any_row, move || step(desk, 1));
    actions.register(ActionId::Before, any_row, move || step(desk, -1));
    actions.register(
        ActionId::Open,
        move || marked().is_some(),
        move || {
            if let Some(id) = desk.selection.cursor.get_untracked() {
                desk.go(address(desk, &id, None));
            }
        },
    );
    actions.register(
        ActionId::Select,
        move || marked().is_some(),
        move || {
            if let Some(id) = desk.selection.cursor.get_untracked() {
                desk.rows
                    .with_untracked(|rows| desk.selection.toggle(rows, &id, false));
            }
        },
    );
    actions.register(ActionId::SelectAll, any_row, move || {
        desk.rows
            .with_untracked(|rows| desk.selection.choose_all(rows));
    });
    actions.register(ActionId::Leave, || true, move || leave(desk));
    act_on_tickets(desk);
}

fn act_on_tickets(desk: Desk) {
    let actions = actions();
    let menus = menus();
    let any = move || !desk.targets().is_empty();
    actions.register(ActionId::Resolve, any, move || resolve(desk));
    actions.register(ActionId::AssignMe, any, move || {
        let patch = TicketPatch {
            assignee: desk.session.me().map(|me| me.id),
            ..TicketPatch::default()
        };
        desk.change(&untrack(|| desk.targets()), patch);
    });
    actions.register(ActionId::Read, any, move || {
        let read = Change {
            read: true,
            ..Change::default()
        };
        desk.change(&untrack(|| desk.targets()), read);
    });
    for (kind, action) in MenuKind::ALL {
        let can = move || match (kind, desk.targets().len()) {
            (MenuKind::Merge, 2) => one_visitor(desk),
            (MenuKind::Merge, count) => count == 1,
            (_, count) => count > 0,
        };
        actions.register(action, can, move || {
            menus.ask(kind, untrack(|| desk.targets()), None);
        });
    }
    let undoable = move || desk.changes.undo.with(Option::is_some);
    actions.register(ActionId::Undo, undoable, move || desk.undo());
}

/// Takes on going from view to view, as long as nothing unsaved would be left behind.
pub(crate) fn act_on_views(desk: Desk, free: Signal<bool>) {
    let views = [
        (ActionId::GoInbox, TicketView::Active),
        (ActionId::GoMine, TicketView::Mine),
        (ActionId::GoUnassigned, TicketView::Unassigned),
        (ActionId::GoSnoozed, TicketView::Snoozed),
    ];
    for (action, view) in views {
        let go = move || desk.go(views::address(&Filter::of(view)));
        actions().register(action, move || free.get(), go);
    }
}

fn one_visitor(desk: Desk) -> bool {
    let targets = desk.targets();
    let mut visitors = targets
        .iter()
        .filter_map(|id| desk.find(id))
        .map(|ticket| ticket.visitor.id);
    let first = visitors.next();
    first.is_some() && visitors.all(|visitor| Some(&visitor) == first.as_ref())
}

/// Moves the mark; while a ticket is open, the one that is marked then is opened instead of it.
fn step(desk: Desk, by: isize) {
    let Some(id) = desk.neighbour(by) else {
        return desk.load_more();
    };
    let follow =
        desk.thread.id.with_untracked(Option::is_some) && !untrack(|| desk.selection.is_any());
    desk.selection.cursor.set(Some(id.clone()));
    host::focus(&row_id(&id));
    if follow {
        desk.go(address(desk, &id, None));
    }
}

/// Resolves, or opens again if all of them are resolved.
fn resolve(desk: Desk) {
    let targets = untrack(|| desk.targets());
    let is_resolved = |id| {
        let ticket = desk.find(id);
        ticket.is_some_and(|ticket| ticket.status == TicketStatus::Resolved)
    };
    let status = if targets.iter().all(is_resolved) {
        TicketStatus::Open
    } else {
        TicketStatus::Resolved
    };
    let patch = TicketPatch {
        status: Some(status),
        ..TicketPatch::default()
    };
    desk.change(&targets, patch);
}

/// One step back.
fn leave(desk: Desk) {
    let open = desk.thread.id.get_untracked();
    let searching = untrack(|| desk.search.is_on());
    if host::is_typing() && !searching {
        focus_list(desk);
    } else if searching {
        desk.search.clear();
        focus_list(desk);
    } else if untrack(|| desk.selection.is_any()) {
        desk.selection.release();
    } else if open.is_some() {
        desk.go(desk.filter.with_untracked(views::address));
        focus_list(desk);
    }
}

/// The focus goes to the row that is marked, or where there is none to what is open. It leaves
/// where it was at once, so that no further key is typed there.
fn focus_list(desk: Desk) {
    let to_row = move || {
        let marked = desk.selection.cursor.get_untracked();
        let marked = marked.or_else(|| desk.thread.id.get_untracked());
        marked.is_some_and(|id| host::focus_seen(&row_id(&id)))
    };
    if to_row() {
        return;
    }
    host::blur();
    // The list may not be back yet.
    host::after_layout(move || {
        if host::is_nothing_focused() && !to_row() {
            host::focus_seen("content");
        }
    });
}

/// Another ticket was opened: the focus goes along, out of what belongs to the one before. Where
/// somebody searches or chooses a view it stays.
pub(crate) fn follow_focus(desk: Desk, id: &TicketId) {
    if !host::is_nothing_focused() && !host::is_focus_within(".row-place, #content, #visitor") {
        return;
    }
    // In the ticket itself the keys concern it, too.
    if !host::focus_seen(&row_id(id)) && !host::focus_seen("content") {
        focus_list(desk);
    }
}
