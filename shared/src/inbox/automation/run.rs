//! The log of the rules: what each did, and why or why not.

use super::{ActionKind, Condition, RuleEvent};
use crate::id::{DeliveryId, RuleId};
use crate::inbox::ticket::TicketReference;
use crate::time::Timestamp;

/// How many runs come at a time.
pub const RUN_PAGE: i64 = 30;

wire_enum! {
    /// What became of a rule when its event came.
    pub enum RunOutcome {
        /// It ran.
        Ran = "ran",
        /// A condition did not hold.
        NoMatch = "no_match",
        /// It had run for this ticket and cause already.
        Again = "again",
        /// Rules had caused each other three times already.
        TooDeep = "too_deep",
        /// The ticket was merged or suspected as spam meanwhile.
        NoTicket = "no_ticket",
    }
}

wire_enum! {
    /// What became of an action.
    pub enum StepOutcome {
        /// It is done, or on its way.
        Done = "done",
        /// The ticket was like that already.
        Same = "same",
        /// What it would send to is not there any more.
        NoEndpoint = "no_endpoint",
        /// The member is not of the team any more.
        NoMember = "no_member",
        /// The ticket would have too many tags.
        TooManyTags = "too_many_tags",
    }
}

wire! {
    /// What became of one action of a run.
    pub struct Step {
        /// What was to be done.
        pub action: ActionKind,
        /// What became of it.
        pub outcome: StepOutcome,
        /// What was sent, where something was.
        pub delivery: Option<DeliveryId>,
    }
}

wire! {
    /// One time that a rule was looked at.
    pub struct Run {
        /// Its number; newer ones have higher ones.
        pub id: i64,
        /// The rule.
        pub rule: RuleId,
        /// What the rule was called then.
        pub rule_name: String,
        /// The ticket.
        pub ticket: TicketReference,
        /// What had happened.
        pub event: RuleEvent,
        /// How many rules caused it, one the other: 0 where people did.
        pub depth: i64,
        /// What became of the rule.
        pub outcome: RunOutcome,
        /// The conditions that did not hold.
        pub failed: Vec<Condition>,
        /// What became of each action.
        pub steps: Vec<Step>,
        /// When.
        pub at: Timestamp,
    }
}

wire! {
    /// A page of the log, the newest first.
    pub struct RunList {
        /// The runs.
        pub runs: Vec<Run>,
        /// There are older ones: ask with `before`.
        pub more: bool,
    }
}
