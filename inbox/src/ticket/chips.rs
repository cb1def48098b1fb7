//! What narrows the list, as chips that can be taken off, and in which order it stands.

use super::menu::priority_name;
use super::status;
use super::views::{address, channel_name};
use crate::desk::{Desk, Filter};
use crate::ui::{Icon, Modal, Pick, Picker, fitting, icon};
use crate::{format, words};
use leptos::prelude::*;
use porthole_shared::inbox::ticket::{Priority, TicketSort};
use porthole_shared::ticket::{Channel, TicketStatus};

/// One way to narrow the list.
#[derive(Clone)]
struct Narrowing {
    key: String,
    label: String,
    on: fn(&mut Filter, &Narrowing, bool),
    status: Option<TicketStatus>,
    tag: Option<String>,
    channel: Option<Channel>,
    priority: Option<Priority>,
    min_value: Option<f64>,
}

impl Narrowing {
    fn new(key: String, what: &str, value: &str, on: fn(&mut Filter, &Self, bool)) -> Self {
        let label = format::fill(words::desk().chip, &[("what", what), ("value", value)]);
        Self {
            key,
            label,
            on,
            status: None,
            tag: None,
            channel: None,
            priority: None,
            min_value: None,
        }
    }

    fn status(status: TicketStatus) -> Self {
        let key = format!("status:{}", status.as_str());
        let on = |filter: &mut Filter, own: &Self, on| filter.status = own.status.filter(|_| on);
        let what = words::desk().group_status;
        Self {
            status: Some(status),
            ..Self::new(key, what, status::name(status), on)
        }
    }

    fn priority(priority: Priority) -> Self {
        let key = format!("priority:{}", priority.as_str());
        let on = |filter: &mut Filter, own: &Self, on| {
            filter.priority = own.priority.filter(|_| on);
        };
        let what = words::desk().group_priority;
        Self {
            priority: Some(priority),
            ..Self::new(key, what, priority_name(priority), on)
        }
    }

    fn channel(channel: Channel) -> Self {
        let key = format!("channel:{}", channel.as_str());
        let on = |filter: &mut Filter, own: &Self, on| filter.channel = own.channel.filter(|_| on);
        let what = words::desk().group_channel;
        Self {
            channel: Some(channel),
            ..Self::new(key, what, channel_name(channel), on)
        }
    }

    fn tag(tag: &str) -> Self {
        let key = format!("tag:{tag}");
        let on = |filter: &mut Filter, own: &Self, on| {
            filter.tag = own.tag.clone().filter(|_| on);
        };
        Self {
            tag: Some(tag.to_owned()),
            ..Self::new(key, words::desk().group_tag, tag, on)
        }
    }

    fn min_value(value: f64) -> Self {
        let on = |filter: &mut Filter, own: &Self, on| {
            filter.min_value = own.min_value.filter(|_| on);
        };
        let said = format::fill(words::desk().at_least, &[("value", &format::value(value))]);
        let what = words::desk().group_value;
        Self {
            min_value: Some(value),
            ..Self::new(format!("value:{value}"), what, &said, on)
        }
    }

    /// What narrows a list now.
    fn of(filter: &Filter) -> Vec<Self> {
        let status = filter.status.map(Self::status);
        let priority = filter.priority.map(Self::priority);
        let tag = filter.tag.as_deref().map(Self::tag);
        let channel = filter.channel.map(Self::channel);
        let value = filter.min_value.map(Self::min_value);
        let all = [status, priority, tag, channel, value];
        all.into_iter().flatten().collect()
    }

    fn set(&self, desk: Desk, on: bool) {
        let mut filter = desk.filter.get_untracked();
        (self.on)(&mut filter, self, on);
        desk.go(address(&filter));
    }
}

/// The chips, the button that adds one, and the order.
#[component]
pub(super) fn Chips(desk: Desk) -> impl IntoView {
    let words = words::desk();
    let open = RwSignal::new(false);
    let chips = move || {
        let narrowings = desk.filter.with(Narrowing::of).into_iter();
        narrowings
            .map(|narrowing| chip(desk, narrowing))
            .collect::<Vec<_>>()
    };
    view! {
        <div class="chips">
            <button
                class="chip add"
                type="button"
                aria-haspopup="dialog"
                on:click=move |_| open.set(true)
            >
                {icon(Icon::Filter)}
                {words.filter}
            </button>
            {chips}
            <Sort desk/>
        </div>
        <Modal id="filter-menu" class="dialog menu-dialog small" label=words.filter open>
            {move || open.get().then(|| view! { <FilterPicker desk open/> })}
        </Modal>
    }
}

fn chip(desk: Desk, narrowing: Narrowing) -> AnyView {
    let label = narrowing.label.clone();
    let said = format::fill(words::desk().chip_off, &[("chip", &label)]);
    view! {
        <button class="chip" type="button" aria-label=said on:click=move |_| narrowing.set(desk, false)>
            <span class="clip">{label}</span>
            {icon(Icon::Close)}
        </button>
    }
    .into_any()
}

#[component]
fn FilterPicker(desk: Desk, open: RwSignal<bool>) -> impl IntoView {
    let words = words::desk();
    let picks = move |typed: String| {
        let filter = desk.filter.get();
        let held = Narrowing::of(&filter);
        let mut all: Vec<Narrowing> = Vec::new();
        all.extend(
            TicketStatus::ALL
                .iter()
                .map(|status| Narrowing::status(*status)),
        );
        all.extend(
            Priority::ALL
                .iter()
                .rev()
                .map(|priority| Narrowing::priority(*priority)),
        );
        desk.counts.now.with(|counts| {
            let tags = counts.iter().flat_map(|counts| &counts.tags);
            all.extend(tags.map(|tag| Narrowing::tag(&tag.key)));
        });
        all.extend(
            Channel::ALL
                .iter()
                .map(|channel| Narrowing::channel(*channel)),
        );
        all.push(Narrowing::min_value(0.0));
        if let Ok(value) = typed.trim().parse::<f64>()
            && value.is_finite()
        {
            all.push(Narrowing::min_value(value));
        }
        let picks = all.into_iter().map(|narrowing| {
            let on = held.iter().any(|other| other.key == narrowing.key);
            let (key, label) = (narrowing.key.clone(), narrowing.label.clone());
            Pick::new(key, label, move || narrowing.set(desk, !on)).checked(on)
        });
        fitting(picks.collect(), &typed)
    };
    let done = move |()| open.set(false);
    view! {
        <Picker
            id="filter-picker"
            label=words.filter
            placeholder=words.filter_placeholder
            nothing=words.nothing_fits
            picks
            done
        />
    }
}

#[component]
fn Sort(desk: Desk) -> impl IntoView {
    let words = words::desk();
    let options: Vec<AnyView> = TicketSort::ALL
        .iter()
        .map(|&sort| {
            let label = match sort {
                TicketSort::Oldest => words.sort_oldest,
                TicketSort::Priority => words.sort_priority,
                TicketSort::Value => words.sort_value,
                TicketSort::Newest | TicketSort::Unknown => words.sort_newest,
            };
            let selected = move || desk.filter.read().sort == sort;
            view! { <option value=sort.as_str() selected=selected>{label}</option> }.into_any()
        })
        .collect();
    let change = move |event| {
        let filter = Filter {
            sort: TicketSort::from_word(&event_target_value(&event)),
            ..desk.filter.get_untracked()
        };
        desk.go(address(&filter));
    };
    view! {
        <select
            class="sort"
            aria-label=words.sort
            prop:value=move || desk.filter.read().sort.as_str()
            on:change=change
        >
            {options}
        </select>
    }
}
