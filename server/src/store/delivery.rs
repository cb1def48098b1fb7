//! What is sent to endpoints: written by the run that causes it, tried until it is taken or a day
//! is over.

mod due;

pub use due::{DueDelivery, Tried};

use super::clean_up::CHUNK;
use super::row::{Sql, execute, find, get, list};
use super::{Store, StoreError, endpoint};
use crate::domain::automation::KEEP;
use crate::domain::automation::retry::GIVE_UP;
use porthole_shared::id::{DeliveryId, EndpointId, TicketId, WorkspaceId};
use porthole_shared::inbox::automation::delivery::{
    DELIVERY_PAGE, Delivery, DeliveryDetail, DeliveryList, DeliveryState, TEST_EVENT,
};
use porthole_shared::inbox::automation::endpoint::EndpointKind;
use porthole_shared::inbox::ticket::TicketReference;
use porthole_shared::time::Timestamp;
use rusqlite::{Connection, Row};

/// Something to be sent.
pub(super) struct NewDelivery<'a> {
    pub(super) id: &'a DeliveryId,
    pub(super) workspace: &'a WorkspaceId,
    pub(super) endpoint: &'a EndpointId,
    pub(super) ticket: Option<&'a TicketId>,
    pub(super) rule_name: &'a str,
    pub(super) event: &'a str,
    pub(super) body: &'a str,
    pub(super) now: Timestamp,
}

/// A delivery by which somebody tries an endpoint out.
#[derive(Clone, Debug)]
pub struct NewTest {
    /// The id.
    pub id: DeliveryId,
    /// What a webhook is sent.
    pub webhook: String,
    /// What Slack is sent.
    pub slack: String,
    /// When.
    pub now: Timestamp,
}

/// Why something is not sent once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedeliverRefusal {
    /// It is on its way as it is.
    Waiting,
    /// Its endpoint was deleted.
    NoEndpoint,
}

const SELECT: &str =
    "SELECT d.id, d.endpoint_id, d.ticket_id, d.rule_name, d.event, d.state, d.attempts,
     d.next_at, d.status, d.error, d.created_at, d.tried_at, t.number
     FROM delivery d LEFT JOIN ticket t ON t.id = d.ticket_id";

fn read_delivery(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    let time = |column| {
        row.get::<_, Option<i64>>(column)
            .map(|at| at.map(Timestamp))
    };
    let ticket = row.get::<_, Option<Sql<TicketId>>>("ticket_id")?;
    Ok(Delivery {
        id: get(row, "id")?,
        endpoint: get(row, "endpoint_id")?,
        event: row.get("event")?,
        ticket: ticket
            .map(|Sql(id)| {
                let number = row.get("number")?;
                Ok::<_, rusqlite::Error>(TicketReference { id, number })
            })
            .transpose()?,
        rule_name: row.get("rule_name")?,
        state: get(row, "state")?,
        attempts: row.get("attempts")?,
        status: row.get("status")?,
        error: row.get("error")?,
        next_at: time("next_at")?,
        created_at: get(row, "created_at")?,
        tried_at: time("tried_at")?,
    })
}

/// Writes down what is to be sent.
pub(super) fn insert(connection: &Connection, new: &NewDelivery<'_>) -> Result<(), StoreError> {
    execute(
        connection,
        "INSERT INTO delivery (id, workspace_id, endpoint_id, ticket_id, rule_name, event, body,
             state, next_at, give_up_at, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?9)",
        (
            Sql(new.id),
            Sql(new.workspace),
            Sql(new.endpoint),
            new.ticket.map(TicketId::as_str),
            new.rule_name,
            new.event,
            new.body,
            Sql(DeliveryState::Waiting),
            Sql(new.now),
            Sql(new.now.plus(GIVE_UP)),
        ),
    )?;
    Ok(())
}

/// Gives up what waits for an endpoint that is gone.
pub(super) fn give_up(connection: &Connection, endpoint: &EndpointId) -> Result<(), StoreError> {
    execute(
        connection,
        "UPDATE delivery SET state = ?, next_at = NULL, error = 'The endpoint was deleted.'
         WHERE endpoint_id = ? AND next_at IS NOT NULL",
        (Sql(DeliveryState::Failed), Sql(endpoint)),
    )?;
    Ok(())
}

/// Deletes a piece of what is old.
pub(super) fn trim(connection: &Connection, now: Timestamp) -> Result<usize, StoreError> {
    execute(
        connection,
        "DELETE FROM delivery WHERE id IN
             (SELECT id FROM delivery WHERE created_at <= ? LIMIT ?)",
        (Sql(now.plus(-KEEP)), CHUNK),
    )
}

fn by_id(
    connection: &Connection,
    workspace: &WorkspaceId,
    id: &DeliveryId,
) -> Result<Option<Delivery>, StoreError> {
    find(
        connection,
        &format!("{SELECT} WHERE d.id = ? AND d.workspace_id = ?"),
        (Sql(id), Sql(workspace)),
        read_delivery,
    )
}

impl Store {
    /// A page of what was sent, the newest first; of one endpoint, if it is named.
    ///
    /// # Errors
    /// The store failed.
    pub async fn deliveries(
        &self,
        workspace: WorkspaceId,
        endpoint: Option<EndpointId>,
        before: Option<DeliveryId>,
    ) -> Result<DeliveryList, StoreError> {
        self.read(move |connection| {
            // Behind every id there is.
            let before = before.as_ref().map_or("~", DeliveryId::as_str);
            let page = "d.id < ? ORDER BY d.id DESC LIMIT ?";
            let limit = DELIVERY_PAGE + 1;
            let mut deliveries = match &endpoint {
                Some(endpoint) => list(
                    connection,
                    &format!("{SELECT} WHERE d.endpoint_id = ? AND +d.workspace_id = ? AND {page}"),
                    (Sql(endpoint), Sql(&workspace), before, limit),
                    read_delivery,
                )?,
                None => list(
                    connection,
                    &format!("{SELECT} WHERE d.workspace_id = ? AND {page}"),
                    (Sql(&workspace), before, limit),
                    read_delivery,
                )?,
            };
            let page = usize::try_from(DELIVERY_PAGE).unwrap_or(usize::MAX);
            let more = deliveries.len() > page;
            deliveries.truncate(page);
            Ok(DeliveryList { deliveries, more })
        })
        .await
    }

    /// A delivery with its body.
    ///
    /// # Errors
    /// The store failed.
    pub async fn delivery(
        &self,
        workspace: WorkspaceId,
        id: DeliveryId,
    ) -> Result<Option<DeliveryDetail>, StoreError> {
        self.read(move |connection| {
            let Some(delivery) = by_id(connection, &workspace, &id)? else {
                return Ok(None);
            };
            let sql = "SELECT body FROM delivery WHERE id = ?";
            let body = find(connection, sql, [Sql(&id)], |row| row.get("body"))?;
            Ok(body.map(|body| DeliveryDetail { delivery, body }))
        })
        .await
    }

    /// Sends something to try an endpoint out; `None` where the workspace has no such endpoint.
    ///
    /// # Errors
    /// The store failed.
    pub async fn test_endpoint(
        &self,
        workspace: WorkspaceId,
        endpoint: EndpointId,
        test: NewTest,
    ) -> Result<Option<Delivery>, StoreError> {
        self.write(move |written| {
            let connection = written.connection;
            let Some(found) = endpoint::by_id(connection, &workspace, &endpoint)? else {
                return Ok(None);
            };
            let body = match found.kind {
                EndpointKind::Slack => &test.slack,
                _ => &test.webhook,
            };
            let new = NewDelivery {
                id: &test.id,
                workspace: &workspace,
                endpoint: &endpoint,
                ticket: None,
                rule_name: "",
                event: TEST_EVENT,
                body,
                now: test.now,
            };
            insert(connection, &new)?;
            by_id(connection, &workspace, &test.id)
        })
        .await
    }

    /// Sends something once more, with the same id and body.
    ///
    /// # Errors
    /// The store failed.
    pub async fn redeliver(
        &self,
        workspace: WorkspaceId,
        id: DeliveryId,
        now: Timestamp,
    ) -> Result<Option<Result<Delivery, RedeliverRefusal>>, StoreError> {
        self.write(move |written| {
            let connection = written.connection;
            let Some(delivery) = by_id(connection, &workspace, &id)? else {
                return Ok(None);
            };
            if delivery.state == DeliveryState::Waiting {
                return Ok(Some(Err(RedeliverRefusal::Waiting)));
            }
            if endpoint::by_id(connection, &workspace, &delivery.endpoint)?.is_none() {
                return Ok(Some(Err(RedeliverRefusal::NoEndpoint)));
            }
            execute(
                connection,
                "UPDATE delivery SET state = ?, attempts = 0, next_at = ?, give_up_at = ? WHERE id = ?",
                (
                    Sql(DeliveryState::Waiting),
                    Sql(now),
                    Sql(now.plus(GIVE_UP)),
                    Sql(&id),
                ),
            )?;
            Ok(by_id(connection, &workspace, &id)?.map(Ok))
        })
        .await
    }
}
