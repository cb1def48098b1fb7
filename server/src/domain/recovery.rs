//! Recovery links: where they lead, and what stands in them.

use super::page_origin::PageOrigin;
use porthole_shared::domain_match;
use porthole_shared::recovery::RECOVERY_PARAMETER;
use porthole_shared::time::HOUR;

/// For how long what is asked for is counted, in milliseconds.
pub const ASKED_WINDOW: i64 = HOUR;
/// How often somebody may ask for an address in that time.
pub const ASKED_LIMIT: i64 = 3;
/// The longest address of a page that a link leads back to, in bytes.
const PAGE_LIMIT: usize = 500;

/// The page that a link leads back to: the one it was asked from, if the workspace's list names its
/// origin.
#[must_use]
pub fn return_page(page: &str, caller: &PageOrigin, allowed: &[String]) -> Option<String> {
    let (origin, _) = parts(page)?;
    let is_theirs = match caller {
        PageOrigin::Own => true,
        PageOrigin::Other(other) => other.eq_ignore_ascii_case(origin),
    };
    if is_theirs {
        listed_page(page, allowed)
    } else {
        None
    }
}

/// A page whose origin the workspace's list names. What comes behind the path stays behind: a
/// stranger may have written it, and the mail goes to somebody else perhaps.
#[must_use]
pub fn listed_page(page: &str, allowed: &[String]) -> Option<String> {
    let (origin, page) = parts(page)?;
    let is_plain = page.len() <= PAGE_LIMIT
        && page
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\^`{|}@".contains(&byte));
    let is_listed = domain_match::allowing(allowed, origin).is_some();
    let root = if origin.len() == page.len() { "/" } else { "" };
    (is_plain && is_listed).then(|| format!("{page}{root}"))
}

/// The origin of an address, and the address without what comes behind the path.
fn parts(address: &str) -> Option<(&str, &str)> {
    let page = address.split(['?', '#']).next()?;
    let host_start = page.find("://")? + 3;
    let host_end = page[host_start..]
        .find('/')
        .map_or(page.len(), |at| host_start + at);
    Some((&page[..host_end], page))
}

/// The link: back to a page, else to the chat page of this server.
#[must_use]
pub fn link(page: Option<&str>, public_url: &str, public_token: &str, token: &str) -> String {
    let page = page.map_or_else(
        || format!("{public_url}/chat/{public_token}"),
        str::to_owned,
    );
    format!("{page}?{RECOVERY_PARAMETER}={token}")
}

/// 32 bytes as 43 characters of base 64 for URLs (RFC 4648, 5).
#[must_use]
pub fn token_text(bytes: &[u8; 32]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let digit = |bits: u32| char::from(DIGITS[(bits & 63) as usize]);
    let mut text = String::with_capacity(43);
    for part in bytes.chunks(3) {
        let byte = |index: usize| u32::from(part.get(index).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        text.extend((0..=part.len()).map(|index| digit(bits >> (18 - 6 * index))));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://shop.example/help?x=call+me#top";

    fn other(origin: &str) -> PageOrigin {
        PageOrigin::Other(origin.to_owned())
    }

    #[test]
    fn a_link_leads_back_only_to_a_page_that_the_list_names() {
        let list = ["shop.example".to_owned()];
        let shop = other("https://shop.example");
        let back = Some("https://shop.example/help".to_owned());
        assert_eq!(return_page(PAGE, &shop, &list), back);
        assert_eq!(return_page(PAGE, &PageOrigin::Own, &list), back);
        assert_eq!(return_page(PAGE, &shop, &[]), None);
        assert_eq!(
            return_page(PAGE, &shop, &["other.example".to_owned()]),
            None
        );
        assert_eq!(
            return_page(PAGE, &other("https://evil.example"), &list),
            None
        );
        let root = Some("https://shop.example/".to_owned());
        assert_eq!(return_page("https://shop.example", &shop, &list), root);
        for bad in [
            "",
            "shop.example/help",
            "javascript:alert(1)",
            "https://shop.example@evil.example/",
            "https://evil.example/https://shop.example/",
            "https://shop.example/<b>",
            "https://shop.example/\r\nBcc: a@b.example",
        ] {
            assert_eq!(return_page(bad, &PageOrigin::Own, &list), None, "{bad}");
        }
    }

    #[test]
    fn a_link_carries_the_token() {
        let own = link(None, "https://chat.example", "pub_1", "T");
        assert_eq!(own, "https://chat.example/chat/pub_1?porthole_restore=T");
        let page = link(
            Some("https://shop.example/"),
            "https://chat.example",
            "pub_1",
            "T",
        );
        assert_eq!(page, "https://shop.example/?porthole_restore=T");
    }

    #[test]
    fn a_token_is_base_64_for_urls() {
        assert_eq!(token_text(&[0xff; 32]), format!("{}8", "_".repeat(42)));
        let counted: [u8; 32] = std::array::from_fn(|index| u8::try_from(index).unwrap());
        assert_eq!(
            token_text(&counted),
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
        );
    }
}
