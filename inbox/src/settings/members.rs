//! Who is in the team.

use super::search::{Section, found_by};
use crate::team::team;
use crate::ui::avatar;
use crate::words;
use leptos::prelude::*;
use porthole_shared::inbox::member::{Role, TeamMember};

/// Everybody with their role.
pub(super) fn members() -> Vec<Section> {
    let words = words::area();
    team().need_members();
    vec![Section {
        id: "members",
        title: words.members,
        about: words.members_about,
        settings: vec![found_by(&[words.members], everybody())],
    }]
}

fn everybody() -> AnyView {
    let members = move || {
        let members = team().members.get();
        members.into_iter().map(member).collect::<Vec<_>>()
    };
    view! { <ul class="rows">{members}</ul> }.into_any()
}

fn member(member: TeamMember) -> AnyView {
    view! {
        <li>
            {avatar(member.name.clone(), member.id.as_str())}
            <span class="row-title" dir="auto">{member.name}</span>
            <span class="row-mark">{role(&member.role)}</span>
        </li>
    }
    .into_any()
}

fn role(role: &Role) -> &'static str {
    let words = words::area();
    match role {
        Role::Owner => words.owner,
        Role::Admin => words.admin,
        Role::Agent => words.agent,
        Role::Unknown => "",
    }
}
