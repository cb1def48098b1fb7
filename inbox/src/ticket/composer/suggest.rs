//! Suggestions over the composer: canned replies after a `/`, members after an `@`.
//!
//! The textbox keeps the focus and names the suggestion that Enter would take
//! (`aria-activedescendant`), as comboboxes do.

use super::fill::filled;
use super::token::{Asks, Token, token};
use super::writing::Writing;
use crate::thread::Load;
use crate::{host, words};
use leptos::html::Ul;
use leptos::prelude::*;
use porthole_shared::inbox::canned::CannedReply;
use porthole_shared::inbox::member::TeamMember;
use porthole_shared::inbox::ticket::EntryKind;

/// How many are shown at the most.
const MOST: usize = 50;

/// One suggestion.
#[derive(Clone, Debug, PartialEq)]
struct Suggestion {
    label: String,
    /// The word that stands for it.
    sign: String,
    hint: String,
    /// What it puts into the text.
    text: String,
}

/// The suggestions for the word at the caret.
#[derive(Clone, Copy)]
pub(super) struct Suggestions {
    writing: Writing,
    token: RwSignal<Option<Token>>,
    found: Memo<Vec<Suggestion>>,
    active: RwSignal<usize>,
    /// Where the word begins for which nobody wants any.
    dismissed: StoredValue<Option<u32>>,
    /// Somebody asked by the button, and sees it even where there are none.
    called: RwSignal<bool>,
}

impl Suggestions {
    pub(super) fn new(writing: Writing) -> Self {
        let token: RwSignal<Option<Token>> = RwSignal::new(None);
        let found = Memo::new(move |_| match token.get() {
            Some(token) => find(writing, &token),
            None => Vec::new(),
        });
        Self {
            writing,
            token,
            found,
            active: RwSignal::new(0),
            dismissed: StoredValue::new(None),
            called: RwSignal::new(false),
        }
    }

    /// Whether they are shown.
    pub(super) fn open(self) -> bool {
        self.token.with(Option::is_some)
            && (self.called.get() || self.found.with(|found| !found.is_empty()))
    }

    /// Looks at the word before the caret again.
    pub(super) fn look(self) {
        let writing = self.writing;
        let Some(area) = writing.area.get_untracked() else {
            return;
        };
        let caret = area.selection_start().ok().flatten().unwrap_or_default();
        let note = writing.kind.get_untracked() == EntryKind::Note;
        let now = token(&area.value(), caret, note);
        let start = now.as_ref().map(|token| token.start);
        if self.dismissed.get_value() != start {
            self.dismissed.set_value(None);
        } else if start.is_some() {
            return self.close();
        }
        if self.token.with_untracked(|before| *before == now) {
            return;
        }
        let before_start = self
            .token
            .with_untracked(|token| token.as_ref().map(|token| token.start));
        match now.as_ref().map(|token| token.asks) {
            Some(Asks::Canned) => writing.team.need_canned(),
            // Once for each name that is begun: a colleague may be new.
            Some(Asks::Member) if before_start != start => writing.team.read_members(),
            Some(Asks::Member) => {}
            None => self.called.set(false),
        }
        self.active.set(0);
        self.token.set(now);
    }

    fn close(self) {
        self.called.set(false);
        if self.token.with_untracked(Option::is_some) {
            self.token.set(None);
        }
    }

    /// Writes the sign that asks for suggestions where the caret is.
    pub(super) fn call(self, sign: &str) {
        let Some(area) = self.writing.area.get_untracked() else {
            return;
        };
        let at = area.selection_start().ok().flatten().unwrap_or_default();
        let end = area.selection_end().ok().flatten().unwrap_or(at);
        let units: Vec<u16> = area.value().encode_utf16().collect();
        let before = usize::try_from(at).ok().and_then(|at| at.checked_sub(1));
        let apart = before
            .and_then(|before| units.get(before))
            .is_none_or(|unit| char::from_u32(u32::from(*unit)).is_some_and(char::is_whitespace));
        let text = if apart {
            sign.to_owned()
        } else {
            format!(" {sign}")
        };
        self.dismissed.set_value(None);
        self.called.set(true);
        self.writing.replace(at, end, &text);
        self.look();
    }

    /// Takes a key press that is meant for the suggestions. Says whether it was.
    pub(super) fn take_key(self, key: &str) -> bool {
        if !self.open() {
            return false;
        }
        let count = self.found.with_untracked(Vec::len);
        match key {
            "ArrowDown" if count > 0 => self.active.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => self.active.update(|at| *at = (*at + count - 1) % count),
            "Enter" | "Tab" if count > 0 => self.choose(self.active.get_untracked()),
            "Escape" => {
                let start = self
                    .token
                    .with_untracked(|token| token.as_ref().map(|token| token.start));
                self.dismissed.set_value(start);
                self.close();
            }
            _ => return false,
        }
        true
    }

    fn choose(self, place: usize) {
        let chosen = self.found.with_untracked(|found| found.get(place).cloned());
        let (Some(chosen), Some(token)) = (chosen, self.token.get_untracked()) else {
            return;
        };
        self.writing.replace(token.start, token.end, &chosen.text);
        self.close();
    }

    /// The id of the suggestion that Enter takes.
    pub(super) fn active_id(self) -> Option<String> {
        let some = self.open() && self.found.with(|found| !found.is_empty());
        some.then(|| option_id(self.active.get()))
    }
}

fn option_id(place: usize) -> String {
    format!("composer-suggestion-{place}")
}

fn find(writing: Writing, token: &Token) -> Vec<Suggestion> {
    match token.asks {
        Asks::Canned => writing.team.canned.with(|replies| {
            let suggest = |reply: &&CannedReply| {
                let text = filled(writing, &reply.text);
                Suggestion {
                    label: reply.title.clone(),
                    sign: format!("/{}", reply.shortcut),
                    hint: first_line(&text),
                    text,
                }
            };
            ranked(replies, |reply| canned_rank(reply, &token.query))
                .iter()
                .map(suggest)
                .collect()
        }),
        Asks::Member => {
            let me = writing.desk.session.me().map(|me| me.id);
            writing.team.members.with(|members| {
                let suggest = |member: &&TeamMember| Suggestion {
                    label: member.name.clone(),
                    sign: String::new(),
                    hint: String::new(),
                    text: format!("@{} ", member.name),
                };
                ranked(members, |member| {
                    (Some(&member.id) != me.as_ref())
                        .then(|| name_rank(&member.name, &token.query))?
                })
                .iter()
                .map(suggest)
                .collect()
            })
        }
    }
}

/// Those that have a rank, the best ones first.
fn ranked<T>(all: &[T], rank: impl Fn(&T) -> Option<u8>) -> Vec<&T> {
    let mut found: Vec<(u8, &T)> = all
        .iter()
        .filter_map(|one| Some((rank(one)?, one)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.truncate(MOST);
    found.into_iter().map(|(_, one)| one).collect()
}

/// How well a canned reply fits: by its shortcut, by its title, by its text.
fn canned_rank(reply: &CannedReply, query: &str) -> Option<u8> {
    if reply.shortcut.starts_with(query) {
        Some(0)
    } else if let Some(rank) = name_rank(&reply.title, query) {
        Some(1 + rank)
    } else if reply.text.to_lowercase().contains(query) {
        Some(4)
    } else {
        None
    }
}

/// How well a name fits: at its start, at the start of a word, anywhere.
fn name_rank(name: &str, query: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if name.starts_with(query) {
        Some(0)
    } else if name.split_whitespace().any(|word| word.starts_with(query)) {
        Some(1)
    } else if name.contains(query) {
        Some(2)
    } else {
        None
    }
}

fn first_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The list over the composer.
#[component]
pub(super) fn SuggestionList(suggestions: Suggestions) -> impl IntoView {
    let words = words::thread();
    let list = NodeRef::<Ul>::new();
    let canned = move || {
        let canned = |token: &Token| token.asks == Asks::Canned;
        suggestions
            .token
            .with(|token| token.as_ref().is_some_and(canned))
    };
    let label = move || {
        if canned() {
            words.suggestions_canned
        } else {
            words.suggestions_members
        }
    };
    let count = move || {
        let count = suggestions.found.with(Vec::len);
        (suggestions.open() && count > 0).then(|| {
            words
                .suggestions_count
                .of(i64::try_from(count).unwrap_or_default())
        })
    };
    Effect::new(move |_| {
        let active = suggestions.active.get();
        let options = list
            .get()
            .map(|list| host::elements(&list, "[role=option]"));
        if let Some(option) = options.as_ref().and_then(|options| options.get(active)) {
            host::show(option);
        }
    });
    let options = move || {
        let found = suggestions.found.get().into_iter().enumerate();
        found
            .map(|(place, one)| option(suggestions, place, one))
            .collect::<Vec<_>>()
    };
    let nothing = move || {
        (suggestions.open() && suggestions.found.with(Vec::is_empty)).then(|| none(suggestions))
    };
    view! {
        <div class="suggestions" hidden=move || !suggestions.open()>
            <ul
                id="composer-suggestions"
                class="suggestion-list"
                role="listbox"
                aria-label=label
                node_ref=list
                hidden=move || suggestions.found.with(Vec::is_empty)
            >
                {options}
            </ul>
            {nothing}
        </div>
        <div class="visually-hidden" role="status">{count}</div>
    }
}

fn option(suggestions: Suggestions, place: usize, one: Suggestion) -> AnyView {
    view! {
        <li
            id=option_id(place)
            class="suggestion"
            role="option"
            aria-selected=move || (suggestions.active.get() == place).to_string()
            on:mousedown=move |event| event.prevent_default()
            on:click=move |_| suggestions.choose(place)
        >
            <span class="suggestion-label">{one.label}</span>
            <span class="suggestion-sign" dir="auto">{one.sign}</span>
            <span class="suggestion-hint">{one.hint}</span>
        </li>
    }
    .into_any()
}

fn none(suggestions: Suggestions) -> AnyView {
    let words = words::thread();
    match suggestions.writing.team.canned_load.get() {
        Load::Loading => crate::ui::waiting(),
        Load::Failed(_) => {
            view! { <p class="suggestion-none" role="alert">{words.canned_failed}</p> }.into_any()
        }
        Load::Ready => view! {
            <p class="suggestion-none">
                {words.canned_none}" "
                <a href="/inbox/settings">{words.canned_add}</a>
            </p>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortcut_counts_more_than_the_title_and_the_title_more_than_the_text() {
        let reply = |shortcut: &str, title: &str, text: &str| CannedReply {
            shortcut: shortcut.to_owned(),
            title: title.to_owned(),
            text: text.to_owned(),
            ..CannedReply::default()
        };
        let replies = [
            reply("late", "Delays", "Your refund is late"),
            reply("money", "Refund policy", "x"),
            reply("refund", "Money back", "x"),
            reply("bye", "Goodbye", "x"),
        ];
        let found = ranked(&replies, |reply| canned_rank(reply, "refund"));
        let shortcuts: Vec<&str> = found.iter().map(|reply| reply.shortcut.as_str()).collect();
        assert_eq!(shortcuts, ["refund", "money", "late"]);
    }
}
