//! The team's inbox: a page of its own that talks to `/api/v1/inbox/`.
//!
//! [`session`] knows who is signed in, [`desk`] holds the tickets, [`live`] keeps them current;
//! everything below `page`, `ticket` and `settings` only shows what these hold. The browser is
//! touched in three places: [`api`] fetches, [`storage`] stores, [`host`] does the rest.

#![expect(
    unreachable_pub,
    reason = "the component macro of leptos makes the properties of each component public"
)]

mod action;
mod api;
mod app;
mod attach;
mod calendar;
mod command;
mod desk;
mod draft;
mod format;
mod host;
mod live;
mod notify;
mod outbox;
mod page;
mod preference;
mod presence;
mod session;
mod settings;
mod shell;
mod storage;
mod team;
mod thread;
mod ticket;
mod ui;
mod words;
mod zone;

fn main() {
    leptos::mount::mount_to_body(app::App);
}
