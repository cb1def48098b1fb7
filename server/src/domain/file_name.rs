//! How the name of a file stands in a header.

use porthole_shared::attachment::FileName;

/// Reads a name that a browser sent percent-encoded, as `encodeURIComponent` writes it. What is no
/// UTF-8 is replaced; a percent sign that begins nothing stands for itself.
#[must_use]
pub fn read(header: &[u8]) -> FileName {
    let mut bytes = Vec::with_capacity(header.len());
    let mut rest = header;
    while let [first, after @ ..] = rest {
        let escaped = match after {
            [high, low, ..] if *first == b'%' => digit(*high).zip(digit(*low)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                bytes.push(high << 4 | low);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    FileName::clean(&String::from_utf8_lossy(&bytes))
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

/// The header that makes browsers save a file under its name (RFC 6266), whatever is in the name
/// (RFC 8187): old programs read the first form, in ASCII, the others the second.
#[must_use]
pub fn disposition(name: &str) -> String {
    let is_plain = |c: char| c == ' ' || c.is_ascii_graphic() && !"\"\\%".contains(c);
    let plain: String = name
        .chars()
        .map(|c| if is_plain(c) { c } else { '_' })
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_percent_encoded() {
        for (header, name) in [
            ("map.png", "map.png"),
            ("gr%C3%B6%C3%9Fe%20a.png", "größe a.png"),
            ("..%2F..%2Fetc%2Fpasswd", "passwd"),
            ("a%0d%0aX-Evil%3A%201.txt", "aX-Evil_ 1.txt"),
            ("%E2%80%AEgnp.exe", "gnp.exe"),
            ("100%.txt", "100_.txt"),
            ("%zz%4.txt", "_zz_4.txt"),
            ("%ff.txt", "\u{fffd}.txt"),
            ("", "file"),
        ] {
            assert_eq!(read(header.as_bytes()).as_str(), name, "{header}");
        }
    }

    #[test]
    fn a_name_cannot_leave_its_header() {
        assert_eq!(
            disposition("a b.png"),
            "attachment; filename=\"a b.png\"; filename*=UTF-8''a%20b.png"
        );
        assert_eq!(
            disposition("größe\"\r\n\\.png"),
            "attachment; filename=\"gr__e____.png\"; filename*=UTF-8''gr%C3%B6%C3%9Fe%22%0D%0A%5C.png"
        );
    }
}
