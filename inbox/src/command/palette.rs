//! The palette: everything that can be done now, found by a few letters of its name.

use super::key;
use crate::action::{ActionId, actions};
use crate::ui::{Modal, Pick, Picker, fitting};
use crate::{storage, words};
use leptos::prelude::*;

/// Where the browser remembers what was used last.
const RECENT: &str = "porthole-inbox:palette";
/// How much of it stands first.
const RECENT_COUNT: usize = 5;

/// More that the palette offers, depending on what was typed.
pub(crate) type More = Callback<String, Vec<Pick>>;

/// The palette. It opens by the action of its name.
#[component]
pub(crate) fn Palette(
    /// What it offers besides the actions.
    #[prop(into)]
    more: More,
) -> impl IntoView {
    let words = words::action();
    let open = RwSignal::new(false);
    actions().register(ActionId::Palette, || true, move || open.set(true));
    let picks = Callback::new(move |typed: String| {
        let mut picks = own();
        picks.extend(more.run(typed.clone()));
        recent_first(&mut picks);
        fitting(picks, &typed).into_iter().map(remembered).collect()
    });
    let done = move |()| open.set(false);
    let picker = move || {
        view! {
            <Picker
                id="palette-picker"
                label=words.palette
                placeholder=words.palette_placeholder
                nothing=words.palette_none
                picks
                done
            />
        }
    };
    view! {
        <Modal id="palette" class="dialog menu-dialog palette" label=words.palette open>
            {move || open.get().then(picker)}
        </Modal>
    }
}

/// The actions that are available, but for those that make sense on the keyboard alone.
fn own() -> Vec<Pick> {
    let actions = actions();
    let offered = |id: &&ActionId| !matches!(id, ActionId::Palette | ActionId::Leave);
    ActionId::ALL
        .iter()
        .filter(offered)
        .filter(|id| actions.is_available(**id))
        .map(|&id| {
            let act = move || {
                actions.run(id);
            };
            Pick::new(id.as_str(), id.label(), act).hint(key::line(id.keys()))
        })
        .collect()
}

fn recent_first(picks: &mut [Pick]) {
    let recent: Vec<String> = storage::read(RECENT).unwrap_or_default();
    let place = |pick: &Pick| recent.iter().position(|key| *key == pick.key);
    picks.sort_by_key(|pick| place(pick).unwrap_or(RECENT_COUNT));
}

/// A choice that is remembered when it is made.
fn remembered(pick: Pick) -> Pick {
    let (key, act) = (pick.key.clone(), pick.act);
    let run = move |()| {
        let mut recent: Vec<String> = storage::read(RECENT).unwrap_or_default();
        recent.retain(|other| *other != key);
        recent.insert(0, key.clone());
        recent.truncate(RECENT_COUNT);
        storage::keep(RECENT, &recent);
        act.run(());
    };
    Pick {
        act: Callback::new(run),
        ..pick
    }
}
