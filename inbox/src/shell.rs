//! The frame around every page of somebody who is signed in: navigation, title, notices.

use crate::command::{HelpSheet, Palette};
use crate::desk::{Desk, desk};
use crate::outbox::outbox;
use crate::settings::SettingsForm;
use crate::ticket::{Views, act_on_views, offers};
use crate::ui::{Icon, avatar, icon};
use crate::{format, host, notify, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use porthole_shared::inbox::member::Me;

/// The frame.
#[component]
pub(crate) fn Shell(
    /// Who is signed in.
    me: Me,
    /// The page.
    children: Children,
) -> impl IntoView {
    let words = words::entry();
    let desk = desk();
    notify::watch(desk);
    let path = use_location().pathname;
    let in_settings = Memo::new(move |_| path.read().starts_with("/inbox/settings"));
    // On a phone the conversation has the whole screen.
    let in_ticket = Memo::new(move |_| path.read().starts_with("/inbox/tickets/"));
    Effect::new(move |_| {
        let place = if in_settings.get() {
            words.settings
        } else {
            words.inbox
        };
        let count = match desk.unread.get() {
            0 => String::new(),
            unread => format!("({unread}) "),
        };
        host::set_title(&format!("{count}{place} · {}", words.product));
    });
    let form: SettingsForm = expect_context();
    act_on_views(desk, Signal::derive(move || !form.dirty.get()));
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(address) = desk.way.get() {
            desk.way.set(None);
            navigate(
                &address,
                NavigateOptions {
                    scroll: false,
                    ..NavigateOptions::default()
                },
            );
        }
    });
    view! {
        <a class="skip" href="#content" rel="external">{words.skip}</a>
        <div class="shell" class:in-ticket=in_ticket>
            <header class="side">
                <p class="brand">
                    <span class="brand-mark">{icon(Icon::Chat)}</span>
                    <span class="brand-name">{me.workspace_name.clone()}</span>
                </p>
                <Navigation in_settings/>
                <Views here=move || !in_settings.get() chosen=|()| {}/>
                <Account me/>
            </header>
            <div class="page">
                {notices(desk)}
                {children()}
            </div>
        </div>
        <Palette more=move |typed: String| offers(desk, &typed)/>
        <HelpSheet/>
    }
}

#[component]
fn Navigation(in_settings: Memo<bool>) -> impl IntoView {
    let words = words::entry();
    let desk = desk();
    let form: SettingsForm = expect_context();
    let current = move |is: bool| is.then_some("page");
    let unread = move || match desk.unread.get() {
        0 => None,
        unread => {
            let count = unread.to_string();
            let said = words::ticket().unread.of(unread);
            Some(view! { <span class="count" aria-label=said role="img">{count}</span> })
        }
    };
    let unsaved = move || {
        form.dirty
            .get()
            .then(|| view! { <span class="dot" aria-label=words.unsaved_mark role="img"></span> })
    };
    view! {
        <nav class="nav" aria-label=words.nav_label>
            <a class="nav-link" href="/inbox" aria-current=move || current(!in_settings.get())>
                {icon(Icon::Inbox)}
                <span class="nav-label">{words.inbox}</span>
                {unread}
            </a>
            <a class="nav-link" href="/inbox/settings" aria-current=move || current(in_settings.get())>
                {icon(Icon::Settings)}
                <span class="nav-label">{words.settings}</span>
                {unsaved}
            </a>
            <a class="nav-link" href="/demo" target="_blank" title=words.demo_hint>
                {icon(Icon::Demo)}
                <span class="nav-label">{words.demo}</span>
            </a>
        </nav>
    }
}

#[component]
fn Account(me: Me) -> impl IntoView {
    let words = words::entry();
    let desk = desk();
    let outbox = outbox();
    let navigate = use_navigate();
    let sign_out = move |_| {
        let navigate = navigate.clone();
        spawn_local(async move {
            outbox.empty().await;
            match desk.session.leave().await {
                Ok(()) => navigate("/", NavigateOptions::default()),
                Err(failure) => desk.notice.set(Some(failure.sentence())),
            }
        });
    };
    let said = format::fill(words.signed_in_as, &[("name", &me.name)]);
    view! {
        <div class="account">
            {avatar(me.name.clone(), me.id.as_str())}
            <p class="account-who">
                <span class="visually-hidden">{said}</span>
                <span class="account-name" aria-hidden="true">{me.name.clone()}</span>
                <span class="account-email" dir="ltr">{me.email.clone()}</span>
            </p>
            <button class="icon-button" type="button" aria-label=words.sign_out title=words.sign_out on:click=sign_out>
                {icon(Icon::SignOut)}
            </button>
        </div>
    }
}

fn notices(desk: Desk) -> AnyView {
    let words = words::entry();
    let notice = move || {
        desk.notice.get().map(|sentence| {
            view! {
                <div class="notice">
                    <p>{sentence}</p>
                    <button
                        class="icon-button"
                        type="button"
                        aria-label=words.dismiss
                        on:click=move |_| desk.notice.set(None)
                    >
                        {icon(Icon::Close)}
                    </button>
                </div>
            }
        })
    };
    view! {
        <div class="notices">
            <div role="status">
                {move || desk.lost.get().then(|| view! { <p class="notice quiet">{words.lost}</p> })}
            </div>
            <div role="alert">{notice}</div>
        </div>
    }
    .into_any()
}
