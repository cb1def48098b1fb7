//! Areas of the settings: what is not about the widget has a page of its own, one row of
//! [`areas`] each. Its sections act at once; only the widget's page waits for a save button.

use super::mail::mail;
use super::members::members;
use super::search::{Search, Section};
use crate::page::NotFound;
use crate::session::session;
use crate::words;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

/// A page of settings.
pub(super) struct Area {
    /// The end of its address, after `/inbox/settings/`.
    path: &'static str,
    /// Its name.
    title: &'static str,
    /// What it is about, by which the search finds it besides.
    about: &'static str,
    /// Only who may change settings has use for it.
    for_admins: bool,
    /// Makes its sections.
    sections: fn() -> Vec<Section>,
}

/// All areas but the widget's, in the order in which they are listed.
fn areas() -> Vec<Area> {
    let words = words::area();
    vec![
        Area {
            path: "members",
            title: words.members,
            about: words.members_about,
            for_admins: false,
            sections: members,
        },
        Area {
            path: "mail",
            title: words::mail().title,
            about: words::mail().about,
            for_admins: true,
            sections: mail,
        },
    ]
}

/// The areas that whoever is signed in has use for.
fn open_areas() -> Vec<Area> {
    let may_change = session().may_change_settings();
    let mut areas = areas();
    areas.retain(|area| may_change || !area.for_admins);
    areas
}

/// The page of one area.
#[component]
pub(crate) fn AreaPage() -> impl IntoView {
    let params = use_params_map();
    move || {
        let path = params.read().get("area").unwrap_or_default();
        let area = open_areas().into_iter().find(|area| area.path == path);
        match area {
            Some(area) => page(&area),
            None => view! { <NotFound/> }.into_any(),
        }
    }
}

fn page(area: &Area) -> AnyView {
    let words = words::settings();
    let search = Search::new(RwSignal::default());
    let sections: Vec<AnyView> = (area.sections)()
        .into_iter()
        .map(|section| search.section(section))
        .collect();
    view! {
        <main id="content" class="settings" tabindex="-1">
            <div class="settings-side">
                <h1>{words.title}</h1>
                {ways(RwSignal::default().read_only().into())}
            </div>
            <div class="settings-body">{sections}</div>
        </main>
    }
    .into_any()
}

/// The ways to all areas, as far as they are about what is looked for.
pub(super) fn ways(query: Signal<String>) -> AnyView {
    let words = words::area();
    let path = use_location().pathname;
    let way = move |address: String, title: &'static str, about: &'static str| {
        let sought = format!("{title}\n{about}").to_lowercase();
        let fits = move || {
            let query = query.read().to_lowercase();
            query.split_whitespace().all(|term| sought.contains(term))
        };
        let here = {
            let address = address.clone();
            move || (*path.read() == address).then_some("page")
        };
        view! {
            <li hidden=move || !fits()>
                <a href=address aria-current=here>{title}</a>
            </li>
        }
    };
    let others = open_areas()
        .into_iter()
        .map(move |area| {
            way(
                format!("/inbox/settings/{}", area.path),
                area.title,
                area.about,
            )
        })
        .collect::<Vec<_>>();
    view! {
        <nav class="areas" aria-label=words.areas>
            <ul>
                {way("/inbox/settings".to_owned(), words.widget, words.widget_about)}
                {others}
            </ul>
        </nav>
    }
    .into_any()
}
