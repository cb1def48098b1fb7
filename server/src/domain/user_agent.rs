//! What a `User-Agent` header says of the browser, for the agent's eyes alone.

/// A browser, as far as its header tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Browser {
    /// Name and major version; empty if not known.
    pub browser: String,
    /// The operating system; empty if not known.
    pub os: String,
    /// `desktop`, `mobile` or `tablet`.
    pub device: &'static str,
}

/// Words in the header and the browser they stand for. Browsers name those they descend from
/// too, so the more special word comes first.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
];

/// Words in the header and the system they stand for, the more special first.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// No browser has a major version of more digits; a longer one is somebody playing.
const MAJOR_DIGITS: usize = 5;

/// Reads a `User-Agent` header.
#[must_use]
pub fn parse(header: &str) -> Browser {
    let browser = BROWSERS.iter().find_map(|(word, name)| {
        let version = header.split_once(word)?.1;
        let major: String = version
            .chars()
            .take(MAJOR_DIGITS)
            .take_while(char::is_ascii_digit)
            .collect();
        Some(format!("{name} {major}").trim_end().to_owned())
    });
    let os = SYSTEMS
        .iter()
        .find(|(word, _)| header.contains(word))
        .map_or("", |(_, name)| *name);
    Browser {
        browser: browser.unwrap_or_default(),
        os: os.to_owned(),
        device: device(header),
    }
}

fn device(header: &str) -> &'static str {
    let is_tablet = header.contains("iPad")
        || header.contains("Tablet")
        || header.contains("Android") && !header.contains("Mobile");
    if is_tablet {
        "tablet"
    } else if header.contains("Mobile") || header.contains("iPhone") {
        "mobile"
    } else {
        "desktop"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_headers() {
        let table = [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox 140",
                "Linux",
                "desktop",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
                "Edge 141",
                "Windows",
                "desktop",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
                "Safari 18",
                "iOS",
                "mobile",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; SM-X710) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
                "Chrome 140",
                "Android",
                "tablet",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15",
                "Safari 17",
                "macOS",
                "desktop",
            ),
            ("curl/8.0", "", "", "desktop"),
        ];
        for (header, browser, os, device) in table {
            let expected = Browser {
                browser: browser.into(),
                os: os.into(),
                device,
            };
            assert_eq!(parse(header), expected, "{header}");
        }
    }
}
