//! The connections below the handlers: how many there are, how long a request's head may take and
//! how large it may be, and how they end when the server stops.

use crate::limit::{Limits, Seat};
use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How long to wait where the system cannot give a connection (it has no files left).
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// What a connection may take.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How long the first head may take, from the connection on.
    pub first_head: Duration,
    /// How long a connection may rest between two requests, the head of the second included.
    /// Longer than the minute that proxies keep theirs: whoever closes first must not be us.
    pub rest: Duration,
    /// The largest head, in bytes.
    pub head_bytes: usize,
}

impl Bounds {
    /// What a server runs with.
    pub const USUAL: Self = Self {
        first_head: Duration::from_secs(10),
        rest: Duration::from_secs(75),
        head_bytes: 32 * 1024,
    };
}

/// Serves connections until `stop` is ready, then lets the requests under way finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    bounds: Bounds,
    limits: &Limits,
    stop: impl Future<Output = ()>,
) {
    let server = Arc::new(Server::new(router, bounds));
    let (closing, _) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        let (stream, peer, seat) = tokio::select! {
            accepted = accept(&listener, limits) => accepted,
            () = &mut stop => break,
        };
        let (server, closes) = (Arc::clone(&server), closing.subscribe());
        tokio::spawn(async move {
            server.serve(stream, peer, closes).await;
            drop(seat);
        });
    }
    // Nobody new, and none of those who wait in the system's queue.
    drop(listener);
    // There may be no connection to tell.
    let _ = closing.send(());
    closing.closed().await;
}

/// The next connection, as soon as there is a seat for it. Until then it waits outside.
async fn accept(listener: &TcpListener, limits: &Limits) -> (TcpStream, SocketAddr, Seat) {
    let seat = limits.seat().await;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, seat),
            Err(error) => {
                tracing::debug!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

struct Server {
    routes: TowerToHyperService<Router>,
    http: http1::Builder,
    first_head: Duration,
}

impl Server {
    fn new(router: Router, bounds: Bounds) -> Self {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(bounds.rest)
            .max_header_size(bounds.head_bytes);
        Self {
            routes: TowerToHyperService::new(router),
            http,
            first_head: bounds.first_head,
        }
    }

    /// Serves one connection to its end.
    async fn serve(&self, stream: TcpStream, peer: SocketAddr, mut closes: watch::Receiver<()>) {
        // Small answers are not held back to be joined with later ones.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
        let has_begun = AtomicBool::new(false);
        let service = service_fn(|mut request: Request<Incoming>| {
            has_begun.store(true, Ordering::Relaxed);
            request.extensions_mut().insert(ConnectInfo(peer));
            self.routes.call(request)
        });
        let io = TokioIo::new(stream);
        let mut connection = pin!(self.http.serve_connection(io, service));
        let mut first_head = pin!(tokio::time::sleep(self.first_head));
        let (mut is_watched, mut is_closing) = (true, false);
        loop {
            tokio::select! {
                result = connection.as_mut() => {
                    if let Err(error) = result {
                        tracing::trace!(%error, "a connection ended early");
                    }
                    return;
                }
                () = &mut first_head, if is_watched => {
                    is_watched = false;
                    if !has_begun.load(Ordering::Relaxed) {
                        tracing::trace!("a connection said nothing and was closed");
                        return;
                    }
                }
                _ = closes.changed(), if !is_closing => {
                    is_closing = true;
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
    }
}
