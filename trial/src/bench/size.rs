//! `size`: what a visitor downloads. `cargo xtask` has added it up and hands it over.

use super::table::Row;

/// A rival's brotli bytes to a usable chat, the smallest of them; measured, see ARCHITECTURE.md.
const RIVAL: (&str, f64) = ("PostHog", 123_792.0);
/// The smallest rival's before any click.
const RIVAL_BEFORE: (&str, f64) = ("Helper", 24_782.0);

/// Gives the rows.
///
/// # Errors
/// The sizes were not handed over.
pub fn run() -> Result<Vec<Row>, String> {
    let size = |name: &str| {
        let text = std::env::var(name).ok();
        text.and_then(|text| text.parse::<f64>().ok())
            .ok_or_else(|| format!("{name} is not set: run `cargo xtask bench`"))
    };
    let loader = size("PORTHOLE_SIZE_LOADER")?;
    let first_message = size("PORTHOLE_SIZE_FIRST_MESSAGE")?;
    Ok(vec![
        Row::new(
            "size",
            "loader with launcher and queue, brotli",
            loader,
            "B",
        )
        .beside(RIVAL_BEFORE.0, RIVAL_BEFORE.1)
        .at_most(4_096.0),
        Row::new(
            "size",
            "everything to type a first message, brotli",
            first_message,
            "B",
        )
        .beside(RIVAL.0, RIVAL.1)
        .at_most(120_000.0),
    ])
}
