//! What the palette offers besides the actions: views, members, and tickets by their number.

use super::acting::follow_focus;
use super::row::address;
use super::views;
use crate::api;
use crate::desk::{Desk, Filter, Opening};
use crate::team::team;
use crate::ui::Pick;
use crate::{format, host, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::inbox::search::{HitKind, SearchHit};
use porthole_shared::inbox::ticket::{TicketPatch, TicketView};

/// All of it, for what somebody typed.
pub(crate) fn offers(desk: Desk, typed: &str) -> Vec<Pick> {
    let mut picks: Vec<Pick> = number(desk, typed).into_iter().collect();
    // The others have actions of their own.
    let more = [
        TicketView::Mentions,
        TicketView::Resolved,
        TicketView::Suspicious,
        TicketView::All,
    ];
    picks.extend(more.into_iter().map(|view| {
        let label = format::fill(words::desk().go_to, &[("view", views::view_name(view))]);
        let go = move || desk.go(views::address(&Filter::of(view)));
        Pick::new(format!("view:{}", view.as_str()), label, go)
    }));
    let settings = words::entry().settings;
    picks.push(Pick::new("settings", settings, move || {
        desk.go("/inbox/settings".to_owned());
    }));
    picks.extend(members(desk));
    picks
}

/// To whom the tickets can be given.
fn members(desk: Desk) -> Vec<Pick> {
    let team = team();
    team.need_members();
    let targets = desk.targets();
    if targets.is_empty() {
        return Vec::new();
    }
    team.members.with(|members| {
        let picks = members.iter().map(|member| {
            let label = format::fill(words::desk().assign_to, &[("name", &member.name)]);
            let (id, targets) = (member.id.clone(), targets.clone());
            let assign = move || {
                let patch = TicketPatch {
                    assignee: Some(id.clone()),
                    ..TicketPatch::default()
                };
                desk.change(&targets, patch);
            };
            Pick::new(format!("member:{}", member.id.as_str()), label, assign)
        });
        picks.collect()
    })
}

/// The ticket of a number.
fn number(desk: Desk, typed: &str) -> Option<Pick> {
    let digits = typed.trim();
    let number: i64 = digits.strip_prefix('#').unwrap_or(digits).parse().ok()?;
    let label = format::fill(
        words::desk().open_number,
        &[("number", &number.to_string())],
    );
    Some(Pick::new(format!("number:{number}"), label, move || {
        open_number(desk, number);
    }))
}

fn open_number(desk: Desk, number: i64) {
    let known = desk.rows.with_untracked(|rows| {
        let is =
            |row: &&crate::desk::Row| row.ticket.with_untracked(|ticket| ticket.number == number);
        rows.iter().find(is).map(|row| row.id.clone())
    });
    if known.is_none() {
        desk.looked_up.set(Opening::Underway);
    }
    spawn_local(async move {
        // The palette is closed by now and has given the focus back, maybe to a field. What is
        // typed next is meant for the ticket that opens.
        host::blur();
        match known {
            Some(id) if desk.thread.shows(&id) => follow_focus(desk, &id),
            Some(id) => desk.go(address(desk, &id, None)),
            None => look_up(desk, number).await,
        }
    });
}

/// Opens a ticket that the list does not have.
async fn look_up(desk: Desk, number: i64) {
    let pairs = [("q", format!("#{number}"))];
    let is = |hit: &SearchHit| hit.kind == HitKind::Number && hit.ticket.number == number;
    let answer = desk.session.call(api::search(&pairs, None)).await;
    let found = answer.map(|results| results.hits.into_iter().find(is));
    let notice = match found {
        Ok(Some(hit)) if desk.thread.shows(&hit.ticket.id) => {
            follow_focus(desk, &hit.ticket.id);
            return desk.looked_up.set(Opening::Done);
        }
        Ok(Some(hit)) => return desk.go(address(desk, &hit.ticket.id, None)),
        Ok(None) => words::desk().no_number.to_owned(),
        Err(failure) => failure.sentence(),
    };
    desk.notice.set(Some(notice));
    desk.looked_up.set(Opening::Failed);
}
