//! Small pieces that several pages are made of. They hold no state of the application.

mod copy;
mod dialog;
mod field;
mod icon;
mod notice;

pub(crate) use copy::CopyButton;
pub(crate) use dialog::ConfirmDialog;
pub(crate) use field::{Field, check_field, choice_field, text_field};
pub(crate) use icon::{Icon, icon};
pub(crate) use notice::{avatar, error_line, failed, waiting};
