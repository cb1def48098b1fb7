//! From the keys that are pressed to actions. A single key does nothing while somebody types,
//! while a dialog or a menu is open, or where the member has switched single keys off
//! (WCAG 2.1.4).

use super::held::Held;
use super::{ActionId, Actions, Keys};
use crate::desk::Desk;
use crate::host;
use crate::preference::Preference;
use leptos::prelude::*;
use porthole_shared::time::{SECOND, Timestamp};

/// How long the first key of a sequence waits for the second one, in milliseconds.
const SEQUENCE: i64 = 2 * SECOND;

/// Listens for as long as the component that calls this is there.
pub(crate) fn listen(actions: Actions, preference: Preference, desk: Desk) {
    let begun = StoredValue::new(None::<(String, Timestamp)>);
    let held = Held::new(desk);
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        if event.default_prevented() || event.is_composing() || event.key_code() == 229 {
            return;
        }
        if held.follows(&event) {
            event.prevent_default();
            return;
        }
        let single = preference.single_keys.get_untracked();
        let Some(key) = read(&event, single) else {
            return;
        };
        let now = host::now();
        let before = begun.get_value().filter(|(_, at)| at.plus(SEQUENCE) > now);
        begun.set_value(None);
        match find(&key, before.map(|(key, _)| key).as_deref()) {
            Found::Action(action) if held.holds(action) => {
                held.add(&event);
                event.prevent_default();
            }
            Found::Action(action) => {
                if actions.run(action) {
                    event.prevent_default();
                }
            }
            Found::Beginning => begun.set_value(Some((key.name, now))),
            Found::Nothing => {}
        }
    });
    on_cleanup(move || listener.remove());
}

/// A key that may mean something.
#[derive(Debug, PartialEq)]
struct Key {
    name: String,
    command: bool,
}

/// What was pressed, where it is of concern.
fn read(event: &leptos::ev::KeyboardEvent, single: bool) -> Option<Key> {
    let name = name(&event.key(), &event.code(), event.shift_key());
    let command = event.ctrl_key() || event.meta_key();
    if event.alt_key() || (command && event.shift_key()) {
        return None;
    }
    let key = Key { name, command };
    if host::asks_something() {
        return None;
    }
    let target = event.target();
    let typing = host::is_field(target.as_ref());
    match key.name.as_str() {
        _ if command => Some(key),
        "Escape" => Some(key),
        // Enter does what the focused control does by it.
        "Enter" if host::is_control(target.as_ref()) => None,
        _ => (single && !typing).then_some(key),
    }
}

/// The key's name. On a keyboard of another script the letters are found by their place.
fn name(key: &str, code: &str, shift: bool) -> String {
    let letter = code.strip_prefix("Key");
    let foreign = key.chars().count() == 1 && !key.is_ascii();
    match letter {
        Some(letter) if foreign => letter.to_lowercase(),
        // Caps Lock is no Shift.
        _ if key.len() == 1 && !shift => key.to_lowercase(),
        _ => key.to_owned(),
    }
}

#[derive(Debug, PartialEq)]
enum Found {
    Action(ActionId),
    Beginning,
    Nothing,
}

/// What a key means after the one before it.
fn find(key: &Key, before: Option<&str>) -> Found {
    let name = key.name.as_str();
    let by = |wanted: &dyn Fn(&Keys) -> bool| {
        let mut all = ActionId::ALL.iter();
        all.find(|id| id.keys().iter().any(wanted)).copied()
    };
    if key.command {
        let command = by(&|keys| matches!(keys, Keys::Command(own) if *own == name));
        return command.map_or(Found::Nothing, Found::Action);
    }
    if let Some(before) = before {
        let second = by(
            &|keys| matches!(keys, Keys::Then(first, second) if *first == before && *second == name),
        );
        if let Some(action) = second {
            return Found::Action(action);
        }
    }
    if let Some(action) = by(&|keys| matches!(keys, Keys::Press(own) if *own == name)) {
        return Found::Action(action);
    }
    match by(&|keys| matches!(keys, Keys::Then(first, _) if *first == name)) {
        Some(_) => Found::Beginning,
        None => Found::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(name: &str) -> Key {
        Key {
            name: name.to_owned(),
            command: false,
        }
    }

    #[test]
    fn keys_find_their_actions() {
        assert_eq!(find(&press("j"), None), Found::Action(ActionId::Next));
        assert_eq!(find(&press("e"), None), Found::Action(ActionId::Resolve));
        assert_eq!(find(&press("J"), None), Found::Nothing);
        let command = Key {
            name: "k".to_owned(),
            command: true,
        };
        assert_eq!(find(&command, None), Found::Action(ActionId::Palette));
    }

    #[test]
    fn a_sequence_goes_before_the_single_key() {
        assert_eq!(find(&press("g"), None), Found::Beginning);
        assert_eq!(find(&press("m"), None), Found::Action(ActionId::Merge));
        assert_eq!(
            find(&press("m"), Some("g")),
            Found::Action(ActionId::GoMine)
        );
        assert_eq!(find(&press("j"), Some("g")), Found::Action(ActionId::Next));
    }

    #[test]
    fn names_do_not_depend_on_caps_lock_or_script() {
        assert_eq!(name("J", "KeyJ", false), "j");
        assert_eq!(name("J", "KeyJ", true), "J");
        assert_eq!(name("о", "KeyJ", false), "j");
        assert_eq!(name("?", "Slash", true), "?");
        assert_eq!(name("Escape", "Escape", false), "Escape");
    }
}
