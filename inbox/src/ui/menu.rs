//! A button that opens a menu, by the pattern of the ARIA Authoring Practices: arrow keys, Home
//! and End move, letters find, Escape and Tab close, and the focus comes back to the button.

use crate::host;
use leptos::html::{Button, Div};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Something to choose in a menu.
#[derive(Clone)]
pub(crate) struct Choice {
    /// What it is called.
    pub(crate) label: String,
    /// Whether it is what holds now; absent where nothing of the kind holds.
    pub(crate) checked: Option<bool>,
    /// Does it.
    pub(crate) act: Callback<()>,
}

impl Choice {
    /// Something to do.
    pub(crate) fn new(label: impl Into<String>, act: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            label: label.into(),
            checked: None,
            act: Callback::new(move |()| act()),
        }
    }
}

/// The button and its menu.
#[component]
pub(crate) fn Menu(
    /// Names the menu within the page.
    id: &'static str,
    /// What the button is called.
    #[prop(into)]
    label: Signal<String>,
    /// What is drawn on the button.
    face: AnyView,
    /// The classes of the button.
    #[prop(default = "icon-button")]
    class: &'static str,
    /// The menu opens upwards.
    #[prop(default = false)]
    up: bool,
    /// What can be chosen.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let button = NodeRef::<Button>::new();
    let list = NodeRef::<Div>::new();
    let close = move || {
        // The focus of somebody who has gone elsewhere stays there.
        if open.get_untracked()
            && list
                .get_untracked()
                .is_some_and(|list| host::has_focus(&list))
        {
            focus(button);
        }
        open.set(false);
    };
    host::on_press_outside(button, list, move || open.set(false));
    let show = move |last: bool| {
        open.set(true);
        host::after_layout(move || move_to(list, if last { Move::Last } else { Move::First }));
    };
    let button_key = move |event: leptos::ev::KeyboardEvent| {
        let last = match event.key().as_str() {
            "ArrowDown" => false,
            "ArrowUp" => true,
            _ => return,
        };
        event.prevent_default();
        show(last);
    };
    let list_key = move |event: leptos::ev::KeyboardEvent| {
        event.stop_propagation();
        let to = match event.key().as_str() {
            "ArrowDown" => Move::Next,
            "ArrowUp" => Move::Before,
            "Home" => Move::First,
            "End" => Move::Last,
            "Escape" => {
                event.prevent_default();
                return close();
            }
            "Tab" => return close(),
            key if key.chars().count() == 1 && key != " " => Move::To(key.to_lowercase()),
            _ => return,
        };
        event.prevent_default();
        move_to(list, to);
    };
    let items = move || {
        let choices = choices.get().into_iter();
        let item = |choice| view! { <Item choice close/> };
        choices.map(item).collect::<Vec<_>>()
    };
    view! {
        <div class="menu">
            <button
                class=class
                type="button"
                node_ref=button
                aria-label=label
                title=label
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                aria-controls=id
                on:click=move |_| if open.get_untracked() { close() } else { show(false) }
                on:keydown=button_key
            >
                {face}
            </button>
            <div
                id=id
                class="menu-list"
                class:up=up
                role="menu"
                aria-label=label
                node_ref=list
                hidden=move || !open.get()
                on:keydown=list_key
            >
                {items}
            </div>
        </div>
    }
}

#[component]
fn Item(choice: Choice, close: impl Fn() + Copy + 'static) -> impl IntoView {
    let role = if choice.checked.is_some() {
        "menuitemradio"
    } else {
        "menuitem"
    };
    view! {
        <button
            class="menu-item"
            type="button"
            role=role
            tabindex="-1"
            aria-checked=choice.checked.map(|checked| checked.to_string())
            on:click=move |_| {
                close();
                choice.act.run(());
            }
        >
            {choice.label.clone()}
        </button>
    }
}

/// Where the focus goes.
enum Move {
    First,
    Last,
    Next,
    Before,
    To(String),
}

fn focus(button: NodeRef<Button>) {
    if let Some(button) = button.get_untracked() {
        let _ = button.focus();
    }
}

fn move_to(list: NodeRef<Div>, to: Move) {
    let Some(list) = list.get_untracked() else {
        return;
    };
    let items = host::elements(&list, "[role^=menuitem]");
    let count = items.len();
    if count == 0 {
        return;
    }
    let now = items.iter().position(host::is_focused);
    let place = match to {
        Move::First => Some(0),
        Move::Last => Some(count - 1),
        Move::Next => Some(now.map_or(0, |now| (now + 1) % count)),
        Move::Before => Some(now.map_or(count - 1, |now| (now + count - 1) % count)),
        Move::To(letter) => (1..=count)
            .map(|step| (now.unwrap_or(count - 1) + step) % count)
            .find(|place| {
                let text = items[*place].text_content().unwrap_or_default();
                text.trim().to_lowercase().starts_with(&letter)
            }),
    };
    let item = place.and_then(|place| items[place].dyn_ref::<web_sys::HtmlElement>());
    if let Some(item) = item {
        let _ = item.focus();
    }
}
