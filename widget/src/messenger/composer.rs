//! Where the visitor writes.

use crate::reactive::*;
use crate::{
    app::App,
    host::{Sure as _, now},
    i18n::fill,
    state::Place,
    ui::{El, Icon, bind, button, div, el, focus_soon, icon},
};
use porthole_shared::{
    text::{MESSAGE_LIMIT, MessageBody, TextError},
    ticket::TypingRequest,
    time::{SECOND, Timestamp},
};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement, KeyboardEvent};

/// The team hears of typing this often, in milliseconds.
const TYPING_PAUSE: i64 = 3 * SECOND;
/// What browsers give for a key that an input method takes (W3C UI Events, B.1).
const KEY_OF_INPUT_METHOD: u32 = 229;

/// The composer of a conversation.
#[derive(Clone)]
struct Composer {
    app: App,
    place: Place,
    input: HtmlTextAreaElement,
    /// Grows with the text: a copy of it, which nobody sees, gives the height.
    frame: HtmlElement,
    error: RwSignal<Option<String>>,
    told: RwSignal<Timestamp>,
}

/// Shows the composer with the draft of its conversation.
pub(crate) fn composer(app: App, place: &Place) -> El {
    let input = el("textarea")
        .attr("rows", "1")
        .attr("placeholder", &app.t("placeholder"))
        .attr("enterkeyhint", "send")
        .attr("aria-describedby", "composer-error")
        .label(&app.t("message"));
    let frame = div("grow");
    let composer = Composer {
        app,
        place: place.clone(),
        input: input.node().clone().unchecked_into(),
        frame: frame.node().clone(),
        error: RwSignal::new(None),
        told: RwSignal::new(Timestamp::default()),
    };
    composer.fill(&app.draft(place));
    composer.follow();
    let (typed, pressed, clicked) = (composer.clone(), composer.clone(), composer.clone());
    let input = input
        .on("input", move |_| typed.changed())
        .on_key(move |event| pressed.key(event));
    let (error, composing) = (composer.error, app.state.composing);
    let send = button("send")
        .label(&app.t("send"))
        .child(icon(Icon::Send))
        .class_from(move || String::from(if composing.get() { "send" } else { "send idle" }))
        .on_click(move || clicked.submit());
    div("composer")
        .child(
            div("composer-error")
                .attr("id", "composer-error")
                .attr("role", "alert")
                .text_from(move || error.get().unwrap_or_default()),
        )
        .child(div("composer-box").child(frame.child(input)).child(send))
}

impl Composer {
    /// Takes the focus when the chat opens, and texts that come back.
    fn follow(&self) {
        let state = self.app.state;
        let opened = self.clone();
        bind(move || {
            if state.open.get() && !opened.app.inner().is_rewording.get() {
                focus_soon(&opened.input);
            }
        });
        let receiver = self.clone();
        bind(move || {
            if let Some(text) = state.returned.get() {
                state.returned.set(None);
                let typed = receiver.input.value();
                let gap = if typed.is_empty() { "" } else { "\n" };
                receiver.fill(&(text + gap + &typed));
                receiver.changed();
                receiver.focus();
            }
        });
    }

    fn key(&self, event: &KeyboardEvent) {
        let composing = event.is_composing() || event.key_code() == KEY_OF_INPUT_METHOD;
        if event.key() == "Enter" && !event.shift_key() && !composing {
            event.prevent_default();
            self.submit();
        }
    }

    fn changed(&self) {
        let text = self.input.value();
        self.show_size(&text);
        self.error.set(None);
        self.app.set_draft(&self.place, &text);
        if !text.trim().is_empty() {
            self.tell_typing();
        }
    }

    /// Sends what stands here. What cannot be sent stays.
    fn submit(&self) {
        let body = match MessageBody::parse(&self.input.value()) {
            Ok(body) => body,
            Err(TextError::Blank) => return self.focus(),
            Err(_) => return self.fail(),
        };
        if self.app.must_identify() {
            self.app.state.asking.set(true);
            return;
        }
        self.app.send(&self.place, &body);
        self.app.set_draft(&self.place, "");
        self.fill("");
        self.focus();
    }

    fn fail(&self) {
        let words = self.app.t("too_long");
        let limit = self.app.inner().words().number(MESSAGE_LIMIT);
        self.error.set(Some(fill(&words, "limit", &limit)));
        self.focus();
    }

    fn fill(&self, text: &str) {
        self.input.set_value(text);
        self.show_size(text);
    }

    fn show_size(&self, text: &str) {
        self.app.state.composing.set(!text.trim().is_empty());
        self.frame
            .set_attribute("data-text", text)
            .sure("the name of the attribute is a word of ours");
    }

    fn focus(&self) {
        // A field that cannot take the focus leaves it where it is.
        let _ = self.input.focus();
    }

    fn tell_typing(&self) {
        let app = self.app;
        let Some(ticket) = untrack(|| app.state.ticket_at(&self.place)) else {
            return;
        };
        if now() < self.told.get_untracked().plus(TYPING_PAUSE) {
            return;
        }
        self.told.set(now());
        spawn_local(async move {
            // A sign that gets lost is followed by the next one.
            app.tell("typing", &TypingRequest { ticket: ticket.id })
                .await
                .ok();
        });
    }
}

impl App {
    /// What was typed here and not sent.
    pub(crate) fn draft(self, place: &Place) -> String {
        let key = self.draft_key(place);
        self.inner().storage.get(&key).unwrap_or_default()
    }

    /// Keeps what was typed; an empty text is forgotten.
    pub(crate) fn set_draft(self, place: &Place, text: &str) {
        let (inner, key) = (self.inner(), self.draft_key(place));
        if text.is_empty() {
            inner.storage.remove(&key);
        } else {
            inner.storage.set(&key, text);
        }
    }

    fn draft_key(self, place: &Place) -> String {
        let ticket = untrack(|| self.state.ticket_at(place));
        let name = match (place, &ticket) {
            (Place::Ticket(id), _) => id.as_str(),
            (_, Some(ticket)) => ticket.id.as_str(),
            (_, None) => "new",
        };
        String::from(":draft:") + name
    }
}
