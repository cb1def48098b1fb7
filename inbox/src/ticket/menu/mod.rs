//! Menus over tickets: status, whose they are, priority, tags, snooze, merge. One dialog shows
//! whichever is asked for, below the button that asked or in the middle of the page.

mod assign;
mod merge;
mod priority;
mod snooze;
mod status;
mod tags;

pub(crate) use priority::name as priority_name;

use crate::action::ActionId;
use crate::desk::{Desk, desk};
use crate::ui::Modal;
use crate::{format, host, words};
use leptos::prelude::*;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::TeamTicket;

/// Which menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MenuKind {
    /// How far it has come.
    Status,
    /// Whose it is.
    Assign,
    /// How much it presses.
    Priority,
    /// Its tags.
    Tags,
    /// Until when it sleeps.
    Snooze,
    /// Into which it is merged.
    Merge,
}

impl MenuKind {
    /// Each of them, with the action that opens it.
    pub(crate) const ALL: [(Self, ActionId); 6] = [
        (Self::Status, ActionId::Status),
        (Self::Assign, ActionId::Assign),
        (Self::Priority, ActionId::Priority),
        (Self::Tags, ActionId::Tags),
        (Self::Snooze, ActionId::Snooze),
        (Self::Merge, ActionId::Merge),
    ];

    /// What it is called.
    pub(crate) fn label(self) -> &'static str {
        let words = words::action();
        match self {
            Self::Status => words.status,
            Self::Assign => words.assign,
            Self::Priority => words.priority,
            Self::Tags => words.tags,
            Self::Snooze => words.snooze,
            Self::Merge => words.merge,
        }
    }
}

/// A menu that was asked for.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    kind: MenuKind,
    targets: Vec<TicketId>,
    at: Option<(f64, f64)>,
}

/// The menus of this page.
#[derive(Clone, Copy)]
pub(crate) struct Menus {
    asked: RwSignal<Option<Asked>>,
    open: RwSignal<bool>,
}

impl Menus {
    /// None is open.
    pub(crate) fn new() -> Self {
        Self {
            asked: RwSignal::new(None),
            open: RwSignal::new(false),
        }
    }

    /// Opens a menu over these tickets: below the element with this id, or in the middle.
    pub(crate) fn ask(self, kind: MenuKind, targets: Vec<TicketId>, below: Option<&str>) {
        if targets.is_empty() {
            return;
        }
        let at = below.and_then(host::below);
        self.asked.set(Some(Asked { kind, targets, at }));
        self.open.set(true);
    }
}

/// The menus of this page.
pub(crate) fn menus() -> Menus {
    expect_context()
}

/// A button that opens a menu over tickets.
#[component]
pub(crate) fn MenuButton(
    /// Names the button within the page.
    id: &'static str,
    /// Which menu.
    kind: MenuKind,
    /// Over which tickets.
    #[prop(into)]
    targets: Signal<Vec<TicketId>>,
    /// Its classes.
    #[prop(default = "button small")]
    class: &'static str,
    /// What it is called, where its face does not say that in words.
    #[prop(default = "")]
    label: &'static str,
    /// What is drawn on it.
    children: Children,
) -> impl IntoView {
    let menus = menus();
    let open = move |_| menus.ask(kind, targets.get_untracked(), Some(id));
    let expanded = move || {
        let own = |asked: &Option<Asked>| asked.as_ref().is_some_and(|asked| asked.kind == kind);
        (menus.open.get() && menus.asked.with(own)).to_string()
    };
    let said = (!label.is_empty()).then_some(label);
    view! {
        <button
            id=id
            class=class
            type="button"
            aria-haspopup="dialog"
            aria-expanded=expanded
            aria-label=said
            title=kind.label()
            on:click=open
        >
            {children()}
        </button>
    }
}

/// What a menu has at hand.
#[derive(Clone, Copy)]
struct Context {
    desk: Desk,
    targets: StoredValue<Vec<TicketId>>,
    open: RwSignal<bool>,
}

impl Context {
    /// Closes the menu.
    fn done(self) -> Callback<()> {
        Callback::new(move |()| self.open.set(false))
    }

    /// The tickets as they are, as far as they are known.
    fn tickets(self) -> Vec<TeamTicket> {
        // Both may change while the menu is open.
        self.desk.rows.track();
        self.desk.thread.ticket.track();
        let ids = self.targets.get_value();
        ids.iter().filter_map(|id| self.desk.find(id)).collect()
    }

    /// Whether something holds of all of them.
    fn all(self, holds: impl Fn(&TeamTicket) -> bool) -> bool {
        let tickets = self.tickets();
        !tickets.is_empty() && tickets.iter().all(holds)
    }
}

/// The dialog for all of the menus.
#[component]
pub(crate) fn TicketMenus() -> impl IntoView {
    let menus = menus();
    let desk = desk();
    let kind = move || {
        menus
            .asked
            .with(|asked| asked.as_ref().map(|asked| asked.kind))
    };
    let label = move || kind().map_or("", MenuKind::label);
    let at = Signal::derive(move || menus.asked.with(|asked| asked.as_ref()?.at));
    let title = move || {
        menus.asked.with(|asked| {
            let targets = asked.as_ref().map_or(&[][..], |asked| &asked.targets);
            concerned(desk, targets)
        })
    };
    let content = move || {
        let asked = menus.open.get().then(|| menus.asked.get_untracked());
        let asked = asked.flatten()?;
        let context = Context {
            desk,
            targets: StoredValue::new(asked.targets),
            open: menus.open,
        };
        Some(match asked.kind {
            MenuKind::Status => status::menu(context),
            MenuKind::Assign => assign::menu(context),
            MenuKind::Priority => priority::menu(context),
            MenuKind::Tags => tags::menu(context),
            MenuKind::Snooze => snooze::menu(context),
            MenuKind::Merge => merge::menu(context),
        })
    };
    view! {
        <Modal id="ticket-menu" class="dialog menu-dialog small" label=label open=menus.open at=at>
            <p class="menu-title">{label}" · "{title}</p>
            {content}
        </Modal>
    }
}

/// Over which tickets: the number of one, else how many.
fn concerned(desk: Desk, targets: &[TicketId]) -> String {
    if let [one] = targets
        && let Some(ticket) = desk.find(one)
    {
        let number = ticket.number.to_string();
        return format::fill(words::ticket().number, &[("number", &number)]);
    }
    words::desk()
        .tickets
        .of(i64::try_from(targets.len()).unwrap_or_default())
}
