//! The panel: its header, what is wrong with the connection, and one of the views.

use super::{conversation::conversation, ticket_list::ticket_list};
use crate::{
    app::App,
    i18n::fill,
    page,
    state::{Connection, View},
    ui::{El, Icon, button, div, el, icon},
};
use leptos::prelude::*;

/// The panel. It is there as long as the messenger lives, and shown while the chat is open.
pub(crate) fn panel(app: App) -> El {
    let state = app.state;
    let inner = app.inner();
    div("panel")
        .attr("role", if whole_page(app) { "main" } else { "dialog" })
        .attr("lang", inner.words.locale())
        .label(&inner.config.title)
        // The direction of the messenger's language, whichever the page has.
        .attr("dir", &app.t("direction"))
        .show_if(move || state.open.get())
        .on_key(move |event| {
            // While an input method composes, Escape is its own.
            if event.key() == "Escape" && !event.is_composing() {
                app.inner().host.request_open(false);
            }
        })
        .child(header(app))
        .child(connection(app))
        .child(renewed(app))
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

fn show(app: App, view: &View) -> El {
    match view {
        View::Tickets => ticket_list(app),
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
    let header = el("header").child(back).child(titles);
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

/// The line below the title: which conversation this is, once it has a number.
fn subtitle(app: App) -> String {
    let View::Conversation(place) = app.state.view.get() else {
        return app.t("conversations");
    };
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
