//! Whether the visitor is told of answers while they look elsewhere.

use crate::reactive::*;
use crate::{
    app::App,
    state::Place,
    ui::{El, Icon, button, div, el, icon},
};
use porthole_shared::ticket::TicketStatus;

/// Offers notifications once there is a conversation. The browser's own question comes only after
/// the click here.
pub(crate) fn notify(app: App, place: Place) -> El {
    let is_offered = move || {
        let ticket = app.state.ticket_at(&place);
        let waits = ticket.is_some_and(|ticket| ticket.status != TicketStatus::Resolved);
        app.state.can_ask.get() && waits
    };
    div("notify-slot").swap(is_offered, move |offered| {
        let offer = || {
            div("panel-notice")
                .child(icon(Icon::Bell))
                .child(el("p").text(&app.t("notify_offer")))
                .child(
                    button("text-button")
                        .text(&app.t("notify_me"))
                        .on_click(move || app.ask_for_notifications()),
                )
                .child(
                    button("icon-button")
                        .label(&app.t("not_now"))
                        .child(icon(Icon::Close))
                        .on_click(move || app.stop_asking()),
                )
        };
        offered.then(offer)
    })
}

/// The switch that keeps the chat quiet in this browser.
pub(crate) fn mute(app: App) -> El {
    let config = &app.inner().config;
    let quiet = app.state.quiet;
    let makes_noise = config.sound || config.notifications;
    button("icon-button")
        .attr_from("aria-pressed", move || {
            Some(String::from(if quiet.get() { "true" } else { "false" }))
        })
        .label(&app.t("mute"))
        .attr("title", &app.t("mute"))
        .show_if(move || makes_noise)
        .swap(
            move || quiet.get(),
            |quiet| Some(icon(if *quiet { Icon::BellOff } else { Icon::Bell })),
        )
        .on_click(move || app.set_quiet(!quiet.get_untracked()))
}
