//! What browsers and proxies say of a caller.

use crate::lines;
use axum::http::{HeaderMap, HeaderValue, header};
use porthole_server::domain::forwarded::{Way, caller};
use porthole_server::domain::network::{Networks, subscriber};
use porthole_server::domain::page_origin::{PageHeaders, PageOrigin};
use porthole_server::domain::user_agent;
use porthole_server::extract::cookie;
use porthole_shared::domain_match::{is_allowed, normalize};
use std::net::IpAddr;

pub(crate) fn target(data: &[u8]) {
    let lines = lines(data);
    let line = |at: usize| lines.get(at).map(String::as_str);
    let headers = PageHeaders {
        origin: line(0),
        referer: line(1),
        fetch_site: line(2),
    };
    let page = PageOrigin::read(headers, "https://chat.example");
    assert!(page.is_allowed(&[]), "an empty list allows every page");

    let entries: Vec<String> = lines
        .iter()
        .skip(3)
        .filter_map(|entry| normalize(entry))
        .collect();
    for entry in &entries {
        assert_eq!(
            normalize(entry).as_ref(),
            Some(entry),
            "one form, once and for all"
        );
        assert!(
            !is_allowed(std::slice::from_ref(entry), "https://stranger.invalid")
                || entry.ends_with("invalid")
        );
    }
    if page == PageOrigin::Own {
        assert!(page.is_allowed(&entries));
    } else if !entries.is_empty() && page.is_allowed(&entries) {
        assert!(
            entries
                .iter()
                .any(|entry| page.is_allowed(std::slice::from_ref(entry)))
        );
    }

    way(&lines);

    let text = String::from_utf8_lossy(data);
    let browser = user_agent::parse(&text);
    assert!(browser.browser.len() <= 40 && browser.os.len() <= 40);

    if let Ok(value) = HeaderValue::from_bytes(data) {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, value);
        let found = cookie(&headers, "porthole_member");
        assert!(found.is_none_or(|found| !found.contains(';')));
    }
}

/// Whoever is not trusted is the caller, and what they say of others counts for nothing.
fn way(lines: &[String]) {
    let peer = IpAddr::from([10, 0, 0, 1]);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    for (x_forwarded_for, forwarded) in [(&lines[..], &[][..]), (&[], &lines), (&lines, &lines)] {
        let way = Way {
            x_forwarded_for,
            forwarded,
        };
        assert_eq!(caller(peer, &Networks::default(), way), peer);
        let trusted = "10.0.0.0/8".parse().expect("a network");
        let found = caller(peer, &trusted, way);
        assert_eq!(found, found.to_canonical());
        assert_eq!(subscriber(subscriber(found)), subscriber(found));
    }
    for line in lines {
        let networks: Networks = line.parse().unwrap_or_default();
        assert!(
            !networks.contain(peer)
                || line.contains("10.")
                || line.contains("a00:1")
                || line.contains('/')
        );
    }
}
