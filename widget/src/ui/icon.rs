//! Pictures drawn with lines.

use super::El;
use crate::host::{Sure as _, document};
use wasm_bindgen::JsCast;

/// The pictures, each as the path of its lines in a square of 24.
#[derive(Clone, Copy)]
pub(crate) enum Icon {
    /// Back to where one came from.
    Back,
    /// Closes.
    Close,
    /// Sends.
    Send,
    /// Something new.
    Plus,
    /// Attaches files.
    Clip,
    /// A file.
    File,
    /// Down to the end.
    Down,
    /// Tells when something comes.
    Bell,
    /// Tells nothing.
    BellOff,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Back => "M15 5l-7 7 7 7",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Send => "M12 19V5M5.5 11.5L12 5l6.5 6.5",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Clip => {
                "M19.5 11l-7.8 7.8a4.6 4.6 0 01-6.5-6.5l8.1-8.1a3.1 3.1 0 014.4 4.4l-8 8a1.5 1.5 0 01-2.2-2.2l7.3-7.2"
            }
            Self::File => "M13.5 3.5H7a2 2 0 00-2 2v13a2 2 0 002 2h10a2 2 0 002-2V9zM13.5 3.5V9H19",
            Self::Down => "M12 5v14M5.5 12.5L12 19l6.5-6.5",
            Self::Bell => "M6 9.5a6 6 0 0112 0c0 5.5 2 7 2 7H4s2-1.5 2-7M10 20a2.2 2.2 0 004 0",
            Self::BellOff => {
                "M8.5 4.6A6 6 0 0118 9.5c0 2.1.3 3.7.7 4.8M17 16.5H4s2-1.5 2-7M10 20a2.2 2.2 0 004 0M4 3l16 18"
            }
        }
    }
}

/// Draws a picture. What it means is said by the name of the button around it.
pub(crate) fn icon(icon: Icon) -> El {
    let draw = |tag: &str, attributes: &[(&str, &str)]| {
        let element = document()
            .create_element_ns(Some("http://www.w3.org/2000/svg"), tag)
            .sure("the tag is a word of ours");
        for (name, value) in attributes {
            element
                .set_attribute(name, value)
                .sure("the name of the attribute is a word of ours");
        }
        El(element.unchecked_into())
    };
    draw(
        "svg",
        &[
            ("class", "icon"),
            ("viewBox", "0 0 24 24"),
            ("aria-hidden", "true"),
        ],
    )
    .child(draw("path", &[("d", icon.path())]))
}
