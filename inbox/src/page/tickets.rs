//! The inbox: the list on the left, the open conversation and its visitor beside it.

use crate::desk::{Filter, Opening, desk};
use crate::thread::Load;
use crate::ticket::{
    Conversation, TicketListPane, TicketMenus, Views, VisitorPanel, act_on_the_list, address,
    follow_focus,
};
use crate::ui::{CopyButton, Icon, Modal, failed, icon};
use crate::{api, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_params_map, use_query_map};
use porthole_shared::id::TicketId;
use porthole_shared::inbox::count::TicketCounts;

/// The list, and whatever is open.
#[component]
pub(crate) fn Tickets() -> impl IntoView {
    let desk = desk();
    let views = RwSignal::new(false);
    act_on_the_list(desk);
    Effect::new(move |before: Option<Option<TicketId>>| {
        let open = desk.thread.id.get();
        if let Some(id) = &open {
            desk.selection.cursor.set(Some(id.clone()));
            if before.is_some_and(|before| before != open) {
                follow_focus(desk, id);
            }
        }
        desk.leave_open();
        open
    });
    let close = move |()| views.set(false);
    view! {
        <div class="panes">
            <TicketListPane views/>
            <Outlet/>
        </div>
        <Modal id="views-drawer" class="drawer" label=words::desk().views open=views>
            {move || views.get().then(|| view! { <Views here=true chosen=close/> })}
        </Modal>
        <TicketMenus/>
    }
}

/// Nothing is open: a hint, or on the first day the way to the first conversation.
#[component]
pub(crate) fn NoTicket() -> impl IntoView {
    let words = words::ticket();
    let desk = desk();
    let fresh = Memo::new(move |_| {
        let none =
            |counts: &Option<TicketCounts>| counts.as_ref().is_none_or(|counts| counts.all == 0);
        desk.load.get() == Load::Ready
            && desk.rows.with(Vec::is_empty)
            && *desk.filter.read() == Filter::default()
            && desk.counts.now.with(none)
    });
    let hint = move || {
        view! {
            <div class="blank">
                <span class="blank-mark">{icon(Icon::Chat)}</span>
                <h2>{words.pick_title}</h2>
                <p>{words.pick_text}</p>
            </div>
        }
    };
    view! {
        <main id="content" class="conversation nothing" class:fresh=fresh tabindex="-1">
            <h1 class="visually-hidden">{words::entry().inbox}</h1>
            {move || if fresh.get() { view! { <FirstSteps/> }.into_any() } else { hint().into_any() }}
        </main>
    }
}

/// How to get the first conversation.
#[component]
fn FirstSteps() -> impl IntoView {
    let words = words::ticket();
    let session = desk().session;
    let snippet = RwSignal::new(String::new());
    spawn_local(async move {
        // Without it the steps are still right, and the settings page shows it too.
        if let Ok(page) = session.call(api::settings()).await {
            snippet.set(page.snippet);
        }
    });
    view! {
        <div class="blank first">
            <span class="blank-mark">{icon(Icon::Chat)}</span>
            <h2>{words.first_title}</h2>
            <p>{words.first_text}</p>
            <ol class="steps">
                <li><a href="/demo" target="_blank">{words.first_step_demo}</a></li>
                <li>{words.first_step_write}</li>
                <li>{words.first_step_back}</li>
            </ol>
            <div class="first-snippet" hidden=move || snippet.with(String::is_empty)>
                <p>{words.first_snippet}</p>
                <pre class="code" tabindex="0"><code>{snippet}</code></pre>
                <CopyButton text=snippet what=words::settings().snippet/>
            </div>
        </div>
    }
}

/// The ticket that the address names.
#[component]
pub(crate) fn OneTicket() -> impl IntoView {
    let desk = desk();
    let thread = desk.thread;
    let params = use_params_map();
    let details = RwSignal::new(false);
    let id = Memo::new(move |_| TicketId::from(params.read().get("id").unwrap_or_default()));
    Effect::new(move |_| {
        let id = id.get();
        let known = desk.find(&id);
        details.set(false);
        thread.open(id, known);
        desk.looked_up.set(Opening::Done);
    });
    let query = use_query_map();
    // A link to one entry, as a search gives it.
    let at = Memo::new(move |_| {
        (
            id.get(),
            query.read().get("at").and_then(|at| at.parse().ok()),
        )
    });
    Effect::new(move |_| thread.wanted.set(at.get().1));
    on_cleanup(move || thread.close());
    let content = move || {
        let id = id.get();
        view! {
            <Conversation id details/>
            <VisitorPanel details/>
        }
    };
    let failure = Memo::new(move |_| match thread.load.get() {
        Load::Failed(failure) => Some(failure),
        Load::Loading | Load::Ready => None,
    });
    move || {
        match failure.get() {
        Some(failure) => view! {
            <main id="content" class="conversation nothing" tabindex="-1">
                <h1 class="visually-hidden">{words::entry().inbox}</h1>
                <a class="icon-button back" href=move || desk.filter.with(address) aria-label=words::ticket().back>{icon(Icon::Back)}</a>
                {failed(words::ticket().ticket_failed, &failure, move || thread.reload())}
            </main>
        }
        .into_any(),
        None => content().into_any(),
    }
    }
}
