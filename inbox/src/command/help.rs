//! The sheet that lists what can be done by the keyboard, and the switch that turns single keys
//! off.

use super::key;
use crate::action::{ActionId, Group, actions};
use crate::preference::preference;
use crate::ui::{Icon, Modal, icon};
use crate::words;
use leptos::prelude::*;

/// The sheet. It opens by the action of its name.
#[component]
pub(crate) fn HelpSheet() -> impl IntoView {
    let words = words::action();
    let open = RwSignal::new(false);
    actions().register(ActionId::Help, || true, move || open.set(true));
    let groups = move || {
        let groups = Group::ALL.into_iter().map(group);
        open.get().then(|| groups.collect::<Vec<_>>())
    };
    view! {
        <Modal id="help" class="dialog sheet" label=words.help open>
            <header class="sheet-head">
                <h2>{words.help}</h2>
                <button
                    class="icon-button"
                    type="button"
                    aria-label=words.close
                    on:click=move |_| open.set(false)
                >
                    {icon(Icon::Close)}
                </button>
            </header>
            <SingleKeys/>
            <div class="sheet-groups">{groups}</div>
        </Modal>
    }
}

#[component]
fn SingleKeys() -> impl IntoView {
    let words = words::action();
    let preference = preference();
    view! {
        <div class="field check">
            <input
                class="switch"
                id="single-keys"
                type="checkbox"
                aria-describedby="single-keys-help"
                prop:checked=preference.single_keys
                on:change=move |event| preference.set_single_keys(event_target_checked(&event))
            />
            <div>
                <label for="single-keys">{words.single_keys}</label>
                <p class="help" id="single-keys-help">{words.single_keys_help}</p>
            </div>
        </div>
    }
}

fn group(group: Group) -> AnyView {
    let with_keys = |id: &&ActionId| id.group() == group && !id.keys().is_empty();
    let lines: Vec<AnyView> = ActionId::ALL
        .iter()
        .filter(with_keys)
        .map(|id| line(*id))
        .collect();
    view! {
        <section class="sheet-group">
            <h3>{group.label()}</h3>
            <dl>{lines}</dl>
        </section>
    }
    .into_any()
}

fn line(id: ActionId) -> AnyView {
    let ways: Vec<AnyView> = id.keys().iter().map(|keys| key::caps(*keys)).collect();
    view! {
        <div class="sheet-line">
            <dt>{id.label()}</dt>
            <dd>{ways}</dd>
        </div>
    }
    .into_any()
}
