//! Streams of server-sent events.

use super::listen::{Feed, Heard, Listener, to_data};
use crate::error::ApiError;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use porthole_shared::live::LiveOpen;
use std::convert::Infallible;
use std::time::Duration;

/// Answers with a stream that says at each heartbeat that it still stands.
pub fn respond<F: Feed>(listener: Listener<F>, heartbeat: Duration) -> Response {
    let stream = Stream {
        listener,
        heartbeat,
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
    listener: Listener<F>,
    /// How long it may be silent.
    heartbeat: Duration,
    is_open: bool,
    has_ended: bool,
}

impl<F: Feed> Stream<F> {
    /// The next event; `None` when the stream is over.
    async fn next(&mut self) -> Option<String> {
        if self.has_ended {
            return None;
        }
        // Told at once, so that the browser sees whether events reach it.
        if !std::mem::replace(&mut self.is_open, true) {
            return Some(self.opening());
        }
        let heard = self.listener.hear(self.heartbeat).await;
        self.has_ended = matches!(heard, Ok(Heard::End(_)) | Err(_));
        match heard {
            Ok(Heard::Changes(data)) => {
                let id = self.listener.since;
                Some(format!("event: update\nid: {id}\ndata: {data}\n\n"))
            }
            Ok(Heard::Passing(data)) => Some(format!("event: update\ndata: {data}\n\n")),
            Ok(Heard::Quiet) => Some(":\n\n".to_owned()),
            Ok(Heard::End(pause)) => Some(format!("retry: {pause}\n\n")),
            Err(error) => last_words(&error),
        }
    }

    fn opening(&self) -> String {
        let heartbeat = i64::try_from(self.heartbeat.as_millis()).unwrap_or(i64::MAX);
        let data = serde_json::json!(LiveOpen { heartbeat });
        format!("event: open\ndata: {data}\n\n")
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
