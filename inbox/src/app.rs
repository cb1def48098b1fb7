//! The root: who is signed in decides between the way in and the desk.

use crate::action::{self, Actions};
use crate::attach::Attaching;
use crate::desk::{Desk, Filter};
use crate::live::Stream;
use crate::outbox::Outbox;
use crate::page::{NoLink, NoTicket, NotFound, OneTicket, Setup, SignIn, Tickets, asked_in_vain};
use crate::preference::{Preference, preference};
use crate::session::{Phase, Session};
use crate::settings::{AreaPage, SettingsForm, SettingsPage};
use crate::shell::Shell;
use crate::team::Team;
use crate::ticket::Menus;
use crate::ui::waiting;
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::hooks::{use_location, use_query_map};
use leptos_router::path;
use porthole_shared::inbox::member::Me;

/// The whole page.
#[component]
pub(crate) fn App() -> impl IntoView {
    let session = Session::begin();
    provide_context(session);
    let desk = Desk::new(session);
    provide_context(desk);
    provide_context(Outbox::new(desk));
    provide_context(Attaching::new(session));
    provide_context(SettingsForm::new(session));
    provide_context(Preference::new());
    provide_context(Actions::new());
    let phase = move || match session.phase.get() {
        Phase::Asking => waiting(),
        Phase::Failed(failure) => asked_in_vain(&failure),
        Phase::Setup => match session.setup_secret.get_value() {
            Some(link) => view! { <Setup link/> }.into_any(),
            None => view! { <NoLink/> }.into_any(),
        },
        Phase::SignedOut { ended } => view! { <SignIn ended/> }.into_any(),
        Phase::SignedIn(me) => view! { <SignedIn me/> }.into_any(),
    };
    view! { <Router>{phase}</Router> }
}

/// All pages of somebody who is signed in.
#[component]
fn SignedIn(
    /// Who.
    me: Me,
) -> impl IntoView {
    let desk: Desk = expect_context();
    preference().open(&me.id);
    provide_context(Team::new(desk.session));
    provide_context(Menus::new());
    action::keys::listen(action::actions(), preference(), desk);
    follow_address(desk);
    let stream = StoredValue::new_local(Stream::start(desk));
    on_cleanup(move || {
        stream.with_value(Stream::stop);
        desk.clear();
    });
    view! {
        <Shell me>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=|| view! { <Redirect path="/inbox"/> }/>
                <Route path=path!("/inbox/settings") view=SettingsPage/>
                <Route path=path!("/inbox/settings/:area") view=AreaPage/>
                <ParentRoute path=path!("/inbox") view=Tickets>
                    <Route path=path!("") view=NoTicket/>
                    <Route path=path!("tickets/:id") view=OneTicket/>
                </ParentRoute>
            </Routes>
        </Shell>
    }
}

/// What is listed stands in the address; the settings have one of their own.
fn follow_address(desk: Desk) {
    let path = use_location().pathname;
    let query = use_query_map();
    let read = move || query.with(|query| Filter::read(|name| query.get(name)));
    // The stream begins with the list, and so with the right one.
    desk.filter.set(untrack(read));
    Effect::new(move |_| {
        let filter = read();
        if !path.read().starts_with("/inbox/settings") {
            desk.choose(filter);
        }
    });
}
