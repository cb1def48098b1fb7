//! Limits, proxies and figures, as operators set them.

use super::{Server, porthole, told};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

#[test]
fn limits_and_proxies_that_cannot_be_read_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let file = dir.path().join("porthole.toml");
    let serve = |flags: &[&str], lines: &str| {
        std::fs::write(&file, lines).unwrap();
        let output = porthole(&["serve", "--listen", "127.0.0.1:0"])
            .args(["--data-dir", data.to_str().unwrap()])
            .args(["--config", file.to_str().unwrap()])
            .args(flags)
            .output()
            .unwrap();
        assert!(!output.status.success());
        told(&output)
    };
    let network = serve(&["--trusted-proxies", "10.0.0.0/8, proxy"], "");
    assert!(network.contains("proxy"), "{network}");
    let network = serve(&[], "trusted_proxies = \"10.0.0.0/33\"");
    assert!(network.contains("10.0.0.0/33"), "{network}");
    let number = serve(&["--limit-visitor-writes", "few"], "");
    assert!(number.contains("--limit-visitor-writes"), "{number}");
    let number = serve(&[], "limit_visitor_writes = -1");
    assert!(number.contains("limit_visitor_writes"), "{number}");
    let token = dir.path().join("token");
    let flags = ["--metrics-token-file", token.to_str().unwrap()];
    assert!(serve(&flags, "").contains("cannot be read"));
    std::fs::write(&token, "short\n").unwrap();
    let short = serve(&flags, "");
    assert!(short.contains("too short"), "{short}");
    assert!(!data.exists());
}

#[test]
fn figures_are_for_this_machine_or_for_who_has_the_token() {
    let dir = tempfile::tempdir().unwrap();
    let token = dir.path().join("token");
    std::fs::write(&token, "a token of some length\n").unwrap();
    let status = |flags: &[&str], header: &str| {
        let data = tempfile::tempdir().unwrap();
        let mut arguments = vec!["--listen", "127.0.0.1:0"];
        arguments.extend(["--data-dir", data.path().to_str().unwrap()]);
        arguments.extend(flags);
        let server = Server::start(&arguments);
        status_of(server.address(), "/metrics", header)
    };
    let public = ["--public-url", "https://chat.example.com"];
    let with_token = ["--metrics-token-file", token.to_str().unwrap()];
    assert_eq!(status(&[], "x: y"), "200");
    assert_eq!(status(&public, "x: y"), "404");
    assert_eq!(status(&with_token, "x: y"), "404");
    let header = "authorization: Bearer a token of some length";
    assert_eq!(status(&[public, with_token].concat(), header), "200");
}

#[test]
fn a_server_keeps_the_limits_of_its_flags() {
    let dir = tempfile::tempdir().unwrap();
    let statuses = |flags: &[&str]| -> Vec<String> {
        let data = dir.path().join(flags.len().to_string());
        let mut arguments = vec!["--listen", "127.0.0.1:0"];
        arguments.extend(["--data-dir", data.to_str().unwrap()]);
        arguments.extend(flags);
        let server = Server::start(&arguments);
        let (first, second) = ("x-forwarded-for: 192.0.2.1", "x-forwarded-for: 192.0.2.2");
        [first, first, first, second]
            .map(|caller| status_of(server.address(), "/api/v1/inbox/state", caller))
            .to_vec()
    };
    let limited = statuses(&["--limit-address-reads", "2"]);
    assert_eq!(limited, ["403", "403", "429", "429"]);
    // Behind a proxy that is trusted, the second caller is another one.
    let behind = statuses(&[
        "--limit-address-reads",
        "2",
        "--trusted-proxies",
        "127.0.0.1",
    ]);
    assert_eq!(behind, ["403", "403", "429", "403"]);
    let unlimited = statuses(&["--limit-address-reads=0"]);
    assert_eq!(unlimited, ["403"; 4]);
}

/// The status of an answer to a GET with one header.
fn status_of(address: &str, path: &str, header: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let head =
        format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{header}\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap().to_owned()
}
