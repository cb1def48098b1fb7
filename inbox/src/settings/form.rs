//! What stands in the settings form, and what is saved. It outlives the page, so that nothing
//! typed is lost by looking at a ticket in between.

use crate::session::Session;
use crate::thread::Load;
use crate::{api, host, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::inbox::settings::{SaveSettings, SettingsPage};
use porthole_shared::settings::{Position, Theme, WorkspaceSettings};
use porthole_shared::text::PersonName;

/// One signal for each control, holding what stands in it.
#[derive(Clone, Copy, Default)]
pub(super) struct Fields {
    pub(super) workspace_name: RwSignal<String>,
    pub(super) conversations_enabled: RwSignal<bool>,
    pub(super) widget_enabled: RwSignal<bool>,
    pub(super) chat_page: RwSignal<bool>,
    pub(super) button_color: RwSignal<String>,
    pub(super) position: RwSignal<String>,
    pub(super) offset_x: RwSignal<String>,
    pub(super) offset_y: RwSignal<String>,
    pub(super) theme: RwSignal<String>,
    pub(super) title: RwSignal<String>,
    pub(super) greeting: RwSignal<String>,
    pub(super) allowed_domains: RwSignal<String>,
    pub(super) require_email: RwSignal<bool>,
    pub(super) collect_name: RwSignal<bool>,
    pub(super) form_title: RwSignal<String>,
    pub(super) form_description: RwSignal<String>,
    /// Kept as it is: what this page has no control for.
    rest: RwSignal<WorkspaceSettings>,
}

impl Fields {
    fn fill(self, page: SettingsPage) {
        let settings = page.settings;
        let rest = settings.clone();
        self.workspace_name.set(page.workspace_name);
        self.conversations_enabled
            .set(settings.conversations_enabled);
        self.widget_enabled.set(settings.widget_enabled);
        self.chat_page.set(settings.chat_page);
        self.button_color.set(settings.button_color);
        self.position.set(settings.position.as_str().to_owned());
        self.offset_x.set(settings.offset_x.to_string());
        self.offset_y.set(settings.offset_y.to_string());
        self.theme.set(settings.theme.as_str().to_owned());
        self.title.set(settings.title);
        self.greeting.set(settings.greeting);
        self.allowed_domains
            .set(settings.allowed_domains.join("\n"));
        self.require_email.set(settings.require_email);
        self.collect_name.set(settings.collect_name);
        self.form_title.set(settings.form_title);
        self.form_description.set(settings.form_description);
        self.rest.set(rest);
    }

    fn request(self) -> SaveSettings {
        SaveSettings {
            workspace_name: self.workspace_name.get(),
            settings: WorkspaceSettings {
                conversations_enabled: self.conversations_enabled.get(),
                widget_enabled: self.widget_enabled.get(),
                button_color: self.button_color.get(),
                position: Position::from_word(&self.position.read()),
                offset_x: pixels(&self.offset_x.read()),
                offset_y: pixels(&self.offset_y.read()),
                theme: Theme::from_word(&self.theme.read()),
                title: self.title.get(),
                greeting: self.greeting.get(),
                allowed_domains: lines(&self.allowed_domains.read()),
                require_email: self.require_email.get(),
                collect_name: self.collect_name.get(),
                form_title: self.form_title.get(),
                form_description: self.form_description.get(),
                chat_page: self.chat_page.get(),
                ..self.rest.get()
            },
        }
    }
}

/// What stands in a number field; something that is no number fails the check as -1 does.
fn pixels(text: &str) -> i64 {
    text.trim().parse().unwrap_or(-1)
}

/// The lines that are not blank.
fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The first field that the server would refuse, by the same rules.
fn check(request: &SaveSettings) -> Result<(), (&'static str, String)> {
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
            session,
        }
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

    fn blame(self, field: &str, sentence: String) {
        self.done.set(None);
        self.error.set(Some((field.to_owned(), sentence)));
        host::focus(field);
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
    use super::*;

    #[test]
    fn blank_lines_are_no_domains() {
        assert_eq!(
            lines(" a.example \n\n  \nb.example"),
            ["a.example", "b.example"]
        );
    }

    #[test]
    fn what_is_no_number_is_refused() {
        let settings = WorkspaceSettings {
            offset_x: pixels("1e3"),
            ..WorkspaceSettings::initial()
        };
        let request = SaveSettings {
            workspace_name: "A".to_owned(),
            settings,
        };
        assert_eq!(check(&request).unwrap_err().0, "offset_x");
    }
}
