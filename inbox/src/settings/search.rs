//! Sections and settings, and finding one's way in them: what is looked for is a word of a
//! setting's label, of its help, or of its section's heading.

use crate::host;
use crate::ui::Field;
use leptos::prelude::*;

/// One thing to set, and the words by which it is found.
pub(super) struct Setting {
    words: Vec<&'static str>,
    view: AnyView,
}

/// A field, which is found by its label and its help.
pub(super) fn setting(field: Field, view: AnyView) -> Setting {
    found_by(&[field.label, field.help], view)
}

/// Anything else, which is found by these words.
pub(super) fn found_by(words: &[&'static str], view: AnyView) -> Setting {
    Setting {
        words: words.to_vec(),
        view,
    }
}

/// A section with its heading, what it is about, and its settings.
pub(super) struct Section {
    /// Its id within the page, by which the contents link to it.
    pub(super) id: &'static str,
    /// Its heading.
    pub(super) title: &'static str,
    /// What it is about.
    pub(super) about: &'static str,
    /// Its settings.
    pub(super) settings: Vec<Setting>,
}

/// What is known of a section for the contents and the search.
#[derive(Clone)]
struct Entry {
    id: &'static str,
    title: &'static str,
    words: String,
    settings: Vec<String>,
}

/// What is looked for.
#[derive(Clone, Copy)]
pub(super) struct Search {
    /// As typed.
    pub(super) query: RwSignal<String>,
    /// The same, as it is compared.
    terms: Memo<Vec<String>>,
    entries: StoredValue<Vec<Entry>>,
}

impl Search {
    /// Looks for what stands in `query`.
    pub(super) fn new(query: RwSignal<String>) -> Self {
        let terms = Memo::new(move |_| {
            let query = query.read().to_lowercase();
            query.split_whitespace().map(str::to_owned).collect()
        });
        Self {
            query,
            terms,
            entries: StoredValue::new(Vec::new()),
        }
    }

    fn finds(self, words: &str) -> bool {
        let terms = self.terms.read();
        terms.iter().all(|term| words.contains(term.as_str()))
    }

    fn finds_in(self, entry: &Entry) -> usize {
        if self.finds(&entry.words) {
            return entry.settings.len();
        }
        let found = entry.settings.iter().filter(|words| self.finds(words));
        found.count()
    }

    /// How many settings are found; `None` where nothing is looked for.
    pub(super) fn count(self) -> Option<usize> {
        let is_asked = !self.terms.read().is_empty();
        let count = || {
            self.entries
                .with_value(|entries| entries.iter().map(|entry| self.finds_in(entry)).sum())
        };
        is_asked.then(count)
    }

    /// The sections in which something is found: id and heading.
    pub(super) fn contents(self) -> Vec<(&'static str, &'static str)> {
        self.entries.with_value(|entries| {
            let found = entries.iter().filter(|entry| self.finds_in(entry) > 0);
            found.map(|entry| (entry.id, entry.title)).collect()
        })
    }

    /// Shows a section as far as something in it is found.
    pub(super) fn section(self, section: Section) -> AnyView {
        let entry = Entry {
            id: section.id,
            title: section.title,
            words: joined(&[section.title, section.about]),
            settings: section
                .settings
                .iter()
                .map(|setting| joined(&setting.words))
                .collect(),
        };
        self.entries
            .update_value(|entries| entries.push(entry.clone()));
        let whole = entry.words.clone();
        let whole = Memo::new(move |_| self.finds(&whole));
        let settings: Vec<AnyView> = section
            .settings
            .into_iter()
            .zip(entry.settings.clone())
            .map(|(setting, words)| {
                let hidden = move || !whole.get() && !self.finds(&words);
                view! { <div class="setting" hidden=hidden>{setting.view}</div> }.into_any()
            })
            .collect();
        let heading = format!("{}-title", section.id);
        view! {
            <section
                class="section"
                id=section.id
                aria-labelledby=heading
                hidden=move || self.finds_in(&entry) == 0
            >
                <div class="section-head">
                    <h2 id=heading.clone()>{section.title}</h2>
                    <p class="help" hidden=section.about.is_empty()>{section.about}</p>
                </div>
                <div class="section-body">{settings}</div>
            </section>
        }
        .into_any()
    }

    /// Marks what is found in the page, as long as the page is there.
    pub(super) fn mark(self) {
        Effect::new(move |_| {
            let terms = self.terms.get();
            host::after_layout(move || host::highlight(FOUND, &terms));
        });
        on_cleanup(|| host::highlight(FOUND, &[]));
    }
}

/// Where the words stand that are looked for.
const FOUND: &str =
    ".section:not([hidden]) :is(h2, h3, label, legend, .help), .section:not([hidden]) option";

fn joined(words: &[&str]) -> String {
    words.join("\n").to_lowercase()
}
