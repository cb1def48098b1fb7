//! Rules as people build them.

use super::*;

fn action(kind: ActionKind, word: &str) -> Action {
    Action {
        kind,
        word: word.to_owned(),
        ..Action::default()
    }
}

fn condition(kind: ConditionKind, comparison: Comparison, word: &str) -> Condition {
    Condition {
        kind,
        comparison,
        word: word.to_owned(),
        number: 0.0,
    }
}

fn good() -> Definition {
    Definition {
        name: " Refunds\n".to_owned(),
        event: RuleEvent::TicketCreated,
        idle_hours: 7,
        any: false,
        conditions: vec![condition(
            ConditionKind::Text,
            Comparison::Is,
            " money back ",
        )],
        actions: vec![action(ActionKind::Priority, "high")],
    }
}

#[test]
fn a_rule_is_brought_into_its_one_form() {
    let mut rule = good();
    rule.actions.push(Action {
        kind: ActionKind::AddTags,
        word: "left over".to_owned(),
        tags: vec![" Refund ".to_owned()],
        hours: 3,
        ..Action::default()
    });
    let rule = rule.check().unwrap();
    assert_eq!((rule.name.as_str(), rule.idle_hours), ("Refunds", 0));
    assert_eq!(rule.conditions[0].word, "money back");
    let tags = &rule.actions[1];
    assert_eq!((tags.word.as_str(), tags.hours), ("", 0));
    assert_eq!(tags.tags, ["Refund"]);
    assert_eq!(rule.clone().check(), Ok(rule));
}

/// What makes a right rule a wrong one.
type Change = fn(&mut Definition);

#[test]
fn what_is_refused_is_named_by_its_path() {
    use ActionKind as A;
    use Comparison::{AtLeast, Is};
    use ConditionKind as C;
    let table: &[(&str, Change)] = &[
        ("name", |rule| rule.name = " ".to_owned()),
        ("name", |rule| rule.name = "x".repeat(101)),
        ("event", |rule| rule.event = RuleEvent::Unknown),
        ("idle_hours", |rule| {
            (rule.event, rule.idle_hours) = (RuleEvent::Idle, 0);
        }),
        ("actions", |rule| rule.actions.clear()),
        ("actions", |rule| {
            rule.actions = vec![action(A::Priority, "low"); 11];
        }),
        ("conditions", |rule| {
            rule.conditions = vec![condition(C::Verified, Is, ""); 21];
        }),
        ("conditions.0.word", |rule| {
            rule.conditions[0].word = " ".to_owned();
        }),
        ("conditions.1.word", |rule| {
            rule.conditions.push(condition(C::Status, Is, "asleep"));
        }),
        ("conditions.1.word", |rule| {
            rule.conditions.push(condition(C::Priority, AtLeast, ""));
        }),
        ("conditions.1.word", |rule| {
            rule.conditions.push(condition(C::Tag, Is, "a,b"));
        }),
        ("conditions.1.word", |rule| {
            rule.conditions.push(condition(C::Channel, Is, "pigeon"));
        }),
        ("conditions.1.comparison", |rule| {
            rule.conditions.push(condition(C::Status, AtLeast, "open"));
        }),
        ("conditions.1.kind", |rule| {
            rule.conditions.push(condition(C::Unknown, Is, ""));
        }),
        ("conditions.1.number", |rule| {
            rule.conditions.push(Condition {
                number: f64::NAN,
                ..condition(C::Value, AtLeast, "")
            });
        }),
        ("actions.1.kind", |rule| {
            rule.actions.push(action(A::Unknown, ""));
        }),
        ("actions.1.endpoint", |rule| {
            rule.actions.push(action(A::Slack, ""));
        }),
        ("actions.1.word", |rule| {
            rule.actions.push(action(A::Status, ""));
        }),
        ("actions.1.tags", |rule| {
            rule.actions.push(action(A::RemoveTags, ""));
        }),
        ("actions.1.hours", |rule| {
            rule.actions.push(action(A::Snooze, ""));
        }),
        ("actions.1.kind", |rule| {
            let snooze = Action {
                hours: 3,
                ..action(A::Snooze, "")
            };
            rule.actions = vec![action(A::Status, "resolved"), snooze];
        }),
    ];
    for (index, (field, change)) in table.iter().enumerate() {
        let mut rule = good();
        change(&mut rule);
        let (path, message) = rule.check().expect_err(field);
        assert_eq!((path.as_str(), index), (*field, index));
        assert!(message.ends_with('.'), "{message}");
    }
}

#[test]
fn every_condition_can_be_compared() {
    for kind in ConditionKind::ALL {
        assert!(kind.comparisons().len() >= 2, "{kind:?}");
    }
}
