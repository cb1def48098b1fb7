//! Content codings (RFC 9110, 8.4.1): what the browser takes, and answers that are packed once.

use crate::etag;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

/// An answer that is made once and given many times: its bytes, packed and plain, and its tag.
#[derive(Clone, Debug)]
pub struct Packed {
    plain: Bytes,
    gzip: Bytes,
    etag: HeaderValue,
}

impl Packed {
    /// Packs some bytes.
    ///
    /// # Panics
    /// Never: writing to memory does not fail.
    #[must_use]
    pub fn new(plain: Vec<u8>) -> Self {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let packed = encoder.write_all(&plain).and_then(|()| encoder.finish());
        Self {
            etag: etag::of(&plain),
            gzip: packed.expect("memory takes what is written").into(),
            plain: plain.into(),
        }
    }

    /// The answer for a request, without body where the browser has it already.
    #[must_use]
    pub fn respond(&self, request: &HeaderMap, content_type: &'static str) -> Response {
        let gzip = accepts(request, "gzip");
        let mut response = if etag::is_known(request, &self.etag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let bytes = if gzip { &self.gzip } else { &self.plain };
            Response::new(Body::from(bytes.clone()))
        };
        let headers = response.headers_mut();
        let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
        set(header::CONTENT_TYPE, content_type);
        set(header::VARY, "accept-encoding");
        if gzip {
            set(header::CONTENT_ENCODING, "gzip");
        }
        headers.insert(header::ETAG, self.etag.clone());
        response
    }
}

/// Whether the browser takes this coding: the header names it and does not rule it out.
#[must_use]
pub fn accepts(request: &HeaderMap, coding: &str) -> bool {
    let listed = request.get_all(header::ACCEPT_ENCODING);
    let listed = listed.iter().filter_map(|value| value.to_str().ok());
    listed.flat_map(|value| value.split(',')).any(|part| {
        let mut words = part.split(';').map(str::trim);
        words.next() == Some(coding) && words.all(|word| !matches!(word, "q=0" | "q=0.0"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_are_taken_by_name_and_can_be_ruled_out() {
        let takes = |value: &str, coding| {
            let mut request = HeaderMap::new();
            request.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
            accepts(&request, coding)
        };
        assert!(takes("gzip, deflate, br", "br"));
        assert!(takes("br;q=0.5", "br"));
        assert!(!takes("br;q=0, gzip", "br"));
        assert!(!takes("gzip", "br"));
        assert!(!takes("", "gzip"));
        assert!(!accepts(&HeaderMap::new(), "gzip"));
    }
}
