//! The settings page.

mod form;
mod language;
mod own;
mod page;
mod sections;
mod token;

pub(crate) use form::SettingsForm;
pub(crate) use page::SettingsPage;
