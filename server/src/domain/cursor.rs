//! Where a page of the ticket list ends, and the next one goes on.

use porthole_shared::inbox::ticket::TicketSort;
use std::cmp::Ordering;
use std::fmt;

/// The place of a ticket in a list: what the list is sorted by, and the ticket's position. Tickets
/// that move meanwhile change nothing for the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cursor {
    /// Below this position.
    Newest(i64),
    /// Above this position; tickets that moved behind the second one meanwhile were listed
    /// already.
    Oldest(i64, i64),
    /// Below this priority, or in it and below this position.
    Priority(i64, i64),
    /// Below this value, or of it and below this position; after the known values come those that
    /// are not known.
    Value(Option<f64>, i64),
}

impl Cursor {
    /// Reads a cursor of a list that is sorted so; `None` if it is of another one, or of none.
    #[must_use]
    pub fn parse(text: &str, sort: TicketSort) -> Option<Self> {
        let (key, position) = text.get(1..)?.split_once('.')?;
        let position = position.parse().ok()?;
        match (text.get(..1)?, sort) {
            ("n", TicketSort::Newest) if key.is_empty() => Some(Self::Newest(position)),
            ("o", TicketSort::Oldest) => Some(Self::Oldest(key.parse().ok()?, position)),
            ("p", TicketSort::Priority) => {
                let priority = key.parse().ok()?;
                (0..=4)
                    .contains(&priority)
                    .then_some(Self::Priority(priority, position))
            }
            ("v", TicketSort::Value) if key.is_empty() => Some(Self::Value(None, position)),
            ("v", TicketSort::Value) => {
                let value = f64::from_bits(u64::from_str_radix(key, 16).ok()?);
                value
                    .is_finite()
                    .then_some(Self::Value(Some(value), position))
            }
            _ => None,
        }
    }
}

impl Cursor {
    /// Which of two places of a list by priority or value comes first.
    #[must_use]
    pub fn order(self, other: Self) -> Ordering {
        let (left, right) = (self.key(), other.key());
        // The highest comes first, and what is not known last.
        let by_key = right.0.cmp(&left.0).then(right.1.total_cmp(&left.1));
        by_key.then(right.2.cmp(&left.2))
    }

    /// Whether this place of a list by priority or value is behind the other one.
    #[must_use]
    pub fn comes_after(self, other: Self) -> bool {
        self.order(other) == Ordering::Greater
    }

    fn key(self) -> (bool, f64, i64) {
        match self {
            Self::Newest(position) | Self::Oldest(position, _) => (true, 0.0, position),
            // Priorities are five.
            Self::Priority(priority, position) => (true, priority as f64, position),
            Self::Value(value, position) => (value.is_some(), value.unwrap_or_default(), position),
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Newest(position) => write!(f, "n.{position}"),
            Self::Oldest(position, until) => write!(f, "o{position}.{until}"),
            Self::Priority(priority, position) => write!(f, "p{priority}.{position}"),
            Self::Value(None, position) => write!(f, "v.{position}"),
            Self::Value(Some(value), position) => write!(f, "v{:x}.{position}", value.to_bits()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_as_it_was_written_and_in_its_own_list_alone() {
        let cursors = [
            (TicketSort::Newest, Cursor::Newest(12)),
            (TicketSort::Oldest, Cursor::Oldest(12, 99)),
            (TicketSort::Priority, Cursor::Priority(3, 12)),
            (TicketSort::Value, Cursor::Value(Some(-0.1), 12)),
            (TicketSort::Value, Cursor::Value(None, 12)),
        ];
        for (own, cursor) in cursors {
            for sort in TicketSort::ALL {
                let read = Cursor::parse(&cursor.to_string(), *sort);
                assert_eq!(read, (*sort == own).then_some(cursor), "{cursor} {sort:?}");
            }
        }
    }

    #[test]
    fn the_highest_comes_first_and_the_unknown_last() {
        let places = [
            Cursor::Value(Some(9.5), 1),
            Cursor::Value(Some(-1.0), 7),
            Cursor::Value(Some(-1.0), 3),
            Cursor::Value(None, 8),
            Cursor::Value(None, 2),
        ];
        for pair in places.windows(2) {
            assert!(pair[1].comes_after(pair[0]), "{pair:?}");
            assert!(!pair[0].comes_after(pair[1]), "{pair:?}");
        }
        assert!(Cursor::Priority(0, 9).comes_after(Cursor::Priority(4, 1)));
        assert!(!places[0].comes_after(places[0]));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        let nan = format!("v{:x}.1", f64::NAN.to_bits());
        for text in [
            "", "n", "n1", "n.", "n.x", "n1.1", "é.1", "1", "vx.1", "p-1.1", "p5.1", &nan,
        ] {
            for sort in TicketSort::ALL {
                assert_eq!(Cursor::parse(text, *sort), None, "{text} {sort:?}");
            }
        }
    }
}
