//! Colours computed from the brand colour, so that text can be read on any of them.
//!
//! Contrast is that of WCAG 2.2 (relative luminance, 1.4.3 and 1.4.11): at least 4.5:1 for text
//! and 3:1 for controls, in the light and in the dark theme.

use std::fmt::Write as _;

/// The contrast that text needs (WCAG 2.2, 1.4.3).
pub const TEXT_CONTRAST: f64 = 4.5;
/// The contrast that the edge of a control needs (WCAG 2.2, 1.4.11).
pub const CONTROL_CONTRAST: f64 = 3.0;

/// The page colour of the light theme.
pub const LIGHT_SURFACE: Color = Color([0xff, 0xff, 0xff]);
/// The page colour of the dark theme.
pub const DARK_SURFACE: Color = Color([0x17, 0x18, 0x1f]);
/// What is drawn on a page colour: the team's bubbles in the light and in the dark theme.
pub const LIGHT_BUBBLE: Color = Color([0xf1, 0xf2, 0xf5]);
/// The same in the dark theme.
pub const DARK_BUBBLE: Color = Color([0x26, 0x28, 0x33]);
/// What counts unread messages on the launcher, in white.
pub const BADGE: Color = Color([0xd9, 0x2d, 0x20]);

/// How much darker, or lighter, a control becomes that somebody points at.
const HOVER: f64 = 0.14;

const WHITE: Color = Color([0xff; 3]);
const BLACK: Color = Color([0x00; 3]);

/// A colour of the sRGB space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub [u8; 3]);

impl Color {
    /// Reads `#rgb` or `#rrggbb` in either case. `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let mut nibbles = [0_u8; 6];
        for (nibble, digit) in nibbles.iter_mut().zip(digits.chars()) {
            *nibble = u8::try_from(digit.to_digit(16)?).ok()?;
        }
        match digits.len() {
            3 => Some(Self([nibbles[0] * 17, nibbles[1] * 17, nibbles[2] * 17])),
            6 => Some(Self([0, 2, 4].map(|i| nibbles[i] * 16 + nibbles[i + 1]))),
            _ => None,
        }
    }

    /// Writes `#rrggbb`.
    #[must_use]
    pub fn to_css(self) -> String {
        let mut text = String::from("#");
        for part in self.0 {
            let _ = write!(text, "{part:02x}");
        }
        text
    }

    /// The contrast between two colours, 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This colour moved towards another until it stands out from `surface` by `contrast`.
    #[must_use]
    fn until_readable(self, surface: Self, contrast: f64) -> Self {
        let target = if WHITE.contrast(surface) > BLACK.contrast(surface) {
            WHITE
        } else {
            BLACK
        };
        (0..=20)
            .map(|step| self.mix(target, f64::from(step) / 20.0))
            .find(|color| color.contrast(surface) >= contrast)
            .unwrap_or(target)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a mix of two bytes is a byte"
    )]
    fn mix(self, other: Self, share: f64) -> Self {
        let mut mixed = [0; 3];
        for (i, part) in mixed.iter_mut().enumerate() {
            let (a, b) = (f64::from(self.0[i]), f64::from(other.0[i]));
            *part = (a + (b - a) * share).round() as u8;
        }
        Self(mixed)
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }
}

wire! {
    /// The colours that follow from the brand colour in one theme, as `#rrggbb`.
    pub struct Palette {
        /// Fills the launcher, the header and the visitor's own bubbles.
        pub brand: String,
        /// Text, links and icons on `brand` and `brand_hover` (contrast 4.5:1 or more).
        pub on_brand: String,
        /// Fills a control of the brand's colour that somebody points at.
        pub brand_hover: String,
        /// The edge of controls that `brand` fills (3:1 or more on the page colour); `brand`
        /// itself where that stands out enough.
        pub edge: String,
        /// Links and focus rings on the page colour and on the team's bubbles (contrast 4.5:1 or
        /// more).
        pub accent: String,
    }
}

/// The palette of a brand colour on the page colour of a theme.
#[must_use]
pub fn palette(brand: Color, surface: Color) -> Palette {
    // Brands expect white on their colour: where it is nearly readable the colour gives way a
    // little. A bright one stays as it is, and the text on it is black.
    let (fill, on_fill) = if WHITE.contrast(brand) >= CONTROL_CONTRAST {
        (brand.until_readable(WHITE, TEXT_CONTRAST), WHITE)
    } else {
        (brand, BLACK)
    };
    let bubble = if surface.contrast(WHITE) < surface.contrast(BLACK) {
        LIGHT_BUBBLE
    } else {
        DARK_BUBBLE
    };
    // Away from the text on it, so that it can be read at least as well; what is as far away as
    // can be comes a little nearer.
    let away = if on_fill == WHITE { BLACK } else { WHITE };
    let hover = if fill.contrast(away) < 1.25 {
        on_fill
    } else {
        away
    };
    Palette {
        brand: fill.to_css(),
        on_brand: on_fill.to_css(),
        brand_hover: fill.mix(hover, HOVER).to_css(),
        edge: fill.until_readable(surface, CONTROL_CONTRAST).to_css(),
        // What can be read on a bubble can be read on the page: it is farther away.
        accent: brand.until_readable(bubble, TEXT_CONTRAST).to_css(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_read_in_both_lengths() {
        assert_eq!(Color::parse("#5375ff"), Some(Color([0x53, 0x75, 0xff])));
        assert_eq!(Color::parse("#FA0"), Some(Color([0xff, 0xaa, 0x00])));
        for bad in [
            "", "#", "5375ff", "#5375f", "#5375fg", "#5375ff0", "red", "#ééé",
        ] {
            assert_eq!(Color::parse(bad), None, "{bad}");
        }
        assert_eq!(Color([0, 10, 255]).to_css(), "#000aff");
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((Color([255; 3]).contrast(Color([0; 3])) - 21.0).abs() < 1e-9);
        assert!((Color([118; 3]).contrast(Color([255; 3])) - 4.54).abs() < 0.01);
    }

    #[test]
    fn bright_brands_stay_bright_and_others_keep_white() {
        let yellow = palette(Color([0xff, 0xcc, 0x00]), LIGHT_SURFACE);
        assert_eq!(
            (yellow.brand.as_str(), yellow.on_brand.as_str()),
            ("#ffcc00", "#000000")
        );
        let blue = palette(Color([0x53, 0x75, 0xff]), LIGHT_SURFACE);
        assert_eq!(blue.on_brand, "#ffffff");
        let navy = palette(Color([0x00, 0x1f, 0x5b]), DARK_SURFACE);
        assert_eq!(navy.brand, "#001f5b");
        assert_ne!(navy.edge, navy.brand);
    }
}
