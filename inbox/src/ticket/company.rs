//! Who else of the team is in the open ticket: in its head, and as a calm warning over the
//! composer while somebody writes, so that a visitor does not get two answers.

use crate::presence::Attendance;
use crate::ui::{Icon, avatar, icon};
use crate::{format, words};
use leptos::prelude::*;
use porthole_shared::inbox::presence::Doing;

/// The faces of the others, and their names for whoever cannot see them.
#[component]
pub(super) fn Company(
    /// Who they are.
    attendance: Attendance,
) -> impl IntoView {
    let words = words::thread();
    let names = Memo::new(move |_| {
        let mut names = attendance.who(Doing::Viewing);
        names.extend(attendance.who(Doing::Typing));
        names
    });
    let said =
        Memo::new(move |_| names.with(|names| told(names, words.is_viewing, words.are_viewing)));
    let faces = move || {
        let names = names.get().into_iter();
        names
            .map(|name| avatar(name.clone(), &name))
            .collect::<Vec<_>>()
    };
    view! {
        <div class="company" title=said hidden=move || names.with(Vec::is_empty)>
            <span class="faces" aria-hidden="true">{faces}</span>
            <span class="company-names">{said}</span>
        </div>
    }
}

/// The warning.
#[component]
pub(super) fn Crossing(
    /// Who they are.
    attendance: Attendance,
) -> impl IntoView {
    let words = words::thread();
    let said = Memo::new(move |_| {
        let names = attendance.who(Doing::Typing);
        told(&names, words.is_replying, words.are_replying)
    });
    view! {
        <div class="crossing" role="status">
            {move || said.get().map(|said| view! { <p>{icon(Icon::Pencil)}{said}</p> })}
        </div>
    }
}

/// A sentence about one or several people; nothing about nobody.
fn told(names: &[String], one: &str, several: &str) -> Option<String> {
    match names {
        [] => None,
        [name] => Some(format::fill(one, &[("name", name)])),
        names => Some(format::fill(several, &[("names", &names.join(", "))])),
    }
}
