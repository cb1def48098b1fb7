//! A list to choose from by typing: a field, and below it what fits. By the combobox pattern of
//! the ARIA Authoring Practices: the focus stays in the field, the arrow keys move the mark,
//! Enter chooses.

use crate::host;
use leptos::html::{Input, Ul};
use leptos::prelude::*;

/// Something to choose.
#[derive(Clone)]
pub(crate) struct Pick {
    /// Tells it from the others.
    pub(crate) key: String,
    /// What it is called.
    pub(crate) label: String,
    /// What stands at the end of its line: a key, a date, a count.
    pub(crate) hint: String,
    /// Whether it holds now; absent where nothing of the kind can.
    pub(crate) checked: Option<bool>,
    /// The list stays open after it was chosen.
    pub(crate) stays: bool,
    /// Does it.
    pub(crate) act: Callback<()>,
}

impl Pick {
    /// Something to choose, known by its key.
    pub(crate) fn new(
        key: impl Into<String>,
        label: impl Into<String>,
        act: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            hint: String::new(),
            checked: None,
            stays: false,
            act: Callback::new(move |()| act()),
        }
    }

    /// With a mark that says whether it holds now.
    pub(crate) fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }

    /// The list stays open after it was chosen.
    pub(crate) fn stays(mut self) -> Self {
        self.stays = true;
        self
    }

    /// With something at the end of its line.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// The field and the list.
#[component]
pub(crate) fn Picker(
    /// Names it within the page.
    id: &'static str,
    /// What is chosen here.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in the empty field.
    placeholder: &'static str,
    /// What fits to a text, the best first.
    #[prop(into)]
    picks: Callback<String, Vec<Pick>>,
    /// What is said where nothing fits.
    nothing: &'static str,
    /// Called before a choice is acted on, unless the list stays open.
    #[prop(into)]
    done: Callback<()>,
    /// Several can be chosen, one after the other.
    #[prop(default = false)]
    several: bool,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let field = NodeRef::<Input>::new();
    let list = NodeRef::<Ul>::new();
    let found = Signal::derive(move || picks.run(text.get()));
    let count = Memo::new(move |_| found.with(Vec::len));
    let place = move || active.get().min(count.get().saturating_sub(1));
    field.on_load(|field| {
        let _ = field.focus();
    });
    let choose = move |place: usize| {
        let chosen = found.with_untracked(|found| found.get(place).cloned());
        let Some(pick) = chosen else { return };
        if pick.stays {
            text.set(String::new());
        } else {
            done.run(());
        }
        pick.act.run(());
    };
    let go = move |to: usize| {
        active.set(to);
        host::after_layout(move || host::show_within(list, "[aria-selected=true]"));
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let (now, count) = (untrack(place), count.get_untracked());
        match event.key().as_str() {
            "ArrowDown" if count > 0 => go((now + 1) % count),
            "ArrowUp" if count > 0 => go((now + count - 1) % count),
            "Enter" if !event.is_composing() => choose(now),
            _ => return,
        }
        event.prevent_default();
    };
    let option = move |place_of: usize, pick: Pick| {
        let is_active = Memo::new(move |_| place() == place_of);
        view! {
            <li
                id=format!("{id}-{place_of}")
                class="pick"
                role="option"
                aria-selected=move || is_active.get().to_string()
                aria-checked=pick.checked.map(|checked| checked.to_string())
                on:pointermove=move |_| active.set(place_of)
                on:pointerdown=|event| event.prevent_default()
                on:click=move |_| choose(place_of)
            >
                <span class="pick-label">{pick.label}</span>
                <span class="pick-hint">{pick.hint}</span>
            </li>
        }
        .into_any()
    };
    let options = move || {
        let found = found.get().into_iter().enumerate();
        found
            .map(|(place, pick)| option(place, pick))
            .collect::<Vec<_>>()
    };
    let list_id = format!("{id}-list");
    view! {
        <div class="picker">
            <input
                class="picker-field"
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                node_ref=field
                aria-label=label
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls=list_id.clone()
                aria-activedescendant=move || (count.get() > 0).then(|| format!("{id}-{}", place()))
                placeholder=placeholder
                prop:value=text
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    active.set(0);
                }
                on:keydown=key
            />
            <ul class="picks" id=list_id role="listbox" aria-label=label aria-multiselectable=several.then_some("true") node_ref=list>
                {options}
            </ul>
            <p class="picker-none help" role="status">
                {move || (count.get() == 0).then_some(nothing)}
            </p>
        </div>
    }
}

/// How well a text fits to what somebody typed, the lower the better; `None` where it does not.
/// Letters may be left out in between: `gm` finds `Go to my tickets`.
pub(crate) fn fit(label: &str, typed: &str) -> Option<usize> {
    let (label, typed) = (label.to_lowercase(), typed.trim().to_lowercase());
    if let Some(place) = label.find(&typed) {
        let word = place == 0 || label[..place].ends_with(|letter: char| !letter.is_alphanumeric());
        return Some(if word { place } else { 100 + place });
    }
    let mut gaps = 0;
    let mut rest = label.chars();
    for letter in typed.chars().filter(|letter| !letter.is_whitespace()) {
        gaps += rest.by_ref().position(|other| other == letter)?;
    }
    Some(1_000 + gaps)
}

/// Those that fit, the best first; of equals in their own order.
pub(crate) fn fitting(picks: Vec<Pick>, typed: &str) -> Vec<Pick> {
    let mut scored: Vec<(usize, Pick)> = picks
        .into_iter()
        .filter_map(|pick| Some((fit(&pick.label, typed)?, pick)))
        .collect();
    if !typed.trim().is_empty() {
        scored.sort_by_key(|(score, _)| *score);
    }
    scored.into_iter().map(|(_, pick)| pick).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_of_words_fit_best_and_letters_may_be_left_out() {
        assert_eq!(fit("Go to my tickets", ""), Some(0));
        assert!(fit("Assign to Bob", "bob") < fit("Write about a kebob", "bob"));
        assert!(fit("Go to my tickets", "gmt").is_some());
        assert!(fit("Go to my tickets", "my") < fit("Gummy", "my"));
        assert_eq!(fit("Snooze", "zs"), None);
    }
}
