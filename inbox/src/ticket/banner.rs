//! What has to be said of the open ticket before anything else: that it may be spam, that a change
//! of it failed; and in place of the composer that it was merged.

use super::head::suspect;
use crate::desk::Desk;
use crate::{format, words};
use leptos::prelude::*;

/// Bars above the conversation.
#[component]
pub(super) fn Banners(
    /// Whose ticket it is.
    desk: Desk,
) -> impl IntoView {
    let words = words::ticket();
    let thread = desk.thread;
    let suspicious = Memo::new(move |_| {
        thread
            .ticket
            .with(|ticket| ticket.as_ref().is_some_and(|ticket| ticket.suspicious))
    });
    view! {
        <div class="suspicion" hidden=move || !suspicious.get()>
            <p>{words.suspicious_hint}</p>
            <button class="button small" type="button" on:click=move |_| suspect(desk, false)>{words.not_spam}</button>
        </div>
        <div role="alert">{move || refused(desk)}</div>
    }
}

/// Stands in the composer's place where the ticket was merged into another one: the way there.
#[component]
pub(super) fn Moved(
    /// Whose ticket it is.
    desk: Desk,
) -> impl IntoView {
    move || merged(desk)
}

fn merged(desk: Desk) -> Option<AnyView> {
    let words = words::thread();
    let target = desk
        .thread
        .ticket
        .with(|ticket| ticket.as_ref()?.merged_into.clone())?;
    let number = target.number.to_string();
    let number = format::fill(words::ticket().number, &[("number", &number)]);
    let said = format::fill(words.merged_into, &[("number", &number)]);
    let open = format::fill(words.open_target, &[("number", &number)]);
    let address = format!("/inbox/tickets/{}", target.id.as_str());
    let bar = view! {
        <div class="banner-bar">
            <p>{said}</p>
            <a class="button small" href=address>{open}</a>
        </div>
    };
    Some(bar.into_any())
}

/// The change that the server did not take is not there any more; here is why.
fn refused(desk: Desk) -> Option<AnyView> {
    let id = desk.thread.id.get()?;
    let refused = desk.changes.refused.with(|all| all.get(&id).cloned())?;
    let again = id.clone();
    let bar = view! {
        <div class="banner-bar bad">
            <p>{words::thread().not_changed}" "{refused.reason}</p>
            <span class="banner-actions">
                <button class="button small" type="button" on:click=move |_| desk.retry(&again)>
                    {words::entry().retry}
                </button>
                <button class="button small" type="button" on:click=move |_| desk.dismiss(&id)>
                    {words::entry().dismiss}
                </button>
            </span>
        </div>
    };
    Some(bar.into_any())
}
