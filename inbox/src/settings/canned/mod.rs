//! Canned replies: the list, and what is being written of one. It outlives the page, as the
//! settings form does.

mod editor;
mod list;

use crate::session::Session;
use crate::thread::Load;
use crate::{api, host, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::id::CannedId;
use porthole_shared::inbox::canned::{CannedReply, SaveCanned};

use super::search::{Section, found_by};

/// Which reply is being written.
#[derive(Clone, Debug, PartialEq)]
enum Subject {
    /// A new one.
    New,
    /// This one.
    Old(CannedId),
}

/// The canned replies, shared by the whole page.
#[derive(Clone, Copy)]
pub(super) struct Canned {
    load: RwSignal<Load>,
    replies: RwSignal<Vec<CannedReply>>,
    /// What is being written, if anything is.
    subject: RwSignal<Option<Subject>>,
    title: RwSignal<String>,
    shortcut: RwSignal<String>,
    text: RwSignal<String>,
    busy: RwSignal<bool>,
    /// What is wrong: a field's id, or nothing, and a sentence.
    error: RwSignal<Option<(String, String)>>,
    /// A sentence about what has just been done.
    done: RwSignal<Option<&'static str>>,
    session: Session,
}

impl Canned {
    /// None yet.
    pub(super) fn new(session: Session) -> Self {
        Self {
            load: RwSignal::new(Load::Loading),
            replies: RwSignal::new(Vec::new()),
            subject: RwSignal::new(None),
            title: RwSignal::new(String::new()),
            shortcut: RwSignal::new(String::new()),
            text: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            done: RwSignal::new(None),
            session,
        }
    }

    /// Reads the list.
    fn read(self) {
        self.done.set(None);
        spawn_local(async move {
            match self.session.call(api::canned()).await {
                Ok(list) => {
                    self.replies.set(list.replies);
                    self.load.set(Load::Ready);
                }
                Err(failure) => self.load.set(Load::Failed(failure)),
            }
        });
    }

    /// Begins to write a new one.
    fn begin(self) {
        self.write(Subject::New, CannedReply::default());
    }

    /// Begins to change one.
    fn edit(self, reply: CannedReply) {
        self.write(Subject::Old(reply.id.clone()), reply);
    }

    fn write(self, subject: Subject, reply: CannedReply) {
        self.done.set(None);
        self.error.set(None);
        self.title.set(reply.title);
        self.shortcut.set(reply.shortcut);
        self.text.set(reply.text);
        self.subject.set(Some(subject));
        host::after_layout(|| host::focus(editor::TITLE));
    }

    /// Forgets what was written.
    fn leave(self) {
        self.error.set(None);
        self.subject.set(None);
        host::after_layout(|| host::focus(list::ADD));
    }

    /// Saves. What is refused stays as it was typed.
    fn save(self) {
        let Some(subject) = self.subject.get_untracked() else {
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        let request = SaveCanned {
            title: self.title.get_untracked(),
            shortcut: self.shortcut.get_untracked(),
            text: self.text.get_untracked(),
        };
        if let Err((field, sentence)) = request.clone().check() {
            self.blame(field, sentence);
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let call = async {
                match &subject {
                    Subject::New => api::add_canned(&request).await,
                    Subject::Old(id) => api::change_canned(id, &request).await,
                }
            };
            let answer = self.session.call(call).await;
            self.busy.set(false);
            match answer {
                Ok(reply) => {
                    self.take(reply);
                    self.leave();
                    self.done.set(Some(words::canned().saved));
                }
                Err(failure) => {
                    self.blame(failure.field().unwrap_or_default(), failure.sentence());
                }
            }
        });
    }

    fn take(self, reply: CannedReply) {
        self.replies.update(|replies| {
            replies.retain(|other| other.id != reply.id);
            replies.push(reply);
            replies.sort_by_key(|reply| reply.title.to_lowercase());
        });
    }

    fn delete(self, id: CannedId) {
        self.done.set(None);
        self.error.set(None);
        spawn_local(async move {
            match self.session.call(api::delete_canned(&id)).await {
                Ok(()) => {
                    self.replies
                        .update(|replies| replies.retain(|reply| reply.id != id));
                    if self.subject.get_untracked() == Some(Subject::Old(id)) {
                        self.subject.set(None);
                    }
                    self.done.set(Some(words::canned().deleted));
                    host::focus(list::ADD);
                }
                Err(failure) => self.blame("", failure.sentence()),
            }
        });
    }

    fn blame(self, field: &str, sentence: String) {
        let field = if field.is_empty() {
            String::new()
        } else {
            format!("canned_{field}")
        };
        host::focus(&field);
        self.error.set(Some((field, sentence)));
    }
}

/// The section.
pub(super) fn canned(canned: Canned) -> Section {
    let words = words::canned();
    canned.read();
    let content = view! {
        {list::list(canned)}
        {editor::editor(canned)}
    };
    Section {
        id: "canned",
        title: words.title,
        about: words.about,
        settings: vec![found_by(
            &[words.title, words.add, words.shortcut, words.places],
            content.into_any(),
        )],
    }
}
