//! Whole requests to the whole server: whatever is sent, the answer is never its own fault.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use porthole_server::app::{App, Parts};
use porthole_server::assets::Assets;
use porthole_server::clock::Clock;
use porthole_server::domain::network::Networks;
use porthole_server::limit::LimitConfig;
use porthole_server::mail::Mailer;
use porthole_server::metrics::Readers;
use porthole_server::outgoing::Outgoing;
use porthole_server::router::router;
use std::cell::OnceCell;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

/// A server on a temporary database.
struct Server {
    runtime: Runtime,
    router: Router,
    _dir: TempDir,
}

thread_local! {
    static SERVER: OnceCell<Server> = const { OnceCell::new() };
}

/// The first line is `METHOD path`, then headers up to an empty line, then the body.
pub(crate) fn target(data: &[u8]) {
    let Some(request) = read(data) else { return };
    SERVER.with(|server| {
        let server = server.get_or_init(start);
        let answer = server.router.clone().oneshot(request);
        let response = server
            .runtime
            .block_on(answer)
            .expect("the router always answers");
        let status = response.status();
        assert!(
            !status.is_server_error() || status.as_u16() == 503,
            "{status}"
        );
    });
}

fn start() -> Server {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    let dir = tempfile::tempdir().expect("there is a place for temporary files");
    let app = runtime.block_on(App::start(Parts {
        data_dir: dir.path(),
        secret_key_file: None,
        clock: Clock::System,
        assets: Assets::default(),
        public_url: "http://chat.example".to_owned(),
        // Behind a limit everything is refused alike, and nothing is found.
        limits: LimitConfig::default(),
        trusted_proxies: Networks::default(),
        metrics_readers: Readers::ThisMachine,
        keep_changes: porthole_shared::time::DAY,
        outgoing: Outgoing::new(false),
        heartbeat: std::time::Duration::from_secs(20),
        mailer: Mailer::Files(dir.path().join("mail")),
    }));
    Server {
        router: router(app.expect("the server starts")),
        runtime,
        _dir: dir,
    }
}

fn read(data: &[u8]) -> Option<Request<Body>> {
    let end = data
        .windows(2)
        .position(|pair| pair == b"\n\n")
        .unwrap_or(data.len());
    let (head, body) = data.split_at(end);
    let mut lines = head.split(|byte| *byte == b'\n');
    let (method, path) = std::str::from_utf8(lines.next()?).ok()?.split_once(' ')?;
    let mut request = Request::builder().method(method).uri(path);
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        request = request.header(&line[..colon], line[colon + 1..].trim_ascii());
    }
    request
        .body(Body::from(body.get(2..).unwrap_or_default().to_vec()))
        .ok()
}
