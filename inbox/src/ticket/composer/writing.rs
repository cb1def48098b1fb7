//! What is being written in one ticket, and what happens to it.

use super::mention::mentioned;
use crate::attach::{self, Attached, Attaching, DraftOf, attaching};
use crate::desk::Desk;
use crate::draft::Draft;
use crate::outbox::{Item, Outbox, Stage, outbox};
use crate::preference::preference;
use crate::team::{Team, team};
use crate::{api, format, host, words};
use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::attachment::{ATTACHMENT_LIMIT, Attachment};
use porthole_shared::id::{ClientId, TicketId};
use porthole_shared::inbox::ticket::{EntryKind, TicketPatch};
use porthole_shared::live::TYPING_LIFE;
use porthole_shared::text::MessageBody;
use porthole_shared::time::{SECOND, Timestamp};
use web_sys::FileList;

/// The composer of one ticket.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    pub(super) desk: Desk,
    pub(super) team: Team,
    pub(super) ticket: StoredValue<TicketId>,
    pub(super) kind: RwSignal<EntryKind>,
    pub(super) draft: RwSignal<Draft>,
    pub(super) error: RwSignal<Option<String>>,
    pub(super) area: NodeRef<Textarea>,
    pub(super) attaching: Attaching,
    undo_seconds: Signal<u32>,
    outbox: Outbox,
    said_typing: StoredValue<Timestamp>,
}

impl Writing {
    pub(super) fn new(desk: Desk, ticket: TicketId) -> Self {
        // Whoever left a note half written comes back to it, not to an empty reply.
        let of = |kind| (kind, Draft::read(&ticket, kind));
        let (kind, draft) = [of(EntryKind::Message), of(EntryKind::Note)]
            .into_iter()
            .find(|(_, draft)| !draft.text.is_empty())
            .unwrap_or_else(|| of(EntryKind::Message));
        let writing = Self {
            desk,
            team: team(),
            ticket: StoredValue::new(ticket),
            kind: RwSignal::new(kind),
            draft: RwSignal::new(draft),
            error: RwSignal::new(None),
            area: NodeRef::new(),
            attaching: attaching(),
            undo_seconds: preference().undo_seconds,
            outbox: outbox(),
            said_typing: StoredValue::new(Timestamp(0)),
        };
        Effect::new(move |_| {
            desk.thread.entries.track();
            writing.settle();
        });
        Effect::new(move |_| writing.take_returned());
        // What waits for an undo is not held up by somebody who has gone elsewhere.
        on_cleanup(move || writing.outbox.hurry(&writing.ticket.get_value()));
        writing
    }

    /// Whether a note is written, and not a reply.
    pub(super) fn is_note(self) -> bool {
        self.kind.get() == EntryKind::Note
    }

    /// Changes between reply and note; each has its own draft.
    pub(super) fn choose(self, kind: EntryKind) {
        if self.kind.get_untracked() != kind {
            self.kind.set(kind);
            self.error.set(None);
            self.draft.set(Draft::read(&self.ticket.get_value(), kind));
        }
        if kind == EntryKind::Note {
            self.team.need_members();
        }
    }

    /// Takes what is typed.
    pub(super) fn type_text(self, text: String) {
        self.error.set(None);
        self.draft.update(|draft| draft.text = text);
        self.keep();
        self.say_typing();
        let ticket = self.ticket.get_value();
        self.desk.thread.attendance.type_in(&ticket);
    }

    fn keep(self) {
        let kind = self.kind.get_untracked();
        self.draft
            .with_untracked(|draft| draft.keep(&self.ticket.get_value(), kind));
    }

    /// Moves the focus into the text.
    pub(super) fn focus(self) {
        if let Some(area) = self.area.get_untracked() {
            let _ = area.focus();
        }
    }

    /// Puts a text in place of what stands between two places, counted in UTF-16 units, and the
    /// caret behind it.
    pub(super) fn replace(self, start: u32, end: u32, text: &str) {
        let Some(area) = self.area.get_untracked() else {
            return;
        };
        // Fails only where the places are out of order, which those of a caret are not.
        let _ = area.set_range_text_with_start_and_end_and_mode(text, start, end, "end");
        let _ = area.focus();
        self.type_text(area.value());
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

    fn draft_of(self) -> DraftOf {
        (self.ticket.get_value(), self.kind.get_untracked())
    }

    /// The files beside what is written. Follows them.
    pub(super) fn attached(self) -> Vec<Attached> {
        self.kind.track();
        self.attaching.of(&self.draft_of())
    }

    /// Takes files that are to come with what is written.
    pub(super) fn attach(self, files: Option<FileList>) {
        let fits = files.is_none_or(|files| self.attaching.add(&self.draft_of(), &files));
        let limit = || {
            let limit = ATTACHMENT_LIMIT.to_string();
            format::fill(words::thread().files_limit, &[("limit", &limit)])
        };
        self.error.set((!fits).then(limit));
        self.focus();
    }

    /// The files that are here; nothing while some are on their way, or did not arrive.
    fn files(self) -> Option<Vec<Attachment>> {
        let attached = untrack(|| self.attached()).into_iter();
        attached
            .map(|attached| match attached.stage {
                attach::Stage::Here(file) => Some(file),
                _ => None,
            })
            .collect()
    }

    /// Sends what is written, and does something to the ticket once it is stored.
    pub(super) fn send(self, then: Option<TicketPatch>) {
        let text = self.draft.with_untracked(|draft| draft.text.clone());
        let Some(files) = self.files() else {
            let wait = words::thread().files_wait;
            return self.error.set(Some(wait.to_owned()));
        };
        let parse = if files.is_empty() {
            MessageBody::parse
        } else {
            MessageBody::beside_files
        };
        let body = match parse(&text) {
            Ok(body) => body,
            Err(error) => return self.error.set(Some(error.to_string())),
        };
        let ids = files.iter().map(|file| file.id.clone()).collect();
        let attempt = |draft: &mut Draft| draft.attempt(body.as_str(), ids);
        let Some(mut request) = self.draft.try_update(attempt) else {
            return;
        };
        let kind = self.kind.get_untracked();
        if kind == EntryKind::Note {
            let members = self.team.members.read_untracked();
            request.mentions = mentioned(&request.text, &members);
        }
        let now = host::now();
        self.outbox.put(Item {
            ticket: self.ticket.get_value(),
            kind,
            request,
            files,
            then,
            at: now,
            due: now.plus(i64::from(self.undo_seconds.get_untracked()) * SECOND),
            ..Item::default()
        });
        self.desk.thread.fresh_from.set(None);
        self.clear();
    }

    /// The newest of what was written here and can still be taken back.
    pub(super) fn last_waiting(self) -> Option<ClientId> {
        let ticket = self.ticket.get_value();
        let now = host::now();
        let waits =
            |item: &&Item| item.ticket == ticket && item.stage == Stage::Waiting && item.due > now;
        self.outbox.items.with(|items| {
            let last = items.iter().rfind(waits)?;
            Some(last.request.client_id.clone())
        })
    }

    fn clear(self) {
        self.draft.set(Draft::default());
        self.error.set(None);
        self.attaching.clear(&self.draft_of());
        self.said_typing.set_value(Timestamp(0));
        self.keep();
    }

    /// Puts what was taken back before what is written by now, with the caret behind it.
    fn take_returned(self) {
        let ticket = self.ticket.get_value();
        let own = |item: &Item| item.ticket == ticket;
        if !self
            .outbox
            .returned
            .with(|item| item.as_ref().is_some_and(own))
        {
            return;
        }
        let Some(item) = self.outbox.returned.write_untracked().take() else {
            return;
        };
        self.choose(item.kind);
        self.attaching
            .put_back(&self.draft_of(), item.files.clone());
        let place = super::token::units(&item.request.text);
        self.draft.update(|draft| {
            let rest = std::mem::take(&mut draft.text);
            draft.text.clone_from(&item.request.text);
            if !rest.is_empty() {
                draft.text.push_str("\n\n");
                draft.text.push_str(&rest);
            }
            // It may have arrived without our knowing, so the same text keeps its id.
            draft.attempt = Some(item.request);
        });
        self.keep();
        self.focus_at(place);
    }

    fn focus_at(self, place: u32) {
        host::after_layout(move || {
            self.focus();
            if let Some(area) = self.area.get_untracked() {
                let _ = area.set_selection_range(place, place);
            }
        });
    }

    /// The stream may bring an entry whose acknowledgement was lost: then it is sent after all.
    fn settle(self) {
        let sent = self.draft.with_untracked(|draft| {
            draft.attempt.as_ref().is_some_and(|attempt| {
                draft.text == attempt.text
                    && self.desk.thread.entries.with_untracked(|entries| {
                        entries
                            .iter()
                            .rev()
                            .any(|entry| entry.client_id == attempt.client_id)
                    })
            })
        });
        if sent {
            self.clear();
        }
    }
}
