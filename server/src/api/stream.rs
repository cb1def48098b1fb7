//! Streams of server-sent events: read what changed, tell it, wait for the next hint.

use crate::error::ApiError;
use crate::live::{Signal, Subscription};
use crate::store::StoreError;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use porthole_shared::id::TicketId;
use porthole_shared::live::HEARTBEAT;
use porthole_shared::ticket::Author;
use std::convert::Infallible;
use std::future::Future;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How long a stream may be silent.
const QUIET: Duration = Duration::from_millis(HEARTBEAT.unsigned_abs());

/// What a stream tells next.
pub struct News {
    /// The event's data, as JSON; `None` if there is nothing to tell.
    pub data: Option<String>,
    /// The number of the last change that is part of it.
    pub latest: i64,
    /// There is more to read at once.
    pub more: bool,
}

/// Whose changes a stream tells.
pub trait Feed: Send + Sync + 'static {
    /// What changed since a number.
    ///
    /// # Errors
    /// The session is over, or the store failed; the stream tells why and ends.
    fn changes(&self, since: i64) -> impl Future<Output = Result<News, ApiError>> + Send;

    /// The data of an event that says who is typing.
    fn typing(&self, ticket: &TicketId, author: &Author, since: i64) -> Result<String, ApiError>;
}

/// Writes an update as the data of an event.
///
/// # Errors
/// It cannot be written as JSON.
pub fn to_data<T: serde::Serialize>(update: &T) -> Result<String, ApiError> {
    serde_json::to_string(update).map_err(|error| ApiError::from(StoreError::from(error)))
}

/// Answers with a stream that begins after the change `since`.
pub fn respond<F: Feed>(feed: F, mut subscription: Subscription, since: i64) -> Response {
    // What was told before is read from the change log; who typed before is over.
    let seen = subscription.signals.borrow_and_update().clone();
    let stream = Stream {
        feed,
        subscription,
        since,
        seen,
        beat_at: Instant::now() + QUIET,
        must_read: true,
        is_open: false,
        has_ended: false,
    };
    let events = futures_util::stream::unfold(stream, |mut stream| async move {
        let event = stream.next().await?;
        Some((Ok::<_, Infallible>(Bytes::from(event)), stream))
    });
    let mut response = Response::new(Body::from_stream(events));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Asks nginx, which buffers answers unless told otherwise, to pass events on at once.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

struct Stream<F> {
    feed: F,
    subscription: Subscription,
    since: i64,
    seen: Signal,
    /// When to say that the stream still stands, if nothing else is said before.
    beat_at: Instant,
    must_read: bool,
    is_open: bool,
    has_ended: bool,
}

impl<F: Feed> Stream<F> {
    /// The next event; `None` when the stream is over.
    async fn next(&mut self) -> Option<String> {
        if self.has_ended {
            return None;
        }
        let event = self.next_event().await.unwrap_or_else(|error| {
            self.has_ended = true;
            last_words(&error)
        });
        self.beat_at = Instant::now() + QUIET;
        event
    }

    async fn next_event(&mut self) -> Result<Option<String>, ApiError> {
        loop {
            if std::mem::take(&mut self.must_read) {
                let news = self.feed.changes(self.since).await?;
                self.since = news.latest;
                self.must_read = news.more;
                if let Some(data) = news.data {
                    self.is_open = true;
                    return Ok(Some(format!(
                        "event: update\nid: {}\ndata: {data}\n\n",
                        self.since
                    )));
                }
            }
            // The first bytes tell the browser that the stream stands.
            if !std::mem::replace(&mut self.is_open, true) {
                return Ok(Some(": open\n\n".to_owned()));
            }
            match self.wait().await {
                Waited::Quiet => return Ok(Some(":\n\n".to_owned())),
                Waited::Closed => return Ok(None),
                Waited::Signal(signal) => {
                    self.must_read = signal.changes != self.seen.changes;
                    let has_typed = signal.strokes != self.seen.strokes;
                    self.seen = signal;
                    if let (true, Some((ticket, author))) = (has_typed, &self.seen.typing) {
                        let data = self.feed.typing(ticket, author, self.since)?;
                        return Ok(Some(format!("event: update\ndata: {data}\n\n")));
                    }
                }
            }
        }
    }

    async fn wait(&mut self) -> Waited {
        let signals = &mut self.subscription.signals;
        match timeout_at(self.beat_at, signals.changed()).await {
            Err(_) => Waited::Quiet,
            Ok(Err(_)) => Waited::Closed,
            Ok(Ok(())) => Waited::Signal(signals.borrow_and_update().clone()),
        }
    }
}

/// Says that the session is over. Any other failure breaks the stream without a word, and the
/// browser comes back to it.
fn last_words(error: &ApiError) -> Option<String> {
    error.log();
    let is_over = matches!(error, ApiError::Unauthenticated(_) | ApiError::Forbidden(_));
    let data = to_data(&error.body()).ok()?;
    is_over.then(|| format!("event: end\ndata: {data}\n\n"))
}

enum Waited {
    Quiet,
    Closed,
    Signal(Signal),
}
