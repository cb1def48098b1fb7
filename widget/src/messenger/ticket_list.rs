//! All conversations of the visitor.

use super::{
    message::avatar,
    recover::{recover_link, recovered_notice},
};
use crate::reactive::*;
use crate::{
    app::App,
    ui::{El, Icon, button, div, el, icon},
};
use porthole_shared::ticket::{Side, Ticket, TicketStatus};

/// The list, and the way to a new conversation.
pub(crate) fn ticket_list(app: App) -> El {
    let begin = button("primary")
        .child(icon(Icon::Plus))
        .child(el("span").text(&app.t("new_conversation")))
        .on_click(move || app.show_new());
    let list = el("ul").class("tickets").each(
        move || app.state.tickets.get(),
        |ticket| ticket.id.as_str().to_owned(),
        move |ticket| el("li").child(row(app, ticket)),
        || (),
    );
    let foot = div("list-foot").child(begin).child(recover_link(app));
    div("list")
        .child(recovered_notice(app))
        .child(list)
        .child(foot)
}

fn row(app: App, ticket: RwSignal<Ticket>) -> El {
    let unread = move || ticket.with(|ticket| ticket.unread);
    let name = move || {
        ticket.with(|ticket| match ticket.last_author.side {
            Side::Team => ticket.last_author.name.clone(),
            _ => app.t("you"),
        })
    };
    // The team's picture, whoever has written last.
    let team = move || {
        ticket.with(|ticket| match ticket.last_author.side {
            Side::Team if !ticket.last_author.name.is_empty() => ticket.last_author.name.clone(),
            _ => app.inner().config.title.clone(),
        })
    };
    let dot = el("span")
        .class("dot")
        .attr("role", "img")
        .attr_from("aria-label", move || Some(unread_words(app, unread())))
        .show_if(move || unread() > 0);
    let top = div("ticket-top")
        .child(el("strong").text_from(name))
        .child(dot)
        .child(
            el("time").text_from(move || app.short_time(ticket.with(|ticket| ticket.updated_at))),
        );
    button("ticket")
        .class_from(move || {
            let class = if unread() > 0 {
                "ticket unread"
            } else {
                "ticket"
            };
            class.to_owned()
        })
        .child(div("face").swap(team, |name| Some(avatar(name))))
        .child(top)
        .child(div("preview").text_from(move || ticket.with(|ticket| ticket.preview.clone())))
        .child(div("status").text_from(move || ticket.with(|ticket| status_words(app, ticket))))
        .on_click(move || app.show(&ticket.get_untracked()))
}

/// How far a ticket has come, and that it came from another browser.
fn status_words(app: App, ticket: &Ticket) -> String {
    let status = app.t(status(ticket.status));
    if ticket.restored {
        return [app.t("restored"), status].join(" \u{b7} ");
    }
    status
}

fn unread_words(app: App, count: i64) -> String {
    app.inner().words().count("unread", count)
}

/// The key of a status' word.
fn status(status: TicketStatus) -> &'static str {
    match status {
        TicketStatus::New => "status_new",
        TicketStatus::Pending => "status_pending",
        TicketStatus::OnHold => "status_on_hold",
        TicketStatus::Resolved => "status_resolved",
        TicketStatus::Open | TicketStatus::Unknown => "status_open",
    }
}
