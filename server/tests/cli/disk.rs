//! A disk that refuses to take more: nothing is acknowledged that is not stored, the server says
//! so, and goes on by itself when there is room again.

use super::{Server, admin, porthole};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

/// A server that lives on where a file may not grow, instead of being ended by a signal.
fn start(data: &Path) -> Server {
    let mut child = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_porthole"))
        .args(["serve", "--listen", "127.0.0.1:0", "--log", "error"])
        .arg("--data-dir")
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut first = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut first).unwrap();
    Server {
        child,
        lines: vec![first.trim().to_owned()],
    }
}

/// Limits how large a file of this process may be, in bytes. `false` where that is not possible.
fn limit_files(server: &Server, limit: &str) -> bool {
    let pid = server.child.id().to_string();
    Command::new("prlimit")
        .args(["--pid", &pid, &format!("--fsize={limit}:")])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The status of an answer and its body.
fn call(server: &Server, method: &str, path: &str, token: &str, body: &Value) -> (u16, Value) {
    let body = body.to_string();
    let mut stream = TcpStream::connect(server.address()).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or_default())
}

#[test]
fn a_disk_that_takes_no_more_is_survived_and_nothing_is_lost_or_doubled() {
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    assert!(admin(&data, &["enable"], "").status.success());
    let shown: Value = serde_json::from_slice(&admin(&data, &["show"], "").stdout).unwrap();
    let server = start(&data);
    if !limit_files(&server, "unlimited") {
        eprintln!("skipped: the size of files cannot be limited here (prlimit)");
        return;
    }
    let boot =
        json!({ "token": shown["workspaces"][0]["public_token"], "device_key": "0".repeat(64) });
    let (status, session) = call(&server, "POST", "/api/v1/widget/boot", "", &boot);
    assert_eq!(status, 200, "{session}");
    let token = session["session_token"].as_str().unwrap();
    let send = |number: usize| {
        let message = json!({
            "client_id": format!("{number:032x}"), "client_ticket_id": "f".repeat(32), "text": "Hello",
        });
        call(&server, "POST", "/api/v1/widget/messages", token, &message)
    };
    let ready = || call(&server, "GET", "/readyz", "", &Value::Null).0;
    assert_eq!(send(1).0, 200);
    assert_eq!(ready(), 200);

    assert!(limit_files(&server, "4096"));
    for _ in 0..3 {
        let (status, refusal) = send(2);
        assert_eq!(
            (status, &refusal["error"]["code"]),
            (503, &json!("unavailable"))
        );
    }
    assert_eq!(ready(), 503);
    assert_eq!(call(&server, "GET", "/healthz", "", &Value::Null).0, 200);
    // Who only reads is served.
    let (status, update) = call(
        &server,
        "POST",
        "/api/v1/widget/sync",
        token,
        &json!({ "since": 0 }),
    );
    assert_eq!(
        (status, update["tickets"].as_array().unwrap().len()),
        (200, 1)
    );

    assert!(limit_files(&server, "unlimited"));
    assert_eq!(ready(), 200);
    let (status, stored) = send(2);
    assert_eq!(status, 200, "{stored}");
    assert_eq!(send(2).1["message"]["id"], stored["message"]["id"]);
    let checked = porthole(&["check", "--data-dir"])
        .arg(&data)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert_eq!(checked.status.code(), Some(0), "{text}");
    assert!(text.contains("1 tickets and 2 messages"), "{text}");
}
