//! What tells of news outside of the page: a notification, a sound, a mark on the tab's icon.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AudioContext, Notification, NotificationOptions};

/// The mark on the icon, before the end of its picture.
const MARK: &str = "%3Ccircle cx='18' cy='6' r='6' fill='%23d92d3a'/%3E";
const PICTURE_END: &str = "%3C/svg%3E";

/// Shows a notification, in place of an earlier one with this tag. A click on it brings the page
/// to the front and does something.
pub(crate) fn notify(title: &str, text: &str, tag: &str, opened: impl FnOnce() + 'static) {
    if super::may_notify() != super::Permission::Granted {
        return;
    }
    let options = NotificationOptions::new();
    options.set_body(text);
    options.set_tag(tag);
    // On some telephones a page may not show any.
    let Ok(notification) = Notification::new_with_options(title, &options) else {
        return;
    };
    let shown = notification.clone();
    let open = Closure::once_into_js(move || {
        let _ = window().focus();
        shown.close();
        opened();
    });
    notification.set_onclick(Some(open.unchecked_ref()));
}

/// Makes a short, soft sound; nothing where the browser does not let a page make any yet.
pub(crate) fn ring() {
    let _ = play();
}

fn play() -> Result<(), wasm_bindgen::JsValue> {
    let audio = AudioContext::new()?;
    let (tone, volume) = (audio.create_oscillator()?, audio.create_gain()?);
    let now = audio.current_time();
    tone.frequency().set_value_at_time(660.0, now)?;
    tone.frequency().set_value_at_time(880.0, now + 0.09)?;
    volume.gain().set_value_at_time(0.0001, now)?;
    volume
        .gain()
        .exponential_ramp_to_value_at_time(0.12, now + 0.02)?;
    volume
        .gain()
        .exponential_ramp_to_value_at_time(0.0001, now + 0.35)?;
    tone.connect_with_audio_node(&volume)?
        .connect_with_audio_node(&audio.destination())?;
    tone.start()?;
    tone.stop_with_when(now + 0.4)?;
    let ended = Closure::once_into_js(move || {
        let _ = audio.close();
    });
    tone.set_onended(Some(ended.unchecked_ref()));
    Ok(())
}

/// Marks the icon in the browser's tab, or takes the mark off.
pub(crate) fn mark_icon(marked: bool) {
    let Ok(Some(icon)) = document().query_selector("link[rel=icon]") else {
        return;
    };
    let Some(picture) = icon.get_attribute("href") else {
        return;
    };
    let plain = picture.replace(MARK, "");
    let picture = if marked {
        plain.replace(PICTURE_END, &format!("{MARK}{PICTURE_END}"))
    } else {
        plain
    };
    // Cannot fail with this name.
    let _ = icon.set_attribute("href", &picture);
}
