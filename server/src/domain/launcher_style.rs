//! The launcher's style sheet and drawings. They travel with the public configuration, so that
//! the script on every page need not carry them.

use porthole_shared::color::{BADGE, Color, DARK_SURFACE, LIGHT_SURFACE, palette};
use porthole_shared::settings::{Position, WorkspaceSettings};

/// `all: initial` undoes what the page inherits to its children, and `!important` inside a
/// shadow root wins over the page's own rules for the element, important ones included.
const SHAPE: &str = include_str!("../../templates/launcher.css");
/// The launcher's drawings as paths in a square of 24: a bubble while the chat is closed, a way
/// down while it is open.
pub(super) const ICONS: [&str; 2] = [
    "M12 4c-5 0-8.5 3.2-8.5 7.4 0 2 .8 3.7 2.1 5L4.5 20.5l4.5-1.9c1 .2 2 .3 3 .3 5 0 8.5-3.2 8.5-7.5S17 4 12 4Z",
    "M5.5 9 12 15.5 18.5 9",
];
/// From the launcher's own edge to where the panel begins, in pixels.
const LAUNCHER_HEIGHT: i64 = 72;

/// The sheet of a workspace: the shape, the corner, and the colours as custom properties.
#[must_use]
pub fn launcher_style(settings: &WorkspaceSettings) -> String {
    let brand = Color::parse(&settings.button_color).unwrap_or(Color([0x53, 0x75, 0xff]));
    let (edge, side) = corner(settings.position);
    let dark = colours(brand, DARK_SURFACE);
    let above = settings.offset_y + LAUNCHER_HEIGHT;
    [
        SHAPE.to_owned(),
        format!(
            ":host{{--above:{above}px;--badge:{};{}}}",
            BADGE.to_css(),
            colours(brand, LIGHT_SURFACE)
        ),
        format!(":host([theme=dark]){{{dark}}}"),
        format!("@media (prefers-color-scheme:dark){{:host([theme=auto]){{{dark}}}}}"),
        format!(".launcher{{{}}}", inset(edge, settings.offset_y)),
        format!(".panel,.notice{{{}}}", inset(edge, above)),
        format!(
            ".launcher,.panel,.notice{{{}}}",
            inset(side, settings.offset_x)
        ),
        format!(".panel{{transform-origin:{edge} {side}}}"),
    ]
    .concat()
}

fn corner(position: Position) -> (&'static str, &'static str) {
    match position {
        Position::BottomRight | Position::Unknown => ("bottom", "right"),
        Position::BottomLeft => ("bottom", "left"),
        Position::TopRight => ("top", "right"),
        Position::TopLeft => ("top", "left"),
    }
}

/// The distance from an edge of the screen, beyond what a phone's own frame covers.
fn inset(edge: &str, distance: i64) -> String {
    format!("{edge}:calc({distance}px + env(safe-area-inset-{edge},0px))")
}

fn colours(brand: Color, surface: Color) -> String {
    let palette = palette(brand, surface);
    format!(
        "--brand:{};--on-brand:{};--brand-hover:{};--edge:{};--accent:{}",
        palette.brand, palette.on_brand, palette.brand_hover, palette.edge, palette.accent
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corner_decides_the_edges() {
        let settings = WorkspaceSettings {
            position: Position::TopLeft,
            offset_y: 10,
            ..WorkspaceSettings::initial()
        };
        let style = launcher_style(&settings);
        assert!(style.contains(".launcher{top:calc(10px + env(safe-area-inset-top,0px))}"));
        assert!(style.contains(".panel,.notice{top:calc(82px +"));
        assert!(style.contains("--above:82px;--badge:#"));
        assert!(style.contains("transform-origin:top left"));
    }

    #[test]
    fn a_colour_that_is_none_takes_the_first_one() {
        let settings = WorkspaceSettings {
            button_color: "red}".to_owned(),
            ..WorkspaceSettings::initial()
        };
        assert_eq!(
            launcher_style(&settings),
            launcher_style(&WorkspaceSettings::initial())
        );
    }
}
