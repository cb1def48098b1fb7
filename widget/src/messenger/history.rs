//! The messages of a conversation, and the place of whoever reads them.
//!
//! The scroller runs from the bottom up (`column-reverse`): at its end the browser itself keeps
//! the newest message in view. Whoever has scrolled up keeps what they look at: the first message
//! in view is remembered and brought back to where it was, whatever comes in above or below it.
//! Of a long conversation only a stretch is on the page.

use super::{
    entry::{Window, entries},
    message::{avatar, message},
    rich::rich_text,
};
use crate::reactive::*;
use crate::{
    app::App,
    i18n::fill,
    outbox::Outgoing,
    state::{Place, is_of_team},
    ui::{El, Icon, bind, button, div, el, icon},
};
use porthole_shared::ticket::Message;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ResizeObserver};

/// So near to an end of what is on the page, in pixels, more is put there.
const NEAR: i32 = 800;
/// So near to the newest message, in pixels, one is at the end.
const AT_END: i32 = 32;
/// So many messages are put on the page at a time.
const STEP: usize = 50;
/// So many messages are on the page at the most, as long as there are more.
const MOST: usize = 150;

/// A place in a conversation, for whoever comes back to it.
#[derive(Clone, Copy)]
pub(crate) struct KeptPlace {
    /// What is on the page.
    window: Window,
    /// How far it is scrolled, in pixels.
    top: i32,
    /// The number of the newest message that was in view.
    seen: i64,
}

/// The scroller and what it shows.
#[derive(Clone)]
struct History {
    app: App,
    place: Place,
    scroller: HtmlElement,
    list: HtmlElement,
    window: RwSignal<Window>,
    /// The first message in view, and how far below the upper edge it stands.
    anchor: StoredValue<Option<(HtmlElement, f64)>, LocalStorage>,
    /// The number of the newest message that was in view.
    seen: RwSignal<i64>,
}

/// The messages, who is typing, and the way down.
pub(crate) fn history(app: App, place: &Place) -> El {
    let scroller = div("scroller")
        .attr("tabindex", "0")
        .label(&app.t("history"));
    // New messages are read out by a place of their own: older ones come into this one as well.
    let list = div("entries")
        .attr("role", "log")
        .attr("aria-live", "off")
        .label(&app.t("history"));
    let history = History {
        app,
        place: place.clone(),
        scroller: scroller.node().clone(),
        list: list.node().clone(),
        window: RwSignal::new(Window::ALL),
        anchor: StoredValue::new_local(None),
        seen: RwSignal::new(0),
    };
    history.begin();
    let (lines, kept, moved, empty) = (
        history.clone(),
        history.clone(),
        history.clone(),
        place.clone(),
    );
    let list = list.each(
        move || entries(app, &lines.place, lines.window.get()),
        |entry| entry.key.clone(),
        move |entry| message(app, entry),
        move || kept.keep_place(),
    );
    let greeting = div("row team first last")
        .child(avatar(&app.inner().config.title))
        .child(div("body").child(rich_text(
            div("bubble").attr("dir", "auto"),
            &app.inner().config.greeting,
        )))
        .show_if(move || app.state.ticket_at(&empty).is_none());
    let flow = div("flow")
        .child(history.waiting())
        .child(greeting)
        .child(list)
        .child(typing(app, place.clone()));
    history.watch_size(flow.node());
    let scroller = scroller.child(flow).on("scroll", move |_| moved.scrolled());
    div("history").child(scroller).child(history.way_down())
}

impl History {
    /// Begins at the end, or where the same conversation was shown just now in other words.
    fn begin(&self) {
        let state = self.app.state;
        self.follow_own_messages();
        let marked = self.clone();
        bind(move || {
            let newest = marked.newest();
            if state.at_end.get() {
                marked.seen.set(newest);
            }
        });
        let Some(place) = self.app.inner().kept_place.take() else {
            state.at_end.set(true);
            self.app.inner().present_place.take();
            return self.window.set(self.tail());
        };
        self.window.set(place.window);
        self.seen.set(place.seen);
        let scroller = self.scroller.clone();
        spawn_local(async move { scroller.set_scroll_top(place.top) });
    }

    /// The end of the conversation.
    fn tail(&self) -> Window {
        let from = self.with_messages(|messages| {
            let start = messages.len().checked_sub(STEP)?;
            messages.get(start).map(|message| message.seq)
        });
        Window {
            from: from.unwrap_or_default(),
            ..Window::ALL
        }
    }

    fn scrolled(&self) {
        let state = self.app.state;
        let below = self.scroller.scroll_top().abs();
        let at_end = below < AT_END && self.window.get_untracked().reaches_the_end();
        if state.at_end.get_untracked() != at_end {
            state.at_end.set(at_end);
        }
        self.remember_place();
        let above = self.scroller.scroll_height() - self.scroller.client_height() - below;
        self.settle(above, below);
    }

    /// Puts more on the page where an end is near, and takes away what is far.
    fn settle(&self, above: i32, below: i32) {
        let window = self.window.get_untracked();
        let next = self.with_messages(|messages| {
            let known = window.of(messages);
            let (mut start, mut end) = (known.start, known.end);
            if above < NEAR {
                start = start.saturating_sub(STEP);
                end = end.min(start + MOST);
            } else if below < NEAR && !window.reaches_the_end() {
                end = (end + STEP).min(messages.len());
                start = start.max(end.saturating_sub(MOST));
            }
            let number = |at: usize| messages.get(at).map(|message| message.seq);
            Some(Window {
                from: number(start).filter(|_| start > 0).unwrap_or_default(),
                until: number(end).and(number(end - 1)).unwrap_or(i64::MAX),
            })
        });
        if let Some(next) = next.filter(|next| *next != window) {
            self.window.set(next);
        } else if above < NEAR {
            self.app.load_older(&self.place);
        }
        self.app.inner().present_place.set(Some(KeptPlace {
            window: self.window.get_untracked(),
            top: self.scroller.scroll_top(),
            seen: self.seen.get_untracked(),
        }));
    }

    /// Remembers the first message in view.
    fn remember_place(&self) {
        let edge = self.scroller.get_bounding_client_rect().top();
        let rows = self.list.children();
        let anchor = (0..rows.length()).find_map(|at| {
            let row: HtmlElement = rows.item(at)?.unchecked_into();
            let place = row.get_bounding_client_rect();
            (place.bottom() > edge + 1.0).then(|| (row, place.top() - edge))
        });
        self.anchor.set_value(anchor);
    }

    /// Brings the first message in view back to where it was.
    fn keep_place(&self) {
        if self.app.state.at_end.get_untracked() {
            return self.scroller.set_scroll_top(0);
        }
        self.anchor.with_value(|anchor| {
            let Some((row, was)) = anchor else { return };
            let edge = self.scroller.get_bounding_client_rect().top();
            let moved = row.get_bounding_client_rect().top() - edge - was;
            #[expect(clippy::cast_possible_truncation, reason = "pixels of a page")]
            let moved = moved.round() as i32;
            if row.is_connected() && moved != 0 {
                self.scroller
                    .set_scroll_top(self.scroller.scroll_top() + moved);
            }
        });
    }

    /// Also what grows or shrinks later (a line below a bubble, larger letters) moves nobody.
    fn watch_size(&self, flow: &HtmlElement) {
        let kept = self.clone();
        let changed: Box<dyn FnMut()> = Box::new(move || {
            // The panel may have gone in the meantime.
            if kept.anchor.try_with_value(|_| ()).is_some() {
                kept.keep_place();
            }
        });
        let changed = Closure::wrap(changed).into_js_value();
        if let Ok(observer) = ResizeObserver::new(changed.unchecked_ref()) {
            observer.observe(flow);
        }
    }

    /// Whoever sends is brought down to what they sent, also from far up.
    fn follow_own_messages(&self) {
        let (state, history) = (self.app.state, self.clone());
        let sent = StoredValue::new(0);
        bind(move || {
            let ticket = state.ticket_at(&history.place);
            let here =
                |outgoing: &&Outgoing| state.is_at(outgoing, &history.place, ticket.as_ref());
            let count = state
                .outbox
                .with(|outbox| outbox.iter().filter(here).count());
            if count > sent.get_value() {
                untrack(|| history.go_down());
            }
            sent.set_value(count);
        });
    }

    fn go_down(&self) {
        self.app.state.at_end.set(true);
        self.window.set(self.tail());
        self.scroller.set_scroll_top(0);
    }

    /// The button that leads down, with the number of messages that nobody has seen.
    fn way_down(&self) -> El {
        let (app, counted, led) = (self.app, self.clone(), self.clone());
        let words = move || match counted.unseen() {
            0 => app.t("newest"),
            count => app.inner().words().count("new", count),
        };
        let spoken = words.clone();
        button("way-down")
            .attr_from("aria-label", move || Some(spoken()))
            .child(icon(Icon::Down))
            .child(el("span").text_from(words))
            .show_if(move || !app.state.at_end.get())
            .on_click(move || {
                led.go_down();
                // The button goes away: the focus stays nearby.
                let _ = led.scroller.focus();
            })
    }

    /// How many messages of the team came in below.
    fn unseen(&self) -> i64 {
        let seen = self.seen.get();
        let count = self.with_messages(|messages| {
            let below = messages
                .iter()
                .rev()
                .take_while(|message| message.seq > seen);
            i64::try_from(below.filter(|message| is_of_team(message)).count()).ok()
        });
        count.unwrap_or_default()
    }

    fn newest(&self) -> i64 {
        let newest = self.with_messages(|messages| messages.last().map(|message| message.seq));
        newest.unwrap_or_default()
    }

    fn with_messages<T>(&self, look: impl FnOnce(&[Message]) -> Option<T>) -> Option<T> {
        let ticket = self.app.state.ticket_at(&self.place)?;
        let mut found = None;
        self.app
            .state
            .with_messages(&ticket.id, |messages| found = look(messages));
        found
    }

    /// Shown until the messages of a ticket are here.
    fn waiting(&self) -> El {
        let (app, place) = (self.app, self.place.clone());
        let is_waiting = move || {
            let ticket = app.state.ticket_at(&place)?;
            let loaded = app.state.is_loaded(&ticket.id);
            (!loaded && !app.state.renewed.get()).then_some(())
        };
        div("older")
            .attr("role", "status")
            .swap(is_waiting, move |waiting| {
                let sign = div("spinner").attr("aria-hidden", "true");
                waiting.map(|()| sign_with_words(sign, &app.t("loading")))
            })
    }
}

fn sign_with_words(sign: El, words: &str) -> El {
    div("loading").child(sign).child(el("p").text(words))
}

/// Who of the team is typing. Its place is always there, so that nothing moves for it.
fn typing(app: App, place: Place) -> El {
    let state = app.state;
    let name = move || {
        let ticket = state.ticket_at(&place)?;
        state.typing.with(|typing| {
            let (sign, _) = typing.iter().find(|(sign, _)| sign.ticket == ticket.id)?;
            Some(sign.author.name.clone())
        })
    };
    div("typing")
        .attr("role", "status")
        .swap(name, move |name| {
            let words = fill(&app.t("typing"), "name", name.as_ref()?);
            let dots = el("span").class("dots").attr("aria-hidden", "true");
            let dots = (0..3).fold(dots, |dots, _| dots.child(el("i")));
            Some(div("row team").child(dots).child(el("span").text(&words)))
        })
}
