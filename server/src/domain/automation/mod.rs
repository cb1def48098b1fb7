//! Automation: whether a rule runs, and what it sends.

pub mod condition;
pub mod endpoint;
pub mod payload;
pub mod retry;
pub mod signature;
pub mod slack;

use condition::Facts;
use porthole_shared::inbox::automation::run::RunOutcome;
use porthole_shared::inbox::automation::{Condition, Definition};
use porthole_shared::time::DAY;

/// How many rules may cause each other: what the last of them changes causes no further one.
pub const CHAIN_LIMIT: i64 = 3;
/// For how long what ran and what was sent is kept, in milliseconds.
pub const KEEP: i64 = 30 * DAY;
/// For how long it is kept that a rule did not run, in milliseconds.
pub const KEEP_IDLE: i64 = 3 * DAY;

/// What became of a rule, and the conditions that did not hold.
pub type Decision = (RunOutcome, Vec<Condition>);

/// Whether a rule runs for an event that `depth` rules have caused, one the other.
#[must_use]
pub fn decide(rule: &Definition, facts: &Facts, depth: i64, has_run: bool) -> Decision {
    let failed = failed(rule, facts);
    let outcome = if !failed.is_empty() {
        RunOutcome::NoMatch
    } else if has_run {
        RunOutcome::Again
    } else if depth >= CHAIN_LIMIT {
        RunOutcome::TooDeep
    } else {
        RunOutcome::Ran
    };
    (outcome, failed)
}

/// The conditions that keep a rule from running; none where it may run.
fn failed(rule: &Definition, facts: &Facts) -> Vec<Condition> {
    let fails = |condition: &&Condition| !condition::holds(condition, facts);
    let failed: Vec<_> = rule.conditions.iter().filter(fails).cloned().collect();
    if rule.any && failed.len() < rule.conditions.len() {
        return Vec::new();
    }
    failed
}

#[cfg(test)]
mod tests {
    use super::*;
    use porthole_shared::inbox::automation::{Comparison, ConditionKind};

    fn is(kind: ConditionKind, word: &str) -> Condition {
        Condition {
            kind,
            comparison: Comparison::Is,
            word: word.to_owned(),
            number: 0.0,
        }
    }

    fn rule(any: bool, conditions: &[Condition]) -> Definition {
        Definition {
            any,
            conditions: conditions.to_vec(),
            ..Definition::default()
        }
    }

    #[test]
    fn all_or_any_of_the_conditions_have_to_hold() {
        let facts = Facts {
            tags: vec!["refund".to_owned()],
            ..Facts::default()
        };
        let (yes, no) = (
            is(ConditionKind::Tag, "Refund"),
            is(ConditionKind::Tag, "vip"),
        );
        let both = [yes.clone(), no.clone()];
        let table: &[(bool, &[Condition], &[Condition])] = &[
            (false, &[], &[]),
            (true, &[], &[]),
            (false, &both, std::slice::from_ref(&no)),
            (true, &both, &[]),
            (true, &[no.clone(), no.clone()], &[no.clone(), no.clone()]),
            (false, std::slice::from_ref(&yes), &[]),
        ];
        for (any, conditions, expected) in table {
            let (outcome, failed) = decide(&rule(*any, conditions), &facts, 0, false);
            assert_eq!(failed, *expected, "{any} {conditions:?}");
            assert_eq!(outcome == RunOutcome::Ran, expected.is_empty());
        }
    }

    #[test]
    fn a_chain_is_three_deep_and_a_rule_runs_once_for_a_cause() {
        let (rule, facts) = (rule(false, &[]), Facts::default());
        for (depth, has_run, expected) in [
            (0, false, RunOutcome::Ran),
            (1, false, RunOutcome::Ran),
            (2, false, RunOutcome::Ran),
            (3, false, RunOutcome::TooDeep),
            (9, false, RunOutcome::TooDeep),
            (0, true, RunOutcome::Again),
            (2, true, RunOutcome::Again),
        ] {
            assert_eq!(decide(&rule, &facts, depth, has_run).0, expected, "{depth}");
        }
    }

    #[test]
    fn what_does_not_match_is_said_before_all_else() {
        let rule = rule(false, &[is(ConditionKind::Tag, "vip")]);
        let (outcome, _) = decide(&rule, &Facts::default(), 7, true);
        assert_eq!(outcome, RunOutcome::NoMatch);
    }
}
