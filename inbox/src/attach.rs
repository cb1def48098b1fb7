//! Files that are to come with a reply or a note: each is sent as soon as it is chosen, and waits
//! beside the text for the entry that takes it.

use crate::api::{self, Failure, Upload};
use crate::session::Session;
use crate::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::attachment::{ATTACHMENT_LIMIT, Attachment, FILE_LIMIT, FileType, ending};
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::EntryKind;
use web_sys::{File, FileList};

/// How far a file has come.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stage {
    /// On its way; so much of a hundred has gone.
    Going(i32),
    /// The server has it.
    Here(Attachment),
    /// It did not arrive, for this reason. It may another time.
    Failed(String, bool),
}

/// Which draft a file stands beside.
pub(crate) type DraftOf = (TicketId, EntryKind);

/// A file beside a draft.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attached {
    /// The same as long as it is there.
    pub(crate) key: u32,
    /// The draft.
    pub(crate) draft: DraftOf,
    /// What it is called.
    pub(crate) name: String,
    /// How far it has come.
    pub(crate) stage: Stage,
}

/// A file on its way.
type OnItsWay = (u32, File, Upload);

/// The files of all drafts. There is one of these for the whole page: a file goes on while its
/// member looks at another ticket. They do not outlive the page.
#[derive(Clone, Copy)]
pub(crate) struct Attaching {
    all: RwSignal<Vec<Attached>>,
    uploads: StoredValue<Vec<OnItsWay>, LocalStorage>,
    last_key: StoredValue<u32>,
    session: Session,
}

impl Attaching {
    /// Nothing is attached.
    pub(crate) fn new(session: Session) -> Self {
        Self {
            all: RwSignal::default(),
            uploads: StoredValue::new_local(Vec::new()),
            last_key: StoredValue::new(0),
            session,
        }
    }

    /// The files beside a draft. Follows them.
    pub(crate) fn of(self, draft: &DraftOf) -> Vec<Attached> {
        self.all.with(|all| {
            let own = all.iter().filter(|attached| attached.draft == *draft);
            own.cloned().collect()
        })
    }

    /// One of them. Follows it.
    pub(crate) fn one(self, key: u32) -> Option<Attached> {
        self.all
            .with(|all| all.iter().find(|attached| attached.key == key).cloned())
    }

    /// Takes files that somebody chose, dropped or pasted; false if there are too many.
    pub(crate) fn add(self, draft: &DraftOf, files: &FileList) -> bool {
        for file in (0..files.length()).filter_map(|at| files.get(at)) {
            if untrack(|| self.of(draft)).len() >= ATTACHMENT_LIMIT {
                return false;
            }
            let key = self.put(draft, file.name(), Stage::Going(0));
            self.send(key, file);
        }
        true
    }

    /// Puts files beside a draft that are on the server already.
    pub(crate) fn put_back(self, draft: &DraftOf, files: Vec<Attachment>) {
        for file in files {
            self.put(draft, file.name.clone(), Stage::Here(file));
        }
    }

    /// The draft was sent, or given up.
    pub(crate) fn clear(self, draft: &DraftOf) {
        for attached in untrack(|| self.of(draft)) {
            self.remove(attached.key);
        }
    }

    /// Takes a file away, wherever it is.
    pub(crate) fn remove(self, key: u32) {
        self.all
            .update(|all| all.retain(|attached| attached.key != key));
        if let Some((_, _, upload)) = self.take_upload(key) {
            upload.end();
        }
    }

    /// Tries once more.
    pub(crate) fn again(self, key: u32) {
        if let Some((_, file, _)) = self.take_upload(key) {
            self.set(key, Stage::Going(0));
            self.send(key, file);
        }
    }

    fn put(self, draft: &DraftOf, name: String, stage: Stage) -> u32 {
        let key = self.last_key.get_value() + 1;
        self.last_key.set_value(key);
        let attached = Attached {
            key,
            draft: draft.clone(),
            name,
            stage,
        };
        self.all.update(|all| all.push(attached));
        key
    }

    fn set(self, key: u32, stage: Stage) {
        self.all.update(|all| {
            if let Some(attached) = all.iter_mut().find(|attached| attached.key == key) {
                attached.stage = stage;
            }
        });
    }

    fn take_upload(self, key: u32) -> Option<OnItsWay> {
        let mut found = None;
        self.uploads.update_value(|uploads| {
            let at = uploads.iter().position(|(known, _, _)| *known == key);
            found = at.map(|at| uploads.remove(at));
        });
        found
    }

    fn send(self, key: u32, file: File) {
        if let Some(reason) = refused(&file) {
            return self.set(key, Stage::Failed(reason.to_owned(), false));
        }
        let Some(upload) = Upload::new() else {
            return;
        };
        let own = (key, file.clone(), upload.clone());
        self.uploads.update_value(|uploads| uploads.push(own));
        spawn_local(async move {
            #[expect(clippy::cast_possible_truncation, reason = "it is 100 at the most")]
            let tell = move |part: f64| self.set(key, Stage::Going((part * 100.0) as i32));
            let call = api::upload(&upload, &file, tell);
            let stage = match self.session.call(call).await {
                Ok(file) => {
                    self.take_upload(key);
                    Stage::Here(file)
                }
                Err(failure) => {
                    let may_pass = !matches!(&failure, Failure::Refused(detail)
                        if matches!(detail.code.as_str(), "file_too_large" | "file_type_refused"));
                    Stage::Failed(failure.sentence(), may_pass)
                }
            };
            self.set(key, stage);
        });
    }
}

/// What is known without asking the server.
fn refused(file: &File) -> Option<&'static str> {
    let words = words::thread();
    #[expect(clippy::cast_precision_loss, reason = "the limit is far below 2^53")]
    let is_large = file.size() > FILE_LIMIT as f64;
    let name = file.name();
    if is_large {
        Some(words.file_large)
    } else if ending(&name).is_some() && FileType::of_name(&name).is_none() {
        Some(words.file_type)
    } else {
        None
    }
}

/// The files of this page's drafts.
pub(crate) fn attaching() -> Attaching {
    expect_context()
}
