//! Chooses whose it is.

use super::Context;
use crate::team::team;
use crate::ui::{Pick, Picker, fitting};
use crate::{format, words};
use leptos::prelude::*;
use porthole_shared::id::MemberId;
use porthole_shared::inbox::ticket::TicketPatch;

pub(super) fn menu(context: Context) -> AnyView {
    let words = words::desk();
    let team = team();
    team.need_members();
    let assign = move |id: MemberId, label: String| {
        let holds = context.all(|ticket| ticket.assignee.clone().unwrap_or_default() == id);
        let key = id.as_str().to_owned();
        let act = move || {
            let patch = TicketPatch {
                assignee: Some(id.clone()),
                ..TicketPatch::default()
            };
            context.desk.change(&context.targets.get_value(), patch);
        };
        Pick::new(key, label, act).checked(holds)
    };
    let picks = move |typed: String| {
        let me = context.desk.session.me();
        let mut picks = Vec::new();
        if let Some(me) = &me {
            let label = format::fill(words.assign_me, &[("name", &me.name)]);
            picks.push(assign(me.id.clone(), label));
        }
        picks.push(assign(MemberId::default(), words.nobody.to_owned()));
        team.members.with(|members| {
            let others = members.iter();
            let others = others.filter(|member| me.as_ref().is_none_or(|me| me.id != member.id));
            picks.extend(others.map(|member| assign(member.id.clone(), member.name.clone())));
        });
        fitting(picks, &typed)
    };
    view! {
        <Picker
            id="assign-picker"
            label=words::action().assign
            placeholder=words.assign_placeholder
            nothing=words.nothing_fits
            picks
            done=context.done()
        />
    }
    .into_any()
}
