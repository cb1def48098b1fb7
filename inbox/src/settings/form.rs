//! What stands in the settings form, and what is saved. It outlives the page, so that nothing
//! typed is lost by looking at a ticket in between.

use super::canned::Canned;
use super::fields::Fields;
use crate::session::Session;
use crate::thread::Load;
use crate::{api, host, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::inbox::settings::{SaveSettings, SettingsPage};
use porthole_shared::text::PersonName;

/// The first field that the server would refuse, by the same rules.
pub(super) fn check(request: &SaveSettings) -> Result<(), (&'static str, String)> {
    PersonName::parse(&request.workspace_name)
        .map_err(|error| ("workspace_name", error.to_string()))?;
    request.settings.clone().check().map(drop)
}

/// The settings form, shared by the whole page.
#[derive(Clone, Copy)]
pub(crate) struct SettingsForm {
    /// Whether something is typed that is not saved.
    pub(crate) dirty: Memo<bool>,
    pub(super) fields: Fields,
    /// What is saved.
    pub(super) saved: RwSignal<Option<SettingsPage>>,
    pub(super) load: RwSignal<Load>,
    pub(super) busy: RwSignal<bool>,
    /// What is wrong: a field's name, or nothing, and a sentence.
    pub(super) error: RwSignal<Option<(String, String)>>,
    /// A sentence about what has just been done.
    pub(super) done: RwSignal<Option<&'static str>>,
    /// The canned replies, which have a save button of their own.
    pub(super) canned: Canned,
    /// What is looked for on the page.
    pub(super) query: RwSignal<String>,
    session: Session,
}

impl SettingsForm {
    /// A form that is not loaded yet.
    pub(crate) fn new(session: Session) -> Self {
        let fields = Fields::default();
        let saved = RwSignal::new(None::<SettingsPage>);
        let dirty = Memo::new(move |_| {
            saved.with(|saved| {
                saved.as_ref().is_some_and(|saved| {
                    let request = fields.request();
                    request.settings != saved.settings
                        || request.workspace_name != saved.workspace_name
                })
            })
        });
        Self {
            dirty,
            fields,
            saved,
            load: RwSignal::new(Load::Loading),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            done: RwSignal::new(None),
            canned: Canned::new(session),
            query: RwSignal::new(String::new()),
            session,
        }
    }

    /// What is wrong with this field.
    pub(super) fn error_of(self, field: &str) -> Option<String> {
        self.error.with(|error| {
            let (wrong, sentence) = error.as_ref()?;
            (wrong == field).then(|| sentence.clone())
        })
    }

    /// Reads what is saved, unless there are changes that this would undo.
    pub(super) fn read(self) {
        self.done.set(None);
        if self.dirty.get_untracked() {
            return;
        }
        if self.saved.with_untracked(Option::is_none) {
            self.load.set(Load::Loading);
        }
        spawn_local(async move {
            match self.session.call(api::settings()).await {
                Ok(page) => {
                    if !self.dirty.get_untracked() {
                        self.take(page);
                    }
                    self.load.set(Load::Ready);
                }
                Err(failure) => self.load.set(Load::Failed(failure)),
            }
        });
    }

    fn take(self, page: SettingsPage) {
        self.fields.fill(page.clone());
        self.saved.set(Some(page));
    }

    /// Goes back to what is saved.
    pub(super) fn discard(self) {
        self.error.set(None);
        if let Some(page) = self.saved.get_untracked() {
            self.fields.fill(page);
        }
    }

    /// Saves. What is refused stays in the form as it was typed.
    pub(super) fn save(self) {
        if self.busy.get_untracked() {
            return;
        }
        let request = untrack(|| self.fields.request());
        if let Err((field, sentence)) = check(&request) {
            self.blame(field, sentence);
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        self.done.set(None);
        spawn_local(async move {
            let answer = self.session.call(api::save_settings(&request)).await;
            self.busy.set(false);
            match answer {
                Ok(page) => {
                    // What was typed while the answer was on its way is a change of its own.
                    if untrack(|| self.fields.request()) == request {
                        self.fields.fill(page.clone());
                    }
                    self.saved.set(Some(page));
                    self.done.set(Some(words::settings().saved));
                }
                Err(failure) => {
                    self.blame(failure.field().unwrap_or_default(), failure.sentence());
                }
            }
        });
    }

    /// Says what is wrong at its field, and leads there. A search must not hide it.
    fn blame(self, field: &str, sentence: String) {
        self.done.set(None);
        self.query.set(String::new());
        self.error.set(Some((field.to_owned(), sentence)));
        let field = field.to_owned();
        host::after_layout(move || host::focus(&field));
    }

    /// Switches the chat on or off at once. What else stands in the form stays unsaved.
    pub(super) fn switch_chat(self, on: bool) {
        let Some(saved) = self.saved.get_untracked() else {
            return;
        };
        let mut request = SaveSettings {
            workspace_name: saved.workspace_name,
            settings: saved.settings,
        };
        request.settings.conversations_enabled = on;
        self.done.set(None);
        self.error.set(None);
        spawn_local(async move {
            match self.session.call(api::save_settings(&request)).await {
                Ok(page) => {
                    self.fields
                        .conversations_enabled
                        .set(page.settings.conversations_enabled);
                    self.saved.set(Some(page));
                    self.done.set(Some(words::settings().saved));
                }
                Err(failure) => self.blame("switch-chat", failure.sentence()),
            }
        });
    }

    /// Replaces the public token. The rest of the form stays as it is.
    pub(super) fn regenerate(self) {
        self.done.set(None);
        self.error.set(None);
        spawn_local(async move {
            match self.session.call(api::regenerate()).await {
                Ok(page) => {
                    self.saved.update(|saved| {
                        if let Some(saved) = saved {
                            saved.public_token = page.public_token;
                            saved.snippet = page.snippet;
                        }
                    });
                    self.done.set(Some(words::settings().regenerated));
                }
                Err(failure) => self.blame("regenerate", failure.sentence()),
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::whole;
    use super::*;
    use porthole_shared::settings::WorkspaceSettings;

    #[test]
    fn what_is_no_number_is_refused() {
        let settings = WorkspaceSettings {
            offset_x: whole("1e3"),
            ..WorkspaceSettings::initial()
        };
        let request = SaveSettings {
            workspace_name: "A".to_owned(),
            settings,
        };
        assert_eq!(check(&request).unwrap_err().0, "offset_x");
    }
}
