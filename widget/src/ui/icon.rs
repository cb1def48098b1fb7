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
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Back => "M15 5l-7 7 7 7",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Send => "M12 19V5M5.5 11.5L12 5l6.5 6.5",
            Self::Plus => "M12 5v14M5 12h14",
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
