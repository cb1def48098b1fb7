//! Which pages may show the chat in a frame: the workspace's list of domains in the words of the
//! header `Content-Security-Policy`.

use porthole_shared::domain_match;

/// The longest list that is written out, in bytes: proxies refuse answers with larger headers.
const WRITTEN_OUT: usize = 2_000;

/// The directive `frame-ancestors` for a page of the origin `parent` that asks for the frame;
/// `None` where every page may.
///
/// Without a scheme an entry means both, without a port any. What the list says in more words
/// than a header holds is said of the asking page alone.
#[must_use]
pub fn frame_ancestors(allowed_domains: &[String], parent: &str) -> Option<String> {
    if allowed_domains.is_empty() {
        return None;
    }
    let sources: Vec<String> = allowed_domains
        .iter()
        .flat_map(|entry| sources(entry))
        .collect();
    let mut directive = format!("frame-ancestors 'self' {}", sources.join(" "));
    if directive.len() > WRITTEN_OUT {
        let allowed = is_origin(parent) && domain_match::is_allowed(allowed_domains, parent);
        directive = format!(
            "frame-ancestors 'self' {}",
            if allowed { parent } else { "" }
        );
    }
    Some(directive.trim_end().to_owned())
}

/// The sources (CSP level 3, section 2.3.1) of an entry. An IPv6 address cannot be written as one.
fn sources(entry: &str) -> Vec<String> {
    let (schemes, rest) = match entry.split_once("://") {
        Some((scheme, rest)) => (vec![scheme], rest),
        None => (vec!["http", "https"], entry),
    };
    if rest.contains('[') {
        return Vec::new();
    }
    let has_port = rest.contains(':');
    let hosts = match rest.strip_prefix("*.") {
        Some(apex) => vec![rest, apex],
        None => vec![rest],
    };
    let port = if has_port { "" } else { ":*" };
    hosts
        .iter()
        .flat_map(|host| {
            schemes
                .iter()
                .map(move |scheme| format!("{scheme}://{host}{port}"))
        })
        .collect()
}

/// Whether nothing in it could end the directive or begin another source.
fn is_origin(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b":/.-_[]".contains(&byte);
    !text.is_empty() && text.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(entries: &[&str], parent: &str) -> Option<String> {
        let entries: Vec<String> = entries.iter().map(|entry| (*entry).to_owned()).collect();
        frame_ancestors(&entries, parent)
    }

    #[test]
    fn entries_become_sources() {
        assert_eq!(of(&[], "https://any.example"), None);
        let table: &[(&str, &str)] = &[
            ("a.example", "http://a.example:* https://a.example:*"),
            ("https://a.example", "https://a.example:*"),
            ("https://a.example:8443", "https://a.example:8443"),
            (
                "https://*.a.example",
                "https://*.a.example:* https://a.example:*",
            ),
            (
                "127.0.0.1:5000",
                "http://127.0.0.1:5000 https://127.0.0.1:5000",
            ),
        ];
        for (entry, sources) in table {
            assert_eq!(
                of(&[entry], ""),
                Some(format!("frame-ancestors 'self' {sources}"))
            );
        }
        assert_eq!(
            of(&["[::1]"], "http://[::1]").as_deref(),
            Some("frame-ancestors 'self'")
        );
    }

    #[test]
    fn a_long_list_is_said_of_the_asking_page() {
        let list: Vec<String> = (0..200).map(|n| format!("*.shop-{n}.example")).collect();
        let said = |parent| frame_ancestors(&list, parent).unwrap();
        assert_eq!(
            said("https://www.shop-7.example"),
            "frame-ancestors 'self' https://www.shop-7.example"
        );
        for other in [
            "https://evil.test",
            "",
            "https://x;y *.shop-7.example",
            "https://a b.shop-7.example",
        ] {
            assert_eq!(said(other), "frame-ancestors 'self'", "{other}");
        }
    }
}
