//! The address of a webhook, read strictly: what two parsers could read differently is refused.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use porthole_shared::inbox::automation::endpoint::URL_LIMIT;

/// Where a call goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Through TLS.
    pub is_secure: bool,
    /// The host.
    pub host: Host,
    /// The port.
    pub port: u16,
    /// Path and query, with the slash at the beginning.
    pub path: String,
}

/// The host of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// A name, in lower case.
    Name(String),
    /// An address.
    Address(IpAddr),
}

/// A sentence that says what is wrong with an address that somebody typed.
pub type Wrong = &'static str;

impl Target {
    /// Reads an address.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(url: &str) -> Result<Self, Wrong> {
        if url.len() > URL_LIMIT {
            return Err("Enter 2,000 characters at most.");
        }
        if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("Enter an address without spaces or signs beyond ASCII.");
        }
        let (scheme, rest) = url
            .split_once("://")
            .ok_or("Enter an address that begins with https://.")?;
        let is_secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err("Enter an address that begins with https://."),
        };
        if rest.contains(['#', '\\']) {
            return Err("Leave out # and backslashes.");
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.contains('@') {
            return Err("Leave out user and password: calls are signed instead.");
        }
        let (host, port) = split_port(authority)?;
        Ok(Self {
            is_secure,
            host: Host::parse(host)?,
            port: port.unwrap_or(if is_secure { 443 } else { 80 }),
            path: if path.starts_with('/') {
                path.to_owned()
            } else {
                format!("/{path}")
            },
        })
    }

    /// The `Host` header: the port only where it is not the usual one.
    #[must_use]
    pub fn authority(&self) -> String {
        let usual = if self.is_secure { 443 } else { 80 };
        let host = match &self.host {
            Host::Name(name) => name.clone(),
            Host::Address(IpAddr::V4(address)) => address.to_string(),
            Host::Address(IpAddr::V6(address)) => format!("[{address}]"),
        };
        if self.port == usual {
            host
        } else {
            format!("{host}:{}", self.port)
        }
    }

    /// The address without what may be secret: the path's end and the query are left out.
    #[must_use]
    pub fn shown(&self) -> String {
        let scheme = if self.is_secure { "https" } else { "http" };
        let first = self.path.split(['/', '?']).nth(1).unwrap_or_default();
        let rest = if self.path.len() > first.len() + 1 {
            "/\u{2026}"
        } else {
            ""
        };
        format!("{scheme}://{}/{first}{rest}", self.authority())
    }
}

impl Host {
    fn parse(text: &str) -> Result<Self, Wrong> {
        if let Some(inner) = text
            .strip_prefix('[')
            .and_then(|text| text.strip_suffix(']'))
        {
            let address = inner.parse::<Ipv6Addr>().map_err(|_| NO_HOST)?;
            return Ok(Self::Address(address.into()));
        }
        let name = text.to_ascii_lowercase();
        let name = name.strip_suffix('.').unwrap_or(&name);
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        if name.len() > 253 || !name.split('.').all(is_label) {
            return Err(NO_HOST);
        }
        // A name whose last label is a number is an address to some programs, in octal and other
        // forms; only the plain one is let through.
        let last = name.rsplit('.').next().unwrap_or_default();
        let is_number = last.bytes().all(|byte| byte.is_ascii_digit())
            || last
                .strip_prefix("0x")
                .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if is_number {
            let address = name.parse::<Ipv4Addr>().map_err(|_| NO_HOST)?;
            return Ok(Self::Address(address.into()));
        }
        Ok(Self::Name(name.to_owned()))
    }
}

const NO_HOST: Wrong = "Enter an address with a host, like https://example.com/hook.";

fn split_port(authority: &str) -> Result<(&str, Option<u16>), Wrong> {
    // The colons of an IPv6 address stand in brackets.
    let after = authority.rfind(']').unwrap_or_default();
    let Some(colon) = authority[after..].find(':') else {
        return Ok((authority, None));
    };
    let (host, port) = authority.split_at(after + colon);
    let digits = &port[1..];
    let is_number = (1..=5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let port = digits.parse().ok().filter(|port| is_number && *port > 0);
    port.map(|port| (host, Some(port)))
        .ok_or("Enter a port from 1 to 65535.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        for (url, authority, port, path) in [
            (
                "https://Example.com/Hook?a=b",
                "example.com",
                443,
                "/Hook?a=b",
            ),
            ("http://example.com", "example.com", 80, "/"),
            (
                "HTTPS://example.com.:8443?x",
                "example.com:8443",
                8443,
                "/?x",
            ),
            ("http://127.0.0.1:9000/", "127.0.0.1:9000", 9000, "/"),
            ("http://[::1]:9000/a", "[::1]:9000", 9000, "/a"),
            ("https://[2001:DB8::1]/a", "[2001:db8::1]", 443, "/a"),
            ("https://a_b.example/@x", "a_b.example", 443, "/@x"),
        ] {
            let target = Target::parse(url).unwrap();
            assert_eq!(
                (
                    target.authority().as_str(),
                    target.port,
                    target.path.as_str()
                ),
                (authority, port, path),
                "{url}"
            );
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        let long = format!("https://example.com/{}", "x".repeat(URL_LIMIT));
        for url in [
            "",
            "example.com/hook",
            "ftp://example.com",
            "file:///etc/passwd",
            "https://",
            "https:///path",
            "https://user@example.com/",
            "https://user:pass@example.com/",
            "https://example.com@127.0.0.1/",
            "https://example.com#@127.0.0.1/",
            "https://example.com\\@127.0.0.1/",
            "https://exa mple.com/",
            "https://example.com/a b",
            "https://example.com/\r\nHost: x",
            "https://ex\u{e4}mple.com/",
            "https://example..com/",
            "https://-a.example/",
            "https://example.com:/",
            "https://example.com:0/",
            "https://example.com:65536/",
            "https://example.com:+80/",
            "https://example.com:80:80/",
            "https://[::1/",
            "https://[::1]x/",
            "https://::1/",
            "https://[fe80::1%25eth0]/",
            "https://[127.0.0.1]/",
            // The same machine in other clothes.
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0x7f.0.0.1/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://127.0.0.1.:x/",
            "http://1.2.3.4.5/",
            "http://example.0x10/",
            long.as_str(),
        ] {
            assert!(Target::parse(url).is_err(), "{url}");
        }
    }

    #[test]
    fn what_is_shown_keeps_secrets() {
        for (url, shown) in [
            (
                "https://hooks.slack.com/services/T0/B0/secret",
                "https://hooks.slack.com/services/\u{2026}",
            ),
            ("https://example.com/hook", "https://example.com/hook"),
            ("https://example.com/", "https://example.com/"),
            (
                "https://example.com/hook?key=1",
                "https://example.com/hook/\u{2026}",
            ),
            (
                "https://example.com:8443/?key=1",
                "https://example.com:8443//\u{2026}",
            ),
        ] {
            assert_eq!(Target::parse(url).unwrap().shown(), shown);
        }
    }
}
