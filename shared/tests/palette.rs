//! Every brand colour gives text that can be read and controls that can be seen, and so do the
//! fixed colours of `style/core.css`.

use porthole_shared::color::{
    BADGE, CONTROL_CONTRAST, Color, DARK_BUBBLE, DARK_SURFACE, LIGHT_BUBBLE, LIGHT_SURFACE,
    TEXT_CONTRAST, palette,
};
use std::collections::BTreeMap;

const WHITE: Color = Color([0xff; 3]);
const STYLE: &str = include_str!("../../style/core.css");

fn color(text: &str) -> Color {
    Color::parse(text).unwrap_or_else(|| panic!("{text} is a colour"))
}

/// Random colours, the same in every run (xorshift; Marsaglia, 2003).
fn colours(count: usize) -> impl Iterator<Item = Color> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let [r, g, b, ..] = state.to_le_bytes();
        Color([r, g, b])
    })
    .take(count)
}

#[test]
fn every_brand_colour_gives_readable_text_and_visible_controls() {
    let corners = (0..8).map(|bits| Color([0, 1, 2].map(|i| ((bits >> i) & 1) * 0xff)));
    for brand in corners.chain(colours(20_000)) {
        for surface in [LIGHT_SURFACE, DARK_SURFACE] {
            let palette = palette(brand, surface);
            let name = brand.to_css();
            let on_brand = color(&palette.on_brand);
            for fill in [&palette.brand, &palette.brand_hover] {
                assert!(on_brand.contrast(color(fill)) >= TEXT_CONTRAST, "{name}");
            }
            assert_ne!(palette.brand, palette.brand_hover, "{name}");
            assert!(
                color(&palette.edge).contrast(surface) >= CONTROL_CONTRAST,
                "{name}"
            );
            let bubble = if surface == LIGHT_SURFACE {
                LIGHT_BUBBLE
            } else {
                DARK_BUBBLE
            };
            for ground in [surface, bubble] {
                let contrast = color(&palette.accent).contrast(ground);
                assert!(contrast >= TEXT_CONTRAST, "{name}: {contrast:.2}");
            }
        }
    }
    assert!(WHITE.contrast(BADGE) >= TEXT_CONTRAST);
}

/// The colours of the blocks of the style sheet that begin with this selector.
fn block(selector: &str) -> BTreeMap<&'static str, Color> {
    let start = STYLE.find(selector).expect("the sheet has this block");
    let block = STYLE[start..].split(['{', '}']).nth(1).unwrap_or_default();
    let values = block.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_suffix(';')?.split_once(": ")?;
        Some((name, Color::parse(value)?))
    });
    values.collect()
}

#[test]
fn the_fixed_colours_stand_out_from_what_they_are_on() {
    let light = block(":root,\n.panel");
    let mut dark = light.clone();
    dark.extend(block(":root[theme=\"dark\"]"));
    assert_eq!(light["--surface"], LIGHT_SURFACE);
    assert_eq!(dark["--surface"], DARK_SURFACE);
    assert_eq!(light["--bubble"], LIGHT_BUBBLE);
    assert_eq!(dark["--bubble"], DARK_BUBBLE);
    for theme in [light, dark] {
        let contrast = |a: &str, b: &str| theme[a].contrast(theme[b]);
        for (text, ground) in [
            ("--ink", "--surface"),
            ("--ink", "--canvas"),
            ("--ink", "--bubble"),
            ("--ink", "--hover"),
            ("--ink", "--danger-soft"),
            ("--ink-soft", "--surface"),
            ("--ink-soft", "--bubble"),
            ("--ink-soft", "--sunken"),
            ("--ink-soft", "--hover"),
            ("--ink-faint", "--surface"),
            ("--ink-faint", "--hover"),
            ("--danger-text", "--surface"),
            ("--danger-text", "--danger-soft"),
        ] {
            let found = contrast(text, ground);
            assert!(found >= TEXT_CONTRAST, "{text} on {ground}: {found:.2}");
        }
        assert!(contrast("--line-strong", "--surface") >= CONTROL_CONTRAST);
        for avatar in 0..6 {
            assert!(WHITE.contrast(theme[format!("--avatar-{avatar}").as_str()]) >= TEXT_CONTRAST);
        }
    }
}

#[test]
fn the_dark_colours_are_the_same_in_both_places() {
    let by_system = block(":root:not([theme])");
    assert_eq!(by_system, block(":root[theme=\"dark\"]"));
    assert!(by_system.len() > 10);
}
