//! One conversation: its history, and where to write.

use super::{
    composer::composer, history::history, identify::identify, notify::notify, recover::recover_link,
};
use crate::reactive::*;
use crate::{
    app::App,
    state::Place,
    ui::{El, Icon, bind, button, div, el, icon},
};
use porthole_shared::ticket::TicketStatus;

/// A conversation, also one that does not exist yet.
pub(crate) fn conversation(app: App, place: &Place) -> El {
    load(app, place.clone());
    read(app, place.clone());
    let foot_place = place.clone();
    div("conversation")
        .child(history(app, place))
        .child(resolved(app, place.clone()))
        .child(notify(app, place.clone()))
        .child(recover_offer(app, place.clone()))
        .child(div("write").swap(
            move || app.state.asking.get(),
            move |asking| {
                let view = if *asking { identify } else { composer };
                Some(view(app, &foot_place))
            },
        ))
}

/// Whoever begins anew may have begun elsewhere before.
fn recover_offer(app: App, place: Place) -> El {
    let is_new = move || {
        app.state.ticket_at(&place).is_none()
            && !app.state.asking.get()
            && app.state.outbox.with(Vec::is_empty)
    };
    div("recover-offer").swap(is_new, move |new| new.then(|| recover_link(app)))
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
                        button("secondary")
                            .child(icon(Icon::Plus))
                            .child(el("span").text(&app.t("new_conversation")))
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
        let Some(ticket) = app.state.ticket_at(&place) else {
            return;
        };
        if app.state.is_loaded(&ticket.id) || app.state.renewed.get() || loading.get_value() {
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

impl App {
    /// Fetches the page before the oldest message that is here, if there is one.
    pub(crate) fn load_older(self, place: &Place) {
        let state = self.state;
        let before = untrack(|| {
            let thread = state.thread(&state.ticket_at(place)?.id)?;
            let first = thread.messages.first().filter(|_| thread.earlier)?;
            Some((thread.ticket, first.seq))
        });
        let Some((ticket, before)) = before else {
            return;
        };
        // Asked once: the answer says again whether there is more.
        state.change_thread(&ticket, |thread| thread.earlier = false);
        spawn_local(async move {
            if self.load_page(&ticket, Some(before)).await.is_err() {
                state.change_thread(&ticket, |thread| thread.earlier = true);
            }
        });
    }
}

/// Whatever is on the screen of an open chat in a visible page is read.
fn read(app: App, place: Place) {
    let state = app.state;
    bind(move || {
        let watched = state.open.get() && state.visible.get() && state.at_end.get();
        let Some(ticket) = state.ticket_at(&place) else {
            return;
        };
        if watched && ticket.unread > 0 && state.is_loaded(&ticket.id) {
            spawn_local(async move {
                // What could not be told now is told with the next message.
                app.mark_read(&ticket.id).await.ok();
            });
        }
    });
}
