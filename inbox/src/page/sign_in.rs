//! The sign-in page. It comes up in place of whatever page was asked for, which follows after it.

use super::entry::{FormError, blame, card, general_error, submit};
use crate::ui::{Field, text_field};
use crate::{api, host, session::session, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::inbox::member::SignInRequest;

const FIELDS: [&str; 2] = ["email", "password"];

/// Asks for address and password.
#[component]
pub(crate) fn SignIn(
    /// Whether a session has just come to its end.
    ended: bool,
) -> impl IntoView {
    let words = words::entry();
    let session = session();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let error = FormError::new(None);
    host::set_title(&format!("{} · {}", words.sign_in, words.product));
    host::after_layout(|| host::focus("email"));

    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let request = SignInRequest {
            email: email.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        let values = [&request.email, &request.password];
        if let Some((field, _)) = FIELDS
            .iter()
            .zip(values)
            .find(|(_, value)| value.is_empty())
        {
            error.set(Some(((*field).to_owned(), words.required.to_owned())));
            host::focus(field);
            return;
        }
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let answer = api::sign_in(&request).await;
            busy.set(false);
            match answer {
                Ok(me) => session.enter(me),
                Err(failure) => blame(error, &failure, &FIELDS),
            }
        });
    };

    let field = move |id, label| Field {
        id,
        label,
        help: "",
        error: error.into(),
    };
    let content = view! {
        <p class="banner" role="status" hidden=!ended>{words.session_ended}</p>
        <form class="form" novalidate on:submit=send>
            {text_field(field("email", words.email), email, "email", "username")}
            {text_field(field("password", words.password), password, "password", "current-password")}
            {general_error(error)}
            {submit(busy, words.sign_in, words.signing_in)}
        </form>
    };
    card(words.sign_in_title, words.sign_in_lead, content.into_any())
}
