//! The first-run page: creates the workspace and its owner.

use super::entry::{FormError, blame, card, general_error, submit};
use crate::ui::{Field, check_field, text_field};
use crate::{api, host, session::session, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use porthole_shared::inbox::member::{SetupRequest, check_password};
use porthole_shared::text::{EmailAddress, PersonName};

const FIELDS: [&str; 4] = ["workspace_name", "name", "email", "password"];

/// What stands in the form.
#[derive(Clone, Copy, Default)]
struct Form {
    workspace_name: RwSignal<String>,
    name: RwSignal<String>,
    email: RwSignal<String>,
    password: RwSignal<String>,
    enable: RwSignal<bool>,
}

impl Form {
    fn request(self, link: String) -> SetupRequest {
        SetupRequest {
            link,
            name: self.name.get_untracked().trim().to_owned(),
            email: self.email.get_untracked().trim().to_owned(),
            password: self.password.get_untracked(),
            workspace_name: self.workspace_name.get_untracked().trim().to_owned(),
            enable: self.enable.get_untracked(),
        }
    }
}

/// The first field that the server would refuse, by the same rules.
fn check(request: &SetupRequest) -> Result<(), (&'static str, String)> {
    PersonName::parse(&request.workspace_name)
        .map_err(|error| ("workspace_name", error.to_string()))?;
    PersonName::parse(&request.name).map_err(|error| ("name", error.to_string()))?;
    EmailAddress::parse(&request.email).map_err(|error| ("email", error.to_string()))?;
    check_password(&request.password).map_err(|sentence| ("password", sentence))
}

/// Asks for all that the first start needs.
#[component]
pub(crate) fn Setup(
    /// The secret of the one-time link.
    link: String,
) -> impl IntoView {
    let words = words::entry();
    let session = session();
    let navigate = use_navigate();
    let form = Form {
        enable: RwSignal::new(true),
        ..Form::default()
    };
    let busy = RwSignal::new(false);
    let error = FormError::new(None);
    host::set_title(&format!("{} · {}", words.setup_title, words.product));
    host::after_layout(|| host::focus("workspace_name"));

    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let request = form.request(link.clone());
        if busy.get_untracked() {
            return;
        }
        if let Err((field, sentence)) = check(&request) {
            error.set(Some((field.to_owned(), sentence)));
            host::focus(field);
            return;
        }
        busy.set(true);
        error.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = api::setup(&request).await;
            busy.set(false);
            match answer {
                Ok(me) => {
                    navigate("/inbox", leptos_router::NavigateOptions::default());
                    session.enter(me);
                }
                Err(failure) => blame(error, &failure, &FIELDS),
            }
        });
    };

    let content = view! {
        <form class="form" novalidate on:submit=send>
            {fields(form, error)}
            {general_error(error)}
            {submit(busy, words.setup_create, words.setup_creating)}
        </form>
    };
    card(words.setup_title, words.setup_lead, content.into_any())
}

fn fields(form: Form, error: FormError) -> AnyView {
    let words = words::entry();
    let field = |id, label, help| Field {
        id,
        label,
        help,
        error: error.into(),
    };
    let workspace = field(
        "workspace_name",
        words.setup_workspace,
        words.setup_workspace_help,
    );
    let name = field("name", words.setup_name, words.setup_name_help);
    let email = field("email", words.email, words.setup_email_help);
    let password = field("password", words.password, words.setup_password_help);
    let enable = field("enable", words.setup_enable, words.setup_enable_help);
    view! {
        {text_field(workspace, form.workspace_name, "text", "organization")}
        {text_field(name, form.name, "text", "name")}
        {text_field(email, form.email, "email", "username")}
        {text_field(password, form.password, "password", "new-password")}
        {check_field(enable, form.enable)}
    }
    .into_any()
}
