//! Along which index a page of the ticket list is looked for, as SQL.

use super::team_ticket::rank;
use super::ticket_list::TicketPage;
use crate::domain::cursor::Cursor;
use porthole_shared::id::WorkspaceId;
use porthole_shared::inbox::ticket::{Priority, TicketView};
use porthole_shared::ticket::{Channel, TicketStatus};
use rusqlite::types::Value;

/// The shelves of tickets that are active, by status; `migrations/0006_desk.sql` says who lies where.
pub(super) const ACTIVE: &[&str] = &["new", "open", "pending", "on_hold"];
/// The shelves of the others.
pub(super) const ASIDE: &[&str] = &["snoozed", "resolved", "suspicious", "merged"];
/// Those on which tickets of several statuses may lie.
const MIXED: &[&str] = &["snoozed", "suspicious", "merged"];

/// The shelves on which the tickets of a page lie.
pub(super) fn shelves(page: &TicketPage) -> Vec<&'static str> {
    let of_view = match page.view {
        TicketView::Snoozed => vec!["snoozed"],
        TicketView::Resolved => vec!["resolved"],
        TicketView::Suspicious => vec!["suspicious"],
        TicketView::All => [ACTIVE, ASIDE].concat(),
        _ => ACTIVE.to_vec(),
    };
    let may_hold = |shelf: &&str| match page.filter.status {
        Some(status) => MIXED.contains(shelf) || *shelf == status.as_str(),
        None => true,
    };
    of_view.into_iter().filter(may_hold).collect()
}

/// Whether the tickets of a page are probably few.
pub(super) fn is_narrow(page: &TicketPage) -> bool {
    matches!(page.view, TicketView::Mine | TicketView::Mentions)
        || page.filter.tag.is_some()
        || page.filter.min_value.is_some()
}

/// An index to go along.
struct Way {
    /// The tables, as they stand behind FROM.
    table: String,
    /// The short name of the one that has workspace, shelf and position.
    place: &'static str,
    /// What tickets are found by besides the shelf.
    key: String,
}

/// A stretch of the way: along one index, from one place on.
pub(super) struct Stretch<'a> {
    pub(super) workspace: &'a WorkspaceId,
    pub(super) page: &'a TicketPage,
    pub(super) from: Cursor,
    /// The numbers of SQL's parameters follow their order here.
    pub(super) values: Vec<Value>,
}

impl Stretch<'_> {
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    fn text(&mut self, text: &str) -> String {
        self.bind(text.to_owned())
    }

    /// The statement, one arm for each shelf. SQLite merges arms that are sorted in the same way.
    pub(super) fn sql(&mut self) -> String {
        let workspace = self.text(self.workspace.as_str());
        let Way { table, place, key } = self.way();
        let (range, order) = self.range(place);
        let fits = self.fits();
        let arm = |shelf: &&str| {
            format!(
                "SELECT t.id AS id, t.priority AS priority, t.value AS value,
                     {place}.position AS position, {fits} AS fits
                 FROM {table}
                 WHERE {place}.workspace_id = {workspace} AND {place}.shelf = '{shelf}'
                     AND {key} AND {range}"
            )
        };
        let arms: Vec<String> = shelves(self.page).iter().map(arm).collect();
        format!("{} ORDER BY {order}", arms.join(" UNION ALL "))
    }

    /// The way that leads to the fewest tickets.
    fn way(&mut self) -> Way {
        let page = self.page;
        let (index, key) = match (self.from, page.view, &page.filter.tag) {
            (Cursor::Priority(1.., _), ..) => ("ticket_by_priority", "t.priority > 0".to_owned()),
            (Cursor::Value(Some(_), _), ..) => {
                ("ticket_by_value", "t.value IS NOT NULL".to_owned())
            }
            (_, TicketView::Mentions, _) => {
                return self.way_by_label("mention", page.member.as_str());
            }
            (_, _, Some(tag)) => return self.way_by_label("tag", tag.fold()),
            (_, TicketView::Mine, _) => {
                let key = format!(
                    "t.assignee = {} AND t.active",
                    self.text(page.member.as_str())
                );
                ("ticket_by_assignee", key)
            }
            (_, TicketView::Unassigned, _) => {
                let key = "t.assignee IS NULL AND t.active".to_owned();
                ("ticket_by_assignee", key)
            }
            _ => self.index_by_filter(),
        };
        Way {
            table: format!("ticket t INDEXED BY {index}"),
            place: "t",
            key,
        }
    }

    fn way_by_label(&mut self, kind: &str, key: &str) -> Way {
        Way {
            table: "ticket_label l INDEXED BY ticket_label_by_key
                    CROSS JOIN ticket t ON t.id = l.ticket_id"
                .to_owned(),
            place: "l",
            key: format!("l.kind = '{kind}' AND l.key = {}", self.text(key)),
        }
    }

    fn index_by_filter(&mut self) -> (&'static str, String) {
        let filter = &self.page.filter;
        match (filter.priority, filter.channel, filter.min_value) {
            (Some(priority), ..) if priority != Priority::None => {
                let priority = self.bind(rank(priority));
                let key = format!("t.priority = {priority} AND t.priority > 0");
                ("ticket_by_priority", key)
            }
            (_, Some(channel), _) if channel != Channel::Widget => {
                let channel = self.text(channel.as_str());
                let key = format!("t.channel = {channel} AND t.channel <> 'widget'");
                ("ticket_by_channel", key)
            }
            (_, _, Some(_)) => ("ticket_valued", "t.value IS NOT NULL".to_owned()),
            _ => ("ticket_by_shelf", "1".to_owned()),
        }
    }

    /// From where on, and in which order.
    fn range(&mut self, place: &str) -> (String, &'static str) {
        match self.from {
            Cursor::Oldest(after, until) => {
                let (after, until) = (self.bind(after), self.bind(until));
                let range = format!("{place}.position > {after} AND {place}.position <= {until}");
                (range, "position")
            }
            Cursor::Priority(priority @ 1.., before) => {
                let (priority, before) = (self.bind(priority), self.bind(before));
                let range = format!("(t.priority, t.position) < ({priority}, {before})");
                (range, "priority DESC, position DESC")
            }
            Cursor::Value(Some(value), before) => {
                let (value, before) = (self.bind(value), self.bind(before));
                let mut range = format!("(t.value, t.position) < ({value}, {before})");
                if let Some(least) = self.page.filter.min_value {
                    range += &format!(" AND t.value >= {}", self.bind(least));
                }
                (range, "value DESC, position DESC")
            }
            Cursor::Newest(before) | Cursor::Priority(_, before) | Cursor::Value(None, before) => {
                let range = format!("{place}.position < {}", self.bind(before));
                (range, "position DESC")
            }
        }
    }

    /// What a ticket on the way has to meet.
    fn fits(&mut self) -> String {
        let page = self.page;
        let filter = &page.filter;
        // The others of these orders were on the stretch before.
        let mut terms = vec![match self.from {
            Cursor::Priority(0, _) => "t.priority = 0".to_owned(),
            Cursor::Value(None, _) => "t.value IS NULL".to_owned(),
            _ => "1".to_owned(),
        }];
        match page.view {
            TicketView::Mine => {
                terms.push(format!("t.assignee IS {}", self.text(page.member.as_str())));
            }
            TicketView::Unassigned => terms.push("t.assignee IS NULL".to_owned()),
            TicketView::Mentions => {
                terms.push(has_label("mention", &self.text(page.member.as_str())));
            }
            _ => {}
        }
        for (column, word) in [
            ("status", filter.status.map(TicketStatus::as_str)),
            ("channel", filter.channel.map(Channel::as_str)),
        ] {
            terms.extend(word.map(|word| format!("t.{column} = {}", self.text(word))));
        }
        if let Some(tag) = &filter.tag {
            terms.push(has_label("tag", &self.text(tag.fold())));
        }
        if let Some(priority) = filter.priority {
            terms.push(format!("t.priority = {}", self.bind(rank(priority))));
        }
        if let Some(least) = filter.min_value {
            terms.push(format!("coalesce(t.value >= {}, 0)", self.bind(least)));
        }
        terms.join(" AND ")
    }
}

fn has_label(kind: &str, key: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM ticket_label x
             WHERE x.ticket_id = t.id AND x.kind = '{kind}' AND x.key = {key})"
    )
}
