//! The pages of one browser among each other, by Web Locks. Where there are none (plain http on
//! another machine) each page takes itself for the only one.

use super::is_visible;
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Says whether this page is the one of its browser that holds a name. As long as the component
/// that calls this is there, it is this page's as soon as no other one holds it.
pub(crate) fn hold_alone(name: &str) -> ReadSignal<bool> {
    let (held, set_held) = signal(locks().is_none());
    let release = request(name, "exclusive", move || {
        set_held.try_set(true);
    });
    let release = StoredValue::new_local(release);
    on_cleanup(move || release.with_value(|release| let_go(release.as_ref())));
    held
}

/// Holds a name together with others, while the page is looked at.
pub(crate) fn hold_while_looked_at(name: &'static str) {
    let release = StoredValue::new_local(None::<Function>);
    let look = move || {
        let holds = release.with_value(Option::is_some);
        if is_looked_at() && !holds {
            release.set_value(request(name, "shared", || {}));
        } else if !is_looked_at() && holds {
            release.with_value(|release| let_go(release.as_ref()));
            release.set_value(None);
        }
    };
    look();
    for event in ["focus", "blur", "visibilitychange"] {
        let listener = window_event_listener_untyped(event, move |_| look());
        on_cleanup(move || listener.remove());
    }
    on_cleanup(move || release.with_value(|release| let_go(release.as_ref())));
}

/// Whether somebody looks at this page now.
pub(crate) fn is_looked_at() -> bool {
    is_visible() && document().has_focus().unwrap_or(true)
}

/// Whether any page of this browser holds a name.
pub(crate) async fn is_held(name: &str) -> bool {
    let held = async {
        let query: Promise = call(&locks()?, "query", &[])?.dyn_into().ok()?;
        let state = JsFuture::from(query).await.ok()?;
        let held: Array = Reflect::get(&state, &"held".into()).ok()?.dyn_into().ok()?;
        let named = |lock: JsValue| {
            Reflect::get(&lock, &"name".into())
                .is_ok_and(|own| own.as_string().as_deref() == Some(name))
        };
        Some(held.iter().any(named))
    };
    held.await.unwrap_or(false)
}

fn locks() -> Option<JsValue> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    locks.is_object().then_some(locks)
}

/// Asks for a lock; what comes back lets it go.
fn request(name: &str, mode: &str, granted: impl FnOnce() + 'static) -> Option<Function> {
    let locks = locks()?;
    let mut release = None;
    let until = Promise::new(&mut |resolve, _| release = Some(resolve));
    let callback = Closure::once_into_js(move |_: JsValue| -> JsValue {
        granted();
        until.into()
    });
    let options = Object::new();
    // Cannot fail on a plain object.
    let _ = Reflect::set(&options, &"mode".into(), &mode.into());
    call(&locks, "request", &[&name.into(), &options, &callback])?;
    release
}

fn let_go(release: Option<&Function>) {
    if let Some(release) = release {
        let _ = release.call0(&JsValue::NULL);
    }
}

fn call(object: &JsValue, method: &str, arguments: &[&JsValue]) -> Option<JsValue> {
    let method: Function = Reflect::get(object, &method.into()).ok()?.dyn_into().ok()?;
    let arguments: Array = arguments.iter().copied().collect();
    method.apply(object, &arguments).ok()
}
