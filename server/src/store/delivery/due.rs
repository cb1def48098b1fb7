//! What is due, and what became of it.

use crate::store::row::{Sql, execute, get, list};
use crate::store::{Store, StoreError};
use porthole_shared::id::{DeliveryId, EndpointId};
use porthole_shared::inbox::automation::delivery::DeliveryState;
use porthole_shared::inbox::automation::endpoint::EndpointKind;
use porthole_shared::time::Timestamp;

/// A delivery whose time has come, and where it goes.
#[derive(Clone, Debug)]
pub struct DueDelivery {
    /// The id.
    pub id: DeliveryId,
    /// Where it goes.
    pub endpoint: EndpointId,
    /// What is at the other end.
    pub kind: EndpointKind,
    /// The address, sealed.
    pub url: Vec<u8>,
    /// The secret, sealed.
    pub secret: Option<Vec<u8>>,
    /// What had happened.
    pub event: String,
    /// What is sent.
    pub body: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Until when it is tried.
    pub give_up_at: Timestamp,
}

/// What became of a try.
#[derive(Clone, Debug)]
pub struct Tried {
    /// How far the delivery has come now.
    pub state: DeliveryState,
    /// When it is tried next.
    pub next_at: Option<Timestamp>,
    /// The status of the answer.
    pub status: Option<u16>,
    /// Why it failed; empty where it did not.
    pub error: String,
    /// When it was tried.
    pub now: Timestamp,
}

impl Store {
    /// The endpoints that something is due for.
    ///
    /// # Errors
    /// The store failed.
    pub async fn due_endpoints(&self, now: Timestamp) -> Result<Vec<EndpointId>, StoreError> {
        self.read(move |connection| {
            list(
                connection,
                "SELECT id FROM endpoint WHERE EXISTS
                     (SELECT 1 FROM delivery WHERE endpoint_id = endpoint.id AND next_at <= ?)",
                [Sql(now)],
                |row| get(row, "id"),
            )
        })
        .await
    }

    /// Some of what is due for an endpoint, what waits longest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn due_deliveries(
        &self,
        endpoint: EndpointId,
        now: Timestamp,
        limit: i64,
    ) -> Result<Vec<DueDelivery>, StoreError> {
        self.read(move |connection| {
            list(
                connection,
                "SELECT d.id, d.endpoint_id, d.event, d.body, d.attempts, d.give_up_at, e.kind, e.url, e.secret
                 FROM endpoint e CROSS JOIN delivery d
                 WHERE e.id = ? AND d.endpoint_id = e.id AND d.next_at <= ?
                 ORDER BY d.next_at LIMIT ?",
                (Sql(&endpoint), Sql(now), limit),
                |row| {
                    Ok(DueDelivery {
                        id: get(row, "id")?,
                        endpoint: get(row, "endpoint_id")?,
                        kind: get(row, "kind")?,
                        url: row.get("url")?,
                        secret: row.get("secret")?,
                        event: row.get("event")?,
                        body: row.get("body")?,
                        attempts: row.get("attempts")?,
                        give_up_at: get(row, "give_up_at")?,
                    })
                },
            )
        })
        .await
    }

    /// When something is to be delivered next.
    ///
    /// # Errors
    /// The store failed.
    pub async fn next_delivery_at(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(|connection| {
            let next = list(
                connection,
                "SELECT (SELECT min(next_at) FROM delivery
                         WHERE endpoint_id = endpoint.id AND next_at IS NOT NULL) AS next_at
                 FROM endpoint",
                [],
                |row| row.get::<_, Option<i64>>("next_at"),
            )?;
            Ok(next.into_iter().flatten().min().map(Timestamp))
        })
        .await
    }

    /// A delivery was tried.
    ///
    /// # Errors
    /// The store failed.
    pub async fn finish_delivery(&self, id: DeliveryId, tried: Tried) -> Result<(), StoreError> {
        self.write(move |written| {
            // Whoever deleted the endpoint meanwhile has given it up already.
            execute(
                written.connection,
                "UPDATE delivery SET state = ?, next_at = ?, status = ?, error = ?, tried_at = ?,
                     attempts = attempts + 1 WHERE id = ? AND next_at IS NOT NULL",
                (
                    Sql(tried.state),
                    tried.next_at.map(|at| at.0),
                    tried.status,
                    tried.error,
                    Sql(tried.now),
                    Sql(&id),
                ),
            )?;
            Ok(())
        })
        .await
    }
}
