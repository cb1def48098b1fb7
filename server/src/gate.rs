//! The gate: every call of the route table passes it before its handler runs. It finds out from
//! which address the call comes and whether its caller has calls left.

use crate::api::route::{Route, Who};
use crate::app::App;
use crate::domain::forwarded::{self, Way};
use crate::domain::network::is_near;
use crate::error::ApiError;
use crate::extract::{MEMBER_COOKIE, Passed, bearer, cookie};
use crate::limit::{Calling, Kind, STREAM_RETRY, Side};
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::StreamExt as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};

/// The gate of one line of the route table.
#[derive(Clone)]
pub struct Gate {
    app: App,
    side: Side,
    kind: Kind,
    waits: bool,
}

impl Gate {
    /// The gate of a route.
    #[must_use]
    pub fn new(app: &App, route: &Route) -> Self {
        Self {
            app: app.clone(),
            side: match route.who {
                Who::Anybody | Who::Page | Who::Visitor => Side::Visitor,
                Who::Inbox | Who::Member => Side::Team,
            },
            kind: route.draws,
            waits: route.waits && route.who == Who::Visitor,
        }
    }
}

/// Lets a call through to its handler, or refuses it.
pub async fn pass(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let (address, is_direct) = caller(&gate.app, &request);
    let headers = request.headers();
    let calling = Calling {
        side: gate.side,
        kind: gate.kind,
        token: match gate.side {
            Side::Visitor => bearer(headers),
            Side::Team => cookie(headers, MEMBER_COOKIE),
        },
        address,
    };
    if let Err(seconds) = gate.app.limits.call(calling, gate.app.clock.now()) {
        return ApiError::TooMany(seconds).into_response();
    }
    request.extensions_mut().insert(Passed {
        address,
        is_direct,
        kind: gate.kind,
    });
    if !gate.waits {
        return next.run(request).await;
    }
    let token = bearer(request.headers());
    let mut stream = match gate.app.limits.stream(address, token) {
        Ok(stream) => stream,
        Err(seconds) => return ApiError::TooMany(seconds).into_response(),
    };
    let response = tokio::select! {
        response = next.run(request) => response,
        () = stream.over() => return ApiError::TooMany(STREAM_RETRY).into_response(),
    };
    if !response.status().is_success() {
        return response;
    }
    // The place is held as long as the answer is on its way.
    response.map(|body| {
        let over = async move { stream.over().await };
        Body::from_stream(body.into_data_stream().take_until(over))
    })
}

/// The address of whoever calls: the other end of the connection, or whom trusted proxies name.
/// And whether nothing says that there are proxies in between.
fn caller(app: &App, request: &Request) -> (IpAddr, bool) {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    // Only a test calls without a connection.
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
    let headers = request.headers();
    let x_forwarded_for = lines(headers, "x-forwarded-for");
    let forwarded = lines(headers, header::FORWARDED.as_str());
    let way = Way {
        x_forwarded_for: &x_forwarded_for,
        forwarded: &forwarded,
    };
    let is_forwarded = !(x_forwarded_for.is_empty() && forwarded.is_empty());
    if is_forwarded && is_near(peer) && !app.trusted_proxies.contain(peer) {
        warn_of_unknown_proxy();
    }
    let caller = forwarded::caller(peer, &app.trusted_proxies, way);
    (caller, !is_forwarded)
}

fn lines<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    // A line that is no text cannot be read, but it stands for a hop all the same.
    let text = |line: &'a header::HeaderValue| line.to_str().unwrap_or("unknown");
    headers.get_all(name).iter().map(text).collect()
}

/// Once: it would be the same for every request.
fn warn_of_unknown_proxy() {
    static TOLD: AtomicBool = AtomicBool::new(false);
    if !TOLD.swap(true, Ordering::Relaxed) {
        tracing::warn!(
            "requests come through a proxy that --trusted-proxies does not name: to the limits, all who come through it are one address"
        );
    }
}
