//! What the conditions of rules are asked about.

use crate::domain::word::folded;
use porthole_shared::id::MemberId;
use porthole_shared::inbox::automation::{Comparison, Condition, ConditionKind};
use porthole_shared::inbox::ticket::Priority;
use porthole_shared::ticket::{Channel, TicketStatus};

/// What is so when a rule is looked at.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// How far the ticket has come.
    pub status: TicketStatus,
    /// How much it presses.
    pub priority: Priority,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whose it is.
    pub assignee: Option<MemberId>,
    /// How it came in.
    pub channel: Channel,
    /// The message that caused the event, or else the last one.
    pub text: String,
    /// Somebody vouches for who the visitor is.
    pub verified: bool,
    /// What the customer is worth.
    pub value: Option<f64>,
    /// The team is there; also where nothing is said of its hours.
    pub is_open: bool,
}

/// Whether a condition holds. One of a newer version does not.
#[must_use]
pub fn holds(condition: &Condition, facts: &Facts) -> bool {
    let is = |is: bool| match condition.comparison {
        Comparison::Is => is,
        Comparison::IsNot => !is,
        _ => false,
    };
    let word = condition.word.as_str();
    match condition.kind {
        ConditionKind::Status => is(facts.status == TicketStatus::from_word(word)),
        ConditionKind::Priority => compare(
            condition.comparison,
            rank(facts.priority),
            rank(Priority::from_word(word)),
        ),
        ConditionKind::Tag => {
            let fold = word.to_lowercase();
            is(facts.tags.iter().any(|tag| tag.to_lowercase() == fold))
        }
        ConditionKind::Assignee => {
            let assignee = facts.assignee.as_ref().map_or("", MemberId::as_str);
            is(assignee == word)
        }
        ConditionKind::Channel => is(facts.channel == Channel::from_word(word)),
        ConditionKind::Text => is(contains(&facts.text, word)),
        ConditionKind::Verified => is(facts.verified),
        ConditionKind::Value => {
            let value = facts.value.unwrap_or(f64::NEG_INFINITY);
            compare(condition.comparison, value, condition.number)
        }
        ConditionKind::OfficeHours => is(facts.is_open),
        ConditionKind::Unknown => false,
    }
}

fn compare<T: PartialOrd + Copy>(comparison: Comparison, own: T, other: T) -> bool {
    match comparison {
        Comparison::Is => own == other,
        Comparison::IsNot => own != other,
        Comparison::AtLeast => own >= other,
        Comparison::Below => own < other,
        Comparison::Unknown => false,
    }
}

fn rank(priority: Priority) -> Option<usize> {
    Priority::ALL.iter().position(|other| *other == priority)
}

/// Whether a text contains another one; capitals, accents, signs and spaces make no difference,
/// except where nothing else was asked for.
fn contains(text: &str, wanted: &str) -> bool {
    match folded(wanted) {
        words if words.is_empty() => text.contains(wanted),
        words => folded(text).contains(&words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Comparison::{AtLeast, Below, Is, IsNot};
    use ConditionKind as Kind;

    fn facts() -> Facts {
        Facts {
            status: TicketStatus::Open,
            priority: Priority::Medium,
            tags: vec!["Refund".to_owned(), "Übersee".to_owned()],
            assignee: Some("ada".to_owned().into()),
            channel: Channel::Widget,
            text: "I'd like a RÉFUND,\n please :-)".to_owned(),
            verified: true,
            value: Some(500.0),
            is_open: true,
        }
    }

    #[test]
    fn conditions_hold_or_do_not() {
        let table: &[(Kind, Comparison, &str, bool)] = &[
            (Kind::Status, Is, "open", true),
            (Kind::Status, Is, "new", false),
            (Kind::Status, IsNot, "new", true),
            (Kind::Priority, Is, "medium", true),
            (Kind::Priority, IsNot, "medium", false),
            (Kind::Priority, AtLeast, "medium", true),
            (Kind::Priority, AtLeast, "high", false),
            (Kind::Priority, AtLeast, "none", true),
            (Kind::Priority, Below, "high", true),
            (Kind::Priority, Below, "medium", false),
            (Kind::Tag, Is, "REFUND", true),
            (Kind::Tag, Is, "übersee", true),
            (Kind::Tag, Is, "refun", false),
            (Kind::Tag, IsNot, "vip", true),
            (Kind::Assignee, Is, "ada", true),
            (Kind::Assignee, Is, "", false),
            (Kind::Assignee, IsNot, "bob", true),
            (Kind::Channel, Is, "widget", true),
            (Kind::Channel, IsNot, "email", true),
            (Kind::Text, Is, "refund", true),
            (Kind::Text, Is, "refund please", true),
            (Kind::Text, Is, "fund", true),
            (Kind::Text, Is, ":-)", true),
            (Kind::Text, Is, ":-(", false),
            (Kind::Text, IsNot, "money", true),
            (Kind::Verified, Is, "", true),
            (Kind::Verified, IsNot, "", false),
            (Kind::OfficeHours, Is, "", true),
            (Kind::OfficeHours, IsNot, "", false),
            (Kind::Unknown, Is, "", false),
            (Kind::Unknown, IsNot, "", false),
            (Kind::Status, Comparison::Unknown, "open", false),
        ];
        for (kind, comparison, word, expected) in table {
            let condition = Condition {
                kind: *kind,
                comparison: *comparison,
                word: (*word).to_owned(),
                number: 0.0,
            };
            assert_eq!(holds(&condition, &facts()), *expected, "{condition:?}");
        }
    }

    #[test]
    fn a_value_that_nobody_knows_is_below_every_other() {
        for (value, comparison, number, expected) in [
            (Some(500.0), AtLeast, 500.0, true),
            (Some(499.99), AtLeast, 500.0, false),
            (Some(499.99), Below, 500.0, true),
            (Some(500.0), Below, 500.0, false),
            (None, AtLeast, 0.0, false),
            (None, Below, -1e9, true),
        ] {
            let condition = Condition {
                kind: Kind::Value,
                comparison,
                number,
                ..Condition::default()
            };
            let facts = Facts { value, ..facts() };
            assert_eq!(
                holds(&condition, &facts),
                expected,
                "{value:?} {comparison:?} {number}"
            );
        }
    }

    #[test]
    fn nobody_is_a_member_too() {
        let condition = |comparison| Condition {
            kind: Kind::Assignee,
            comparison,
            ..Condition::default()
        };
        let nobody = Facts {
            assignee: None,
            ..facts()
        };
        assert!(holds(&condition(Is), &nobody));
        assert!(!holds(&condition(IsNot), &nobody));
    }
}
