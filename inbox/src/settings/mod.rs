//! The settings page.

mod form;
mod own;
mod page;
mod sections;
mod token;

pub(crate) use form::SettingsForm;
pub(crate) use page::SettingsPage;
