//! The rules of the automation, and the log of what they did.

use super::session::require_admin;
use crate::app::App;
use crate::error::ApiError;
use crate::extract::{Member, Parameters, Payload, Segment};
use crate::store::RuleRefusal;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use porthole_shared::id::RuleId;
use porthole_shared::inbox::automation::run::RunList;
use porthole_shared::inbox::automation::{RULE_LIMIT, Rule, RuleList, RuleOrder, SaveRule};
use serde::Deserialize;

/// All of the workspace, in the order in which they run.
pub async fn list(State(app): State<App>, member: Member) -> Result<Json<RuleList>, ApiError> {
    require_admin(&member)?;
    let rules = app.store.rules(member.row.workspace).await?;
    Ok(Json(RuleList { rules }))
}

/// Adds one.
pub async fn add(
    State(app): State<App>,
    member: Member,
    Payload(request): Payload<SaveRule>,
) -> Result<Json<Rule>, ApiError> {
    require_admin(&member)?;
    let (new, now) = (check(request)?, app.clock.now());
    let id = app.random.id(now);
    let added = app.store.add_rule(member.row.workspace, id, new, now);
    let added = added.await??;
    app.jobs.notify_one();
    Ok(Json(added))
}

/// Changes one, or switches it on or off.
pub async fn change(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<RuleId>,
    Payload(request): Payload<SaveRule>,
) -> Result<Json<Rule>, ApiError> {
    require_admin(&member)?;
    let (new, now) = (check(request)?, app.clock.now());
    let changed = app.store.change_rule(member.row.workspace, id, new, now);
    let changed = changed.await??;
    app.jobs.notify_one();
    Ok(Json(changed))
}

/// Puts them into another order.
pub async fn order(
    State(app): State<App>,
    member: Member,
    Payload(request): Payload<RuleOrder>,
) -> Result<Json<RuleList>, ApiError> {
    require_admin(&member)?;
    let ordered = app
        .store
        .order_rules(member.row.workspace, request.rules)
        .await?;
    Ok(Json(RuleList { rules: ordered? }))
}

/// Deletes one.
pub async fn delete(
    State(app): State<App>,
    member: Member,
    Segment(id): Segment<RuleId>,
) -> Result<StatusCode, ApiError> {
    require_admin(&member)?;
    if app.store.delete_rule(member.row.workspace, id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::NotFound)
    }
}

/// Which part of the log is asked for.
#[derive(Debug, Deserialize)]
pub struct RunQuery {
    rule: Option<RuleId>,
    before: Option<i64>,
}

/// The parameters of the log.
pub const RUN_PARAMETERS: &[&str] = &["rule", "before"];

/// A page of the log, the newest first.
pub async fn runs(
    State(app): State<App>,
    member: Member,
    Parameters(query): Parameters<RunQuery>,
) -> Result<Json<RunList>, ApiError> {
    require_admin(&member)?;
    let runs = app
        .store
        .runs(member.row.workspace, query.rule, query.before);
    Ok(Json(runs.await?))
}

fn check(request: SaveRule) -> Result<SaveRule, ApiError> {
    let definition = request.definition.check();
    let definition = definition.map_err(|(path, message)| ApiError::InvalidPart(path, message))?;
    Ok(SaveRule {
        definition,
        ..request
    })
}

impl From<RuleRefusal> for ApiError {
    fn from(refusal: RuleRefusal) -> Self {
        match refusal {
            RuleRefusal::NoSuchRule => Self::NotFound,
            RuleRefusal::TooMany => Self::Invalid(
                "name",
                format!("There are {RULE_LIMIT} rules already. Delete one that nobody needs."),
            ),
            RuleRefusal::NoSuchEndpoint(index) => Self::InvalidPart(
                format!("actions.{index}.endpoint"),
                "Choose where to send it.".to_owned(),
            ),
            RuleRefusal::NoSuchMember(path) => {
                Self::InvalidPart(path, "Choose somebody of the team.".to_owned())
            }
            RuleRefusal::OtherRules => Self::Invalid(
                "rules",
                "Name each rule once. Somebody may have added or deleted one.".to_owned(),
            ),
        }
    }
}
