//! The views of the inbox, with how many tickets each has.

use crate::desk::{Desk, Filter, desk};
use crate::ticket::menu::priority_name;
use crate::ticket::status;
use crate::{api, storage, words};
use leptos::prelude::*;
use porthole_shared::inbox::count::{Count, TicketCounts};
use porthole_shared::inbox::ticket::{Priority, TicketSort, TicketView};
use porthole_shared::ticket::{Channel, TicketStatus};

/// Where the browser remembers which groups are folded.
const FOLDED: &str = "porthole-inbox:folded";

/// The address of what a filter lists.
pub(crate) fn address(filter: &Filter) -> String {
    format!("/inbox{}", api::query(&filter.pairs(), None))
}

/// What a view is called.
pub(crate) fn view_name(view: TicketView) -> &'static str {
    let words = words::desk();
    match view {
        TicketView::Mine => words.view_mine,
        TicketView::Unassigned => words.view_unassigned,
        TicketView::Active | TicketView::Unknown => words.view_active,
        TicketView::Mentions => words.view_mentions,
        TicketView::Snoozed => words.view_snoozed,
        TicketView::Resolved => words.view_resolved,
        TicketView::Suspicious => words.view_suspicious,
        TicketView::All => words.view_all,
    }
}

/// What a channel is called.
pub(crate) fn channel_name(channel: Channel) -> &'static str {
    let words = words::desk();
    match channel {
        Channel::Widget | Channel::Unknown => words.channel_widget,
        Channel::Email => words.channel_email,
        Channel::Api => words.channel_api,
    }
}

const VIEWS: [TicketView; 8] = [
    TicketView::Mine,
    TicketView::Unassigned,
    TicketView::Active,
    TicketView::Mentions,
    TicketView::Snoozed,
    TicketView::Resolved,
    TicketView::Suspicious,
    TicketView::All,
];

fn count_of(counts: &TicketCounts, view: TicketView) -> i64 {
    match view {
        TicketView::Mine => counts.mine,
        TicketView::Unassigned => counts.unassigned,
        TicketView::Active | TicketView::Unknown => counts.active,
        TicketView::Mentions => counts.mentions,
        TicketView::Snoozed => counts.snoozed,
        TicketView::Resolved => counts.resolved,
        TicketView::Suspicious => counts.suspicious,
        TicketView::All => counts.all,
    }
}

/// All views, then the groups by which the active ones are told apart.
#[component]
pub(crate) fn Views(
    /// Whether the list is on the screen, so that one of these is where one is.
    #[prop(into)]
    here: Signal<bool>,
    /// Called when one was chosen.
    #[prop(into)]
    chosen: Callback<()>,
) -> impl IntoView {
    let words = words::desk();
    let desk = desk();
    let nav = Nav { desk, here, chosen };
    let views: Vec<AnyView> = VIEWS
        .into_iter()
        .map(|view| {
            let count = Memo::new(move |_| {
                desk.counts
                    .now
                    .with(|counts| counts.as_ref().map(|counts| count_of(counts, view)))
            });
            nav.link(view_name(view).to_owned(), Filter::of(view), count.into())
        })
        .collect();
    let tags = move || {
        nav.links(
            |counts| &counts.tags,
            |key| {
                let tag = Some(key.to_owned());
                Some((
                    key.to_owned(),
                    Filter {
                        tag,
                        ..Filter::default()
                    },
                ))
            },
        )
    };
    view! {
        <nav class="views" aria-label=words.views>
            <ul>{views}</ul>
            {group("status", words.group_status, move || nav.links(|counts| &counts.statuses, of_status))}
            {group("priority", words.group_priority, move || nav.links(|counts| &counts.priorities, of_priority))}
            {group("tag", words.group_tag, tags)}
            {group("channel", words.group_channel, move || nav.links(|counts| &counts.channels, of_channel))}
            {group("value", words.group_value, move || nav.value())}
        </nav>
    }
}

fn of_status(key: &str) -> Option<(String, Filter)> {
    let status = TicketStatus::from_word(key);
    let known = !matches!(status, TicketStatus::Unknown | TicketStatus::Resolved);
    known.then(|| {
        let filter = Filter {
            status: Some(status),
            ..Filter::default()
        };
        (status::name(status).to_owned(), filter)
    })
}

fn of_priority(key: &str) -> Option<(String, Filter)> {
    let priority = Priority::from_word(key);
    (priority != Priority::Unknown).then(|| {
        let filter = Filter {
            priority: Some(priority),
            ..Filter::default()
        };
        (priority_name(priority).to_owned(), filter)
    })
}

fn of_channel(key: &str) -> Option<(String, Filter)> {
    let channel = Channel::from_word(key);
    (channel != Channel::Unknown).then(|| {
        let filter = Filter {
            channel: Some(channel),
            ..Filter::default()
        };
        (channel_name(channel).to_owned(), filter)
    })
}

/// What the links have in common.
#[derive(Clone, Copy)]
struct Nav {
    desk: Desk,
    here: Signal<bool>,
    chosen: Callback<()>,
}

impl Nav {
    fn link(self, label: String, filter: Filter, count: Signal<Option<i64>>) -> AnyView {
        let href = address(&filter);
        let Self { desk, here, chosen } = self;
        // Where one is does not depend on the order.
        let current = Memo::new(move |_| {
            here.get()
                && desk.filter.with(|now| {
                    let sort = now.sort;
                    *now == Filter {
                        sort,
                        ..filter.clone()
                    }
                })
        });
        let count = move || {
            let count = count.get().filter(|count| *count > 0)?;
            Some(view! { <span class="view-count">{words::number(count)}</span> })
        };
        view! {
            <li>
                <a
                    class="view-link"
                    href=href
                    aria-current=move || current.get().then_some("page")
                    on:click=move |_| chosen.run(())
                >
                    <span class="clip" dir="auto">{label}</span>
                    {count}
                </a>
            </li>
        }
        .into_any()
    }

    fn links(
        self,
        of: fn(&TicketCounts) -> &Vec<Count>,
        read: impl Fn(&str) -> Option<(String, Filter)>,
    ) -> Vec<AnyView> {
        self.desk.counts.now.with(|counts| {
            let counts = counts.as_ref().map(of).into_iter().flatten();
            counts
                .filter_map(|count| {
                    let (label, filter) = read(&count.key)?;
                    Some(self.link(label, filter, Some(count.count).into()))
                })
                .collect()
        })
    }

    /// The tickets of customers whose value is known, the highest first.
    fn value(self) -> Vec<AnyView> {
        let valued = self
            .desk
            .counts
            .now
            .with(|counts| counts.as_ref().map(|counts| counts.valued));
        let filter = Filter {
            min_value: Some(0.0),
            sort: TicketSort::Value,
            ..Filter::default()
        };
        let link = |count| {
            self.link(
                words::desk().value_known.to_owned(),
                filter,
                Some(count).into(),
            )
        };
        valued
            .filter(|count| *count > 0)
            .map(link)
            .into_iter()
            .collect()
    }
}

/// A group that can be folded. It is not there while nothing is in it.
fn group(
    key: &'static str,
    label: &'static str,
    links: impl Fn() -> Vec<AnyView> + Send + Sync + 'static,
) -> AnyView {
    let folded: Vec<String> = storage::read(FOLDED).unwrap_or_default();
    let open = RwSignal::new(!folded.iter().any(|other| other == key));
    let toggle = move |_| {
        open.update(|open| *open = !*open);
        let mut folded: Vec<String> = storage::read(FOLDED).unwrap_or_default();
        folded.retain(|other| other != key);
        if !open.get_untracked() {
            folded.push(key.to_owned());
        }
        storage::keep(FOLDED, &folded);
    };
    let content = move || {
        let links = links();
        (!links.is_empty()).then(|| {
            view! {
                <div class="view-group">
                    <button
                        class="view-fold"
                        type="button"
                        aria-expanded=move || open.get().to_string()
                        on:click=toggle
                    >
                        {label}
                    </button>
                    <ul hidden=move || !open.get()>{links}</ul>
                </div>
            }
        })
    };
    content.into_any()
}
