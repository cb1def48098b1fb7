//! The front ends: files made by `cargo xtask bundle`, inside the binary (feature `embed`) or
//! read at start from the directory that `PORTHOLE_ASSETS` names.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::path::Path;

use crate::app::App;
use crate::encoding::accepts;
use crate::error::ApiError;
use crate::etag;
use crate::extract::Segment;

/// A file and its compressed forms.
#[derive(Clone, Debug)]
pub struct Asset {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    etag: HeaderValue,
}

/// All files, by path within the bundle.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    files: HashMap<String, Asset>,
}

#[cfg(feature = "embed")]
struct Embedded {
    path: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

#[cfg(feature = "embed")]
static EMBEDDED: &[Embedded] = include!(concat!(env!("PORTHOLE_BUNDLE"), "/embed.rs"));

impl Assets {
    /// The files inside this binary; none without the feature `embed`.
    #[must_use]
    pub fn embedded() -> Self {
        #[cfg(feature = "embed")]
        return Self {
            files: EMBEDDED
                .iter()
                .map(|file| {
                    let asset = Asset::new(
                        Bytes::from_static(file.plain),
                        file.brotli.map(Bytes::from_static),
                        file.gzip.map(Bytes::from_static),
                    );
                    (file.path.to_owned(), asset)
                })
                .collect(),
        };
        #[cfg(not(feature = "embed"))]
        Self::default()
    }

    /// The files of a bundle directory.
    ///
    /// # Errors
    /// The directory or a file in it cannot be read.
    pub fn read(bundle: &Path) -> std::io::Result<Self> {
        let mut files = HashMap::new();
        for folder in ["", "assets"] {
            for entry in std::fs::read_dir(bundle.join(folder))? {
                let path = entry?.path();
                let is_compressed = path
                    .extension()
                    .is_some_and(|end| end == "br" || end == "gz");
                if path.is_file() && !is_compressed {
                    let name = path.strip_prefix(bundle).unwrap_or(&path);
                    files.insert(name.to_string_lossy().into_owned(), Asset::read(&path)?);
                }
            }
        }
        Ok(Self { files })
    }

    /// A file's text; `None` if there is no such file, or it is none.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(&self.files.get(path)?.plain).ok()
    }

    /// A file as an answer, in the best encoding that the browser takes.
    #[must_use]
    pub fn respond(&self, path: &str, request: &HeaderMap) -> Option<Response> {
        self.files
            .get(path)
            .map(|asset| asset.respond(path, request))
    }
}

impl Asset {
    fn new(plain: Bytes, brotli: Option<Bytes>, gzip: Option<Bytes>) -> Self {
        let etag = etag::of(&plain);
        Self {
            plain,
            brotli,
            gzip,
            etag,
        }
    }

    fn read(path: &Path) -> std::io::Result<Self> {
        let beside = |end: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(end);
            std::fs::read(name).ok().map(Bytes::from)
        };
        Ok(Self::new(
            std::fs::read(path)?.into(),
            beside(".br"),
            beside(".gz"),
        ))
    }

    fn respond(&self, path: &str, request: &HeaderMap) -> Response {
        let is_known = etag::is_known(request, &self.etag);
        let (encoding, bytes) = match (&self.brotli, &self.gzip) {
            (Some(brotli), _) if accepts(request, "br") => (Some("br"), brotli),
            (_, Some(gzip)) if accepts(request, "gzip") => (Some("gzip"), gzip),
            _ => (None, &self.plain),
        };
        let mut response = if is_known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(bytes.clone()))
        };
        let headers = response.headers_mut();
        let mut set =
            |name, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
        set(header::CONTENT_TYPE, content_type(path));
        set(header::CACHE_CONTROL, cache_control(path));
        set(header::VARY, "accept-encoding");
        set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        // These are public files that pages of any origin load, also under COEP.
        set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        set(
            header::HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        );
        set(header::HeaderName::from_static("timing-allow-origin"), "*");
        if let Some(encoding) = encoding {
            set(header::CONTENT_ENCODING, encoding);
        }
        headers.insert(header::ETAG, self.etag.clone());
        response
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, end)| end) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("html") => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Names under `assets/` carry the hash of their content; the loader and the manifest do not.
fn cache_control(path: &str) -> &'static str {
    if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=60, stale-while-revalidate=600"
    }
}

/// `GET /widget.js`
pub async fn loader(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    app.assets
        .respond("widget.js", &headers)
        .ok_or(ApiError::NotFound)
}

/// `GET /manifest.json`
pub async fn manifest(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    app.assets
        .respond("manifest.json", &headers)
        .ok_or(ApiError::NotFound)
}

/// `GET /assets/{name}`
pub async fn hashed(
    State(app): State<App>,
    Segment(name): Segment<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.assets
        .respond(&format!("assets/{name}"), &headers)
        .ok_or(ApiError::NotFound)
}
