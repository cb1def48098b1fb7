//! Small pieces that several pages are made of. They hold no state of the application.

mod copy;
mod dialog;
mod field;
mod icon;
mod menu;
mod modal;
mod notice;
mod picker;

pub(crate) use copy::{CopyButton, CopyIcon};
pub(crate) use dialog::ConfirmDialog;
pub(crate) use field::{Field, check_field, choice_field, text_field};
pub(crate) use icon::{Icon, icon};
pub(crate) use menu::{Choice, Menu};
pub(crate) use modal::Modal;
pub(crate) use notice::{avatar, error_line, failed, waiting};
pub(crate) use picker::{Pick, Picker, fitting};
