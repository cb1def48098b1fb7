//! From which page a call of the widget comes, and whether the workspace allows it.

use porthole_shared::domain_match;

/// What the browser says of the calling page. A script cannot change these headers.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageHeaders<'a> {
    /// The `Origin` header.
    pub origin: Option<&'a str>,
    /// The `Referer` header, which stands in where `Origin` is not sent (same-origin GET).
    pub referer: Option<&'a str>,
    /// The `Sec-Fetch-Site` header. Browsers leave it out on plain http.
    pub fetch_site: Option<&'a str>,
}

/// The page that calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageOrigin {
    /// One of our own pages.
    Own,
    /// A page of this origin; empty where the browser does not say.
    Other(String),
}

impl PageOrigin {
    /// Reads the headers; `own` is the origin of our own pages.
    #[must_use]
    pub fn read(headers: PageHeaders<'_>, own: &str) -> Self {
        let origin = headers.origin.or_else(|| headers.referer.map(origin_of));
        match origin.unwrap_or_default() {
            _ if headers.fetch_site == Some("same-origin") => Self::Own,
            origin if origin == own => Self::Own,
            origin => Self::Other(origin.to_owned()),
        }
    }

    /// Whether this page may show the chat. Our own pages always may.
    #[must_use]
    pub fn is_allowed(&self, allowed_domains: &[String]) -> bool {
        match self {
            Self::Own => true,
            Self::Other(origin) => domain_match::is_allowed(allowed_domains, origin),
        }
    }
}

/// `https://example.com/a/b` gives `https://example.com`.
fn origin_of(url: &str) -> &str {
    let host_start = url.find("://").map_or(0, |at| at + 3);
    let host_end = url[host_start..]
        .find(['/', '?', '#'])
        .map_or(url.len(), |at| host_start + at);
    &url[..host_end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(origin: Option<&str>, referer: Option<&str>, fetch_site: Option<&str>) -> bool {
        let headers = PageHeaders {
            origin,
            referer,
            fetch_site,
        };
        let page = PageOrigin::read(headers, "http://192.0.2.1:8484");
        page.is_allowed(&["example.com".to_owned()])
    }

    #[test]
    fn origin_counts_before_referer() {
        assert!(!allowed(None, None, None));
        assert!(allowed(Some("https://example.com"), None, None));
        assert!(allowed(None, Some("https://example.com/a?b#c"), None));
        assert!(allowed(None, Some("https://example.com"), None));
        assert!(!allowed(Some("null"), Some("https://example.com/"), None));
        assert!(!allowed(
            None,
            Some("https://evil.test/https://example.com"),
            None
        ));
        assert!(!allowed(
            Some("https://evil.test"),
            None,
            Some("cross-site")
        ));
    }

    #[test]
    fn our_own_pages_always_pass() {
        assert!(allowed(
            Some("https://evil.test"),
            None,
            Some("same-origin")
        ));
        assert!(allowed(Some("http://192.0.2.1:8484"), None, None));
        assert!(allowed(None, Some("http://192.0.2.1:8484/demo"), None));
    }

    #[test]
    fn an_empty_list_allows_every_page() {
        let page = PageOrigin::read(PageHeaders::default(), "http://192.0.2.1:8484");
        assert!(page.is_allowed(&[]));
    }
}
