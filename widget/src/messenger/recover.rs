//! The way to tickets of another browser: an address is entered, and a link is sent to it.

use crate::reactive::*;
use crate::{
    api::Failure,
    app::App,
    state::View,
    ui::{El, button, div, el, field},
};
use porthole_shared::{recovery::RecoveryOutcome, text::EmailAddress};

/// How far it has come.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    /// The address is entered.
    Asking,
    /// It is on its way.
    Sending,
    /// It was asked for.
    Asked,
}

/// The link to the form.
pub(crate) fn recover_link(app: App) -> El {
    el("a")
        .class("recover-link")
        .attr("href", "#")
        .text(&app.t("recover"))
        .on("click", move |event| {
            event.prevent_default();
            app.state.recovered.set(None);
            app.state.view.set(View::Recovery);
        })
}

/// What became of the link that the page was opened with, over the list.
pub(crate) fn recovered_notice(app: App) -> El {
    let outcome = move || app.state.recovered.get();
    div("notice-slot").attr("role", "status").swap(
        move || outcome() == Some(RecoveryOutcome::Restored),
        move |restored| {
            restored.then(|| div("panel-notice").child(el("p").text(&app.t("recover_success"))))
        },
    )
}

/// The form, and what was said of a link that could not be used.
pub(crate) fn recover(app: App) -> El {
    let step = RwSignal::new(Step::Asking);
    let problem = move || {
        let key = match app.state.recovered.get()? {
            RecoveryOutcome::Expired => "recover_expired",
            RecoveryOutcome::Used => "recover_used",
            RecoveryOutcome::Invalid => "recover_invalid",
            RecoveryOutcome::Restored => return None,
            RecoveryOutcome::Unknown => "recover_failed",
        };
        Some(app.t(key))
    };
    div("recover")
        .child(
            div("recover-problem")
                .attr("role", "status")
                .text_from(move || problem().unwrap_or_default()),
        )
        .child(div("recover-step").swap(
            move || step.get() == Step::Asked,
            move |asked| Some(if *asked { done(app) } else { form(app, step) }),
        ))
}

fn form(app: App, step: RwSignal<Step>) -> El {
    let email = field("email", &app.t("email"), "email", "email");
    if let Some(known) = app.state.profile.get_untracked().email {
        email.fill(&known);
    }
    email.focus();
    let intro = div("form-intro")
        .child(el("h3").text(&app.t("recover")))
        .child(el("p").text(&app.t("recover_text")));
    let send = el("button")
        .class("primary")
        .attr("type", "submit")
        .text(&app.t("recover_send"));
    let view = email.view.clone();
    el("form")
        .class("identify")
        .attr("novalidate", "")
        .child(intro)
        .child(view)
        .child(div("form-buttons").child(send).child(back(app)))
        .on("submit", move |event| {
            event.prevent_default();
            let Ok(address) = EmailAddress::parse(&email.value()) else {
                return email.fail(app.t("email_bad"));
            };
            if step.get_untracked() == Step::Sending {
                return;
            }
            step.set(Step::Sending);
            let email = email.clone();
            spawn_local(async move {
                match app.request_recovery(address.as_str().to_owned()).await {
                    Ok(()) => {
                        app.state.recovered.set(None);
                        step.set(Step::Asked);
                    }
                    Err(failure) => {
                        step.set(Step::Asking);
                        email.fail(app.t(refusal(&failure)));
                    }
                }
            });
        })
}

fn refusal(failure: &Failure) -> &'static str {
    match failure {
        Failure::Refused(429, _) => "recover_often",
        _ => "recover_failed",
    }
}

fn done(app: App) -> El {
    div("identify")
        .attr("role", "status")
        .child(
            div("form-intro")
                .child(el("h3").text(&app.t("recover_asked")))
                .child(el("p").text(&app.t("recover_look"))),
        )
        .child(div("form-buttons").child(back(app)))
}

fn back(app: App) -> El {
    button("text-button")
        .text(&app.t("recover_back"))
        .on_click(move || app.leave_recovery())
}

impl App {
    /// Back to where somebody can write or choose.
    fn leave_recovery(self) {
        self.state.recovered.set(None);
        if self.state.tickets.with_untracked(Vec::is_empty) {
            self.show_new();
        } else {
            self.state.view.set(View::Tickets);
        }
    }
}
