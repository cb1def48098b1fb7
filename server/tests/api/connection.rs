//! Connections below the handlers, over real sockets.

use crate::support::TestApp;
use porthole_server::connection::{Bounds, serve};
use porthole_server::limit::{LimitConfig, Limits};
use porthole_server::router::router;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const QUESTION: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: chat.example\r\n\r\n";
/// Longer than any of this takes, however busy the machine is.
const FOREVER: Duration = Duration::from_secs(600);

/// A server on a socket.
struct Socket {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl Socket {
    async fn open(app: &TestApp, bounds: Bounds, limits: LimitConfig) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stops) = oneshot::channel();
        let router = router(app.app.clone());
        let ended = tokio::spawn(async move {
            let stops = async move { drop(stops.await) };
            serve(listener, router, bounds, &Limits::new(limits), stops).await;
        });
        Self {
            address,
            stop,
            ended,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// A connection that was served once. Where time is short, a busy machine may need more
    /// than one try.
    async fn served(&self) -> TcpStream {
        loop {
            let mut stream = self.connect().await;
            if ask(&mut stream, QUESTION).await.starts_with("HTTP/1.1 200") {
                return stream;
            }
        }
    }
}

const PATIENT: Bounds = Bounds {
    first_head: FOREVER,
    rest: FOREVER,
    ..Bounds::USUAL
};

/// Asks and reads the beginning of the answer.
async fn ask(stream: &mut TcpStream, question: &[u8]) -> String {
    // The server may have said no before all of it was written.
    let _ = stream.write_all(question).await;
    let mut answer = Vec::new();
    let mut buffer = [0; 1024];
    loop {
        let length = stream.read(&mut buffer).await.unwrap_or_default();
        answer.extend(&buffer[..length]);
        let text = String::from_utf8_lossy(&answer);
        if length == 0 || text.ends_with("ok\n") {
            return text.into_owned();
        }
    }
}

/// Waits until the server closes the connection.
async fn closed(stream: &mut TcpStream) {
    let mut rest = Vec::new();
    // A reset is an end too.
    let _ = stream.read_to_end(&mut rest).await;
    assert_eq!(rest, b"", "it ends without a word");
}

#[tokio::test]
async fn half_a_head_is_closed_while_others_are_served() {
    let app = TestApp::start().await;
    let hasty = Bounds {
        first_head: Duration::from_millis(100),
        rest: FOREVER,
        ..Bounds::USUAL
    };
    let socket = Socket::open(&app, hasty, LimitConfig::default()).await;
    // Served at once, and at rest longer than a first head may take.
    let mut other = socket.served().await;
    let mut silent = socket.connect().await;
    let mut slow = socket.connect().await;
    // It may be closed before this arrives.
    let _ = slow.write_all(&QUESTION[..20]).await;
    closed(&mut silent).await;
    closed(&mut slow).await;
    assert!(ask(&mut other, QUESTION).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn half_a_later_head_is_closed_too() {
    let app = TestApp::start().await;
    let bounds = Bounds {
        rest: Duration::from_millis(100),
        ..PATIENT
    };
    let socket = Socket::open(&app, bounds, LimitConfig::default()).await;
    let mut stream = socket.served().await;
    // It may be closed before this arrives.
    let _ = stream.write_all(&QUESTION[..20]).await;
    closed(&mut stream).await;
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let app = TestApp::start().await;
    let socket = Socket::open(&app, PATIENT, LimitConfig::default()).await;
    let head = |length: usize| {
        let filler = "x".repeat(length);
        format!("GET /healthz HTTP/1.1\r\nhost: x\r\nx-filler: {filler}\r\n\r\n").into_bytes()
    };
    let fine = ask(&mut socket.connect().await, &head(16_000)).await;
    assert!(fine.starts_with("HTTP/1.1 200"), "{fine}");
    let large = ask(&mut socket.connect().await, &head(33_000)).await;
    assert!(large.starts_with("HTTP/1.1 431"), "{large}");
    let many = "x: y\r\n".repeat(500);
    let many = format!("GET /healthz HTTP/1.1\r\nhost: x\r\n{many}\r\n").into_bytes();
    let many = ask(&mut socket.connect().await, &many).await;
    assert!(many.starts_with("HTTP/1.1 431"), "{many}");
}

#[tokio::test]
async fn who_finds_no_seat_waits_for_one() {
    let app = TestApp::start().await;
    let one = LimitConfig {
        connections: 1,
        ..LimitConfig::default()
    };
    let socket = Socket::open(&app, PATIENT, one).await;
    let mut first = socket.served().await;
    let mut second = socket.connect().await;
    second.write_all(QUESTION).await.unwrap();
    // The first is still served: the second has not taken its place.
    assert!(ask(&mut first, QUESTION).await.starts_with("HTTP/1.1 200"));
    drop(first);
    assert!(ask(&mut second, b"").await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_server_that_stops_closes_what_rests_and_finishes_what_does_not() {
    let app = TestApp::start().await;
    let visitor = app.visitor().await;
    let socket = Socket::open(&app, PATIENT, LimitConfig::default()).await;
    let mut resting = socket.served().await;
    let mut busy = socket.connect().await;
    let head = format!(
        "POST /api/v1/widget/sync HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n",
        visitor.token
    );
    busy.write_all(head.as_bytes()).await.unwrap();
    // The handler has begun to wait for the body once this comes.
    let mut go_on = [0; 25];
    busy.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    socket.stop.send(()).unwrap();
    closed(&mut resting).await;
    busy.write_all(b"{}").await.unwrap();
    let mut answer = String::new();
    busy.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    socket.ended.await.unwrap();
    assert!(TcpStream::connect(socket.address).await.is_err());
}
