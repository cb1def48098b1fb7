//! Which tickets the list shows, and in which order. It stands in the page's address, so that
//! reloading, stepping back and sharing work.

use porthole_shared::id::MemberId;
use porthole_shared::inbox::ticket::{Priority, TeamTicket, TicketSort, TicketView};
use porthole_shared::ticket::{Channel, TicketStatus};

/// What is listed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Filter {
    /// Which view.
    pub(crate) view: TicketView,
    /// Of those, the ones of this status.
    pub(crate) status: Option<TicketStatus>,
    /// Of those, the ones with this tag.
    pub(crate) tag: Option<String>,
    /// Of those, the ones that came in so.
    pub(crate) channel: Option<Channel>,
    /// Of those, the ones that press so much.
    pub(crate) priority: Option<Priority>,
    /// Of those, the ones of customers of at least this value.
    pub(crate) min_value: Option<f64>,
    /// In which order.
    pub(crate) sort: TicketSort,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            view: TicketView::Active,
            status: None,
            tag: None,
            channel: None,
            priority: None,
            min_value: None,
            sort: TicketSort::Newest,
        }
    }
}

/// Whether a ticket is part of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Belongs {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// The server alone knows.
    Perhaps,
}

/// A ticket's place in the list: the lower, the further up.
pub(crate) type Order = (i64, i64, i64, i64);

impl Filter {
    /// A whole view, as it is sorted at first.
    pub(crate) fn of(view: TicketView) -> Self {
        Self {
            view,
            ..Self::default()
        }
    }

    /// Reads the address; `get` gives the values of its query. What is not known there is as if
    /// it were absent.
    pub(crate) fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let word = |name| get(name).unwrap_or_default();
        let known = |view: &TicketView| *view != TicketView::Unknown;
        let view = Some(TicketView::from_word(&word("view"))).filter(known);
        let sort = TicketSort::from_word(&word("sort"));
        Self {
            view: view.unwrap_or(TicketView::Active),
            status: Some(TicketStatus::from_word(&word("status")))
                .filter(|status| *status != TicketStatus::Unknown),
            tag: get("tag").filter(|tag| !tag.trim().is_empty()),
            channel: Some(Channel::from_word(&word("channel")))
                .filter(|channel| *channel != Channel::Unknown),
            priority: Some(Priority::from_word(&word("priority")))
                .filter(|priority| *priority != Priority::Unknown),
            min_value: word("min_value")
                .parse()
                .ok()
                .filter(|value: &f64| value.is_finite()),
            sort: if sort == TicketSort::Unknown {
                TicketSort::Newest
            } else {
                sort
            },
        }
    }

    /// What has to stand in the query, for the address and for the server alike.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let usual = Self::default();
        let word = |word: &str| Some(word.to_owned());
        let pairs = [
            (
                "view",
                (self.view != usual.view).then(|| self.view.as_str().to_owned()),
            ),
            (
                "status",
                self.status.and_then(|status| word(status.as_str())),
            ),
            ("tag", self.tag.clone()),
            (
                "channel",
                self.channel.and_then(|channel| word(channel.as_str())),
            ),
            (
                "priority",
                self.priority.and_then(|priority| word(priority.as_str())),
            ),
            ("min_value", self.min_value.map(|value| value.to_string())),
            (
                "sort",
                (self.sort != usual.sort).then(|| self.sort.as_str().to_owned()),
            ),
        ];
        let set = pairs.into_iter();
        set.filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }

    /// The same view without what narrows it.
    pub(crate) fn whole(&self) -> Self {
        Self {
            sort: self.sort,
            ..Self::of(self.view)
        }
    }

    /// Whether it is narrowed.
    pub(crate) fn is_narrowed(&self) -> bool {
        *self != self.whole()
    }

    /// Whether a ticket belongs to the list of this member.
    pub(crate) fn accepts(&self, ticket: &TeamTicket, me: &MemberId) -> Belongs {
        match self.narrows_to(ticket) {
            true => in_view(self.view, ticket, me),
            false => Belongs::No,
        }
    }

    fn narrows_to(&self, ticket: &TeamTicket) -> bool {
        let tagged = |tag: &String| {
            let fold = tag.to_lowercase();
            ticket.tags.iter().any(|own| own.to_lowercase() == fold)
        };
        let worth = |least: f64| ticket.visitor.value.is_some_and(|value| value >= least);
        self.status.is_none_or(|status| ticket.status == status)
            && self.tag.as_ref().is_none_or(tagged)
            && self.channel.is_none_or(|channel| ticket.channel == channel)
            && self
                .priority
                .is_none_or(|priority| ticket.priority == priority)
            && self.min_value.is_none_or(worth)
    }

    /// Where a ticket stands in the list.
    pub(crate) fn order(&self, ticket: &TeamTicket) -> Order {
        let newest = (-ticket.position, -ticket.updated_at.0, -ticket.number);
        let under = |first| (first, newest.0, newest.1, newest.2);
        match self.sort {
            TicketSort::Oldest => (0, ticket.position, ticket.updated_at.0, ticket.number),
            TicketSort::Priority => under(-pressing(ticket.priority)),
            TicketSort::Value => under(
                ticket
                    .visitor
                    .value
                    .map_or(i64::MAX, |value| !rising(value)),
            ),
            TicketSort::Newest | TicketSort::Unknown => under(0),
        }
    }
}

fn in_view(view: TicketView, ticket: &TeamTicket, me: &MemberId) -> Belongs {
    let resolved = ticket.status == TicketStatus::Resolved;
    let usual = ticket.merged_into.is_none() && !ticket.suspicious;
    let active = usual && !resolved && ticket.snoozed_until.is_none();
    let belongs = match view {
        TicketView::Mine => active && ticket.assignee.as_ref() == Some(me),
        TicketView::Unassigned => active && ticket.assignee.is_none(),
        TicketView::Mentions if active => return Belongs::Perhaps,
        TicketView::Mentions => false,
        TicketView::Snoozed => usual && !resolved && ticket.snoozed_until.is_some(),
        TicketView::Resolved => usual && resolved,
        TicketView::Suspicious => ticket.suspicious && ticket.merged_into.is_none(),
        TicketView::All => true,
        TicketView::Active | TicketView::Unknown => active,
    };
    if belongs { Belongs::Yes } else { Belongs::No }
}

fn pressing(priority: Priority) -> i64 {
    match priority {
        Priority::None | Priority::Unknown => 0,
        Priority::Low => 1,
        Priority::Medium => 2,
        Priority::High => 3,
        Priority::Urgent => 4,
    }
}

/// A whole number that rises as the value does, by the order of its bits (IEEE 754, total order).
fn rising(value: f64) -> i64 {
    let bits = value.to_bits().cast_signed();
    bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use porthole_shared::inbox::ticket::{TeamVisitor, TicketReference};
    use porthole_shared::time::Timestamp;

    fn me() -> MemberId {
        MemberId::from("ada".to_owned())
    }

    fn open() -> TeamTicket {
        TeamTicket {
            status: TicketStatus::Open,
            priority: Priority::None,
            channel: Channel::Widget,
            ..TeamTicket::default()
        }
    }

    #[test]
    fn the_address_says_what_is_listed() {
        let filter = Filter {
            view: TicketView::Mine,
            tag: Some("a & b".to_owned()),
            priority: Some(Priority::High),
            min_value: Some(99.5),
            sort: TicketSort::Value,
            ..Filter::default()
        };
        let pairs = filter.pairs();
        let get = |name: &str| {
            let pair = pairs.iter().find(|(own, _)| *own == name)?;
            Some(pair.1.clone())
        };
        assert_eq!(Filter::read(get), filter);
        assert!(Filter::default().pairs().is_empty());
        assert_eq!(
            Filter::read(|_| Some("?".to_owned())).view,
            TicketView::Active
        );
    }

    #[test]
    fn each_ticket_is_in_the_views_it_belongs_to() {
        let mine = TeamTicket {
            assignee: Some(me()),
            ..open()
        };
        let asleep = TeamTicket {
            snoozed_until: Some(Timestamp(9)),
            ..open()
        };
        let resolved = TeamTicket {
            status: TicketStatus::Resolved,
            ..asleep.clone()
        };
        let spam = TeamTicket {
            suspicious: true,
            ..open()
        };
        let merged = TeamTicket {
            merged_into: Some(TicketReference::default()),
            ..open()
        };
        let cases = [
            (&mine, vec![TicketView::Active, TicketView::Mine]),
            (&open(), vec![TicketView::Active, TicketView::Unassigned]),
            (&asleep, vec![TicketView::Snoozed]),
            (&resolved, vec![TicketView::Resolved]),
            (&spam, vec![TicketView::Suspicious]),
            (&merged, vec![]),
        ];
        for (ticket, views) in cases {
            for view in TicketView::ALL {
                let expected = match view {
                    TicketView::All => Belongs::Yes,
                    TicketView::Mentions if views.contains(&TicketView::Active) => Belongs::Perhaps,
                    view if views.contains(view) => Belongs::Yes,
                    _ => Belongs::No,
                };
                assert_eq!(
                    Filter::of(*view).accepts(ticket, &me()),
                    expected,
                    "{view:?} {ticket:?}"
                );
            }
        }
    }

    #[test]
    fn filters_combine() {
        let filter = Filter {
            tag: Some("VIP".to_owned()),
            priority: Some(Priority::High),
            ..Filter::default()
        };
        let tagged = TeamTicket {
            tags: vec!["vip".to_owned()],
            ..open()
        };
        assert_eq!(filter.accepts(&tagged, &me()), Belongs::No);
        let both = TeamTicket {
            priority: Priority::High,
            ..tagged
        };
        assert_eq!(filter.accepts(&both, &me()), Belongs::Yes);
        assert!(filter.is_narrowed() && !filter.whole().is_narrowed());
    }

    #[test]
    fn each_sort_has_its_order() {
        let ticket = |number, priority, value| TeamTicket {
            number,
            position: number,
            priority,
            visitor: TeamVisitor {
                value,
                ..TeamVisitor::default()
            },
            ..open()
        };
        let tickets = [
            ticket(1, Priority::Low, Some(-5.0)),
            ticket(2, Priority::Urgent, None),
            ticket(3, Priority::Low, Some(900.0)),
        ];
        for (sort, numbers) in [
            (TicketSort::Newest, [3, 2, 1]),
            (TicketSort::Oldest, [1, 2, 3]),
            (TicketSort::Priority, [2, 3, 1]),
            (TicketSort::Value, [3, 1, 2]),
        ] {
            let filter = Filter {
                sort,
                ..Filter::default()
            };
            let mut sorted = tickets.clone();
            sorted.sort_by_key(|ticket| filter.order(ticket));
            assert_eq!(sorted.map(|ticket| ticket.number), numbers, "{sort:?}");
        }
    }
}
