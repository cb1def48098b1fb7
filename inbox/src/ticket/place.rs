//! The place in the history where somebody reads: it stays while older entries come in above and
//! new ones below, and moves to an entry that is looked for.

use crate::host;
use crate::thread::{Load, Thread};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// How near to the end counts as being there, in pixels.
const NEAR: i32 = 80;
/// How near to the beginning older entries are loaded, in pixels.
const EARLY: i32 = 300;
/// How many pages are loaded at the most to find an entry.
const PAGES: u32 = 60;

/// Where somebody reads.
#[derive(Clone, Copy)]
pub(super) struct Place {
    thread: Thread,
    scroll: NodeRef<Div>,
    content: NodeRef<Div>,
    /// Whether that is the end.
    pub(super) at_end: RwSignal<bool>,
    /// An entry that is on the screen, and how far from the top of the window it is.
    anchor: StoredValue<Option<(web_sys::Element, f64)>, LocalStorage>,
}

impl Place {
    pub(super) fn new(thread: Thread, scroll: NodeRef<Div>, content: NodeRef<Div>) -> Self {
        let place = Self {
            thread,
            scroll,
            content,
            at_end: RwSignal::new(true),
            anchor: StoredValue::new_local(None),
        };
        place.stay_at_end();
        place.stay_among_older();
        place.go_to_wanted();
        place
    }

    /// Somebody has scrolled.
    pub(super) fn scrolled(self) {
        let Some(scroll) = self.scroll.get_untracked() else {
            return;
        };
        let rest = scroll.scroll_height() - scroll.scroll_top() - scroll.client_height();
        self.at_end.set(rest < NEAR);
        self.look();
        let ready = self.thread.load.get_untracked() == Load::Ready
            && self.thread.earlier_load.get_untracked() == Load::Ready;
        if ready
            && scroll.scroll_top() < EARLY
            && rest > NEAR
            && self.thread.earlier.get_untracked()
        {
            self.thread.load_earlier();
        }
    }

    /// Goes to the newest entry.
    pub(super) fn to_end(self) {
        self.at_end.set(true);
        if let Some(scroll) = self.scroll.get_untracked() {
            scroll.set_scroll_top(scroll.scroll_height());
        }
    }

    /// Remembers what is at the top of the screen.
    fn look(self) {
        let Some(scroll) = self.scroll.get_untracked() else {
            return;
        };
        let area = scroll.get_bounding_client_rect();
        let middle = area.left() + area.width() / 2.0;
        let entry = [24.0, 72.0].into_iter().find_map(|down| {
            host::element_at(middle, area.top() + down)?
                .closest(".entry-row")
                .ok()?
        });
        let anchor = entry.map(|entry| {
            let top = entry.get_bounding_client_rect().top();
            (entry, top)
        });
        self.anchor.set_value(anchor);
    }

    /// The end stays the end while entries come in, grow, or the composer takes more room.
    fn stay_at_end(self) {
        Effect::new(move |_| {
            let (Some(scroll), Some(content)) = (self.scroll.get(), self.content.get()) else {
                return;
            };
            host::on_resize(&[&scroll, &content], move || {
                if self.at_end.get_untracked() {
                    self.to_end();
                }
            });
        });
    }

    /// What is read stays where it is while older entries come in above it.
    fn stay_among_older(self) {
        Effect::new(move |before: Option<Option<i64>>| {
            let first = self
                .thread
                .entries
                .with(|all| all.first().map(|entry| entry.seq));
            let older = before
                .flatten()
                .zip(first)
                .is_some_and(|(before, first)| first < before);
            if older && !self.at_end.get_untracked() {
                self.restore();
                host::after_layout(move || self.restore());
            }
            first
        });
    }

    fn restore(self) {
        let Some(scroll) = self.scroll.get_untracked() else {
            return;
        };
        self.anchor.with_value(|anchor| {
            if let Some((entry, top)) = anchor {
                let moved = entry.get_bounding_client_rect().top() - top;
                #[expect(clippy::cast_possible_truncation, reason = "pixels of a page")]
                scroll.set_scroll_top(scroll.scroll_top() + moved.round() as i32);
            }
        });
    }

    /// Loads older entries until the one that is looked for is there, and goes to it.
    fn go_to_wanted(self) {
        let pages = StoredValue::new(0);
        let thread = self.thread;
        Effect::new(move |_| {
            let Some(wanted) = thread.wanted.get() else {
                return pages.set_value(0);
            };
            let ready = thread.load.get() == Load::Ready;
            let here = thread
                .entries
                .with(|all| all.iter().any(|entry| entry.seq == wanted));
            let before = thread
                .entries
                .with(|all| all.first().is_some_and(|first| wanted < first.seq));
            if !ready {
                // The answer comes back here.
            } else if here {
                self.at_end.set(false);
                thread.found.set(Some(wanted));
                thread.wanted.set(None);
                host::after_layout(move || host::after_layout(move || show(wanted)));
            } else if before && thread.earlier.get() && pages.get_value() < PAGES {
                if thread.earlier_load.get() == Load::Ready {
                    pages.update_value(|pages| *pages += 1);
                    thread.load_earlier();
                }
            } else {
                thread.wanted.set(None);
            }
        });
    }
}

/// Moves the focus to the next or the previous entry. Says whether there is one.
pub(super) fn step(scroll: NodeRef<Div>, back: bool) -> bool {
    let Some(scroll) = scroll.get_untracked() else {
        return false;
    };
    let entries = host::elements(&scroll, ".entry-row");
    let now = entries.iter().position(host::is_focused);
    let next = match (now, back) {
        (Some(now), true) => now.checked_sub(1),
        (Some(now), false) => Some(now + 1),
        (None, _) => entries.len().checked_sub(1),
    };
    let next = next.and_then(|next| entries.get(next)?.dyn_ref::<web_sys::HtmlElement>());
    if let Some(next) = next {
        let _ = next.focus();
    }
    next.is_some()
}

fn show(seq: i64) {
    let id = format!("entry-{seq}");
    host::center(&id);
    host::focus(&id);
}
