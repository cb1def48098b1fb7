//! What is marked and what is selected in the list.

use super::{Desk, Row};
use leptos::prelude::*;
use porthole_shared::id::TicketId;
use std::collections::HashSet;

/// The mark moves with the keyboard; what is selected is changed together.
#[derive(Clone, Copy)]
pub(crate) struct Selection {
    /// The ticket that is marked.
    pub(crate) cursor: RwSignal<Option<TicketId>>,
    /// Those that are selected.
    pub(crate) chosen: RwSignal<HashSet<TicketId>>,
    /// Where a range begins.
    anchor: StoredValue<Option<TicketId>>,
}

impl Selection {
    /// Nothing is marked.
    pub(super) fn new() -> Self {
        Self {
            cursor: RwSignal::new(None),
            chosen: RwSignal::default(),
            anchor: StoredValue::new(None),
        }
    }

    /// Nothing is marked any more.
    pub(super) fn clear(self) {
        self.cursor.set(None);
        self.release();
    }

    /// Nothing is selected any more.
    pub(crate) fn release(self) {
        self.anchor.set_value(None);
        if !self.chosen.with_untracked(HashSet::is_empty) {
            self.chosen.set(HashSet::new());
        }
    }

    /// Whether anything is selected. Follows it.
    pub(crate) fn is_any(self) -> bool {
        !self.chosen.with(HashSet::is_empty)
    }

    /// Selects a ticket, or no longer; with `range` all between the last one and this.
    pub(crate) fn toggle(self, rows: &[Row], id: &TicketId, range: bool) {
        let place = |id: &TicketId| rows.iter().position(|row| row.id == *id);
        let anchor = self.anchor.get_value().filter(|_| range);
        let ends = anchor.as_ref().and_then(place).zip(place(id));
        self.chosen.update(|chosen| match ends {
            Some((from, to)) => {
                let between = &rows[from.min(to)..=from.max(to)];
                chosen.extend(between.iter().map(|row| row.id.clone()));
            }
            None if !chosen.remove(id) => {
                chosen.insert(id.clone());
            }
            None => {}
        });
        self.anchor.set_value(Some(id.clone()));
        self.cursor.set(Some(id.clone()));
    }

    /// Selects all of these.
    pub(crate) fn choose_all(self, rows: &[Row]) {
        self.chosen
            .set(rows.iter().map(|row| row.id.clone()).collect());
    }

    /// Where the mark is among the rows.
    pub(super) fn place(self, rows: &[Row]) -> Option<usize> {
        self.cursor
            .with_untracked(|cursor| rows.iter().position(|row| Some(&row.id) == cursor.as_ref()))
    }

    /// After rows have gone: the mark moves to the one that took the place of its own, and what
    /// is not listed any more is not selected.
    pub(super) fn settle(self, rows: &[Row], before: Option<usize>) {
        if let Some(before) = before
            && self.place(rows).is_none()
        {
            let next = rows.get(before).or(rows.last());
            self.cursor.set(next.map(|row| row.id.clone()));
        }
        self.chosen.maybe_update(|chosen| {
            let count = chosen.len();
            if count > 0 {
                let listed: HashSet<&TicketId> = rows.iter().map(|row| &row.id).collect();
                chosen.retain(|id| listed.contains(id));
            }
            chosen.len() < count
        });
    }
}

impl Desk {
    /// The tickets that an action concerns: those that are selected, else the marked one, else
    /// the open one. Follows what that depends on.
    pub(crate) fn targets(self) -> Vec<TicketId> {
        let chosen = self.selection.chosen.get();
        if !chosen.is_empty() {
            // In the order of the list, as people see them.
            return self.rows.with(|rows| {
                let listed = rows.iter().filter(|row| chosen.contains(&row.id));
                listed.map(|row| row.id.clone()).collect()
            });
        }
        let cursor = self.selection.cursor.get();
        let one = cursor.or_else(|| self.thread.id.get());
        one.into_iter().collect()
    }

    /// The ticket so many rows further down from the marked one.
    pub(crate) fn neighbour(self, step: isize) -> Option<TicketId> {
        self.rows.with_untracked(|rows| {
            let place = match self.selection.place(rows) {
                Some(place) => place.checked_add_signed(step)?,
                None => 0,
            };
            rows.get(place).map(|row| row.id.clone())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::filter::Filter;
    use super::super::rows::{Rule, place};
    use super::*;
    use porthole_shared::id::MemberId;
    use porthole_shared::inbox::ticket::TeamTicket;

    fn rows(numbers: &[i64]) -> Vec<Row> {
        let rule = Rule {
            filter: &Filter::default(),
            me: &MemberId::default(),
            keep: None,
            more: false,
        };
        let ticket = |number: &i64| TeamTicket {
            id: id(*number),
            position: -number,
            ..TeamTicket::default()
        };
        let mut rows = Vec::new();
        place(&mut rows, numbers.iter().map(ticket).collect(), true, &rule);
        rows
    }

    fn id(number: i64) -> TicketId {
        TicketId::from(number.to_string())
    }

    #[test]
    fn a_range_is_selected_from_the_last_one_to_this() {
        let selection = Selection::new();
        let rows = rows(&[1, 2, 3, 4, 5]);
        selection.toggle(&rows, &id(2), false);
        selection.toggle(&rows, &id(4), true);
        assert_eq!(
            selection.chosen.get_untracked(),
            HashSet::from([id(2), id(3), id(4)])
        );
        selection.toggle(&rows, &id(3), false);
        assert_eq!(
            selection.chosen.get_untracked(),
            HashSet::from([id(2), id(4)])
        );
    }

    #[test]
    fn the_mark_moves_on_when_its_row_goes() {
        let selection = Selection::new();
        selection.toggle(&rows(&[1, 2, 3]), &id(2), false);
        let before = selection.place(&rows(&[1, 2, 3]));
        selection.settle(&rows(&[1, 3]), before);
        assert_eq!(selection.cursor.get_untracked(), Some(id(3)));
        assert!(selection.chosen.get_untracked().is_empty());
        let before = selection.place(&rows(&[1, 3]));
        selection.settle(&rows(&[1]), before);
        assert_eq!(selection.cursor.get_untracked(), Some(id(1)));
    }
}
