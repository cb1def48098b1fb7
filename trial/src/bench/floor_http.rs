//! The floor for everything that goes over HTTP: axum with nothing behind it, in a process of its
//! own and on the same runtime as the server.

use crate::server::{limited, listening};
use axum::Json;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::Response;
use axum::routing::{get, post};
use porthole_shared::live::HEARTBEAT;
use porthole_shared::ticket::{Message, SendReply, SendRequest};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::process::Child;
use std::time::Duration;

/// The word that makes the bench's program this server.
pub const WORD: &str = "floor";

/// The process; it ends when dropped.
#[derive(Debug)]
pub struct Floor {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Floor {
    /// Starts it.
    ///
    /// # Errors
    /// It does not start.
    pub fn start() -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let (child, address) = listening(limited(program).arg(WORD))?;
        Ok(Self { child, address })
    }

    /// The process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs it, in place of the benches.
///
/// # Errors
/// There is no port.
pub async fn serve() -> Result<(), String> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await;
    let listener = listener.map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    crate::say::line(&format!("listening on http://{address}"));
    let router = Router::new()
        .route("/healthz", get(async || "ok"))
        .route("/api/v1/widget/messages", post(echo))
        .route("/api/v1/widget/live", post(live));
    let served = axum::serve(listener, router).await;
    served.map_err(|error| error.to_string())
}

/// Reads what a message is, and answers with as much as the server does.
async fn echo(Json(request): Json<SendRequest>) -> Json<SendReply> {
    let message = Message {
        client_id: request.client_id,
        text: request.text,
        ..Message::default()
    };
    Json(SendReply {
        message,
        ..SendReply::default()
    })
}

/// A stream that says that it stands, and is silent.
async fn live() -> Response {
    let heartbeat = Duration::from_millis(HEARTBEAT.unsigned_abs());
    let stream = futures_util::stream::unfold(false, move |is_open| async move {
        if is_open {
            tokio::time::sleep(heartbeat).await;
            return Some((Ok::<_, Infallible>(Bytes::from_static(b":\n\n")), true));
        }
        Some((Ok(Bytes::from_static(b": open\n\n")), true))
    });
    let mut response = Response::new(Body::from_stream(stream));
    let kind = axum::http::HeaderValue::from_static("text/event-stream");
    response.headers_mut().insert("content-type", kind);
    response
}
