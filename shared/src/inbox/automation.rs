//! Automation: rules "when this happens and that is so, then do this", and where they send to.

pub mod delivery;
pub mod endpoint;
pub mod run;

use crate::id::{EndpointId, MemberId, RuleId};
use crate::inbox::tag::Tag;
use crate::inbox::ticket::{Priority, TAG_LIMIT};
use crate::text::{TextError, check_line};
use crate::ticket::{Channel, TicketStatus};

/// How many rules a workspace has at the most.
pub const RULE_LIMIT: i64 = 100;
/// The longest name of a rule, in characters.
pub const RULE_NAME: usize = 100;
/// How many conditions a rule has at the most.
pub const CONDITION_LIMIT: usize = 20;
/// How many actions a rule has at the most.
pub const ACTION_LIMIT: usize = 10;
/// How many members an action writes to at the most.
pub const MAIL_LIMIT: usize = 20;
/// For how many hours a ticket is idle at the most before a rule says something of it: a year.
pub const IDLE_LIMIT: i64 = 366 * 24;
/// The longest text that is looked for, in characters.
pub const CONDITION_TEXT: usize = 200;

wire_enum! {
    /// What a rule waits for.
    pub enum RuleEvent {
        /// A ticket began. One that may be spam begins when somebody says that it is none.
        TicketCreated = "ticket_created",
        /// The visitor wrote; the first message of a ticket included.
        MessageReceived = "message_received",
        /// The team answered.
        MessageSent = "message_sent",
        /// The status is another one.
        StatusChanged = "status_changed",
        /// The priority is another one.
        PriorityChanged = "priority_changed",
        /// Somebody else has it, or nobody.
        AssigneeChanged = "assignee_changed",
        /// It has other tags.
        TagsChanged = "tags_changed",
        /// Nobody wrote for some hours, and it is neither resolved nor snoozed.
        Idle = "idle",
    }
}

wire_enum! {
    /// What a condition looks at.
    pub enum ConditionKind {
        /// How far the ticket has come.
        Status = "status",
        /// How much it presses.
        Priority = "priority",
        /// The tags it has.
        Tag = "tag",
        /// Whose it is.
        Assignee = "assignee",
        /// How it came in.
        Channel = "channel",
        /// What the message says that caused the event, or else the ticket's last one. Capitals
        /// and accents make no difference.
        Text = "text",
        /// Whether somebody vouches for who the visitor is.
        Verified = "verified",
        /// What the customer is worth, in whole units of the currency.
        Value = "value",
        /// Whether the team is there, by its office hours.
        OfficeHours = "office_hours",
    }
}

wire_enum! {
    /// How a condition compares.
    pub enum Comparison {
        /// It is so; the text is in it; the tag is on it.
        Is = "is",
        /// It is not.
        IsNot = "is_not",
        /// It is that or more: priorities and values.
        AtLeast = "at_least",
        /// It is less, or not known: priorities and values.
        Below = "below",
    }
}

wire_enum! {
    /// What a rule does.
    pub enum ActionKind {
        /// Calls a webhook.
        Webhook = "webhook",
        /// Writes into a channel of Slack.
        Slack = "slack",
        /// Sets the status.
        Status = "status",
        /// Sets the priority.
        Priority = "priority",
        /// Gives the ticket to somebody, or to nobody.
        Assignee = "assignee",
        /// Adds tags.
        AddTags = "add_tags",
        /// Takes tags off.
        RemoveTags = "remove_tags",
        /// Lets the ticket sleep.
        Snooze = "snooze",
    }
}

wire! {
    /// One thing that has to be so.
    pub struct Condition {
        /// What it looks at.
        pub kind: ConditionKind,
        /// How it compares.
        pub comparison: Comparison,
        /// The status, priority, tag, channel, text, or the member's id (empty for nobody).
        pub word: String,
        /// The value, for `value`.
        pub number: f64,
    }
}

wire! {
    /// One thing that is done.
    pub struct Action {
        /// What.
        pub kind: ActionKind,
        /// The status, the priority, or the member's id (empty for nobody).
        pub word: String,
        /// The webhook, or the channel of Slack.
        pub endpoint: EndpointId,
        /// The tags.
        pub tags: Vec<String>,
        /// For how many hours it sleeps.
        pub hours: i64,
    }
}

wire! {
    /// What a rule says: when, if, then.
    pub struct Definition {
        /// What it is called in the list, 1 to 100 characters.
        pub name: String,
        /// What it waits for.
        pub event: RuleEvent,
        /// For `idle`: after how many hours, 1 to 8784.
        pub idle_hours: i64,
        /// One of the conditions is enough; else all have to hold.
        pub any: bool,
        /// What has to be so, 20 at most; none for always.
        pub conditions: Vec<Condition>,
        /// What is done then, 1 to 10, one after the other.
        pub actions: Vec<Action>,
    }
}

wire! {
    /// A rule.
    pub struct Rule {
        /// The id.
        pub id: RuleId,
        /// It is switched on.
        pub enabled: bool,
        /// What it says.
        pub definition: Definition,
    }
}

wire! {
    /// Adds or changes a rule.
    pub struct SaveRule {
        /// Switch it on.
        pub enabled: bool,
        /// What it says.
        pub definition: Definition,
    }
}

wire! {
    /// All rules, in the order in which they run.
    pub struct RuleList {
        /// They.
        pub rules: Vec<Rule>,
    }
}

wire! {
    /// Puts the rules into another order.
    pub struct RuleOrder {
        /// The ids of all of them, the first to run first.
        pub rules: Vec<RuleId>,
    }
}

impl ConditionKind {
    /// How this can be compared.
    #[must_use]
    pub fn comparisons(self) -> &'static [Comparison] {
        match self {
            Self::Priority => &[
                Comparison::Is,
                Comparison::IsNot,
                Comparison::AtLeast,
                Comparison::Below,
            ],
            Self::Value => &[Comparison::AtLeast, Comparison::Below],
            _ => &[Comparison::Is, Comparison::IsNot],
        }
    }
}

/// What is refused: the path of the field, and a sentence that says why.
pub type Refused = (String, String);

impl Definition {
    /// Brings what somebody built into its one form and checks each part.
    ///
    /// # Errors
    /// The path of the first field that is refused (`conditions.0.word`), and why.
    pub fn check(mut self) -> Result<Self, Refused> {
        self.name = self.name.replace(char::is_control, " ").trim().to_owned();
        if self.name.is_empty() {
            return Err(refused("name", &TextError::Blank.to_string()));
        }
        check_line(&self.name, RULE_NAME).map_err(|error| refused("name", &error.to_string()))?;
        if self.event == RuleEvent::Unknown {
            return Err(refused("event", "Choose what the rule waits for."));
        }
        if self.event != RuleEvent::Idle {
            self.idle_hours = 0;
        } else if !(1..=IDLE_LIMIT).contains(&self.idle_hours) {
            return Err(refused("idle_hours", "Enter 1 to 8784 hours."));
        }
        if self.conditions.len() > CONDITION_LIMIT {
            return Err(refused("conditions", "Add 20 conditions at most."));
        }
        if !(1..=ACTION_LIMIT).contains(&self.actions.len()) {
            return Err(refused("actions", "Add 1 to 10 things to do."));
        }
        self.conditions = at_each("conditions", self.conditions, Condition::check)?;
        self.actions = at_each("actions", self.actions, Action::check)?;
        self.check_snooze()?;
        Ok(self)
    }

    /// What is resolved does not sleep.
    fn check_snooze(&self) -> Result<(), Refused> {
        let resolves = self
            .actions
            .iter()
            .any(|action| action.kind == ActionKind::Status && action.word == "resolved");
        let snoozes = |action: &Action| action.kind == ActionKind::Snooze;
        match self.actions.iter().position(snoozes) {
            Some(index) if resolves => Err(refused(
                &format!("actions.{index}.kind"),
                "What is resolved does not sleep: choose one of the two.",
            )),
            _ => Ok(()),
        }
    }
}

impl Condition {
    fn check(mut self) -> Result<Self, Refused> {
        // Nobody vouches for visitors yet.
        if matches!(self.kind, ConditionKind::Verified | ConditionKind::Unknown) {
            return Err(refused("kind", "Choose what to look at."));
        }
        if !self.kind.comparisons().contains(&self.comparison) {
            return Err(refused("comparison", "Choose how to compare."));
        }
        if self.kind != ConditionKind::Value {
            self.number = 0.0;
        }
        match self.kind {
            ConditionKind::Status => check_status(&self.word)?,
            ConditionKind::Priority => check_priority(&self.word)?,
            ConditionKind::Channel if Channel::from_word(&self.word) == Channel::Unknown => {
                return Err(refused("word", "Choose a channel."));
            }
            ConditionKind::Tag => self.word = parse_tag(&self.word, "word")?,
            ConditionKind::Text => self.word = parse_text(&self.word)?,
            ConditionKind::Value if !self.number.is_finite() => {
                return Err(refused("number", "Enter a number."));
            }
            ConditionKind::Verified | ConditionKind::Value | ConditionKind::OfficeHours => {
                self.word.clear();
            }
            _ => {}
        }
        Ok(self)
    }
}

impl Action {
    fn check(mut self) -> Result<Self, Refused> {
        let kind = self.kind;
        let kept = std::mem::take(&mut self);
        self.kind = kind;
        match kind {
            ActionKind::Unknown => return Err(refused("kind", "Choose what to do.")),
            ActionKind::Webhook | ActionKind::Slack if kept.endpoint.is_empty() => {
                return Err(refused("endpoint", "Choose where to send it."));
            }
            ActionKind::Webhook | ActionKind::Slack => self.endpoint = kept.endpoint,
            ActionKind::Status => {
                check_status(&kept.word)?;
                self.word = kept.word;
            }
            ActionKind::Priority => {
                check_priority(&kept.word)?;
                self.word = kept.word;
            }
            ActionKind::Assignee => self.word = kept.word,
            ActionKind::AddTags | ActionKind::RemoveTags => {
                if !(1..=TAG_LIMIT).contains(&kept.tags.len()) {
                    return Err(refused("tags", "Enter 1 to 20 tags."));
                }
                let tags = kept.tags.iter().map(|tag| parse_tag(tag, "tags"));
                self.tags = tags.collect::<Result<_, _>>()?;
            }
            ActionKind::Snooze if (1..=IDLE_LIMIT).contains(&kept.hours) => {
                self.hours = kept.hours;
            }
            ActionKind::Snooze => return Err(refused("hours", "Enter 1 to 8784 hours.")),
        }
        Ok(self)
    }

    /// The member whom this gives a ticket to.
    #[must_use]
    pub fn member(&self) -> MemberId {
        self.word.clone().into()
    }
}

fn refused(field: &str, message: &str) -> Refused {
    (field.to_owned(), message.to_owned())
}

/// Checks each item of a list, and says of a refused one which it is.
fn at_each<T>(
    list: &str,
    items: Vec<T>,
    check: impl Fn(T) -> Result<T, Refused>,
) -> Result<Vec<T>, Refused> {
    let checked = items.into_iter().enumerate().map(|(index, item)| {
        check(item).map_err(|(field, message)| (format!("{list}.{index}.{field}"), message))
    });
    checked.collect()
}

fn check_status(word: &str) -> Result<(), Refused> {
    match TicketStatus::from_word(word) {
        TicketStatus::Unknown => Err(refused("word", "Choose a status.")),
        _ => Ok(()),
    }
}

fn check_priority(word: &str) -> Result<(), Refused> {
    match Priority::from_word(word) {
        Priority::Unknown => Err(refused("word", "Choose a priority.")),
        _ => Ok(()),
    }
}

fn parse_tag(text: &str, field: &str) -> Result<String, Refused> {
    let tag = Tag::parse(text).map_err(|message| refused(field, &message))?;
    Ok(tag.name().to_owned())
}

fn parse_text(text: &str) -> Result<String, Refused> {
    let text = text.replace(char::is_control, " ").trim().to_owned();
    if text.is_empty() {
        return Err(refused("word", "Enter the text to look for."));
    }
    check_line(&text, CONDITION_TEXT).map_err(|error| refused("word", &error.to_string()))?;
    Ok(text)
}

#[cfg(test)]
mod tests;
