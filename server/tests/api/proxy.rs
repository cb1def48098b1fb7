//! Who calls, where proxies stand in between.

use crate::support::{Reply, TestApp, client_id};
use axum::http::Method;
use porthole_server::limit::{LimitConfig, Rates};
use serde_json::json;

const PROXY: &str = "10.0.0.1";
const STRANGER: &str = "203.0.113.50";

/// A server behind a proxy, where an address may write once.
async fn start() -> TestApp {
    let once = LimitConfig {
        address: Rates {
            reads: 1_000,
            writes: 1,
        },
        ..LimitConfig::default()
    };
    TestApp::start_with(|parts| {
        parts.limits = once;
        parts.trusted_proxies = "10.0.0.0/8".parse().unwrap();
    })
    .await
}

async fn write(app: &TestApp, peer: &str, header: &str, value: &str) -> Reply {
    let body =
        json!({ "client_id": client_id(), "client_ticket_id": client_id(), "text": "Hello" });
    let call = app.post("/api/v1/widget/messages").from(peer);
    // Who calls is counted before anybody looks whether they may.
    call.header(header, value).json(&body).send().await
}

#[tokio::test]
async fn a_trusted_proxy_names_the_caller() {
    let app = start().await;
    for address in [
        "192.0.2.1",
        "192.0.2.2",
        "2001:db8::1",
        "[2001:db8:1::1]:99",
    ] {
        let once = write(&app, PROXY, "x-forwarded-for", address).await;
        assert_eq!(once.status, 401, "{address}");
        let twice = write(&app, PROXY, "x-forwarded-for", address).await;
        assert_eq!(twice.status, 429, "{address}");
    }
    // A made-up beginning makes nobody another caller, nor does another address of one's own /64.
    for value in ["198.51.100.1, 192.0.2.1", "2001:db8::2"] {
        let reply = write(&app, PROXY, "x-forwarded-for", value).await;
        assert_eq!(reply.status, 429, "{value}");
    }
    let reply = write(&app, PROXY, "forwarded", "for=\"192.0.2.1:80\";proto=https").await;
    assert_eq!(reply.status, 429);
}

#[tokio::test]
async fn nobody_else_is_believed() {
    let app = start().await;
    let reply = write(&app, STRANGER, "x-forwarded-for", "192.0.2.1").await;
    assert_eq!(reply.status, 401);
    for value in ["192.0.2.2", "10.0.0.1", ""] {
        for header in ["x-forwarded-for", "forwarded"] {
            let reply = write(&app, STRANGER, header, value).await;
            assert_eq!(reply.status, 429, "{header}: {value}");
        }
    }
}

#[tokio::test]
async fn attempts_to_sign_in_are_counted_by_caller() {
    let app = start().await;
    app.owner().await;
    let sign_in = |address: &str| {
        let body = json!({ "email": "ada@team.example", "password": "wrong horse" });
        let call = app.inbox(Method::POST, "session").from(PROXY);
        call.header("x-forwarded-for", address).json(&body).send()
    };
    sign_in("192.0.2.1").await.refused(422, "invalid_field");
    sign_in("192.0.2.1").await.refused(429, "too_many");
    sign_in("192.0.2.2").await.refused(422, "invalid_field");
}
