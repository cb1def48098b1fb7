//! One message in the conversation.

use super::{
    entry::{Delivery, Entry},
    files::files,
    rich::{plain_text, rich_text},
};
use crate::reactive::*;
use crate::{
    app::App,
    host::now as host_now,
    i18n::machine_time,
    ui::{El, button, div, el},
};
use porthole_shared::{emoji::is_emoji_only, id::ClientId, time::SECOND};

/// So young, in milliseconds, a message moves in rather than just being there.
const FRESH: i64 = 5 * SECOND;
/// The colours of avatars, as the style sheet numbers them.
const COLOURS: [&str; 6] = ["0", "1", "2", "3", "4", "5"];

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
    let body = if now.text.is_empty() {
        body
    } else {
        body.child(bubble(app, &now))
    };
    let body = if now.files.is_empty() {
        body
    } else {
        body.child(files(app, &now.files))
    };
    let body = body.child(foot(app, entry));
    let is_new = host_now().0 - now.at.0 < FRESH;
    let entry = div(if is_new { "entry fresh" } else { "entry" });
    entry.child(day).child(row.child(body))
}

/// The first letters of a name, as the team's picture, in a colour that stays with the name.
pub(crate) fn avatar(name: &str) -> El {
    let letters: String = name
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .collect();
    let sum = name
        .bytes()
        .fold(0_usize, |sum, byte| sum * 31 % 997 + usize::from(byte));
    div("avatar")
        .attr("aria-hidden", "true")
        .attr("data-colour", COLOURS[sum % COLOURS.len()])
        .text(&letters)
}

/// The text. Its exact time is shown to whoever points at it or reaches it with the keyboard.
fn bubble(app: App, entry: &Entry) -> El {
    let exact = app.inner().words().exact(entry.at);
    let class = if is_emoji_only(&entry.text) {
        "bubble emoji"
    } else {
        "bubble"
    };
    let bubble = div(class).attr("dir", "auto").attr("title", &exact);
    if entry.own {
        plain_text(bubble, &entry.text)
    } else {
        rich_text(bubble, &entry.text)
    }
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
    let words = app.inner().words();
    let time = el("time")
        .attr("datetime", &machine_time(now.at))
        .attr("title", &words.exact(now.at))
        .text(&words.time(now.at));
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
        .show_if(move || entry.with(|entry| entry.timed || entry.delivery != Delivery::Quiet))
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
