//! What serves all actions: the palette, and the sheet that lists the keys.

mod help;
mod key;
mod palette;

pub(crate) use help::HelpSheet;
pub(crate) use palette::Palette;
