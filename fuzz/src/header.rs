//! What browsers and proxies say of a caller.

use crate::lines;
use axum::http::{HeaderMap, HeaderValue, header};
use porthole_server::domain::page_origin::{PageHeaders, PageOrigin};
use porthole_server::domain::user_agent;
use porthole_server::extract::cookie;
use porthole_shared::domain_match::{is_allowed, normalize};

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
