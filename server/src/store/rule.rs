//! The rules of the automation.

use super::row::{Sql, execute, find, get, list};
use super::writer::Written;
use super::{Store, StoreError, endpoint, idle};
use porthole_shared::id::{EndpointId, MemberId, RuleId, WorkspaceId};
use porthole_shared::inbox::automation::endpoint::EndpointKind;
use porthole_shared::inbox::automation::{
    ActionKind, ConditionKind, Definition, RULE_LIMIT, Rule, RuleEvent, SaveRule,
};
use porthole_shared::time::Timestamp;
use rusqlite::{Connection, Row};

/// Why a rule was not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleRefusal {
    /// The workspace has none of this id.
    NoSuchRule,
    /// The workspace has as many as it may have.
    TooMany,
    /// What the action of this number would send to is not there.
    NoSuchEndpoint(usize),
    /// The member at this path is not of the team.
    NoSuchMember(String),
    /// These are not the rules of the workspace.
    OtherRules,
}

fn read_rule(row: &Row<'_>) -> rusqlite::Result<(RuleId, bool, String)> {
    Ok((get(row, "id")?, row.get("enabled")?, row.get("definition")?))
}

fn with_definition((id, enabled, json): (RuleId, bool, String)) -> Result<Rule, StoreError> {
    Ok(Rule {
        id,
        enabled,
        definition: serde_json::from_str(&json)?,
    })
}

/// All rules of a workspace, in the order in which they run.
fn all(connection: &Connection, workspace: &WorkspaceId) -> Result<Vec<Rule>, StoreError> {
    let rows = list(
        connection,
        "SELECT id, enabled, definition FROM rule WHERE workspace_id = ? ORDER BY position, id",
        [Sql(workspace)],
        read_rule,
    )?;
    rows.into_iter().map(with_definition).collect()
}

/// The rules that wait for an event, in the order in which they run; of them only `one`, if given.
pub(super) fn waiting(
    connection: &Connection,
    workspace: &WorkspaceId,
    event: RuleEvent,
    one: Option<&RuleId>,
) -> Result<Vec<Rule>, StoreError> {
    let rows = list(
        connection,
        "SELECT id, enabled, definition FROM rule
         WHERE event = ?1 AND workspace_id = ?2 AND enabled AND id = coalesce(?3, id)
         ORDER BY position",
        (Sql(event), Sql(workspace), one.map(RuleId::as_str)),
        read_rule,
    )?;
    rows.into_iter().map(with_definition).collect()
}

/// The name of a rule that sends to an endpoint.
pub(super) fn of_endpoint(
    connection: &Connection,
    workspace: &WorkspaceId,
    id: &EndpointId,
) -> Result<Option<String>, StoreError> {
    let rules = all(connection, workspace)?;
    let sends = |rule: &Rule| {
        let mut actions = rule.definition.actions.iter();
        actions.any(|action| action.endpoint == *id)
    };
    Ok(rules
        .into_iter()
        .find(sends)
        .map(|rule| rule.definition.name))
}

impl Store {
    /// A workspace's rules, in the order in which they run.
    ///
    /// # Errors
    /// The store failed.
    pub async fn rules(&self, workspace: WorkspaceId) -> Result<Vec<Rule>, StoreError> {
        self.read(move |connection| all(connection, &workspace))
            .await
    }

    /// Adds a rule, to run after the others.
    ///
    /// # Errors
    /// The store failed.
    pub async fn add_rule(
        &self,
        workspace: WorkspaceId,
        id: RuleId,
        new: SaveRule,
        now: Timestamp,
    ) -> Result<Result<Rule, RuleRefusal>, StoreError> {
        self.write(move |written| {
            let connection = written.connection;
            let (count, last): (i64, i64) = find(
                connection,
                "SELECT count(*), coalesce(max(position), 0) FROM rule WHERE workspace_id = ?",
                [Sql(&workspace)],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?
            .unwrap_or_default();
            if count >= RULE_LIMIT {
                return Ok(Err(RuleRefusal::TooMany));
            }
            if let Err(refusal) = check(connection, &workspace, &new.definition)? {
                return Ok(Err(refusal));
            }
            execute(
                connection,
                "INSERT INTO rule (id, workspace_id, position, enabled, event, definition, created_at, changed_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
                (
                    Sql(&id),
                    Sql(&workspace),
                    last + 1,
                    new.enabled,
                    Sql(new.definition.event),
                    serde_json::to_string(&new.definition)?,
                    Sql(now),
                ),
            )?;
            idle::begin(written, &id, &new, now)?;
            Ok(Ok(rule(id, new)))
        })
        .await
    }

    /// Changes a rule.
    ///
    /// # Errors
    /// The store failed.
    pub async fn change_rule(
        &self,
        workspace: WorkspaceId,
        id: RuleId,
        new: SaveRule,
        now: Timestamp,
    ) -> Result<Result<Rule, RuleRefusal>, StoreError> {
        self.write(move |written| change(written, &workspace, id, new, now))
            .await
    }

    /// Puts the rules into another order.
    ///
    /// # Errors
    /// The store failed.
    pub async fn order_rules(
        &self,
        workspace: WorkspaceId,
        order: Vec<RuleId>,
    ) -> Result<Result<Vec<Rule>, RuleRefusal>, StoreError> {
        self.write(move |written| {
            let connection = written.connection;
            let mut known: Vec<RuleId> = all(connection, &workspace)?
                .into_iter()
                .map(|rule| rule.id)
                .collect();
            let mut named = order.clone();
            known.sort();
            named.sort();
            if known != named {
                return Ok(Err(RuleRefusal::OtherRules));
            }
            for (position, id) in (1_i64..).zip(&order) {
                execute(
                    connection,
                    "UPDATE rule SET position = ? WHERE id = ?",
                    (position, Sql(id)),
                )?;
            }
            all(connection, &workspace).map(Ok)
        })
        .await
    }

    /// Deletes a rule; `false` where the workspace has none of this id. What it did stays in the
    /// log.
    ///
    /// # Errors
    /// The store failed.
    pub async fn delete_rule(
        &self,
        workspace: WorkspaceId,
        id: RuleId,
    ) -> Result<bool, StoreError> {
        self.write(move |written| {
            let gone = execute(
                written.connection,
                "DELETE FROM rule WHERE id = ? AND workspace_id = ?",
                (Sql(&id), Sql(&workspace)),
            )?;
            Ok(gone > 0)
        })
        .await
    }
}

fn rule(id: RuleId, saved: SaveRule) -> Rule {
    Rule {
        id,
        enabled: saved.enabled,
        definition: saved.definition,
    }
}

fn change(
    written: &mut Written<'_>,
    workspace: &WorkspaceId,
    id: RuleId,
    new: SaveRule,
    now: Timestamp,
) -> Result<Result<Rule, RuleRefusal>, StoreError> {
    let connection = written.connection;
    let before = find(
        connection,
        "SELECT id, enabled, definition FROM rule WHERE id = ? AND workspace_id = ?",
        (Sql(&id), Sql(workspace)),
        read_rule,
    )?;
    let Some(before) = before.map(with_definition).transpose()? else {
        return Ok(Err(RuleRefusal::NoSuchRule));
    };
    // A rule that is switched off may be about what is gone.
    if new.enabled
        && let Err(refusal) = check(connection, workspace, &new.definition)?
    {
        return Ok(Err(refusal));
    }
    execute(
        connection,
        "UPDATE rule SET enabled = ?, event = ?, definition = ?, changed_at = ? WHERE id = ?",
        (
            new.enabled,
            Sql(new.definition.event),
            serde_json::to_string(&new.definition)?,
            Sql(now),
            Sql(&id),
        ),
    )?;
    let waited =
        |enabled, definition: &Definition| (enabled, definition.event, definition.idle_hours);
    if waited(before.enabled, &before.definition) != waited(new.enabled, &new.definition) {
        idle::begin(written, &id, &new, now)?;
    }
    Ok(Ok(rule(id, new)))
}

/// Whether all that a rule names is there.
fn check(
    connection: &Connection,
    workspace: &WorkspaceId,
    rule: &Definition,
) -> Result<Result<(), RuleRefusal>, StoreError> {
    for (index, action) in rule.actions.iter().enumerate() {
        let kind = match action.kind {
            ActionKind::Webhook => EndpointKind::Webhook,
            ActionKind::Slack => EndpointKind::Slack,
            _ => continue,
        };
        let found = endpoint::by_id(connection, workspace, &action.endpoint)?;
        if found.is_none_or(|endpoint| endpoint.kind != kind) {
            return Ok(Err(RuleRefusal::NoSuchEndpoint(index)));
        }
    }
    for (path, member) in members(rule) {
        if !is_member(connection, workspace, &member)? {
            return Ok(Err(RuleRefusal::NoSuchMember(path)));
        }
    }
    Ok(Ok(()))
}

/// The members that a rule names, each with its path.
fn members(rule: &Definition) -> Vec<(String, MemberId)> {
    let conditions = rule.conditions.iter().enumerate();
    let conditions = conditions
        .filter(|(_, condition)| condition.kind == ConditionKind::Assignee)
        .map(|(index, condition)| (format!("conditions.{index}.word"), &condition.word));
    let actions = rule.actions.iter().enumerate();
    let actions = actions
        .filter(|(_, action)| action.kind == ActionKind::Assignee)
        .map(|(index, action)| (format!("actions.{index}.word"), &action.word));
    conditions
        .chain(actions)
        .filter(|(_, id)| !id.is_empty())
        .map(|(path, id)| (path, id.clone().into()))
        .collect()
}

fn is_member(
    connection: &Connection,
    workspace: &WorkspaceId,
    id: &MemberId,
) -> Result<bool, StoreError> {
    let known = find(
        connection,
        "SELECT 1 FROM member WHERE id = ? AND workspace_id = ?",
        (Sql(id), Sql(workspace)),
        |_| Ok(()),
    )?;
    Ok(known.is_some())
}
