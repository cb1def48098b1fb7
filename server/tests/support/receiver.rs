//! A server that webhooks call, over a real connection.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// What a webhook was sent.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

#[derive(Clone, Default)]
struct Shelf {
    received: Arc<Mutex<Vec<Received>>>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

/// A server that webhooks call.
pub(crate) struct Receiver {
    pub(crate) url: String,
    shelf: Shelf,
}

impl Receiver {
    /// One that takes everything.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let shelf = Shelf::default();
        let router = Router::new()
            .route("/hook", axum::routing::post(take))
            .with_state(shelf.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shelf }
    }

    /// Answers the next calls so, and takes what comes after them.
    pub(crate) fn answer(&self, statuses: &[u16]) {
        self.shelf.answers.lock().unwrap().extend(statuses);
    }

    /// All that came.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.shelf.received.lock().unwrap().clone()
    }
}

async fn take(State(shelf): State<Shelf>, headers: HeaderMap, body: String) -> StatusCode {
    shelf
        .received
        .lock()
        .unwrap()
        .push(Received { headers, body });
    let answer = shelf.answers.lock().unwrap().pop_front();
    StatusCode::from_u16(answer.unwrap_or(200)).unwrap()
}
