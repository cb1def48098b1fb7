//! Where a reply or a note is written.

use crate::api::{self, Failure};
use crate::desk::Desk;
use crate::draft::Draft;
use crate::{format, host, words};
use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::{EntryKind, WriteReply};
use porthole_shared::live::TYPING_LIFE;
use porthole_shared::text::{MESSAGE_LIMIT, MessageBody};
use porthole_shared::time::Timestamp;

/// From how many characters on the count is shown.
const COUNT_FROM: usize = MESSAGE_LIMIT - 500;

/// What is being written in one ticket.
#[derive(Clone, Copy)]
struct Writing {
    desk: Desk,
    ticket: StoredValue<TicketId>,
    kind: RwSignal<EntryKind>,
    draft: RwSignal<Draft>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    said_typing: StoredValue<Timestamp>,
}

impl Writing {
    fn new(desk: Desk, ticket: TicketId) -> Self {
        // Whoever left a note half written comes back to it, not to an empty reply.
        let of = |kind| (kind, Draft::read(&ticket, kind));
        let (kind, draft) = [of(EntryKind::Message), of(EntryKind::Note)]
            .into_iter()
            .find(|(_, draft)| !draft.text.is_empty())
            .unwrap_or_else(|| of(EntryKind::Message));
        Self {
            desk,
            ticket: StoredValue::new(ticket),
            kind: RwSignal::new(kind),
            draft: RwSignal::new(draft),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            said_typing: StoredValue::new(Timestamp(0)),
        }
    }

    fn choose(self, kind: EntryKind) {
        if self.kind.get_untracked() != kind && !self.busy.get_untracked() {
            self.kind.set(kind);
            self.error.set(None);
            self.draft.set(Draft::read(&self.ticket.get_value(), kind));
        }
    }

    fn type_text(self, text: String) {
        self.error.set(None);
        self.draft.update(|draft| draft.text = text);
        self.keep();
        self.say_typing();
    }

    fn keep(self) {
        let kind = self.kind.get_untracked();
        self.draft
            .with_untracked(|draft| draft.keep(&self.ticket.get_value(), kind));
    }

    /// The visitor sees that a reply is on its way; a note is nobody else's business.
    fn say_typing(self) {
        let now = host::now();
        let due = now >= self.said_typing.get_value().plus(TYPING_LIFE / 2);
        let empty = self.draft.with_untracked(|draft| draft.text.is_empty());
        if !due || empty || self.kind.get_untracked() == EntryKind::Note {
            return;
        }
        self.said_typing.set_value(now);
        let id = self.ticket.get_value();
        spawn_local(async move {
            // A hint that nobody misses: the next key press says it again.
            let _ = self.desk.session.call(api::typing(&id)).await;
        });
    }

    fn send(self) {
        if self.busy.get_untracked() {
            return;
        }
        let text = self.draft.with_untracked(|draft| draft.text.clone());
        let body = match MessageBody::parse(&text) {
            Ok(body) => body,
            Err(error) => return self.error.set(Some(error.to_string())),
        };
        let request = self
            .draft
            .try_update(|draft| draft.attempt(body.as_str()))
            .expect("a key was pressed in a composer that is there");
        self.keep();
        self.busy.set(true);
        self.error.set(None);
        let (id, kind) = (self.ticket.get_value(), self.kind.get_untracked());
        spawn_local(async move {
            let answer = self
                .desk
                .session
                .call(api::write(&id, kind, &request))
                .await;
            self.finish(&id, kind, answer);
        });
    }

    fn finish(self, id: &TicketId, kind: EntryKind, answer: Result<WriteReply, Failure>) {
        let here = !self.busy.is_disposed();
        self.busy.set(false);
        match answer {
            Ok(WriteReply { entry, ticket }) => {
                Draft::default().keep(id, kind);
                self.draft.set(Draft::default());
                self.said_typing.set_value(Timestamp(0));
                if self.desk.thread.shows(id) {
                    self.desk.thread.add(vec![entry]);
                }
                self.desk.put(ticket, false);
            }
            Err(failure) if here => {
                let not_sent = words::ticket().not_sent;
                self.error
                    .set(Some(format!("{not_sent} {}", failure.sentence())));
            }
            Err(failure) => self.complain_elsewhere(id, &failure),
        }
    }

    /// Another ticket is open by now.
    fn complain_elsewhere(self, id: &TicketId, failure: &Failure) {
        let words = words::ticket();
        let number = self.desk.find(id).map(|ticket| ticket.number.to_string());
        let number = format::fill(words.number, &[("number", &number.unwrap_or_default())]);
        let values = [("number", number.as_str()), ("reason", &failure.sentence())];
        let sentence = format::fill(words.not_sent_elsewhere, &values);
        self.desk.notice.set(Some(sentence));
    }

    /// The stream may bring an entry whose acknowledgement was lost: then it is sent after all.
    fn settle(self) {
        let sent = self.draft.with_untracked(|draft| {
            draft.attempt.as_ref().is_some_and(|attempt| {
                draft.text == attempt.text
                    && self.desk.thread.entries.with(|entries| {
                        entries
                            .iter()
                            .rev()
                            .any(|entry| entry.client_id == attempt.client_id)
                    })
            })
        });
        if sent {
            self.draft.set(Draft::default());
            self.error.set(None);
            self.keep();
        }
    }
}

/// The composer of a ticket.
#[component]
pub(super) fn Composer(
    /// Which ticket.
    id: TicketId,
    /// The desk.
    desk: Desk,
) -> impl IntoView {
    let words = words::ticket();
    let writing = Writing::new(desk, id);
    let area = NodeRef::<Textarea>::new();
    Effect::new(move |_| {
        desk.thread.entries.track();
        writing.settle();
    });
    let note = Memo::new(move |_| writing.kind.get() == EntryKind::Note);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        writing.send();
        if let Some(area) = area.get_untracked() {
            let _ = area.focus();
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        // 229 is what Safari gives for the Enter that ends a composition.
        let composing = event.is_composing() || event.key_code() == 229;
        let plain = event.key() == "Enter" && !event.shift_key() && !composing;
        // A keyboard on the screen has no Shift+Enter, so there the button alone sends.
        if plain && !host::is_touched() {
            event.prevent_default();
            writing.send();
        }
    };
    let button = move || match (writing.busy.get(), note.get()) {
        (true, _) => words.sending,
        (false, true) => words.add_note,
        (false, false) => words.send_reply,
    };
    view! {
        <form class="composer" class:note=note aria-label=words.compose_label on:submit=send>
            <Kinds writing area/>
            <textarea
                class="composer-text"
                node_ref=area
                rows="3"
                dir="auto"
                aria-label=move || if note.get() { words.note } else { words.reply }
                aria-describedby="composer-error composer-keys"
                aria-invalid=move || writing.error.with(|error| error.is_some().then_some("true"))
                placeholder=move || if note.get() { words.note_placeholder } else { words.reply_placeholder }
                readonly=writing.busy
                prop:value=move || writing.draft.with(|draft| draft.text.clone())
                on:input=move |event| writing.type_text(event_target_value(&event))
                on:keydown=key
            ></textarea>
            <p class="error" id="composer-error" role="alert" hidden=move || writing.error.with(Option::is_none)>
                {writing.error}
            </p>
            <div class="composer-foot">
                <p class="help" class:composer-keys=move || count(writing).is_none() id="composer-keys">{move || count(writing).unwrap_or_else(|| words.keys.to_owned())}</p>
                <button class="button primary" type="submit" aria-disabled=move || writing.busy.get().to_string()>
                    {button}
                </button>
            </div>
        </form>
    }
}

fn count(writing: Writing) -> Option<String> {
    let count = writing.draft.with(|draft| draft.text.chars().count());
    (count >= COUNT_FROM)
        .then(|| format::fill(words::ticket().characters, &[("count", &count.to_string())]))
}

#[component]
fn Kinds(writing: Writing, area: NodeRef<Textarea>) -> impl IntoView {
    let words = words::ticket();
    let button = move |kind: EntryKind, label: &'static str| {
        let choose = move |_| {
            writing.choose(kind);
            if let Some(area) = area.get_untracked() {
                let _ = area.focus();
            }
        };
        view! {
            <button type="button" aria-pressed=move || (writing.kind.get() == kind).to_string() on:click=choose>
                {label}
            </button>
        }
        .into_any()
    };
    let hint = move || (writing.kind.get() == EntryKind::Note).then_some(words.note_hint);
    view! {
        <div class="composer-kinds">
            <div class="segments" role="group" aria-label=words.compose_label>
                {button(EntryKind::Message, words.reply)}
                {button(EntryKind::Note, words.note)}
            </div>
            <span class="help note-hint">{hint}</span>
        </div>
    }
}
