//! Entity tags (RFC 9110, 8.8.3): what a browser has already is not sent again.

use axum::http::{HeaderMap, HeaderValue, header};
use porthole_shared::id::to_hex;
use sha2::{Digest as _, Sha256};

/// The tag of some bytes. Weak, because it is the same for every encoding of them.
///
/// # Panics
/// Never: hex is a header value.
#[must_use]
pub fn of(bytes: &[u8]) -> HeaderValue {
    let digest = to_hex(&Sha256::digest(bytes)[..8]);
    HeaderValue::from_str(&format!("W/\"{digest}\"")).expect("hex is a header value")
}

/// Whether the request says that the browser has this.
#[must_use]
pub fn is_known(request: &HeaderMap, tag: &HeaderValue) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(tag) = tag.to_str().map(bare) else {
        return false;
    };
    request
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == "*" || bare(known) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared_weakly_and_in_lists() {
        let tag = of(b"some bytes");
        let text = tag.to_str().unwrap().to_owned();
        let strong = text.trim_start_matches("W/").to_owned();
        let asks = |value: &str| {
            let mut request = HeaderMap::new();
            request.insert(header::IF_NONE_MATCH, value.parse().unwrap());
            is_known(&request, &tag)
        };
        assert!(asks(&text) && asks(&strong) && asks("*") && asks(&format!("\"x\", {text}")));
        assert!(!asks("\"x\"") && !asks(""));
        assert!(!is_known(&HeaderMap::new(), &tag));
    }
}
