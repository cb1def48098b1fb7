//! What is counted while the server runs, for `/metrics`. Nothing of it says who anybody is:
//! routes are those of the router, and no label holds an id, an address or a token.

mod text;

pub use text::{Labels, MEDIA_TYPE, Page, Unit};

use crate::histogram::{DURATIONS, Histogram};
use axum::http::{Method, StatusCode};
use porthole_shared::time::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// The classes of status codes.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// Who may read the figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Whoever has the token of which this is the SHA-256.
    Token([u8; 32]),
    /// Programs on this machine that call without a proxy in between.
    ThisMachine,
    /// Nobody.
    Nobody,
}

/// The requests that were answered. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Requests {
    /// When the process began.
    pub since: Timestamp,
    routes: Arc<RwLock<Routes>>,
}

/// By method, then by route.
type Routes = HashMap<&'static str, HashMap<String, Arc<Answered>>>;

/// The answers of one route to one method.
#[derive(Debug)]
struct Answered {
    classes: [AtomicU64; CLASSES.len()],
    durations: Histogram,
}

impl Requests {
    /// Counts from now on.
    #[must_use]
    pub fn new(since: Timestamp) -> Self {
        Self {
            since,
            routes: Arc::default(),
        }
    }

    /// Counts a request: its method, the template of its route, and how it was answered.
    pub fn record(&self, method: &Method, route: &str, status: StatusCode, duration: Duration) {
        let method = word(method);
        let known = {
            let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
            routes.get(method).and_then(|of| of.get(route)).cloned()
        };
        let answered = known.unwrap_or_else(|| self.add(method, route));
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES.len()) - 1;
        answered.classes[class].fetch_add(1, Ordering::Relaxed);
        let microseconds = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        answered.durations.record(microseconds);
    }

    fn add(&self, method: &'static str, route: &str) -> Arc<Answered> {
        let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        let of_method = routes.entry(method).or_default();
        let new = || {
            Arc::new(Answered {
                classes: Default::default(),
                durations: Histogram::new(DURATIONS),
            })
        };
        Arc::clone(of_method.entry(route.to_owned()).or_insert_with(new))
    }

    /// Writes what was counted.
    pub fn write(&self, page: &mut Page) {
        let mut sorted = BTreeMap::new();
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        for (method, of_method) in routes.iter() {
            let rows = of_method.iter();
            sorted.extend(rows.map(|(route, answered)| ((route, *method), answered)));
        }
        page.family(
            "porthole_http_requests_total",
            "counter",
            "Requests answered, by route and class of status.",
        );
        for ((route, method), answered) in &sorted {
            for (class, count) in CLASSES.iter().zip(&answered.classes) {
                let count = count.load(Ordering::Relaxed);
                if count > 0 {
                    let labels = [("method", *method), ("route", *route), ("status", *class)];
                    page.figure(&labels, count);
                }
            }
        }
        page.family(
            "porthole_http_request_duration_seconds",
            "histogram",
            "How long it took until an answer began.",
        );
        for ((route, method), answered) in &sorted {
            let labels = [("method", *method), ("route", *route)];
            page.histogram(&labels, &answered.durations.counted(), Unit::Microseconds);
        }
    }
}

/// The name of a method; a made-up one makes no label of its own.
fn word(method: &Method) -> &'static str {
    let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"];
    let found = known.into_iter().find(|known| method.as_str() == *known);
    found.unwrap_or("other")
}
