//! What a file is: found out from its content while it arrives, and held against its name.

mod picture;
mod text;

use porthole_shared::attachment::{FILE_LIMIT, FileName, FileType, ending};
use porthole_shared::time::{DAY, MINUTE, SECOND};
use text::TextCheck;

/// How long a file waits for the message that takes it, in milliseconds.
pub const WAITING_LIFE: i64 = DAY;
/// How many files of one person may wait at once.
pub const WAITING_LIMIT: i64 = 100;
/// How many bytes they may have together.
pub const WAITING_BYTES: i64 = 400 * 1024 * 1024;
/// How long a file that arrives may be silent, in milliseconds.
pub const SILENCE_LIMIT: i64 = 30 * SECOND;
/// How long a file may take to arrive, in milliseconds.
pub const ARRIVAL_LIMIT: i64 = 20 * MINUTE;
/// How many bytes of its beginning are kept to be looked at. A picture from a telephone says its
/// size behind a small copy of itself.
const HEAD: usize = 256 * 1024;

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is nothing in it.
    Empty,
    /// It is larger than [`FILE_LIMIT`].
    TooLarge,
    /// Files of its kind are not taken.
    Kind,
    /// It is not what its name says.
    Disguised,
}

/// What was found out about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// The name, with an ending that fits.
    pub name: FileName,
    /// What it is.
    pub kind: FileType,
    /// How large it is, in bytes.
    pub size: i64,
    /// Width and height, in pixels, of a picture that can be shown.
    pub dimensions: Option<(i64, i64)>,
}

/// Looks at a file while it arrives.
#[derive(Debug, Default)]
pub struct Inspector {
    head: Vec<u8>,
    text: TextCheck,
    size: u64,
}

impl Inspector {
    /// Looks at the next piece.
    ///
    /// # Errors
    /// [`Refused::TooLarge`].
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        self.size += bytes.len() as u64;
        if self.size > FILE_LIMIT {
            return Err(Refused::TooLarge);
        }
        let room = HEAD - self.head.len();
        self.head.extend_from_slice(&bytes[..room.min(bytes.len())]);
        self.text.take(bytes);
        Ok(())
    }

    /// What the file is, now that all of it has arrived.
    ///
    /// # Errors
    /// It is not taken, and why.
    pub fn finish(self, name: FileName) -> Result<Inspected, Refused> {
        if self.size == 0 {
            return Err(Refused::Empty);
        }
        let named = match ending(name.as_str()) {
            Some(_) => Some(FileType::of_name(name.as_str()).ok_or(Refused::Kind)?),
            None => None,
        };
        let found = magic(&self.head);
        let kind = match (named, found) {
            (Some(named), Some(found)) if named == found => named,
            (Some(named), None) if self.text.is(named, &self.head) => named,
            (Some(_), _) => return Err(Refused::Disguised),
            (None, Some(found)) => found,
            (None, None) if self.text.is(FileType::Text, &self.head) => FileType::Text,
            (None, None) => return Err(Refused::Kind),
        };
        let name = match (named, kind.endings().first()) {
            (None, Some(ending)) => name.with_ending(ending),
            _ => name,
        };
        Ok(Inspected {
            name,
            kind,
            size: i64::try_from(self.size).unwrap_or(i64::MAX),
            dimensions: picture::dimensions(kind, &self.head),
        })
    }
}

/// The major brands of films (ISO/IEC 14496-12); pictures in the same container have others.
const FILM_BRANDS: &[&[u8; 4]] = &[
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso8", b"iso9", b"mp41", b"mp42",
    b"mp71", b"avc1", b"M4V ", b"M4VP", b"M4VH", b"dash", b"msdh", b"MSNV", b"f4v ", b"F4V ",
    b"3gp4", b"3gp5", b"XAVC",
];

/// What the first bytes say; `None` for what is no known format.
fn magic(head: &[u8]) -> Option<FileType> {
    let begins = |bytes: &[u8]| head.starts_with(bytes);
    let at = |place: usize, length: usize| head.get(place..place + length).unwrap_or_default();
    let kind = if begins(b"\x89PNG\r\n\x1a\n") && at(12, 4) == b"IHDR" {
        FileType::Png
    } else if begins(b"\xff\xd8\xff") {
        FileType::Jpeg
    } else if begins(b"GIF87a") || begins(b"GIF89a") {
        FileType::Gif
    } else if begins(b"RIFF") && at(8, 4) == b"WEBP" {
        FileType::Webp
    } else if begins(b"%PDF-") {
        FileType::Pdf
    } else if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        FileType::Zip
    } else if at(4, 4) == b"ftyp" && FILM_BRANDS.iter().any(|brand| at(8, 4) == &brand[..]) {
        FileType::Mp4
    } else {
        return None;
    };
    Some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inspect(name: &str, pieces: &[&[u8]]) -> Result<Inspected, Refused> {
        let mut inspector = Inspector::default();
        for piece in pieces {
            inspector.take(piece)?;
        }
        inspector.finish(FileName::clean(name))
    }

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x40\0\0\0\xf0\x08\x02\0\0\0";
    const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
    const FILM: &[u8] = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2";
    const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";

    #[test]
    fn content_and_name_have_to_agree() {
        use Refused::{Disguised, Empty, Kind};
        let cases: &[(&str, &[u8], Result<FileType, Refused>)] = &[
            ("a.png", PNG, Ok(FileType::Png)),
            ("a.PNG", PNG, Ok(FileType::Png)),
            ("a.pdf", PDF, Ok(FileType::Pdf)),
            ("a.mp4", FILM, Ok(FileType::Mp4)),
            ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", Ok(FileType::Jpeg)),
            ("a.gif", b"GIF89a\x01\0\x01\0", Ok(FileType::Gif)),
            ("a.webp", b"RIFF\x24\0\0\0WEBPVP8 ", Ok(FileType::Webp)),
            ("a.zip", b"PK\x03\x04\x14\0", Ok(FileType::Zip)),
            ("a.zip", b"PK\x05\x06\0\0", Ok(FileType::Zip)),
            ("a.txt", b"Hello", Ok(FileType::Text)),
            ("a.csv", "name;größe\n".as_bytes(), Ok(FileType::Csv)),
            ("a.json", b"\xef\xbb\xbf {\"a\":1}", Ok(FileType::Json)),
            // Without an ending the content says what it is.
            ("scan", PDF, Ok(FileType::Pdf)),
            ("README", b"Hello", Ok(FileType::Text)),
            ("a.png", PDF, Err(Disguised)),
            ("a.jpg", PNG, Err(Disguised)),
            ("a.txt", PDF, Err(Disguised)),
            ("a.pdf", b"PK\x03\x04", Err(Disguised)),
            ("a.pdf", b"Hello", Err(Disguised)),
            ("a.mp4", HEIC, Err(Disguised)),
            ("a.png", b"MZ\x90\0\x03", Err(Disguised)),
            (
                "a.png",
                b"<svg xmlns='http://www.w3.org/2000/svg'>",
                Err(Disguised),
            ),
            ("a.png", b"\x89PNG\r\n\x1a\n<script>", Err(Disguised)),
            ("a.txt", b"<!doctype html><script>", Err(Disguised)),
            ("a.txt", b"\n\t <svg onload=alert(1)>", Err(Disguised)),
            (
                "a.csv",
                b"\xef\xbb\xbf<?xml version='1.0'?>",
                Err(Disguised),
            ),
            ("a.json", b"alert(1)", Err(Disguised)),
            ("a.txt", b"\xff\xfeH\0i\0", Err(Disguised)),
            ("a.txt", b"caf\xe9", Err(Disguised)),
            ("a.txt", b"a\0b", Err(Disguised)),
            ("a.txt", b"", Err(Empty)),
            ("a.html", b"<p>", Err(Kind)),
            ("a.svg", b"<svg>", Err(Kind)),
            ("a.exe", b"MZ", Err(Kind)),
            ("a.png.exe", PNG, Err(Kind)),
            ("a.docx", b"PK\x03\x04", Err(Kind)),
            ("page", b"<html>", Err(Kind)),
            ("program", b"\x7fELF\x02", Err(Kind)),
        ];
        for (name, content, expected) in cases {
            let found = inspect(name, &[content]).map(|found| found.kind);
            assert_eq!(found, *expected, "{name}");
        }
    }

    #[test]
    fn what_has_no_ending_gets_one() {
        let found = inspect("Bildschirmfoto", &[PNG]).unwrap();
        assert_eq!(found.name.as_str(), "Bildschirmfoto.png");
        assert_eq!(found.dimensions, Some((320, 240)));
        assert_eq!(inspect("a", &[b"Hi"]).unwrap().name.as_str(), "a.txt");
    }

    #[test]
    fn pieces_may_be_cut_anywhere() {
        let text = "größe 🦀".as_bytes();
        let pieces: Vec<&[u8]> = text.chunks(1).collect();
        assert_eq!(inspect("a.txt", &pieces).unwrap().size, 12);
        assert_eq!(
            inspect("a.txt", &[&text[..text.len() - 1]]),
            Err(Refused::Disguised)
        );
    }

    #[test]
    fn a_file_has_its_largest_size() {
        let megabyte = vec![b'x'; 1024 * 1024];
        let mut pieces: Vec<&[u8]> = vec![&megabyte; 20];
        let found = inspect("a.txt", &pieces).unwrap();
        assert_eq!(found.size.unsigned_abs(), FILE_LIMIT);
        pieces.push(b"x");
        assert_eq!(inspect("a.txt", &pieces), Err(Refused::TooLarge));
    }
}
