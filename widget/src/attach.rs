//! Files that are to come with the next message: each is sent as soon as it is chosen, and waits
//! beside the text for the message that takes it.

use crate::reactive::*;
use crate::{
    api::{Failure, Upload},
    app::App,
    host::random_hex,
    i18n::fill,
};
use porthole_shared::{
    attachment::{ATTACHMENT_LIMIT, Attachment, FILE_LIMIT, FileType, ending},
    error::ErrorCode,
    text::{MessageBody, TextError},
    wire::Wire,
};
use std::cell::RefCell;
use web_sys::{File, FileList};

/// How far a file has come.
#[derive(Clone, PartialEq)]
pub(crate) enum Stage {
    /// On its way; so much of a hundred has gone.
    Going(i32),
    /// The server has it.
    Here(Attachment),
    /// It did not arrive, for this reason; it may another time.
    Failed(String, bool),
}

/// A file beside the text.
#[derive(Clone, PartialEq)]
pub(crate) struct Attached {
    /// The same as long as it is there.
    pub key: String,
    /// The draft that it belongs to.
    pub draft: String,
    /// What it is called.
    pub name: String,
    /// How far it has come.
    pub stage: Stage,
}

/// The files that are on their way, by their keys.
pub(crate) type Uploads = RefCell<Vec<(String, File, Upload)>>;

impl App {
    /// Takes files that somebody chose, dropped or pasted; false if there are too many.
    pub(crate) fn attach(self, draft: &str, files: &FileList) -> bool {
        let mut fits = true;
        for file in (0..files.length()).filter_map(|at| files.get(at)) {
            fits = self.attached(draft).len() < ATTACHMENT_LIMIT;
            if !fits {
                break;
            }
            let attached = Attached {
                key: random_hex::<8>(),
                draft: draft.to_owned(),
                name: file.name(),
                stage: Stage::Going(0),
            };
            let key = attached.key.clone();
            self.state.attached.update(|all| all.push(attached));
            self.upload(key, file);
        }
        fits
    }

    /// The files beside a draft. Follows them.
    pub(crate) fn attached(self, draft: &str) -> Vec<Attached> {
        let mut all = self.state.attached.get();
        all.retain(|attached| attached.draft == draft);
        all
    }

    /// The files beside a draft; nothing while some are on their way, or did not arrive.
    pub(crate) fn ready_files(self, draft: &str) -> Option<Vec<Attachment>> {
        let attached = untrack(|| self.attached(draft)).into_iter();
        attached
            .map(|attached| match attached.stage {
                Stage::Here(file) => Some(file),
                _ => None,
            })
            .collect()
    }

    /// The files beside a draft went with a message.
    pub(crate) fn forget_files(self, draft: &str) {
        self.state
            .attached
            .update(|all| all.retain(|attached| attached.draft != draft));
    }

    /// Puts files of a message that comes back beside its text.
    pub(crate) fn return_files(self, draft: &str, files: Vec<Attachment>) {
        self.state.attached.update(|all| {
            all.extend(files.into_iter().map(|file| Attached {
                key: file.id.as_str().to_owned(),
                draft: draft.to_owned(),
                name: file.name.clone(),
                stage: Stage::Here(file),
            }));
        });
    }

    /// Takes a file away, wherever it is.
    pub(crate) fn detach(self, key: &str) {
        self.state
            .attached
            .update(|all| all.retain(|attached| attached.key != key));
        if let Some((_, upload)) = self.take_upload(key) {
            upload.end();
        }
    }

    /// Tries once more.
    pub(crate) fn attach_again(self, key: &str) {
        if let Some((file, _)) = self.take_upload(key) {
            self.set_stage(key, Stage::Going(0));
            self.upload(key.to_owned(), file);
        }
    }

    fn take_upload(self, key: &str) -> Option<(File, Upload)> {
        let inner = self.inner();
        let mut uploads = inner.uploads.borrow_mut();
        let at = uploads.iter().position(|(known, _, _)| known == key)?;
        let (_, file, upload) = uploads.remove(at);
        Some((file, upload))
    }

    fn set_stage(self, key: &str, stage: Stage) {
        self.state.attached.update(|all| {
            if let Some(attached) = all.iter_mut().find(|attached| attached.key == key) {
                attached.stage = stage;
            }
        });
    }

    fn upload(self, key: String, file: File) {
        if let Some(reason) = refused(&file) {
            return self.set_stage(&key, Stage::Failed(self.t(reason), false));
        }
        let upload = Upload::new();
        let own = (key.clone(), file.clone(), upload.clone());
        self.inner().uploads.borrow_mut().push(own);
        spawn_local(async move {
            let stage = match self.bring(&key, &file, &upload).await {
                Ok(here) => {
                    self.take_upload(&key);
                    Stage::Here(here)
                }
                Err(failure) => {
                    let words = self.t(reason(&failure));
                    Stage::Failed(words, failure.may_pass())
                }
            };
            self.set_stage(&key, stage);
        });
    }

    async fn bring(self, key: &str, file: &File, upload: &Upload) -> Result<Attachment, Failure> {
        let inner = self.inner();
        let mut answer = Err(Failure::Unreachable);
        for _ in 0..2 {
            let token = self.token().await?;
            let key = key.to_owned();
            let tell = Box::new(move |part: f64| {
                #[expect(clippy::cast_possible_truncation, reason = "it is 100 at the most")]
                let percent = (part * 100.0) as i32;
                self.set_stage(&key, Stage::Going(percent));
            });
            answer = inner.api.upload(upload, file, &token, tell).await;
            match &answer {
                Err(failure) if failure.ends_session() => self.forget_token(&token),
                _ => break,
            }
        }
        answer.map(|json| Attachment::read(&json))
    }

    /// Words with the limits that they speak of.
    pub(crate) fn limit_words(self, key: &'static str) -> String {
        fill(&self.t(key), "limit", &ATTACHMENT_LIMIT.to_string())
    }
}

/// The text of a message, which may be empty where files come with it.
pub(crate) fn body(text: &str, files: &[Attachment]) -> Result<MessageBody, TextError> {
    if files.is_empty() {
        MessageBody::parse(text)
    } else {
        MessageBody::beside_files(text)
    }
}

/// What is known without asking the server.
fn refused(file: &File) -> Option<&'static str> {
    #[expect(clippy::cast_precision_loss, reason = "the limit is far below 2^53")]
    let is_large = file.size() > FILE_LIMIT as f64;
    let name = file.name();
    if is_large {
        Some("file_large")
    } else if ending(&name).is_some() && FileType::of_name(&name).is_none() {
        Some("file_type")
    } else {
        None
    }
}

fn reason(failure: &Failure) -> &'static str {
    match failure {
        Failure::Unreachable => "file_offline",
        Failure::Refused(_, detail) => match detail.code {
            ErrorCode::FileTooLarge => "file_large",
            ErrorCode::FileTypeRefused => "file_type",
            _ => "file_failed",
        },
    }
}
