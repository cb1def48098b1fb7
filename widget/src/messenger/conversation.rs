//! One conversation: its history, who is typing, and where to write.

use super::{
    composer::composer,
    entry::entries,
    identify::identify,
    message::{avatar, message, rich_text},
};
use crate::{
    app::App,
    i18n::fill,
    outbox::Outgoing,
    state::{Place, Thread},
    ui::{El, bind, button, div, el},
};
use leptos::{prelude::*, task::spawn_local};
use porthole_shared::ticket::{Ticket, TicketStatus};
use web_sys::HtmlElement;

/// So near to the top, in pixels, older messages are fetched.
const NEAR_TOP: i32 = 120;

/// A conversation, also one that does not exist yet.
pub(crate) fn conversation(app: App, place: &Place) -> El {
    load(app, place.clone());
    read(app, place.clone());
    let foot_place = place.clone();
    div("conversation")
        .child(history(app, place))
        .child(resolved(app, place.clone()))
        .child(div("write").swap(
            move || app.state.asking.get(),
            move |asking| {
                let view = if *asking { identify } else { composer };
                Some(view(app, &foot_place))
            },
        ))
}

/// The messages. The scroller runs from the bottom up (`column-reverse`), so that the browser
/// itself keeps the newest message in view, and the place of whoever has scrolled up.
fn history(app: App, place: &Place) -> El {
    let (shown, empty, typist, older) =
        (place.clone(), place.clone(), place.clone(), place.clone());
    let greeting = div("row team first last")
        .child(avatar(&app.inner().config.title))
        .child(div("body").child(rich_text(
            div("bubble").attr("dir", "auto"),
            &app.inner().config.greeting,
        )))
        .show_if(move || app.state.ticket_at(&empty).is_none());
    let list = div("entries")
        .attr("role", "log")
        .label(&app.t("history"))
        .each(
            move || entries(app, &shown),
            |entry| entry.key.clone(),
            move |entry| message(app, entry),
        );
    let flow = div("flow")
        .child(greeting)
        .child(list)
        .child(typing(app, typist));
    let scroller = div("scroller")
        .attr("tabindex", "0")
        .label(&app.t("history"));
    let node = scroller.node().clone();
    follow_own_messages(app, place.clone(), node.clone());
    scroller.child(flow).on("scroll", move |_| {
        let above = node.scroll_height() - node.client_height() - node.scroll_top().abs();
        if above < NEAR_TOP {
            load_older(app, &older);
        }
    })
}

/// Whoever sends is brought down to what they sent, also from far up.
fn follow_own_messages(app: App, place: Place, scroller: HtmlElement) {
    let state = app.state;
    let sent = StoredValue::new(0);
    bind(move || {
        let ticket = state.ticket_at(&place);
        let here = |outgoing: &&Outgoing| state.is_at(outgoing, &place, ticket.as_ref());
        let count = state
            .outbox
            .with(|outbox| outbox.iter().filter(here).count());
        if count > sent.get_value() {
            scroller.set_scroll_top(0);
        }
        sent.set_value(count);
    });
}

fn typing(app: App, place: Place) -> El {
    let state = app.state;
    let name = move || {
        let ticket = state.ticket_at(&place)?;
        state.typing.with(|typing| {
            let (sign, _) = typing.iter().find(|(sign, _)| sign.ticket == ticket.id)?;
            Some(sign.author.name.clone())
        })
    };
    div("typing")
        .attr("role", "status")
        .swap(name, move |name| {
            let words = fill(&app.t("typing"), "name", name.as_ref()?);
            let dots = el("span").class("dots").attr("aria-hidden", "true");
            let dots = (0..3).fold(dots, |dots, _| dots.child(el("i")));
            Some(div("row team").child(dots).child(el("span").text(&words)))
        })
}

fn resolved(app: App, place: Place) -> El {
    let is_resolved = move || {
        let ticket = app.state.ticket_at(&place);
        ticket.is_some_and(|ticket| ticket.status == TicketStatus::Resolved)
    };
    div("resolved-slot")
        .attr("role", "status")
        .swap(is_resolved, move |resolved| {
            let banner = || {
                div("panel-notice")
                    .child(el("p").text(&app.t("resolved")))
                    .child(
                        button("text-button")
                            .text(&app.t("new_conversation"))
                            .on_click(move || app.show_new()),
                    )
            };
            resolved.then(banner)
        })
}

/// Fetches the newest messages as soon as the ticket exists and they are not here.
fn load(app: App, place: Place) {
    let loading = StoredValue::new(false);
    bind(move || {
        let Some((ticket, thread)) = here(app, &place) else {
            return;
        };
        let loaded = thread.is_some_and(|thread| thread.loaded);
        if loaded || app.state.renewed.get() || loading.get_value() {
            return;
        }
        loading.set_value(true);
        spawn_local(async move {
            let mut failures = 0;
            while app
                .load_page(&ticket.id, None)
                .await
                .is_err_and(|failure| failure.may_pass())
            {
                failures += 1;
                app.rest(failures).await;
            }
            loading.try_update_value(|loading| *loading = false);
        });
    });
}

fn load_older(app: App, place: &Place) {
    let Some((ticket, Some(thread))) = untrack(|| here(app, place)) else {
        return;
    };
    let before = thread.messages.first().map(|message| message.seq);
    if !thread.earlier || before.is_none() {
        return;
    }
    // Asked once: the answer says again whether there is more.
    app.state
        .change_thread(&ticket.id, |thread| thread.earlier = false);
    spawn_local(async move {
        if app.load_page(&ticket.id, before).await.is_err() {
            app.state
                .change_thread(&ticket.id, |thread| thread.earlier = true);
        }
    });
}

/// Whatever is on the screen of an open chat in a visible page is read.
fn read(app: App, place: Place) {
    let state = app.state;
    bind(move || {
        let watched = state.open.get() && state.visible.get();
        let Some((ticket, Some(_))) = here(app, &place) else {
            return;
        };
        if watched && ticket.unread > 0 {
            spawn_local(async move {
                // What could not be told now is told with the next message.
                app.mark_read(&ticket.id).await.ok();
            });
        }
    });
}

fn here(app: App, place: &Place) -> Option<(Ticket, Option<Thread>)> {
    let ticket = app.state.ticket_at(place)?;
    let thread = app.state.thread(&ticket.id);
    Some((ticket, thread))
}
