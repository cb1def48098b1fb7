//! The form before the first message. What was typed waits in the composer's draft.

use crate::reactive::*;
use crate::{
    app::App,
    attach::body,
    i18n::fill,
    state::Place,
    ui::{El, Field, bind, button, div, el, field},
};
use porthole_shared::{
    session::Profile,
    text::{EmailAddress, NAME_LIMIT, PersonName, TextError},
};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// The form's fields, as far as the workspace asks for them.
#[derive(Clone)]
struct Form {
    app: App,
    place: Place,
    email: Option<Field>,
    name: Option<Field>,
    /// For programs that fill in whatever there is.
    trap: HtmlInputElement,
}

/// Shows the form.
pub(crate) fn identify(app: App, place: &Place) -> El {
    let inner = app.inner();
    let texts = &inner.config.form;
    let trap = trap();
    let form = Form {
        app,
        place: place.clone(),
        email: texts
            .require_email
            .then(|| field("email", &app.t("email"), "email", "email")),
        name: texts
            .collect_name
            .then(|| field("name", &app.t("name"), "text", "name")),
        trap: trap.node().clone().unchecked_into(),
    };
    form.fill();
    let (sent, views) = (form.clone(), [form.email.clone(), form.name.clone()]);
    let intro = div("form-intro")
        .child(el("h3").text(&texts.title))
        .child(el("p").text(&texts.description));
    views
        .into_iter()
        .flatten()
        .fold(
            el("form")
                .class("identify")
                .attr("novalidate", "")
                .child(intro),
            |form, field| form.child(field.view),
        )
        .child(trap)
        .child(buttons(app))
        .on("submit", move |event| {
            event.prevent_default();
            sent.submit();
        })
}

/// A field that nobody sees, hears of, or reaches by key. Whatever fills it in is a program; ours is
/// to say so, and the server's to judge.
fn trap() -> El {
    el("input")
        .class("trap")
        .attr("name", "website")
        .attr("tabindex", "-1")
        .attr("aria-hidden", "true")
        .attr("autocomplete", "off")
        .attr("data-1p-ignore", "")
        .attr("data-lpignore", "true")
}

fn buttons(app: App) -> El {
    div("form-buttons")
        .child(
            el("button")
                .class("primary")
                .attr("type", "submit")
                .text(&app.t("start")),
        )
        .child(
            button("text-button")
                .text(&app.t("return"))
                .on_click(move || app.state.asking.set(false)),
        )
}

impl Form {
    fn fill(&self) {
        let profile = self.app.state.profile.get_untracked();
        for (field, value) in [(&self.email, profile.email), (&self.name, profile.name)] {
            if let (Some(field), Some(value)) = (field, value) {
                field.fill(&value);
            }
        }
        let first = self.email.clone().or_else(|| self.name.clone());
        let open = self.app.state.open;
        bind(move || {
            if let (Some(first), true) = (&first, open.get()) {
                first.focus();
            }
        });
    }

    fn submit(&self) {
        let app = self.app;
        let (Some(email), Some(name)) = (self.email(), self.name()) else {
            return;
        };
        let known = app.state.profile.get_untracked();
        app.set_answers(Profile {
            email: email.or(known.email),
            name: name.or(known.name),
            website: Some(self.trap.value()).filter(|text| !text.is_empty()),
        });
        let draft = app.draft_key(&self.place);
        let files = app.ready_files(&draft).unwrap_or_default();
        if let Ok(body) = body(&app.draft(&self.place), &files) {
            app.send(&self.place, &body, files);
            app.forget_files(&draft);
            app.set_draft(&self.place, "");
        }
        app.state.asking.set(false);
    }

    /// The address, if it is asked for; nothing at all if it is wrong.
    fn email(&self) -> Option<Option<String>> {
        let Some(field) = &self.email else {
            return Some(None);
        };
        match EmailAddress::parse(&field.value()) {
            Ok(address) => Some(Some(address.as_str().to_owned())),
            Err(_) => {
                field.fail(self.app.t("email_bad"));
                None
            }
        }
    }

    /// The name, if one is given; nothing at all if it is wrong.
    fn name(&self) -> Option<Option<String>> {
        let Some(field) = &self.name else {
            return Some(None);
        };
        match PersonName::parse(&field.value()) {
            Ok(name) => Some(Some(name.as_str().to_owned())),
            Err(TextError::Blank) => Some(None),
            Err(_) => {
                let words = self.app.t("name_bad");
                let limit = self.app.inner().words().number(NAME_LIMIT);
                field.fail(fill(&words, "limit", &limit));
                None
            }
        }
    }
}

impl App {
    /// Whether the form comes before the next message: something it asks for is not known, and
    /// it was not answered before.
    pub(crate) fn must_identify(self) -> bool {
        let inner = self.inner();
        let form = &inner.config.form;
        let known = self.state.profile.get_untracked();
        !self.has_answered()
            && ((form.require_email && known.email.is_none())
                || (form.collect_name && known.name.is_none()))
    }
}
