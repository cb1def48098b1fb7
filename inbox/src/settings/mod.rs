//! The settings: the widget's page with its form, and the areas beside it.

mod area;
mod canned;
mod danger;
mod domains;
mod fields;
mod form;
mod hours;
mod installation;
mod language;
mod leaving;
mod mail;
mod members;
mod own;
mod page;
mod preview;
mod search;
mod sections;
mod snippet;

pub(crate) use area::AreaPage;
pub(crate) use form::SettingsForm;
pub(crate) use page::SettingsPage;
