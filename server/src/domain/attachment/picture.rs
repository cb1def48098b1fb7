//! How large a picture is, so that its place on the screen is known before it is loaded. What
//! cannot be read is no error: the file is shown by its name then.

use porthole_shared::attachment::FileType;

/// The most pixels that are shown in place: more would take a small machine's memory.
const MOST_PIXELS: i64 = 64_000_000;

/// Width and height in pixels, as they are shown.
pub(super) fn dimensions(kind: FileType, head: &[u8]) -> Option<(i64, i64)> {
    let (width, height) = match kind {
        FileType::Png => (big(head, 16, 4)?, big(head, 20, 4)?),
        FileType::Gif => (little(head, 6, 2)?, little(head, 8, 2)?),
        FileType::Webp => webp(head)?,
        FileType::Jpeg => jpeg(head)?,
        _ => return None,
    };
    let is_shown = width > 0 && height > 0 && width.saturating_mul(height) <= MOST_PIXELS;
    is_shown.then_some((width, height))
}

fn big(bytes: &[u8], place: usize, length: usize) -> Option<i64> {
    let bytes = bytes.get(place..place.checked_add(length)?)?;
    let add = |number: i64, byte: &u8| number << 8 | i64::from(*byte);
    Some(bytes.iter().fold(0, add))
}

fn little(bytes: &[u8], place: usize, length: usize) -> Option<i64> {
    let bytes = bytes.get(place..place.checked_add(length)?)?;
    let add = |number: i64, byte: &u8| number << 8 | i64::from(*byte);
    Some(bytes.iter().rev().fold(0, add))
}

/// The three forms of RFC 9649.
fn webp(head: &[u8]) -> Option<(i64, i64)> {
    match head.get(12..16)? {
        b"VP8X" => Some((little(head, 24, 3)? + 1, little(head, 27, 3)? + 1)),
        b"VP8L" => {
            let bits = little(head, 21, 4)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => Some((little(head, 26, 2)? & 0x3fff, little(head, 28, 2)? & 0x3fff)),
        _ => None,
    }
}

/// Goes from segment to segment (ITU T.81, annex B) until one says the size. A picture that was
/// taken with the camera on its side is shown upright.
fn jpeg(head: &[u8]) -> Option<(i64, i64)> {
    let mut place = 2;
    let mut is_turned = false;
    loop {
        if *head.get(place)? != 0xff {
            return None;
        }
        let marker = *head.get(place + 1)?;
        // Filling, and markers without content.
        if marker == 0xff {
            place += 1;
            continue;
        }
        if matches!(marker, 0x01 | 0xd0..=0xd8) {
            place += 2;
            continue;
        }
        let length = usize::try_from(big(head, place + 2, 2)?).ok()?;
        match marker {
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let (height, width) = (big(head, place + 5, 2)?, big(head, place + 7, 2)?);
                return Some(if is_turned {
                    (height, width)
                } else {
                    (width, height)
                });
            }
            0xe1 => {
                let content = head.get(place + 4..place + 2 + length)?;
                is_turned |= orientation(content).is_some_and(|turn| (5..=8).contains(&turn));
            }
            0xd9 | 0xda => return None,
            _ => {}
        }
        place += 2 + length.max(2);
    }
}

/// The orientation that Exif tells (tag 0x0112), 1 to 8.
fn orientation(segment: &[u8]) -> Option<i64> {
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let read = match tiff.get(..2)? {
        b"II" => little,
        b"MM" => big,
        _ => return None,
    };
    let directory = usize::try_from(read(tiff, 4, 4)?).ok()?;
    let count = usize::try_from(read(tiff, directory, 2)?).ok()?;
    let mut entries = (0..count).map(|index| directory + 2 + index * 12);
    let entry = entries.find(|entry| read(tiff, *entry, 2) == Some(0x0112))?;
    read(tiff, entry + 8, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Segments before the one that says the size, and that one: 300 wide, 200 high.
    fn jpeg_of(before: &[&[u8]]) -> Vec<u8> {
        let mut bytes = b"\xff\xd8".to_vec();
        for segment in before {
            bytes.extend_from_slice(segment);
        }
        bytes.extend_from_slice(b"\xff\xc0\0\x11\x08\0\xc8\x01\x2c\x03");
        bytes
    }

    fn exif(orientation: u8) -> Vec<u8> {
        let mut segment = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01".to_vec();
        segment.extend_from_slice(b"\x01\x12\0\x03\0\0\0\x01\0");
        segment.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0]);
        segment
    }

    #[test]
    fn sizes_are_read() {
        let app0: &[u8] = b"\xff\xe0\0\x04ab";
        for (kind, head, expected) in [
            (FileType::Jpeg, jpeg_of(&[app0]), Some((300, 200))),
            (FileType::Jpeg, jpeg_of(&[app0, b"\xff"]), Some((300, 200))),
            (FileType::Jpeg, jpeg_of(&[&exif(1)]), Some((300, 200))),
            (FileType::Jpeg, jpeg_of(&[&exif(6)]), Some((200, 300))),
            (FileType::Jpeg, b"\xff\xd8\xff\xe0\xff\xff".to_vec(), None),
            (FileType::Jpeg, b"\xff\xd8\xff\xda\0\x02".to_vec(), None),
            (
                FileType::Gif,
                b"GIF89a\x2c\x01\xc8\0".to_vec(),
                Some((300, 200)),
            ),
            (
                FileType::Webp,
                b"RIFF....WEBPVP8X\x0a\0\0\0\0\0\0\0\x2b\x01\0\xc7\0\0".to_vec(),
                Some((300, 200)),
            ),
            (
                FileType::Webp,
                b"RIFF....WEBPVP8L....\x2f\x2b\xc1\x31\0".to_vec(),
                Some((300, 200)),
            ),
            (
                FileType::Webp,
                b"RIFF....WEBPVP8 .......\x9d\x01\x2a\x2c\x01\xc8\0".to_vec(),
                Some((300, 200)),
            ),
            (FileType::Gif, b"GIF89a\0\0\xc8\0".to_vec(), None),
            (FileType::Gif, b"GIF89a\xff\xff\xff\xff".to_vec(), None),
            (FileType::Pdf, b"%PDF-1.7".to_vec(), None),
        ] {
            assert_eq!(dimensions(kind, &head), expected, "{head:?}");
        }
    }

    #[test]
    fn no_beginning_of_a_picture_does_harm() {
        let whole = jpeg_of(&[&exif(6)]);
        for length in 0..whole.len() {
            dimensions(FileType::Jpeg, &whole[..length]);
            dimensions(FileType::Webp, &whole[..length]);
            dimensions(FileType::Png, &whole[..length]);
        }
        for length in 0..=255 {
            let mut lying = whole.clone();
            lying[5] = length;
            dimensions(FileType::Jpeg, &lying);
        }
    }
}
