//! What the palette offers besides the actions: views, members, and tickets by their number.

use super::row::address;
use super::views;
use crate::api;
use crate::desk::{Desk, Filter};
use crate::team::team;
use crate::ui::Pick;
use crate::{format, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::inbox::search::HitKind;
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
    if let Some(id) = known {
        return desk.go(address(desk, &id, None));
    }
    spawn_local(async move {
        let pairs = [("q", format!("#{number}"))];
        match desk.session.call(api::search(&pairs, None)).await {
            Ok(results) => {
                let is = |hit: &&porthole_shared::inbox::search::SearchHit| {
                    hit.kind == HitKind::Number && hit.ticket.number == number
                };
                match results.hits.iter().find(is) {
                    Some(hit) => desk.go(address(desk, &hit.ticket.id, None)),
                    None => desk.notice.set(Some(words::desk().no_number.to_owned())),
                }
            }
            Err(failure) => desk.notice.set(Some(failure.sentence())),
        }
    });
}
