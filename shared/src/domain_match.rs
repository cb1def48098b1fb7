//! The allowed-domain matcher. Browser and server ask the same function, so that a page never
//! shows a chat that the server then refuses.
//!
//! An entry is `example.com` (that host), `*.example.com` (any depth, and the apex itself), or
//! either with a scheme (`https://example.com`) and a port (`example.com:8443`). Without a scheme
//! both are meant, without a port any is. An empty list allows every origin.

/// Why an entry of the list is not one.
pub const ENTRY_RULE: &str = "An entry is a host such as example.com or *.example.com, optionally \
     with https:// or http:// in front and a port behind; letters outside a-z as punycode.";

/// Whether a page of this origin (`scheme://host[:port]`) may show the chat.
#[must_use]
pub fn is_allowed(entries: &[String], origin: &str) -> bool {
    entries.is_empty() || allowing(entries, origin).is_some()
}

/// The first entry that allows a page of this origin. An empty list has none, and allows all.
#[must_use]
pub fn allowing<'a>(entries: &'a [String], origin: &str) -> Option<&'a str> {
    let origin = Origin::parse(origin)?;
    let allows = |entry: &&str| Entry::parse(entry).is_some_and(|entry| entry.matches(&origin));
    entries.iter().map(String::as_str).find(allows)
}

/// Brings an entry into its one form (lower case, no white space, no slash at the end).
/// `None` if it is not an entry.
#[must_use]
pub fn normalize(entry: &str) -> Option<String> {
    let text = entry.trim().to_ascii_lowercase();
    let text = text.strip_suffix('/').unwrap_or(&text);
    Entry::parse(text).map(|_| text.to_owned())
}

struct Origin<'a> {
    scheme: &'a str,
    host: String,
    port: u16,
}

impl<'a> Origin<'a> {
    fn parse(origin: &'a str) -> Option<Self> {
        let (scheme, rest) = origin.split_once("://")?;
        let (host, port) = split_port(rest)?;
        let port = match (scheme, port) {
            ("http", port) => port.unwrap_or(80),
            ("https", port) => port.unwrap_or(443),
            _ => return None,
        };
        Some(Self {
            scheme,
            host: host.to_ascii_lowercase(),
            port,
        })
    }
}

struct Entry<'a> {
    scheme: Option<&'a str>,
    host: &'a str,
    subdomains: bool,
    port: Option<u16>,
}

impl<'a> Entry<'a> {
    fn parse(entry: &'a str) -> Option<Self> {
        let (scheme, rest) = match entry.split_once("://") {
            Some((scheme @ ("http" | "https"), rest)) => (Some(scheme), rest),
            Some(_) => return None,
            None => (None, entry),
        };
        let (host, port) = split_port(rest)?;
        let (host, subdomains) = match host.strip_prefix("*.") {
            Some(host) => (host, true),
            None => (host, false),
        };
        is_host(host).then_some(Self {
            scheme,
            host,
            subdomains,
            port,
        })
    }

    fn matches(&self, origin: &Origin<'_>) -> bool {
        let host_matches = origin.host == self.host
            || self.subdomains
                && origin
                    .host
                    .strip_suffix(self.host)
                    .is_some_and(|rest| rest.ends_with('.'));
        host_matches
            && self.scheme.is_none_or(|scheme| scheme == origin.scheme)
            && self.port.is_none_or(|port| port == origin.port)
    }
}

/// Splits `host[:port]`; an IPv6 address stands in brackets.
fn split_port(text: &str) -> Option<(&str, Option<u16>)> {
    let host_end = if text.starts_with('[') {
        text.find(']')? + 1
    } else {
        text.find(':').unwrap_or(text.len())
    };
    let (host, rest) = text.split_at(host_end);
    match rest.strip_prefix(':') {
        Some(port) => Some((host, Some(port.parse().ok()?))),
        None if rest.is_empty() => Some((host, None)),
        None => None,
    }
}

fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    };
    let is_address = host.starts_with('[')
        && host
            .bytes()
            .all(|byte| matches!(byte, b'[' | b']' | b':' | b'.' | b'0'..=b'9' | b'a'..=b'f'));
    is_address || host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Entry, origin, whether it matches.
    const TABLE: &[(&str, &str, bool)] = &[
        ("example.com", "https://example.com", true),
        ("example.com", "http://example.com:8080", true),
        ("example.com", "https://EXAMPLE.com", true),
        ("example.com", "https://www.example.com", false),
        ("example.com", "https://notexample.com", false),
        ("example.com", "https://example.com.evil.test", false),
        ("*.example.com", "https://example.com", true),
        ("*.example.com", "https://a.b.example.com", true),
        ("*.example.com", "https://evilexample.com", false),
        ("https://example.com", "https://example.com", true),
        ("https://example.com", "http://example.com", false),
        ("example.com:8443", "https://example.com:8443", true),
        ("example.com:8443", "https://example.com", false),
        ("https://example.com:443", "https://example.com", true),
        ("http://*.example.com:80", "http://a.example.com", true),
        ("localhost", "http://localhost:3000", true),
        ("127.0.0.1:5000", "http://127.0.0.1:5000", true),
        ("[::1]:5000", "http://[::1]:5000", true),
        ("localhost", "ionic://localhost", false),
        ("example.com", "null", false),
        ("example.com", "", false),
    ];

    #[test]
    fn the_table_of_entries_and_origins() {
        for (entry, origin, expected) in TABLE {
            assert_eq!(
                is_allowed(&[(*entry).to_owned()], origin),
                *expected,
                "{entry} against {origin}"
            );
        }
        let both = ["shop.example", "*.example"].map(str::to_owned);
        assert_eq!(allowing(&both, "https://a.example"), Some("*.example"));
        assert!(is_allowed(&[], "https://anything.example"));
        assert!(is_allowed(&[], ""));
    }

    #[test]
    fn what_is_no_entry_is_refused() {
        for bad in [
            "",
            "*",
            "ftp://a.example",
            "a b",
            "a.example/path",
            "*.",
            "a..b",
            "x:99999",
        ] {
            assert_eq!(normalize(bad), None, "{bad}");
        }
        assert_eq!(
            normalize(" HTTPS://A.example/ ").as_deref(),
            Some("https://a.example")
        );
    }
}
