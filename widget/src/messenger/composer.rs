//! Where the visitor writes.

use super::files::{attach_button, chips};
use crate::reactive::*;
use crate::{
    app::App,
    attach::body,
    host::{Sure as _, now},
    i18n::fill,
    state::Place,
    ui::{El, Icon, bind, button, div, el, focus_soon, icon},
};
use porthole_shared::{
    text::{MESSAGE_LIMIT, TextError},
    ticket::TypingRequest,
    time::{SECOND, Timestamp},
};
use wasm_bindgen::JsCast;
use web_sys::{
    ClipboardEvent, DragEvent, FileList, HtmlElement, HtmlTextAreaElement, KeyboardEvent,
};

/// The team hears of typing this often, in milliseconds.
const TYPING_PAUSE: i64 = 3 * SECOND;
/// What browsers give for a key that an input method takes (W3C UI Events, B.1).
const KEY_OF_INPUT_METHOD: u32 = 229;

/// The composer of a conversation.
#[derive(Clone)]
struct Composer {
    app: App,
    place: Place,
    /// What the draft is kept under, and the files beside it.
    draft: String,
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
    let draft = app.draft_key(place);
    let composer = Composer {
        app,
        draft: draft.clone(),
        place: place.clone(),
        input: input.node().clone().unchecked_into(),
        frame: frame.node().clone(),
        error: RwSignal::new(None),
        told: RwSignal::new(Timestamp::default()),
    };
    composer.fill(&app.draft(place));
    composer.follow();
    let (typed, pressed, clicked) = (composer.clone(), composer.clone(), composer.clone());
    let (pasted, dropped, chosen) = (composer.clone(), composer.clone(), composer.clone());
    let files = draft.clone();
    let input = input
        .on("input", move |_| typed.changed())
        .on("paste", move |event| pasted.paste(event.unchecked_ref()))
        .on_key(move |event| pressed.key(event));
    let (error, composing) = (composer.error, app.state.composing);
    let is_idle = move || !composing.get() && app.attached(&files).is_empty();
    let send = button("send")
        .label(&app.t("send"))
        .child(icon(Icon::Send))
        .class_from(move || String::from(if is_idle() { "send idle" } else { "send" }))
        .on_click(move || clicked.submit());
    div("composer")
        .on("dragover", |event| event.prevent_default())
        .on("drop", move |event| {
            event.prevent_default();
            let event: &DragEvent = event.unchecked_ref();
            dropped.attach(event.data_transfer().and_then(|data| data.files()).as_ref());
        })
        .child(chips(app, draft))
        .child(
            div("composer-error")
                .attr("id", "composer-error")
                .attr("role", "alert")
                .text_from(move || error.get().unwrap_or_default()),
        )
        .child(
            div("composer-box")
                .child(attach_button(app, move |files| chosen.attach(Some(files))))
                .child(frame.child(input))
                .child(send),
        )
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

    /// A picture out of the clipboard. Where there is text as well, the text is meant.
    fn paste(&self, event: &ClipboardEvent) {
        let data = event.clipboard_data();
        let text = data
            .as_ref()
            .and_then(|data| data.get_data("text/plain").ok());
        let files = data.and_then(|data| data.files());
        if files.as_ref().is_some_and(|files| files.length() > 0)
            && text.is_none_or(|text| text.is_empty())
        {
            event.prevent_default();
            self.attach(files.as_ref());
        }
    }

    fn attach(&self, files: Option<&FileList>) {
        let fits = files.is_none_or(|files| untrack(|| self.app.attach(&self.draft, files)));
        let error = (!fits).then(|| self.app.limit_words("files_limit"));
        self.error.set(error);
        self.focus();
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
        let Some(files) = self.app.ready_files(&self.draft) else {
            self.error.set(Some(self.app.t("files_wait")));
            return self.focus();
        };
        let body = match body(&self.input.value(), &files) {
            Ok(body) => body,
            Err(TextError::Blank) => return self.focus(),
            Err(_) => return self.fail(),
        };
        if self.app.must_identify() {
            self.app.state.asking.set(true);
            return;
        }
        self.app.send(&self.place, &body, files);
        self.app.forget_files(&self.draft);
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

    pub(crate) fn draft_key(self, place: &Place) -> String {
        let ticket = untrack(|| self.state.ticket_at(place));
        let name = match (place, &ticket) {
            (Place::Ticket(id), _) => id.as_str(),
            (_, Some(ticket)) => ticket.id.as_str(),
            (_, None) => "new",
        };
        String::from(":draft:") + name
    }
}
