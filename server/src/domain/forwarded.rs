//! Who calls, where proxies stand in between: `X-Forwarded-For`, and `Forwarded` (RFC 7239).
//!
//! Anybody can send these headers, and each proxy appends to what it got. So they are read from
//! the right, and only as far as the addresses are those of proxies that the operator trusts: the
//! first other one is the caller. What stands further left is whatever that caller made up.

use super::network::Networks;
use core::net::{IpAddr, Ipv6Addr};

/// The headers of a request that tell of its way, each with its lines in order.
#[derive(Clone, Copy, Debug, Default)]
pub struct Way<'a> {
    /// The lines of `X-Forwarded-For`.
    pub x_forwarded_for: &'a [&'a str],
    /// The lines of `Forwarded`.
    pub forwarded: &'a [&'a str],
}

/// The caller's address. `peer` is the other end of the connection.
///
/// A proxy writes one of the two headers and passes the other on as it came. Where both are there
/// and tell different callers, one of them is made up and nobody knows which: then the proxy
/// itself counts as the caller.
#[must_use]
pub fn caller(peer: IpAddr, trusted: &Networks, way: Way<'_>) -> IpAddr {
    let peer = peer.to_canonical();
    if !trusted.contain(peer) {
        return peer;
    }
    let lines = way.x_forwarded_for;
    let by_list = follow(
        peer,
        trusted,
        lines.iter().rev().flat_map(|line| list(line)),
    );
    let lines = way.forwarded;
    let by_elements = follow(
        peer,
        trusted,
        lines.iter().rev().flat_map(|line| elements(line)),
    );
    match (way.x_forwarded_for.is_empty(), way.forwarded.is_empty()) {
        (false, true) => by_list,
        (true, false) => by_elements,
        (false, false) if by_list == by_elements => by_list,
        _ => peer,
    }
}

/// Goes from hop to hop, the nearest first, up to the first that is no trusted proxy. Where a hop
/// does not tell an address, the proxy that wrote it down is the last that is known.
fn follow(peer: IpAddr, trusted: &Networks, hops: impl Iterator<Item = Option<IpAddr>>) -> IpAddr {
    let mut known = peer;
    for hop in hops {
        match hop {
            None => return known,
            Some(address) if trusted.contain(address) => known = address,
            Some(address) => return address,
        }
    }
    known
}

/// The hops of a line of `X-Forwarded-For`, the nearest first.
fn list(line: &str) -> impl Iterator<Item = Option<IpAddr>> {
    line.rsplit(',')
        .map(str::trim)
        .filter(|hop| !hop.is_empty())
        .map(node)
}

/// The hops of a line of `Forwarded`, the nearest first.
fn elements(line: &str) -> impl Iterator<Item = Option<IpAddr>> {
    let elements = split(line, ',').into_iter().rev();
    elements
        .filter(|element| !element.is_empty())
        .map(forwarded_for)
}

/// The parameter `for` of an element; `None` also where there are two.
fn forwarded_for(element: &str) -> Option<IpAddr> {
    let mut nodes = split(element, ';').into_iter().filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("for")
            .then(|| value.trim())
    });
    let value = nodes.next().filter(|_| nodes.next().is_none())?;
    match value.strip_prefix('"') {
        // No address has a character that needs a backslash, so one that is there stays and
        // makes the value unreadable.
        Some(quoted) => node(quoted.strip_suffix('"')?),
        None => node(value),
    }
}

/// Splits at a character that stands outside quotes.
fn split(text: &str, at: char) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (index, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if character == at && !is_quoted => {
                parts.push(text[start..index].trim());
                start = index + character.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts
}

/// The address of a node: IPv4 or IPv6, bare, or with brackets and port. Not `unknown`, and not
/// a name that hides one (`_proxy`).
fn node(text: &str) -> Option<IpAddr> {
    let address = match text.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']')?;
            let is_fine = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
            IpAddr::V6(is_fine.then(|| address.parse::<Ipv6Addr>().ok())??)
        }
        None => match text.split_once(':') {
            Some((address, port)) if is_port(port) && address.contains('.') => {
                IpAddr::V4(address.parse().ok()?)
            }
            _ => text.parse().ok()?,
        },
    };
    Some(address.to_canonical())
}

/// A port, or a name that hides one.
fn is_port(text: &str) -> bool {
    let hidden = text.strip_prefix('_');
    let is_hidden = |name: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        !name.is_empty() && name.bytes().all(fits)
    };
    text.parse::<u16>().is_ok() || hidden.is_some_and(is_hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "10.0.0.1";
    const STRANGER: &str = "203.0.113.50";

    fn told(peer: &str, x_forwarded_for: &[&str], forwarded: &[&str]) -> String {
        let trusted = "10.0.0.0/8, ::1".parse().unwrap();
        let way = Way {
            x_forwarded_for,
            forwarded,
        };
        caller(peer.parse().unwrap(), &trusted, way).to_string()
    }

    #[test]
    fn only_a_trusted_peer_is_listened_to() {
        assert_eq!(told(STRANGER, &["192.0.2.1"], &[]), STRANGER);
        assert_eq!(told(STRANGER, &[], &["for=192.0.2.1"]), STRANGER);
        assert_eq!(told(PROXY, &["192.0.2.1"], &[]), "192.0.2.1");
        assert_eq!(told("::ffff:10.0.0.1", &["192.0.2.1"], &[]), "192.0.2.1");
        assert_eq!(told("::1", &["192.0.2.1"], &[]), "192.0.2.1");
        assert_eq!(told(PROXY, &[], &[]), PROXY);
    }

    #[test]
    fn lists_are_read_from_the_right() {
        let table: &[(&[&str], &str)] = &[
            (&["192.0.2.1, 10.0.0.9, 10.0.0.8"], "192.0.2.1"),
            // What stands left of the caller is the caller's own invention.
            (&["198.51.100.1, 192.0.2.1"], "192.0.2.1"),
            (&["10.0.0.5, 192.0.2.1, 10.0.0.9"], "192.0.2.1"),
            (&["198.51.100.1", "192.0.2.1", "10.0.0.9"], "192.0.2.1"),
            (&["\"x, [, 192.0.2.1"], "192.0.2.1"),
            // All of them are trusted: the first is a machine of our own.
            (&["10.0.0.7, 10.0.0.8"], "10.0.0.7"),
            (&["192.0.2.1:5123"], "192.0.2.1"),
            (&["2001:db8::7"], "2001:db8::7"),
            (&["[2001:db8::7]"], "2001:db8::7"),
            (&["[2001:db8::7]:443"], "2001:db8::7"),
            (&["::ffff:192.0.2.1"], "192.0.2.1"),
            (&["192.0.2.1, ,"], "192.0.2.1"),
            // Unreadable: whoever wrote it down is the last that is known.
            (&["192.0.2.1, unknown"], PROXY),
            (&["192.0.2.1, _hidden, 10.0.0.9"], "10.0.0.9"),
            (&["192.0.2.1, 256.0.0.1"], PROXY),
            (&["192.0.2.1:99999"], PROXY),
            (&["[192.0.2.1]"], PROXY),
            (&["[2001:db8::7"], PROXY),
            (&["[2001:db8::7]x"], PROXY),
            (&["fe80::1%eth0"], PROXY),
            (&["192.0.2.1, \u{1F980}"], PROXY),
            (&[""], PROXY),
            (&[",,,"], PROXY),
        ];
        for (lines, caller) in table {
            assert_eq!(told(PROXY, lines, &[]), *caller, "{lines:?}");
        }
        let many = "10.0.0.1,".repeat(10_000);
        assert_eq!(told(PROXY, &["192.0.2.1", &many], &[]), "192.0.2.1");
    }

    #[test]
    fn elements_are_read_from_the_right() {
        let table: &[(&[&str], &str)] = &[
            (&["for=192.0.2.1"], "192.0.2.1"),
            (&["FOR = 192.0.2.1 ; proto=https"], "192.0.2.1"),
            (
                &["by=10.0.0.1;for=\"192.0.2.1:80\";host=\"a,b;c\""],
                "192.0.2.1",
            ),
            (&["for=\"[2001:db8::7]\""], "2001:db8::7"),
            (&["for=\"[2001:db8::7]:4711\""], "2001:db8::7"),
            (&["for=\"[2001:db8::7]:_port\""], "2001:db8::7"),
            (
                &["for=198.51.100.1, for=192.0.2.1, for=10.0.0.9"],
                "192.0.2.1",
            ),
            (&["for=198.51.100.1", "for=192.0.2.1"], "192.0.2.1"),
            (&["for=\"_x;,\\\"\", for=192.0.2.1"], "192.0.2.1"),
            (&["for=unknown"], PROXY),
            (&["for=_hidden, for=10.0.0.9"], "10.0.0.9"),
            (&["proto=https"], PROXY),
            (&["for=192.0.2.1;for=192.0.2.2"], PROXY),
            (&["for"], PROXY),
            (&["for="], PROXY),
            (&["for=\""], PROXY),
            (&["for=\"192.0.2.1"], PROXY),
            (&["for=\"192.0.2.1\\\""], PROXY),
            // A quote that the caller opened cannot swallow what the proxy adds and put another
            // address in its place.
            (&["for=198.51.100.1, for=\", for=192.0.2.1"], PROXY),
            (&["for=\", for=198.51.100.1", "for=192.0.2.1"], "192.0.2.1"),
        ];
        for (lines, caller) in table {
            assert_eq!(told(PROXY, &[], lines), *caller, "{lines:?}");
        }
    }

    #[test]
    fn headers_that_disagree_are_not_believed() {
        assert_eq!(told(PROXY, &["192.0.2.1"], &["for=192.0.2.1"]), "192.0.2.1");
        assert_eq!(told(PROXY, &["192.0.2.1"], &["for=198.51.100.1"]), PROXY);
    }
}
