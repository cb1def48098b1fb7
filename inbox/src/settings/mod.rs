//! The settings page.

mod canned;
mod danger;
mod domains;
mod fields;
mod form;
mod hours;
mod installation;
mod language;
mod leaving;
mod own;
mod page;
mod preview;
mod search;
mod sections;
mod snippet;

pub(crate) use form::SettingsForm;
pub(crate) use page::SettingsPage;
