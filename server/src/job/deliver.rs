//! Sends deliveries to webhooks and to Slack. Each endpoint has a task of its own while something is
//! due for it, so that none waits for another one's slow server. A delivery may arrive twice, where
//! this server dies between the answer and its record: its id is the same then.

use crate::app::App;
use crate::domain::automation::endpoint::{secret_purpose, url_purpose};
use crate::domain::automation::retry::wait_after;
use crate::domain::automation::signature::signature;
use crate::domain::outgoing::target::Target;
use crate::outgoing::Call;
use crate::store::{DueDelivery, StoreError, Tried};
use porthole_shared::id::EndpointId;
use porthole_shared::inbox::automation::delivery::DeliveryState;
use porthole_shared::time::Timestamp;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::task::JoinSet;

/// How long to rest at the most before looking again.
const REST: Duration = Duration::from_secs(30);
/// How many calls of one endpoint are under way at once.
const AT_ONCE: i64 = 4;
/// How many endpoints are called at once.
const ENDPOINTS_AT_ONCE: usize = 16;

/// Sends what is due, until the task is dropped.
pub async fn run(app: App) {
    let mut tasks = JoinSet::new();
    let mut busy = BTreeSet::new();
    loop {
        match app.store.due_endpoints(app.clock.now()).await {
            Ok(due) => {
                for endpoint in due {
                    if busy.len() < ENDPOINTS_AT_ONCE && busy.insert(endpoint.clone()) {
                        tasks.spawn(work_off(app.clone(), endpoint));
                    }
                }
            }
            Err(error) => tracing::error!(%error, "deliveries could not be read"),
        }
        let rest = rest(&app).await;
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            () = app.deliveries.notified() => {}
            Some(ended) = tasks.join_next(), if !tasks.is_empty() => match ended {
                Ok((endpoint, _)) => {
                    busy.remove(&endpoint);
                }
                // Which one it was is not known; those that run find nothing left to do.
                Err(_) => busy.clear(),
            },
        }
    }
}

/// Sends all that is due now, each once.
///
/// # Errors
/// The store failed.
pub async fn run_due(app: &App) -> Result<(), StoreError> {
    for endpoint in app.store.due_endpoints(app.clock.now()).await? {
        work_off(app.clone(), endpoint).await.1?;
    }
    Ok(())
}

/// Sends all that is due for an endpoint.
async fn work_off(app: App, endpoint: EndpointId) -> (EndpointId, Result<(), StoreError>) {
    let worked = try_work_off(&app, &endpoint).await;
    if let Err(error) = &worked {
        tracing::error!(%error, endpoint = endpoint.as_str(), "deliveries could not be kept");
    }
    (endpoint, worked)
}

async fn try_work_off(app: &App, endpoint: &EndpointId) -> Result<(), StoreError> {
    loop {
        let now = app.clock.now();
        let due = app
            .store
            .due_deliveries(endpoint.clone(), now, AT_ONCE)
            .await?;
        if due.is_empty() {
            return Ok(());
        }
        let mut calls = JoinSet::new();
        for delivery in due {
            let app = app.clone();
            calls.spawn(async move {
                let tried = deliver(&app, &delivery).await;
                app.store.finish_delivery(delivery.id, tried).await
            });
        }
        while let Some(ended) = calls.join_next().await {
            ended.unwrap_or(Ok(()))?;
        }
    }
}

/// Tries once.
async fn deliver(app: &App, due: &DueDelivery) -> Tried {
    let answer = match call(app, due) {
        Ok(call) => app
            .outgoing
            .post(call)
            .await
            .map_err(|failure| failure.to_string()),
        Err(error) => Err(error),
    };
    let now = app.clock.now();
    let (status, error) = match answer {
        Ok(status @ 200..=299) => (Some(status), String::new()),
        Ok(status) => (Some(status), format!("The answer was {status}.")),
        Err(error) => (None, error),
    };
    let next = now.plus(wait_after(due.attempts + 1));
    let (state, next_at) = if error.is_empty() {
        (DeliveryState::Delivered, None)
    } else if next > due.give_up_at {
        (DeliveryState::Failed, None)
    } else {
        (DeliveryState::Waiting, Some(next))
    };
    if !error.is_empty() {
        let (id, attempts, gives_up) = (
            due.id.as_str(),
            due.attempts + 1,
            state == DeliveryState::Failed,
        );
        tracing::warn!(id, attempts, gives_up, "a delivery was not taken");
    }
    Tried {
        state,
        next_at,
        status,
        error,
        now,
    }
}

fn call(app: &App, due: &DueDelivery) -> Result<Call, String> {
    let url = open(app, &url_purpose(&due.endpoint), &due.url)?;
    let target = Target::parse(&url).map_err(str::to_owned)?;
    let mut headers = Vec::new();
    if let Some(sealed) = &due.secret {
        let secret = open(app, &secret_purpose(&due.endpoint), sealed)?;
        headers = vec![
            ("porthole-event", due.event.clone()),
            ("porthole-delivery", due.id.as_str().to_owned()),
            (
                "porthole-signature",
                signature(&secret, app.clock.now(), &due.body),
            ),
        ];
    }
    Ok(Call {
        target,
        headers,
        body: due.body.clone(),
    })
}

fn open(app: &App, purpose: &str, sealed: &[u8]) -> Result<String, String> {
    let opened = app.vault.open(purpose, sealed);
    let opened = opened.map_err(|error| format!("The address or its secret: {error}."))?;
    String::from_utf8(opened).map_err(|error| error.to_string())
}

async fn rest(app: &App) -> Duration {
    let next = app.store.next_delivery_at().await.ok().flatten();
    let wait = next.map_or(i64::MAX, |Timestamp(at)| (at - app.clock.now().0).max(0));
    REST.min(Duration::from_millis(wait.unsigned_abs()))
        .max(Duration::from_millis(100))
}
