//! One message in the conversation.

use super::entry::{Delivery, Entry};
use crate::{
    app::App,
    host::document,
    i18n::machine_time,
    ui::{El, button, div, el},
};
use leptos::prelude::*;
use porthole_shared::{
    id::ClientId,
    rich_text::{Piece, pieces},
};

/// A message: the day it begins, who wrote it, the bubble, and how far it has come.
pub(crate) fn message(app: App, entry: RwSignal<Entry>) -> El {
    let now = entry.get_untracked();
    let day = div("day")
        .text_from(move || entry.with(|entry| entry.day.clone().unwrap_or_default()))
        .show_if(move || entry.with(|entry| entry.day.is_some()));
    let row = div("row").class_from(move || entry.with(row_class));
    let row = if now.own {
        row
    } else {
        row.child(avatar(&now.author))
    };
    let body = div("body").child(
        div("author")
            .text(&now.author)
            .show_if(move || entry.with(|entry| entry.first && !entry.own)),
    );
    let body = body.child(bubble(app, &now)).child(foot(app, entry));
    div("entry").child(day).child(row.child(body))
}

/// The first letters of a name, as the team's picture.
pub(crate) fn avatar(name: &str) -> El {
    let letters: String = name
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .collect();
    div("avatar").attr("aria-hidden", "true").text(&letters)
}

/// Text with its links as elements.
pub(crate) fn rich_text(parent: El, text: &str) -> El {
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => parent.append(&document().create_text_node(text)),
            Piece::Link(address) => {
                let link = el("a")
                    .attr("href", address)
                    .attr("target", "_blank")
                    .attr("rel", "noopener noreferrer");
                parent.append(link.text(address).node());
            }
        }
    }
    parent
}

fn bubble(app: App, entry: &Entry) -> El {
    let exact = app.inner().words.exact(entry.at);
    rich_text(
        div("bubble").attr("dir", "auto").attr("title", &exact),
        &entry.text,
    )
}

fn row_class(entry: &Entry) -> String {
    let mut class = String::from(if entry.own { "row own" } else { "row team" });
    for (part, holds) in [
        (" first", entry.first),
        (" last", entry.last),
        (" sending", entry.delivery == Delivery::Sending),
        (" failed", matches!(entry.delivery, Delivery::Failed(_))),
    ] {
        if holds {
            class.push_str(part);
        }
    }
    class
}

/// The time, and how far it has come.
fn foot(app: App, entry: RwSignal<Entry>) -> El {
    let now = entry.get_untracked();
    let inner = app.inner();
    let time = el("time")
        .attr("datetime", &machine_time(now.at))
        .attr("title", &inner.words.exact(now.at))
        .text(&inner.words.time(now.at));
    let state =
        el("span").text_from(move || entry.with(|entry| delivery_words(app, &entry.delivery)));
    let again = move || {
        let id = ClientId::from(entry.with_untracked(|entry| entry.key.clone()));
        let kept = id.clone();
        div("actions")
            .child(
                button("text-button")
                    .text(&app.t("retry"))
                    .on_click(move || app.retry(&id)),
            )
            .child(
                button("text-button")
                    .text(&app.t("edit"))
                    .on_click(move || {
                        app.state.returned.set(app.withdraw(&kept));
                    }),
            )
    };
    div("foot")
        .show_if(move || entry.with(|entry| entry.last || entry.delivery != Delivery::Quiet))
        .child(time)
        .child(state)
        .child(el("span").swap(
            move || entry.with(|entry| matches!(entry.delivery, Delivery::Failed(_))),
            move |failed| failed.then(again),
        ))
}

fn delivery_words(app: App, delivery: &Delivery) -> String {
    match delivery {
        Delivery::Quiet => String::new(),
        Delivery::Sending => app.t("sending"),
        Delivery::Sent => app.t("sent"),
        Delivery::Seen => app.t("seen"),
        Delivery::Failed(reason) => app.t("failed") + " " + reason,
    }
}
