//! The panel: its header, what is wrong with the connection, and one of the views.

use super::{
    conversation::conversation, notify::mute, presence::presence, recover::recover,
    ticket_list::ticket_list,
};
use crate::reactive::*;
use crate::{
    app::App,
    i18n::fill,
    page,
    state::{Connection, View},
    ui::{El, Icon, bind, button, div, el, icon},
    viewport::make_room,
};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// What can have the focus.
const FOCUSABLE: &str = "a[href],button,input,textarea,[tabindex='0']";

/// The panel. It is there as long as the messenger lives, and shown while the chat is open.
pub(crate) fn panel(app: App) -> El {
    let state = app.state;
    let inner = app.inner();
    let panel = div("panel");
    let node = panel.node().clone();
    bind(move || make_room(&node, state.room.get()));
    let node = panel.node().clone();
    let whole = whole_page(app);
    panel
        .attr("role", if whole { "main" } else { "dialog" })
        // On a phone there is nothing beside it.
        .attr_from("aria-modal", move || {
            (state.phone.get() && !whole).then(|| "true".to_owned())
        })
        .attr("lang", inner.words().locale())
        .label(&inner.config.title)
        // The direction of the messenger's language, whichever the page has.
        .attr("dir", &app.t("direction"))
        .show_if(move || state.open.get())
        .on_key(move |event| {
            // While an input method composes, Escape is its own.
            if event.key() == "Escape" && !event.is_composing() {
                app.inner().host.request_open(false);
            }
            if state.phone.get_untracked() && !whole {
                keep_focus(&node, event);
            }
        })
        .child(header(app))
        .child(connection(app))
        .child(renewed(app))
        .child(
            div("said")
                .attr("role", "status")
                .text_from(move || state.said.get()),
        )
        .child(div("view").swap(
            move || state.loaded.get().then(|| state.view.get()),
            move |view| {
                Some(
                    view.as_ref()
                        .map_or_else(|| loading(app), |view| show(app, view)),
                )
            },
        ))
}

/// Beyond the last thing comes the first one, and the other way round.
fn keep_focus(panel: &HtmlElement, event: &KeyboardEvent) {
    let Ok(all) = panel.query_selector_all(FOCUSABLE) else {
        return;
    };
    if event.key() != "Tab" {
        return;
    }
    let mut shown = (0..all.length())
        .filter_map(|at| all.item(at)?.dyn_into::<HtmlElement>().ok())
        .filter(|element| element.offset_width() > 1);
    let Some(first) = shown.next() else { return };
    let last = shown.next_back().unwrap_or_else(|| first.clone());
    let (end, other) = if event.shift_key() {
        (first, last)
    } else {
        (last, first)
    };
    let at_end = event
        .target()
        .is_some_and(|target| target == *end.unchecked_ref());
    if at_end {
        event.prevent_default();
        // What is on the screen takes the focus.
        let _ = other.focus();
    }
}

fn show(app: App, view: &View) -> El {
    match view {
        View::Tickets => ticket_list(app),
        View::Recovery => recover(app),
        View::Conversation(place) => conversation(app, place),
    }
}

fn header(app: App) -> El {
    let state = app.state;
    let back = button("icon-button back")
        .label(&app.t("back"))
        .child(icon(Icon::Back))
        .show_if(move || {
            state.view.with(|view| *view != View::Tickets)
                && state.tickets.with(|tickets| !tickets.is_empty())
        })
        .on_click(move || state.view.set(View::Tickets));
    let close = button("icon-button")
        .label(&app.t("close"))
        .child(icon(Icon::Close))
        .on_click(move || app.inner().host.request_open(false));
    let titles = div("titles")
        .child(el("h2").text(&app.inner().config.title))
        .child(el("p").text_from(move || subtitle(app)));
    // In a dialog there is no banner, which a `header` would be.
    let header = div("heading").child(back).child(titles).child(mute(app));
    if whole_page(app) {
        header
    } else {
        header.child(close)
    }
}

/// Whether this is a page of its own, which nobody closes.
fn whole_page(app: App) -> bool {
    app.inner().host.whole_page().unwrap_or_default()
}

/// The line below the title: when the team is there or answers, where it says so; else which
/// conversation this is, once it has a number.
fn subtitle(app: App) -> String {
    // Time has passed since it was closed.
    app.state.open.track();
    let View::Conversation(place) = app.state.view.get() else {
        return app.t("conversations");
    };
    if let Some(words) = presence(app) {
        return words;
    }
    app.state.ticket_at(&place).map_or_else(
        || app.t("subtitle"),
        |ticket| fill(&app.t("conversation"), "number", &ticket.number.to_string()),
    )
}

fn loading(app: App) -> El {
    div("loading")
        .attr("role", "status")
        .child(div("spinner"))
        .child(el("p").text(&app.t("loading")))
}

/// What is wrong with the connection, if something is.
fn connection(app: App) -> El {
    let state = app.state;
    div("banner").attr("role", "status").text_from(move || {
        let lost = state.connection.get() == Connection::Lost || state.stuck.get();
        match (state.renewed.get(), state.online.get(), lost) {
            (true, ..) | (_, true, false) => String::new(),
            (_, true, true) => app.t("reconnecting"),
            (_, false, _) => app.t("offline"),
        }
    })
}

fn renewed(app: App) -> El {
    let reload = move || {
        button("text-button")
            .text(&app.t("reload"))
            .on_click(page::reload)
    };
    div("notice-slot").attr("role", "status").swap(
        move || app.state.renewed.get(),
        move |renewed| {
            let notice = || {
                div("panel-notice")
                    .child(el("p").text(&app.t("renewed")))
                    .child(reload())
            };
            renewed.then(notice)
        },
    )
}
