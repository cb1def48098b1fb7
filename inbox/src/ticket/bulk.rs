//! The bar over what is selected: what is done here is done to all of it.

use super::menu::{MenuButton, MenuKind};
use crate::action::{ActionId, actions};
use crate::desk::Desk;
use crate::ui::{Icon, icon};
use crate::words;
use leptos::prelude::*;

/// The bar. It is there while anything is selected.
#[component]
pub(super) fn BulkBar(desk: Desk) -> impl IntoView {
    let any = Memo::new(move |_| desk.selection.is_any());
    move || any.get().then(|| view! { <Bar desk/> })
}

#[component]
fn Bar(desk: Desk) -> impl IntoView {
    let words = words::desk();
    let act = actions();
    let selection = desk.selection;
    let count = Memo::new(move |_| selection.chosen.with(std::collections::HashSet::len));
    let said = move || {
        words
            .selected
            .of(i64::try_from(count.get()).unwrap_or_default())
    };
    let all = Memo::new(move |_| desk.rows.with(Vec::len) == count.get());
    let merge = Memo::new(move |_| act.is_available(ActionId::Merge));
    let targets = Signal::derive(move || desk.targets());
    let run = move |id| {
        move |_| {
            act.run(id);
        }
    };
    view! {
        <div class="bulk" role="toolbar" aria-label=words.bulk>
            <p class="bulk-count" role="status">{said}</p>
            <button class="link" type="button" hidden=all on:click=run(ActionId::SelectAll)>{words.select_loaded}</button>
            <button class="icon-button" type="button" aria-label=words.release title=words.release on:click=move |_| selection.release()>
                {icon(Icon::Close)}
            </button>
            <div class="bulk-acts">
                <button class="button small" type="button" on:click=run(ActionId::Resolve)>{words.resolve}</button>
                <MenuButton id="bulk-status" kind=MenuKind::Status targets>{words::ticket().status}</MenuButton>
                <MenuButton id="bulk-assign" kind=MenuKind::Assign targets>{words::action().assign}</MenuButton>
                <MenuButton id="bulk-priority" kind=MenuKind::Priority targets>{words.group_priority}</MenuButton>
                <MenuButton id="bulk-tags" kind=MenuKind::Tags targets>{words.group_tag}</MenuButton>
                <MenuButton id="bulk-snooze" kind=MenuKind::Snooze targets>{words::action().snooze}</MenuButton>
                <button class="button small" type="button" on:click=run(ActionId::Read)>{words::action().read}</button>
                {move || merge.get().then(|| view! { <MenuButton id="bulk-merge" kind=MenuKind::Merge targets>{words.merge_do}</MenuButton> })}
            </div>
        </div>
    }
}
