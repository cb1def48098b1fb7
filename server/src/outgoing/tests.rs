//! What may be called, and what is not.

use super::*;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// A server that answers every call in the same way, and what it was sent.
struct Receiver {
    port: u16,
    calls: Arc<AtomicUsize>,
    last: Arc<Mutex<String>>,
}

async fn receiver(address: &str, answer: &'static str) -> Receiver {
    receiver_at(&format!("{address}:0"), answer).await
}

async fn receiver_at(address: &str, answer: &'static str) -> Receiver {
    let listener = TcpListener::bind(address).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (calls, last) = (Arc::new(AtomicUsize::new(0)), Arc::default());
    let receiver = Receiver {
        port,
        calls: Arc::clone(&calls),
        last: Arc::clone(&last),
    };
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            calls.fetch_add(1, Ordering::SeqCst);
            let mut bytes = vec![0; 64 * 1024];
            let mut length = 0;
            while !bytes[..length].ends_with(b"}") {
                match stream.read(&mut bytes[length..]).await {
                    Ok(0) | Err(_) => break,
                    Ok(read) => length += read,
                }
            }
            *last.lock().unwrap() = String::from_utf8_lossy(&bytes[..length]).into_owned();
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    receiver
}

fn call(url: &str) -> Call {
    Call {
        target: Target::parse(url).unwrap(),
        headers: vec![("porthole-event", "test".to_owned())],
        body: "{}".to_owned(),
    }
}

const OK: &str = "HTTP/1.1 204 No Content\r\n\r\n";

#[tokio::test]
async fn a_call_arrives_as_it_was_made() {
    let receiver = receiver("127.0.0.1", OK).await;
    let url = format!("http://127.0.0.1:{}/hook?a=b", receiver.port);
    assert_eq!(Outgoing::new(true).post(call(&url)).await, Ok(204));
    let sent = receiver.last.lock().unwrap().to_lowercase();
    assert!(sent.starts_with("post /hook?a=b http/1.1\r\n"), "{sent}");
    for line in [
        format!("host: 127.0.0.1:{}", receiver.port),
        "porthole-event: test".to_owned(),
        "content-type: application/json".to_owned(),
        "content-length: 2".to_owned(),
    ] {
        assert!(sent.contains(&format!("\r\n{line}\r\n")), "{line}: {sent}");
    }
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_a_way() {
    let inside = receiver("127.0.0.1", OK).await;
    let answer = format!(
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{}/\r\nContent-Length: 0\r\n\r\n",
        inside.port
    );
    let outside = receiver("127.0.0.1", answer.leak()).await;
    let url = format!("http://127.0.0.1:{}/", outside.port);
    assert_eq!(Outgoing::new(true).post(call(&url)).await, Ok(302));
    assert_eq!(inside.calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn private_addresses_are_not_called() {
    let receiver = receiver("127.0.0.1", OK).await;
    let port = receiver.port;
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "10.0.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "[fd00:ec2::254]",
        "0.0.0.0",
        "[::]",
    ] {
        let url = format!("http://{host}:{port}/");
        let refused = Outgoing::new(false).post(call(&url)).await;
        assert_eq!(refused, Err(Failure::Private), "{host}");
    }
    assert_eq!(receiver.calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_name_is_looked_up_once_and_one_private_address_spoils_it() {
    let receiver = receiver("127.0.0.1", OK).await;
    let url = format!("http://rebind.example:{}/", receiver.port);
    let private: IpAddr = "127.0.0.1".parse().unwrap();
    let public: IpAddr = "93.184.216.34".parse().unwrap();
    for addresses in [vec![private], vec![public, private], vec![private, public]] {
        let told = Resolver::Told(Arc::new(move |_| addresses.clone()));
        let refused = Outgoing::with(told, false).post(call(&url)).await;
        assert_eq!(refused, Err(Failure::Private));
    }
    assert_eq!(receiver.calls.load(Ordering::SeqCst), 0);
    let nowhere = Outgoing::with(Resolver::Told(Arc::new(|_| Vec::new())), false);
    assert_eq!(nowhere.post(call(&url)).await, Err(Failure::Unknown));
}

#[tokio::test]
async fn a_name_that_turns_elsewhere_is_called_where_it_was_looked_at() {
    // The second answer would lead to another server on the same port.
    let first = receiver("127.0.0.1", OK).await;
    let second = receiver_at(&format!("127.0.0.2:{}", first.port), OK).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let turning = Resolver::Told(Arc::new(move |_| {
        let answer = match count.fetch_add(1, Ordering::SeqCst) {
            0 => "127.0.0.1",
            _ => "127.0.0.2",
        };
        vec![answer.parse().unwrap()]
    }));
    let url = format!("http://rebind.example:{}/", first.port);
    assert_eq!(
        Outgoing::with(turning, true).post(call(&url)).await,
        Ok(204)
    );
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    let calls = |receiver: &Receiver| receiver.calls.load(Ordering::SeqCst);
    assert_eq!((calls(&first), calls(&second)), (1, 0));
}

#[tokio::test]
async fn what_is_no_answer_has_a_reason() {
    let endless = format!("HTTP/1.1 200 OK\r\nX: {}", "x".repeat(100_000));
    for answer in ["", "SSH-2.0-OpenSSH\r\n", &*endless.leak()] {
        let receiver = receiver("127.0.0.1", answer).await;
        let url = format!("http://127.0.0.1:{}/", receiver.port);
        let failed = Outgoing::new(true).post(call(&url)).await;
        assert_eq!(failed, Err(Failure::NoHttp), "{answer:.20}");
    }
    let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/", plain.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = plain.accept().await.unwrap();
        let _ = stream.write_all(OK.as_bytes()).await;
    });
    let failed = Outgoing::new(true).post(call(&url)).await;
    assert_eq!(failed, Err(Failure::Certificate));
}

#[tokio::test]
async fn an_endless_body_is_not_read() {
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nxxxx";
    let receiver = receiver("127.0.0.1", answer).await;
    let url = format!("http://127.0.0.1:{}/", receiver.port);
    assert_eq!(Outgoing::new(true).post(call(&url)).await, Ok(200));
}
