//! Files that come with messages and notes: what is taken, and what they are called.

use crate::id::AttachmentId;

/// How many files come with a message at the most.
pub const ATTACHMENT_LIMIT: usize = 10;
/// The largest file, in bytes: 20 MB.
pub const FILE_LIMIT: u64 = 20 * 1024 * 1024;
/// The longest name of a file, in characters.
pub const FILE_NAME_LIMIT: usize = 120;
/// The header that carries the name of a file that is uploaded, percent-encoded.
pub const FILE_NAME_HEADER: &str = "porthole-file-name";
/// How long a file's address opens it, in milliseconds.
pub const FILE_LINK_LIFE: i64 = 5 * crate::time::MINUTE;

wire_enum! {
    /// What a file is, as its media type. Nothing else is taken.
    pub enum FileType {
        /// A PNG picture.
        Png = "image/png",
        /// A JPEG picture.
        Jpeg = "image/jpeg",
        /// A GIF picture.
        Gif = "image/gif",
        /// A WebP picture.
        Webp = "image/webp",
        /// A PDF document.
        Pdf = "application/pdf",
        /// Plain text.
        Text = "text/plain",
        /// A table, as text.
        Csv = "text/csv",
        /// JSON.
        Json = "application/json",
        /// A ZIP archive.
        Zip = "application/zip",
        /// An MPEG-4 film.
        Mp4 = "video/mp4",
    }
}

impl FileType {
    /// What names of such files end with; the first one is the usual one.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Gif => &["gif"],
            Self::Webp => &["webp"],
            Self::Pdf => &["pdf"],
            Self::Text => &["txt"],
            Self::Csv => &["csv"],
            Self::Json => &["json"],
            Self::Zip => &["zip"],
            Self::Mp4 => &["mp4"],
            Self::Unknown => &[],
        }
    }

    /// What a file of this name says it is; `None` where nothing of its kind is taken.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let ending = ending(name)?;
        let mut all = Self::ALL.iter().copied();
        all.find(|kind| {
            let mut endings = kind.endings().iter();
            endings.any(|known| known.eq_ignore_ascii_case(ending))
        })
    }

    /// Whether browsers show it in place.
    #[must_use]
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Gif | Self::Webp)
    }

    /// Whether it is made of text.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Csv | Self::Json)
    }
}

/// What a file's name ends with, after the last dot; `None` where it has no such ending.
#[must_use]
pub fn ending(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    (!stem.is_empty() && !ending.is_empty()).then_some(ending)
}

wire! {
    /// A file that came with a message.
    pub struct Attachment {
        /// The id.
        pub id: AttachmentId,
        /// What it is called.
        pub name: String,
        /// What it is.
        pub r#type: FileType,
        /// How large it is, in bytes.
        pub size: i64,
        /// How wide the picture is, in pixels; absent where there is none to show.
        pub width: Option<i64>,
        /// How high the picture is, in pixels.
        pub height: Option<i64>,
        /// Where it is, within this server. The address opens it for five minutes; whoever needs
        /// a new one asks for the message again, or for a link.
        pub url: String,
    }
}

/// What is said of a message in one line: its text, or what its files are called.
#[must_use]
pub fn spoken(text: &str, files: &[Attachment]) -> String {
    let mut words = text.to_owned();
    for file in files.iter().filter(|_| text.is_empty()) {
        words.push_str(if words.is_empty() { "" } else { ", " });
        words.push_str(&file.name);
    }
    words
}

wire! {
    /// Asks for an address that opens a file.
    pub struct FileLinkRequest {
        /// The file.
        pub file: AttachmentId,
    }
}

wire! {
    /// An address that opens a file.
    pub struct FileLink {
        /// Where it is, within this server, for five minutes.
        pub url: String,
    }
}

/// The name of a file, safe to show and to save under: no path, nothing invisible, nothing that
/// turns the direction of text around, 1 to [`FILE_NAME_LIMIT`] characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    /// Makes the best of whatever a browser says. Nothing is refused: what is left of a name
    /// without anything usable in it is `file`.
    #[must_use]
    pub fn clean(name: &str) -> Self {
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let visible = last.chars().filter(|c| !c.is_control() && !is_hidden(*c));
        let safe: String = visible
            .map(|c| if "<>:\"|?*%".contains(c) { '_' } else { c })
            .collect();
        let name = safe.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = name.trim_matches(['.', ' ']);
        if name.is_empty() {
            return Self("file".to_owned());
        }
        Self(shortened(name))
    }

    /// The same name with this ending besides.
    #[must_use]
    pub fn with_ending(&self, ending: &str) -> Self {
        Self(shortened(&format!("{}.{ending}", self.0)))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Characters that nobody sees, and that make a name look like another one.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Cuts a name in the middle: its ending says what it is.
fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= FILE_NAME_LIMIT {
        return name.to_owned();
    }
    let ending = ending(name).filter(|ending| ending.len() <= 10);
    let tail = ending.map_or_else(String::new, |ending| format!(".{ending}"));
    let kept = FILE_NAME_LIMIT - 1 - tail.chars().count();
    let head: String = name.chars().take(kept).collect();
    format!("{}\u{2026}{tail}", head.trim_end_matches([' ', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_to_show_and_to_save_under() {
        for (given, kept) in [
            ("photo.png", "photo.png"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\Ada\\bill.pdf", "bill.pdf"),
            ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie_ x=1.txt"),
            ("bill\u{202e}gnp.exe", "billgnp.exe"),
            ("a\"; filename=evil.exe", "a_; filename=evil.exe"),
            ("a%22.png", "a_22.png"),
            (" . ..htaccess. ", "htaccess"),
            ("日本語 の  名前.pdf", "日本語 の 名前.pdf"),
            ("family 👨‍👩‍👧.png", "family 👨‍👩‍👧.png"),
            ("", "file"),
            ("///", "file"),
            ("\u{200b}\u{feff}", "file"),
            ("..", "file"),
        ] {
            assert_eq!(FileName::clean(given).as_str(), kept, "{given:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let long = format!("{}.jpeg", "\u{1F980}".repeat(500));
        let kept = FileName::clean(&long);
        assert_eq!(kept.as_str().chars().count(), FILE_NAME_LIMIT);
        assert!(kept.as_str().ends_with("\u{2026}.jpeg"));
        let kept = FileName::clean(&"x".repeat(500));
        assert_eq!(kept.as_str().chars().count(), FILE_NAME_LIMIT);
        assert_eq!(FileName::clean(kept.as_str()), kept);
    }

    #[test]
    fn what_a_name_says() {
        for (name, kind) in [
            ("a.png", Some(FileType::Png)),
            ("a.JPG", Some(FileType::Jpeg)),
            ("a.b.jpeg", Some(FileType::Jpeg)),
            ("bill.pdf.exe", None),
            ("a.svg", None),
            ("a.html", None),
            ("png", None),
            (".png", None),
            ("a.", None),
        ] {
            assert_eq!(FileType::of_name(name), kind, "{name}");
        }
    }
}
