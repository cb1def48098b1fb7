//! Tells the member of new messages while nobody looks at the inbox: one page of the browser does,
//! by what the member has chosen for this browser.

use crate::desk::{Desk, News};
use crate::preference::{Notify, preference};
use crate::{format, host, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The page of a browser that tells holds this name.
const TELLER: &str = "porthole-inbox:teller";
/// Pages that are looked at hold this one.
const LOOKED_AT: &str = "porthole-inbox:looked-at";
/// How much of a message a notification shows, in characters.
const LONGEST: usize = 140;

/// Tells of news for as long as the component that calls this is there.
pub(crate) fn watch(desk: Desk) {
    let chosen = preference();
    let tells = host::hold_alone(TELLER);
    host::hold_while_looked_at(LOOKED_AT);
    Effect::new(move |_| host::mark_icon(desk.unread.get() > 0));
    let navigate = StoredValue::new_local(use_navigate());
    let open = move |address: String| {
        navigate.with_value(|navigate| navigate(&address, NavigateOptions::default()));
    };
    Effect::new(move |_| {
        let me = desk.session.me().map(|me| me.id);
        let which = chosen.notifications.get_untracked();
        let mine = move |news: &News| news.ticket.assignee == me;
        let news = desk.news.get();
        if news.is_empty() || !tells.get_untracked() {
            return;
        }
        let sound = chosen.sound.get_untracked();
        spawn_local(async move {
            let looked_at = host::is_looked_at() || host::is_held(LOOKED_AT).await;
            if sound && (!looked_at || news.iter().any(|news| !desk.thread.shows(&news.ticket.id)))
            {
                host::ring();
            }
            if looked_at || which == Notify::Off {
                return;
            }
            for news in news
                .into_iter()
                .filter(|news| which == Notify::All || mine(news))
            {
                show(&news, open);
            }
        });
    });
}

fn show(news: &News, open: impl Fn(String) + 'static) {
    let name = format::visitor_name(&news.ticket.visitor);
    let title = format::fill(words::thread().notice_title, &[("name", &name)]);
    let text: String = news.text.chars().take(LONGEST).collect();
    let id = news.ticket.id.as_str();
    let address = format!("/inbox/tickets/{id}");
    host::notify(&title, &text, id, move || open(address));
}
