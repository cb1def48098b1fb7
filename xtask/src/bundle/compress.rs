//! Brotli and gzip, as small as they get; results are kept, because the best effort is slow.

use std::io::{Cursor, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::files;

/// The two precompressed forms, each only where it is smaller than the file.
#[derive(Debug)]
pub(super) struct Compressed {
    pub(super) brotli: Option<Vec<u8>>,
    pub(super) gzip: Option<Vec<u8>>,
}

/// Compresses, or takes an earlier result for the same bytes from the cache folder.
pub(super) fn compressed(bytes: &[u8], cache: &Path) -> Result<Compressed, String> {
    let smaller = |form: Vec<u8>| Some(form).filter(|form| form.len() < bytes.len());
    Ok(Compressed {
        brotli: smaller(cached(bytes, cache, "br", brotli)?),
        gzip: smaller(cached(bytes, cache, "gz", gzip)?),
    })
}

fn cached(
    bytes: &[u8],
    cache: &Path,
    form: &str,
    compress: fn(&[u8]) -> std::io::Result<Vec<u8>>,
) -> Result<Vec<u8>, String> {
    let path = cache.join(format!("{}.{form}", files::sha256(bytes)));
    if let Ok(known) = files::read(&path) {
        return Ok(known);
    }
    let result = compress(bytes).map_err(|error| format!("compressing failed: {error}"))?;
    files::write(&path, &result)?;
    Ok(result)
}

/// Quality 11 in a window of 4 MiB, which is larger than any file here.
pub(crate) fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut result = Vec::new();
    brotli::BrotliCompress(&mut Cursor::new(bytes), &mut result, &params)?;
    Ok(result)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::{brotli, gzip};

    #[test]
    fn both_give_back_what_they_took() {
        let text = "Porthole ".repeat(100).into_bytes();
        let (mut from_brotli, mut from_gzip) = (Vec::new(), Vec::new());
        brotli::BrotliDecompress(
            &mut brotli(&text).expect("brotli").as_slice(),
            &mut from_brotli,
        )
        .expect("valid");
        let packed = gzip(&text).expect("gzip");
        std::io::copy(
            &mut flate2::read::GzDecoder::new(packed.as_slice()),
            &mut from_gzip,
        )
        .expect("valid");
        assert_eq!(from_brotli, text);
        assert_eq!(from_gzip, text);
    }
}
